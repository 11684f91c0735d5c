// What counts as the same. A client with types may read "13" as 13 and leave out what is null; that is a matter of
// taste. Anything else is not.
import { isDeepStrictEqual } from "node:util";
import type { ExpectedError, Outcome } from "./vector.ts";

/** A field that no description knows: a client may keep it or drop it. */
const UNKNOWN_FIELD = "NEW_FIELD";

/** Where an outcome differs from what was expected, in words; undefined where it does not. */
export function outcomeDiffers(
  expected: Outcome,
  actual: Partial<{ result: unknown; error: object; rows: unknown[] }>,
): string | undefined {
  const told = "error" in actual ? { error: actual.error, rows: actual.rows } : { result: actual.result };
  const right =
    "error" in expected
      ? errorIs(expected.error, told.error) && (!expected.rows || resultIs(expected.rows, told.rows))
      : "result" in told && resultIs(expected.result, told.result);
  return right ? undefined : `ended in ${JSON.stringify(told)}, and should in ${JSON.stringify(expected)}`;
}

function errorIs(expected: ExpectedError, actual: unknown): boolean {
  if (!isMap(actual)) return false;
  return Object.entries(expected).every(([name, value]) =>
    name === "cause" ? errorIs(value as ExpectedError, actual.cause) : actual[name] === value,
  );
}

/** Whether a result means what the portal sent. */
export function resultIs(expected: unknown, actual: unknown): boolean {
  if (expected === null || expected === undefined) return actual === null || actual === undefined;
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual) || actual.length !== expected.length) return false;
    return expected.every((one, index) => resultIs(one, actual[index]));
  }
  if (isMap(expected)) {
    if (!isMap(actual)) return false;
    // An entry of a batch that failed.
    if ("error" in expected && "error" in actual) return errorIs(expected.error as ExpectedError, actual.error);
    const names = new Set([...Object.keys(expected), ...Object.keys(actual)]);
    names.delete(UNKNOWN_FIELD);
    return [...names].every((name) => resultIs(expected[name], actual[name]));
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
