// Texts from outside, such as a portal's: they must not pass for the server's own, in a terminal or before an assistant.

/** What ends a line, for one reader or another. */
const BREAKS = /[\t\n\v\f\r\u0085\u2028\u2029]/g;
/** What terminals obey, what changes the direction of the text around it, and halves of characters. */
const UNSEEN = /[\p{Cc}\p{Cs}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** A text on one line, without what cannot be seen, and with so many characters at most. Mask secrets before. */
export function printable(text: string, longest: number): string {
  const seen = text.replace(BREAKS, " ").replace(UNSEEN, "\ufffd");
  const characters = [...seen.slice(0, 2 * longest + 2)];
  return characters.length > longest ? `${characters.slice(0, longest).join("")}…` : seen;
}

/** A value as JSON on one line. What cannot be seen stands there as an escape, so the value stays the same. */
export function jsonOf(value: unknown): string {
  return JSON.stringify(value).replace(UNSEEN, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
