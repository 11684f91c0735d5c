// Generated from spec/dist/behaviour.json by `npm run generate`. Do not edit.

package io.github.b24calllist;

import java.time.Duration;

/** Numbers that all clients share. */
final class Numbers {
  /** Rows of one page. */
  static final int PAGE_SIZE = 50;

  /** Commands of one batch request. */
  static final int BATCH_SIZE = 50;

  /**
   * Values that a portal reads from one batch command ({@code max_input_vars} of PHP). It silently
   * drops the others.
   */
  static final int MAX_COMMAND_VALUES = 1000;

  /** The highest id that fits into a portal's tables. */
  static final int MAX_ID = 2_147_483_647;

  /**
   * The window over which a portal counts a method's operating time. An exhausted quota is reset
   * within it.
   */
  static final Duration OPERATING_WINDOW = Duration.ofMinutes(10);

  /**
   * Wait for a reset that no response has announced. The portal's window moves on by the minute.
   */
  static final Duration OPERATING_RESET = Duration.ofMinutes(1);

  /** Requests that a cloud portal accepts at once from one address. */
  static final int CLOUD_BURST = 50;

  /** Requests a second that a cloud portal accepts from one address. */
  static final int CLOUD_RATE = 2;

  /** Requests that an Enterprise portal accepts at once. */
  static final int ENTERPRISE_BURST = 250;

  /** Requests a second that an Enterprise portal accepts. */
  static final int ENTERPRISE_RATE = 5;

  /** Default time for one request and its response. */
  static final Duration REQUEST_TIMEOUT = Duration.ofMinutes(1);

  /** Default number of attempts, the first one included. */
  static final int RETRY_ATTEMPTS = 5;

  /** Default pause before the first retry. It doubles with each retry. */
  static final Duration RETRY_DELAY = Duration.ofSeconds(1);

  /** Default longest pause, unless {@code Retry-After} asks for more. */
  static final Duration RETRY_MAX_DELAY = Duration.ofSeconds(30);

  /** Time after the first attempt in which retries start. */
  static final Duration RETRY_WINDOW = Duration.ofMinutes(10);

  /** The longest pause that {@code Retry-After} can ask for. */
  static final Duration RETRY_AFTER_MAX = Duration.ofDays(1);

  /** Default time between two looks at a list that is waited for. */
  static final Duration POLL_INTERVAL = Duration.ofSeconds(30);

  /**
   * Default number of empty pages in a row that end a list. A list made in the portal itself has no
   * more pages.
   */
  static final int MAX_EMPTY_PAGES = 10;

  /**
   * Empty pages in a row that end a list before an update of its participants. It removes whoever
   * was not read.
   */
  static final int MAX_EMPTY_PAGES_BEFORE_UPDATE = 100;

  /** Rows that a page shares with the one before it, in the first pass. */
  static final int PAGE_OVERLAP = 1;

  /** Rows that a page shares with the one before it, in later passes: the list is moving. */
  static final int PAGE_OVERLAP_MOVING = 5;

  /** Rows that a request shares with the one before it, in later passes. */
  static final int REQUEST_OVERLAP_MOVING = 25;

  /** Pages of a long list that make a second look at them worthwhile. */
  static final int MIN_CHECK_PAGES = 25;

  /** Passes over a list that never comes to rest, before reading it fails. */
  static final int MAX_PASSES = 10;

  /**
   * Pages in a row without a new row before reading fails. Only a server that ignores {@code start}
   * sends more.
   */
  static final int MAX_STALE_PAGES = 10;

  /** Readings that do not agree, before a change of participants fails. */
  static final int MAX_CHANGE_READINGS = 5;

  /** The largest body, after it is decompressed. */
  static final int MAX_BODY = 67_108_864;

  /** The most rows of one response. A list with {@code start} -1 comes in one. */
  static final int MAX_ROWS = 500_000;

  /** The most content encodings of one response. Each one lets a few bytes grow a thousandfold. */
  static final int MAX_ENCODINGS = 3;

  /** The longest description in an error. */
  static final int MAX_DESCRIPTION = 1000;

  /** The longest code, argument, content type or host in an error. */
  static final int MAX_WORD = 200;

  /** The longest excerpt of a body in an error. */
  static final int MAX_EXCERPT = 200;

  /**
   * The shortest text that is masked as a secret. Shorter ones, of tests, are in every other word.
   */
  static final int MIN_SECRET = 6;

  private Numbers() {}
}
