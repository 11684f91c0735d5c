/**
 * JavaScript sorts names that look like numbers to the front of an object, and does not keep `13.0` or
 * 9223372036854775807 as they are written. Where a test is about such things, JSON is taken apart with a mark before
 * every name and with its numbers as written, and put together again without the marks.
 */
const MARK = "_";

/** As JSON.parse, but with names in the order of the text, `_` before each, and numbers as written. */
export function parseMarked(text: string): Marked {
  const marked = text.replace(/"((?:[^"\\]|\\.)*)"(\s*:)/g, `"${MARK}$1"$2`);
  return JSON.parse(marked, keepNumber as never);
}

/** As JSON.stringify of what `parseMarked` gave, without the marks. */
export function stringifyMarked(value: unknown): string {
  return JSON.stringify(value).replace(new RegExp(`"${MARK}((?:[^"\\\\]|\\\\.)*)":`, "g"), '"$1":');
}

// biome-ignore lint/suspicious/noExplicitAny: any JSON
export type Marked = any;

function keepNumber(_name: string, value: unknown, { source = "" }: { source?: string }): unknown {
  const isChanged = typeof value === "number" && String(value) !== source;
  return isChanged ? (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(source) : value;
}
