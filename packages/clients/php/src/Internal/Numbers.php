<?php

// Generated from spec/dist/behaviour.json by `npm run generate`. Do not edit.

declare(strict_types=1);

namespace B24CallList\Internal;

/**
 * Numbers that all clients share.
 *
 * @internal
 */
final class Numbers
{
    /** Rows of one page. */
    public const PAGE_SIZE = 50;
    /** Commands of one batch request. */
    public const BATCH_SIZE = 50;
    /** Values that a portal reads from one batch command (`max_input_vars` of PHP). It silently drops the others. */
    public const MAX_COMMAND_VALUES = 1000;
    /** The highest id that fits into a portal's tables. */
    public const MAX_ID = 2_147_483_647;
    /** The window over which a portal counts a method's operating time. An exhausted quota is reset within it. Seconds. */
    public const OPERATING_WINDOW = 600.0;
    /** Wait for a reset that no response has announced. The portal's window moves on by the minute. Seconds. */
    public const OPERATING_RESET = 60.0;
    /** Requests that a cloud portal accepts at once from one address. */
    public const CLOUD_BURST = 50;
    /** Requests a second that a cloud portal accepts from one address. */
    public const CLOUD_RATE = 2;
    /** Requests that an Enterprise portal accepts at once. */
    public const ENTERPRISE_BURST = 250;
    /** Requests a second that an Enterprise portal accepts. */
    public const ENTERPRISE_RATE = 5;
    /** Default time for one request and its response. Seconds. */
    public const REQUEST_TIMEOUT = 60.0;
    /** Default number of attempts, the first one included. */
    public const RETRY_ATTEMPTS = 5;
    /** Default pause before the first retry. It doubles with each retry. Seconds. */
    public const RETRY_DELAY = 1.0;
    /** Default longest pause, unless `Retry-After` asks for more. Seconds. */
    public const RETRY_MAX_DELAY = 30.0;
    /** Time after the first attempt in which retries start. Seconds. */
    public const RETRY_WINDOW = 600.0;
    /** The longest pause that `Retry-After` can ask for. Seconds. */
    public const RETRY_AFTER_MAX = 86_400.0;
    /** Default time between two looks at a list that is waited for. Seconds. */
    public const POLL_INTERVAL = 30.0;
    /** Default number of empty pages in a row that end a list. A list made in the portal itself has no more pages. */
    public const MAX_EMPTY_PAGES = 10;
    /** Empty pages in a row that end a list before an update of its participants. It removes whoever was not read. */
    public const MAX_EMPTY_PAGES_BEFORE_UPDATE = 100;
    /** Rows that a page shares with the one before it, in the first pass. */
    public const PAGE_OVERLAP = 1;
    /** Rows that a page shares with the one before it, in later passes: the list is moving. */
    public const PAGE_OVERLAP_MOVING = 5;
    /** Rows that a request shares with the one before it, in later passes. */
    public const REQUEST_OVERLAP_MOVING = 25;
    /** Pages of a long list that make a second look at them worthwhile. */
    public const MIN_CHECK_PAGES = 25;
    /** Passes over a list that never comes to rest, before reading it fails. */
    public const MAX_PASSES = 10;
    /** Pages in a row without a new row before reading fails. Only a server that ignores `start` sends more. */
    public const MAX_STALE_PAGES = 10;
    /** Readings that do not agree, before a change of participants fails. */
    public const MAX_CHANGE_READINGS = 5;
    /** The largest body, after it is decompressed. */
    public const MAX_BODY = 67_108_864;
    /** The most rows of one response. A list with `start` -1 comes in one. */
    public const MAX_ROWS = 500_000;
    /** The most content encodings of one response. Each one lets a few bytes grow a thousandfold. */
    public const MAX_ENCODINGS = 3;
    /** The longest description in an error. */
    public const MAX_DESCRIPTION = 1000;
    /** The longest code, argument, content type or host in an error. */
    public const MAX_WORD = 200;
    /** The longest excerpt of a body in an error. */
    public const MAX_EXCERPT = 200;
    /** The shortest text that is masked as a secret. Shorter ones, of tests, are in every other word. */
    public const MIN_SECRET = 6;
}
