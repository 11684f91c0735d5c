/** What begins a new line, or moves to another place in one. */
const BREAKS = /[\t\n\v\f\r\u0085\u2028\u2029]/g;
/** Control characters, marks and overrides of the direction of writing, and halves of surrogate pairs. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/**
 * Text from a request or a seed as it may be shown on a terminal or a page: on one line, and without anything that
 * rewrites or turns around what stands beside it.
 *
 * @example
 * printable("profile\n\u001b[2J"); // "profile \ufffd[2J"
 */
export function printable(text: string): string {
  return text.replace(BREAKS, " ").replace(UNPRINTABLE, "\ufffd");
}
