// The kinds of values that methods take and return: tests of parameters that programs without types hand over, each with
// right values to show, and readers of results, which portals and what stands before them send in other forms, too.
import { MAX_ROWS } from "../generated/numbers.ts";

export const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;
export const isMap = (value: unknown): value is object => isObject(value) && !Array.isArray(value);

export type Test = readonly [
  /** Whether a value is right. `isReference` says what may stand for an id: in a batch, the result of another command. */
  test: (value: unknown, isReference: (value: unknown) => boolean) => boolean,
  /** Right values, as code. */
  example: string,
  /** It must not be left out silently: the request would do what nobody asked for. */
  explicit?: boolean,
];

const matches = (value: unknown, pattern: RegExp): boolean =>
  ["string", "number"].includes(typeof value) && pattern.test(value as string);
const isId = (value: unknown): boolean => matches(value, /^[1-9]\d*$/);
const isNumber = (value: unknown): boolean => matches(value, /^-?\d+$/);
const isEach = (value: unknown, test: (name: string, item: unknown) => boolean): boolean =>
  isMap(value) && Object.entries(value).every(([name, item]) => item === undefined || test(name, item));

export const explicit = ([test, example]: Test): Test => [test, example, true];

export const orNull = ([test, example]: Test): Test => [
  (value, isReference) => value === null || test(value, isReference),
  `${example} or null`,
];

export const id: Test = [(value, isReference) => isId(value) || isReference(value), "13"];

export const wholeFrom = (least: number): Test => [(value) => isNumber(value) && (value as number) >= least, "50"];

export const text = (example: string): Test => [(value) => typeof value === "string", `"${example}"`];

export const wordOf = (words: string[]): Test => [
  (value) => words.includes(value as string),
  `"${words.join('" or "')}"`,
];

export const listOf = ([test, example]: Test, least = 0): Test => [
  (value, isReference) =>
    Array.isArray(value) && value.length >= least && value.every((item) => test(item, isReference)),
  `[${example.replace(/ or .*/, "")}]`,
];

export const objectOf = (fields: Record<string, Test>): Test => [
  (value, isReference) => isEach(value, (name, item) => fields[name]?.[0]?.(item, isReference) === true),
  `{ ${Object.entries(fields).map(([name, [, example]]) => `${name}: ${example}`)} }`,
];

export const filterOf = (names: RegExp, example: string): Test => [
  (value) => isEach(value, (name, item) => names.test(name) && (item === null || [item].flat().every(isNumber))),
  example,
];

export const orderOf = (fields: string[], directions: string[]): Test => [
  (value) => isEach(value, (name, item) => fields.includes(name) && directions.includes(item as string)),
  `{ ${fields[0]}: "${directions[0]}" }`,
];

/** Reads a result; undefined where it is of another kind. */
export type Reader = (value: unknown) => unknown;

export const newId: Reader = (value) => (isId(value) ? value : undefined);
export const row: Reader = (value) => (isMap(value) ? value : undefined);
export const done: Reader = (value) => ([true, 1, "1"].includes(value as never) ? true : undefined);

/** PHP sends a list whose keys have gaps as an object. */
export const rows: Reader = (value) => {
  const all = Array.isArray(value) ? value : isObject(value) ? Object.values(value) : undefined;
  return all && all.length <= MAX_ROWS ? all : undefined;
};
