import { hasOwnOrder, isPhpArray, phpEntries } from "@b24-calllist/protocol";

const PLAIN = /^[\w .:+-]*$/;
/** What PHP writes as `\uXXXX` under the portal's flags, and what JavaScript would leave as it is. */
const HEX = /[<>&'\u2028\u2029]/g;

/**
 * JSON as the portal writes it: `/` as `\/`, quotes and `< > &` as `\uXXXX`, other letters as they are, whole numbers
 * without a fraction. Objects keep PHP's order.
 */
export function phpJson(value: unknown): string {
  const text = isNative(value) ? JSON.stringify(value) : "";
  return text === "" || DIFFERENT.test(text) ? slowly(value) : text;
}

/** Letters of JavaScript's text that PHP writes otherwise, or may: it has quotes behind a backslash. */
const DIFFERENT = /[\\/<>&'\u2028\u2029]/;
/** Numbers that JavaScript writes without an exponent. */
const [SMALL, LARGE] = [1e-6, 1e21];

/** Whether JavaScript has the values and the order that PHP has: answers are written ten times faster then. */
function isNative(value: unknown): boolean {
  if (typeof value === "number") return value === 0 || (Math.abs(value) >= SMALL && Math.abs(value) < LARGE);
  if (typeof value !== "object") return value !== undefined && typeof value !== "bigint";
  if (value === null) return true;
  if (Array.isArray(value)) return value.every(isNative);
  if (!hasOwnOrder(value)) return false;
  for (const key in value) if (!isNative((value as Record<string, unknown>)[key])) return false;
  return true;
}

function slowly(value: unknown): string {
  if (typeof value === "string") return PLAIN.test(value) ? `"${value}"` : text(value);
  if (typeof value === "number") return number(value);
  if (Array.isArray(value)) return `[${value.map(slowly).join(",")}]`;
  if (!isPhpArray(value)) return value === undefined ? "null" : String(value);
  const members = phpEntries(value as Record<string, unknown>).map(
    ([key, member]) => `${slowly(key)}:${slowly(member)}`,
  );
  return `{${members.join(",")}}`;
}

function text(value: string): string {
  const inner = JSON.stringify(value).slice(1, -1);
  return `"${inner.replaceAll('\\"', "\\u0022").replaceAll("/", "\\/").replace(HEX, hex)}"`;
}

function hex(letter: string): string {
  return `\\u${letter.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
}

function number(value: number): string {
  return String(value).replace(/^(-?\d)e/, "$1.0e");
}
