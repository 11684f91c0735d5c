// What counts as the same. A client with types may read "13" as 13 and leave out what is null; that is a matter of
// taste. Anything else is not.
import { isDeepStrictEqual } from "node:util";
import type { ExpectedError, Outcome } from "./vector.ts";

/** A field that no description knows: a client may keep it or drop it. */
const UNKNOWN_FIELD = "NEW_FIELD";

/** When a case began and ended, in milliseconds since 1970. */
export type Span = readonly [from: number, to: number];

/** Clocks are read, and their times rounded, in more than one place. */
const ROUNDING_MS = 10;

/** Where an outcome differs from what was expected, in words; undefined where it does not. */
export function outcomeDiffers(
  expected: Outcome,
  actual: Partial<{ result: unknown; error: object; rows: unknown[]; shown: string }>,
  span: Span,
): string | undefined {
  const told = "error" in actual ? { error: actual.error, rows: actual.rows } : { result: actual.result };
  const right =
    "error" in expected
      ? errorIs(expected.error, told.error, span) &&
        (!expected.rows || resultIs(expected.rows, told.rows, span)) &&
        (!expected.says || actual.shown?.includes(expected.says))
      : "result" in told && resultIs(expected.result, told.result, span);
  return right ? undefined : `ended in ${JSON.stringify(told)}, and should in ${JSON.stringify(expected)}`;
}

function errorIs({ cause, retryAfter, ...expected }: ExpectedError, actual: unknown, span: Span): boolean {
  if (!isMap(actual)) return false;
  if (cause && !errorIs(cause, actual.cause, span)) return false;
  if (retryAfter === null && (actual.retryAt ?? null) !== null) return false;
  if (typeof retryAfter === "number" && !isAfter(retryAfter * 1000, actual.retryAt, span)) return false;
  return Object.entries(expected).every(([name, value]) => isDeepStrictEqual(actual[name], value));
}

/** Whether a time is so long after some moment of the case. */
const isAfter = (ms: number, time: unknown, [from, to]: Span): boolean =>
  typeof time === "number" && from + ms - ROUNDING_MS <= time && time <= to + ms + ROUNDING_MS;

/** Whether a result means what the portal sent. */
export function resultIs(expected: unknown, actual: unknown, span: Span): boolean {
  if (expected === null || expected === undefined) return actual === null || actual === undefined;
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual) || actual.length !== expected.length) return false;
    return expected.every((one, index) => resultIs(one, actual[index], span));
  }
  if (isMap(expected)) {
    if (!isMap(actual)) return false;
    // An entry of a batch that failed.
    if ("error" in expected && "error" in actual) return errorIs(expected.error as ExpectedError, actual.error, span);
    const names = new Set([...Object.keys(expected), ...Object.keys(actual)]);
    names.delete(UNKNOWN_FIELD);
    return [...names].every((name) => resultIs(expected[name], actual[name], span));
  }
  return actual === expected || (isDigits(expected) && isDigits(actual) && Number(expected) === Number(actual));
}

/** Whether a body asks for the same: an empty object, null and a start of 0 are as good as nothing. */
export function bodyIs(expected: unknown, actual: unknown): boolean {
  return isDeepStrictEqual(plain(expected), plain(actual));
}

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (!isMap(value)) return value;
  const kept = Object.entries(value)
    .map(([name, inner]) => [name, plain(inner)] as const)
    .filter(([name, inner]) => !(name === "start" && Number(inner) === 0) && inner !== null && !isEmptyMap(inner));
  return Object.fromEntries(kept);
}

const isEmptyMap = (value: unknown): boolean => isMap(value) && Object.keys(value).length === 0;

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isDigits = (value: unknown): boolean => /^-?\d+$/.test(String(value)) && typeof value !== "boolean";
