import { isPhpArray, phpEntries, phpText } from "@b24-calllist/protocol";
import type { CallList } from "../portal/portal.ts";
import type { Field } from "./fields.ts";
import { fits, type Wildcard } from "./wildcards.ts";

/** A value as the database holds it. */
export type Column = number | string | null;

/** SQL's truth: `null` is unknown, which every comparison with NULL is. */
export type Truth = boolean | null;

export function columnOf(list: CallList, { name }: Field): Column {
  return name === "FILTER_PARAMS" ? serialized(list.FILTER_PARAMS) : list[name];
}

/** NULL first; texts without regard to letter case, as the portal's tables compare them. */
export function compareColumn(a: CallList, b: CallList, field: Field): number {
  const [x, y] = [columnOf(a, field), columnOf(b, field)];
  if (x === null || y === null) return Number(x !== null) - Number(y !== null);
  return compare(x, y);
}

/** Both are numbers or both are texts. */
export function compare(a: number | string, b: number | string): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  const [x, y] = [String(a).toUpperCase(), String(b).toUpperCase()];
  return x === y ? 0 : x < y ? -1 : 1;
}

export function not(truth: Truth): Truth {
  return truth === null ? null : !truth;
}

/** Whether all tests are true of something. They are tried until one is false. */
export function and<T>(tests: readonly ((tested: T) => Truth)[], tested: T): Truth {
  return untilFirst(tests, tested, false);
}

/** Whether one of the tests is true of something. They are tried until one is. */
export function or<T>(tests: readonly ((tested: T) => Truth)[], tested: T): Truth {
  return untilFirst(tests, tested, true);
}

function untilFirst<T>(tests: readonly ((tested: T) => Truth)[], tested: T, decisive: boolean): Truth {
  let isUnknown = false;
  for (const test of tests) {
    const truth = test(tested);
    if (truth === decisive) return decisive;
    isUnknown ||= truth === null;
  }
  return isUnknown ? null : !decisive;
}

/** SQL's LIKE without regard to letter case: `%` is any text, `_` any letter, what follows the escape is itself. */
export function like(pattern: string, escapeLetter: string): (text: string) => boolean {
  const letters = [...pattern.toUpperCase()];
  const places: Wildcard[] = [];
  for (let at = 0; at < letters.length; at++) {
    const letter = letters[at] as string;
    if (letter === escapeLetter && at + 1 < letters.length) places.push(same(letters[++at] as string));
    else if (letter === "%") places.push("any");
    else places.push(letter === "_" ? () => true : same(letter));
  }
  return (text) => fits(places, text.toUpperCase());
}

function same(wanted: string): Wildcard {
  return (letter) => letter === wanted;
}

/** PHP's serialize, in which the portal keeps the filter that a list was made with. */
function serialized(value: unknown): string | null {
  return value === null || value === undefined ? null : serialize(value);
}

/** What PHP turns into a number when it is used as a key. */
const INTEGER_KEY = /^(?:0|-?[1-9]\d{0,17})$/;

function serialize(value: unknown): string {
  if (value === null) return "N;";
  if (typeof value === "boolean") return `b:${Number(value)};`;
  if (typeof value === "number") return `${Number.isInteger(value) ? "i" : "d"}:${phpText(value)};`;
  if (!isPhpArray(value)) return `s:${Buffer.byteLength(String(value))}:"${value}";`;
  const entries = phpEntries(value as Record<string, unknown>);
  const parts = entries.map(
    ([key, element]) => serialize(INTEGER_KEY.test(key) ? Number(key) : key) + serialize(element),
  );
  return `a:${entries.length}:{${parts.join("")}}`;
}
