/** A seed that is not right; the message says where, and what a right value looks like. */
export class SeedError extends Error {}
