// Generated from spec/dist/behaviour.json by `npm run generate`. Do not edit.

/** Rows of one page. */
export const PAGE_SIZE = 50;
/** Commands of one batch request. */
export const BATCH_SIZE = 50;
/** The highest id that fits into a portal's tables. */
export const MAX_ID = 2_147_483_647;
/** The window over which a portal counts a method's operating time. An exhausted quota is reset within it. Milliseconds. */
export const OPERATING_WINDOW = 600_000;
/** Requests that a cloud portal accepts at once from one address. */
export const CLOUD_BURST = 50;
/** Requests a second that a cloud portal accepts from one address. */
export const CLOUD_RATE = 2;
/** Requests that an Enterprise portal accepts at once. */
export const ENTERPRISE_BURST = 250;
/** Requests a second that an Enterprise portal accepts. */
export const ENTERPRISE_RATE = 5;
