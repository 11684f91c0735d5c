/** Line breaks, and what else ends or moves a line. */
const SPACING = /[\t\n\v\f\r\u0085\u2028\u2029]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it is about
const UNPRINTABLE = /[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|\p{Surrogate}/gu;

/**
 * A text from outside, made safe for a line of a log, a terminal or a page: line breaks and tabs become spaces; other
 * control characters, marks of direction and half surrogate pairs become U+FFFD. Each is replaced by one character, so
 * that nothing is joined that was apart. Mask secrets before.
 *
 * @example
 * printableText("no such list\n\x1b[2J"); // "no such list \ufffd[2J"
 */
export function printableText(text: string): string {
  return text.replace(SPACING, " ").replace(UNPRINTABLE, "\ufffd");
}
