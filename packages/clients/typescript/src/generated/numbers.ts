// Generated from spec/dist/behaviour.json by `npm run generate`. Do not edit.

/** Rows of one page. */
export const PAGE_SIZE = 50;
/** Commands of one batch request. */
export const BATCH_SIZE = 50;
/** Values that a portal reads from one batch command (`max_input_vars` of PHP). It silently drops the others. */
export const MAX_COMMAND_VALUES = 1000;
/** The highest id that fits into a portal's tables. */
export const MAX_ID = 2_147_483_647;
/** The window over which a portal counts a method's operating time. An exhausted quota is reset within it. Milliseconds. */
export const OPERATING_WINDOW = 600_000;
/** Wait for a reset that no response has announced. The portal's window moves on by the minute. Milliseconds. */
export const OPERATING_RESET = 60_000;
/** Requests that a cloud portal accepts at once from one address. */
export const CLOUD_BURST = 50;
/** Requests a second that a cloud portal accepts from one address. */
export const CLOUD_RATE = 2;
/** Requests that an Enterprise portal accepts at once. */
export const ENTERPRISE_BURST = 250;
/** Requests a second that an Enterprise portal accepts. */
export const ENTERPRISE_RATE = 5;
/** Default time for one request and its response. Milliseconds. */
export const REQUEST_TIMEOUT = 60_000;
/** Default number of attempts, the first one included. */
export const RETRY_ATTEMPTS = 5;
/** Default pause before the first retry. It doubles with each retry. Milliseconds. */
export const RETRY_DELAY = 1000;
/** Default longest pause, unless `Retry-After` asks for more. Milliseconds. */
export const RETRY_MAX_DELAY = 30_000;
/** Time after the first attempt in which retries start. Milliseconds. */
export const RETRY_WINDOW = 600_000;
/** The longest pause that `Retry-After` can ask for. Milliseconds. */
export const RETRY_AFTER_MAX = 86_400_000;
/** Default time between two looks at a list that is waited for. Milliseconds. */
export const POLL_INTERVAL = 30_000;
/** Default number of empty pages in a row that end a list. A list made in the portal itself has no more pages. */
export const MAX_EMPTY_PAGES = 10;
/** Empty pages in a row that end a list before an update of its participants. It removes whoever was not read. */
export const MAX_EMPTY_PAGES_BEFORE_UPDATE = 100;
/** Rows that a page shares with the one before it, in the first pass. */
export const PAGE_OVERLAP = 1;
/** Rows that a page shares with the one before it, in later passes: the list is moving. */
export const PAGE_OVERLAP_MOVING = 5;
/** Rows that a request shares with the one before it, in later passes. */
export const REQUEST_OVERLAP_MOVING = 25;
/** Pages of a long list that make a second look at them worthwhile. */
export const MIN_CHECK_PAGES = 25;
/** Passes over a list that never comes to rest, before reading it fails. */
export const MAX_PASSES = 10;
/** Pages in a row without a new row before reading fails. Only a server that ignores `start` sends more. */
export const MAX_STALE_PAGES = 10;
/** Readings that do not agree, before a change of participants fails. */
export const MAX_CHANGE_READINGS = 5;
/** The largest body, after it is decompressed. */
export const MAX_BODY = 67_108_864;
/** The most rows of one response. A list with `start` -1 comes in one. */
export const MAX_ROWS = 500_000;
/** The most content encodings of one response. Each one lets a few bytes grow a thousandfold. */
export const MAX_ENCODINGS = 3;
/** The longest description in an error. */
export const MAX_DESCRIPTION = 1000;
/** The longest code, argument, content type or host in an error. */
export const MAX_WORD = 200;
/** The longest excerpt of a body in an error. */
export const MAX_EXCERPT = 200;
/** The shortest text that is masked as a secret. Shorter ones, of tests, are in every other word. */
export const MIN_SECRET = 6;
