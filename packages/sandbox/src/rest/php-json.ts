import { isPhpArray, phpEntries } from "@b24-calllist/portal-http";

const PLAIN = /^[\w .:+-]*$/;
/** What PHP writes as `\uXXXX` under the portal's flags, and what JavaScript would leave as it is. */
const HEX = /[<>&'\u2028\u2029]/g;

/**
 * JSON as the portal writes it: `/` as `\/`, quotes and `< > &` as `\uXXXX`, other letters as they are, whole numbers
 * without a fraction. Objects keep PHP's order.
 */
export function phpJson(value: unknown): string {
  if (typeof value === "string") return PLAIN.test(value) ? `"${value}"` : text(value);
  if (typeof value === "number") return number(value);
  if (Array.isArray(value)) return `[${value.map(phpJson).join(",")}]`;
  if (!isPhpArray(value)) return value === undefined ? "null" : String(value);
  const members = phpEntries(value as Record<string, unknown>).map(
    ([key, member]) => `${phpJson(key)}:${phpJson(member)}`,
  );
  return `{${members.join(",")}}`;
}

function text(value: string): string {
  const inner = JSON.stringify(value).slice(1, -1);
  return `"${inner.replaceAll('\\"', "\\u0022").replaceAll("/", "\\/").replace(HEX, hex)}"`;
}

function hex(letter: string): string {
  return `\\u${letter.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`.replace(/202[89]$/, (code) =>
    code.toLowerCase(),
  );
}

function number(value: number): string {
  return String(value).replace(/^(-?\d+)e/, "$1.0e");
}
