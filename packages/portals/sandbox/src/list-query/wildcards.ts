/** A place in a pattern: any text, or one letter that passes a test. */
export type Wildcard = "any" | ((letter: string) => boolean);

/**
 * Whether a text fits a pattern as a whole. Not by a regular expression: `%%%%%%%%z` would keep one busy for hours, and a
 * long pattern would be too large for it.
 */
export function fits(pattern: readonly Wildcard[], text: string): boolean {
  const letters = [...text];
  let place = 0;
  let at = 0;
  /** Where the last "any" stands, and up to where it has taken letters. */
  let any = -1;
  let taken = 0;
  while (at < letters.length) {
    const wanted = pattern[place];
    if (wanted === "any") {
      any = place++;
      taken = at;
    } else if (wanted?.(letters[at]!)) {
      place++;
      at++;
    } else if (any >= 0) {
      place = any + 1;
      at = ++taken;
    } else return false;
  }
  while (pattern[place] === "any") place++;
  return place === pattern.length;
}
