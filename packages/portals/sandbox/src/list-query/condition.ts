import { isPhpArray, phpEntries, phpInt, phpText, phpValues } from "@b24-calllist/protocol";
import type { CallList } from "../portal/portal.ts";
import { sqlError, UncaughtError } from "../rest/errors.ts";
import { portalDate } from "./date.ts";
import type { Field } from "./fields.ts";
import type { Operation } from "./operation.ts";
import { and, type Column, columnOf, compare, like, not, or, type Truth } from "./sql.ts";

/** The truth of a condition for one row. */
export type Condition = (list: CallList) => Truth;
type Test = (column: Column) => Truth;

/**
 * A condition on one field; `undefined` where the portal leaves it out without a word, because the operation means
 * nothing for the field's type.
 */
export function conditionOf(operation: Operation, field: Field, value: unknown): Condition | undefined {
  const test = strictTest(operation, value) ?? TESTS[field.type](operation, value, field);
  return test && ((list) => test(columnOf(list, field)));
}

/** `==` and `!==` are for NULL and truths alone. */
function strictTest(operation: Operation, value: unknown): Test | undefined {
  if (operation !== "strictly equal" && operation !== "strictly not") return undefined;
  if (value !== null && typeof value !== "boolean") return undefined;
  const isEqual = operation === "strictly equal";
  if (value === null) return (column) => (column === null) === isEqual;
  return (column) => (column === null ? null : (phpInt(column) !== 0) === (value === isEqual));
}

const TESTS: Record<Field["type"], (operation: Operation, value: unknown, field: Field) => Test | undefined> = {
  int: (operation, value) => intTest(operation, isPhpArray(value) ? mapValues(value, phpInt) : phpInt(value)),
  string: (operation, value, field) => textTest(operation, field.name === "FILTERED" ? yesOrNo(value) : value),
  datetime: dateTest,
};

type Values<T> = ReadonlyMap<string, T>;

function mapValues<T>(array: object, convert: (value: unknown) => T): Values<T> {
  return new Map(phpEntries(array as Record<string, unknown>).map(([key, value]) => [key, convert(value)]));
}

/** The texts of a list have the keys 0, 1, 2, ..., whatever they were sent under; numbers keep theirs. */
function listValues<T>(array: object, convert: (value: unknown) => T): Values<T> {
  return new Map(phpValues(array as Record<string, unknown>).map((value, index) => [String(index), convert(value)]));
}

const comparison =
  (isTrue: (difference: number) => boolean, value: Column): Test =>
  (column) =>
    column === null || value === null ? null : isTrue(compare(column, value));

const equals = (value: Column): Test => comparison((difference) => difference === 0, value);
const anyOf =
  (tests: Test[]): Test =>
  (column) =>
    or(tests, column);
const allOf =
  (tests: Test[]): Test =>
  (column) =>
    and(tests, column);
const negated =
  (test: Test): Test =>
  (column) =>
    not(test(column));
const isNull: Test = (column) => column === null;

/** `column IN (values)`: what stands there is looked up, since there may be thousands of them. */
function oneOf(values: readonly Column[]): Test {
  const known = new Set(values.map(equalText));
  const ifNone: Truth = values.includes(null) ? null : false;
  return (column) => (column === null ? null : known.has(equalText(column)) || ifNone);
}

/** The same for columns that compare as equal. */
function equalText(column: Column): string {
  return String(column).toUpperCase();
}

/** `>`, `<`, `>=`, `<=`, `><` and `!><`, which all types have alike; `undefined` for other operations. */
function rangeTest<T extends Column>(
  operation: Operation,
  value: T | Values<T>,
): { test: Test | undefined } | undefined {
  switch (operation) {
    case "greater":
      return { test: comparedWith(value, (difference) => difference > 0) };
    case "less":
      return { test: comparedWith(value, (difference) => difference < 0) };
    case "greater or equal":
      return { test: comparedWith(value, (difference) => difference >= 0) };
    case "less or equal":
      return { test: comparedWith(value, (difference) => difference <= 0) };
    case "between":
      return { test: between(value) };
    case "not between": {
      const test = between(value);
      return { test: test && negated(test) };
    }
    default:
      return undefined;
  }
}

/** Of a list the element 0 counts; without one no row fits. */
function comparedWith<T extends Column>(value: T | Values<T>, isTrue: (difference: number) => boolean): Test {
  if (!(value instanceof Map)) return comparison(isTrue, value as T);
  const first = value.get("0");
  return first === undefined ? () => false : comparison(isTrue, first);
}

/** With fewer than two values there is no condition; without the elements 0 and 1 the query is broken. */
function between<T extends Column>(value: T | Values<T>): Test | undefined {
  if (!(value instanceof Map) || value.size < 2) return undefined;
  const [from, to] = [value.get("0"), value.get("1")];
  if (from === undefined || to === undefined) throw sqlError();
  return allOf([comparison((difference) => difference >= 0, from), comparison((difference) => difference <= 0, to)]);
}

/** An empty list of values in `IN ()` is what no database understands. */
function inList(values: readonly Column[]): Test {
  if (values.length === 0) throw sqlError();
  return oneOf(values);
}

function intTest(operation: Operation, value: number | Values<number>): Test | undefined {
  const values = value instanceof Map ? [...value.values()] : undefined;
  switch (operation) {
    case "equal":
    case "identical":
    case "contains":
    case "like":
    case "strictly equal":
      if (values) return orNull(values);
      return value === 0 && operation !== "strictly equal" ? orNull([0]) : equals(value as number);
    case "not":
    case "not identical":
    case "not contains":
    case "not like":
      if (values?.length === 0) return () => true;
      return notOneOf(values ?? [value as number]);
    case "in":
      return inList(values ?? [value as number]);
    case "not in":
      return negated(inList(values ?? [value as number]));
    default:
      return rangeTest(operation, value)?.test;
  }
}

/** Zero stands for NULL, too. */
function orNull(values: number[]): Test {
  return values.includes(0) ? anyOf([oneOf(values), isNull]) : oneOf(values);
}

function notOneOf(values: number[]): Test {
  const test = negated(oneOf(values));
  return values.includes(0) ? allOf([test, negated(isNull)]) : test;
}

/** A yes-or-no field takes truths, 1 and 0 for its letters. */
function yesOrNo(value: unknown): unknown {
  if (value === true || value === 1 || value === "1" || value === "true") return "Y";
  return value === false || value === 0 || value === "0" || value === "false" ? "N" : value;
}

const isEmpty: Test = (column) => column === null || column === "";

function textTest(operation: Operation, value: unknown): Test | undefined {
  const isList = isPhpArray(value);
  const values = isList ? phpValues(value as unknown[]).map(phpText) : [phpText(value)];
  const emptyValue = !isList && values[0] === "";
  switch (operation) {
    case "identical":
      return emptyValue ? isEmpty : oneOf(isList && values.length === 0 ? [""] : values);
    case "not identical":
      return emptyValue ? negated(isEmpty) : anyOf([isNull, negated(oneOf(values.length === 0 ? [""] : values))]);
    case "equal":
    case "like":
      return emptyValue ? isEmpty : matches(values, (text) => text, "\\");
    case "not":
    case "not like":
      return emptyValue ? negated(isEmpty) : negated(matches(values, (text) => text, "\\"));
    case "contains":
      return emptyValue ? isEmpty : matches(values, escaped, "!");
    case "not contains":
      return emptyValue ? negated(isEmpty) : negated(matches(values, escaped, "!"));
    case "in":
      return oneOf(values.length === 0 ? [""] : values);
    case "not in":
      return negated(oneOf(values.length === 0 ? [""] : values));
    case "search":
      return isList || emptyValue ? undefined : matches(values, escaped, "!");
    case "full text":
    case "full text words":
      throw sqlError(); // the portal's table has no full-text index
    case "full text like":
      return wordsTest(values);
    default: {
      const texts = isList ? listValues(value, phpText) : phpText(value);
      return rangeTest(operation, texts)?.test;
    }
  }
}

const escaped = (text: string): string => `%${text.replace(/[!_%]/g, "!$&")}%`;

function matches(values: string[], pattern: (text: string) => string, escapeLetter: string): Test {
  const tests = (values.length === 0 ? [""] : values).map((value) => like(pattern(value), escapeLetter));
  return (column) => (column === null ? null : tests.some((test) => test(String(column))));
}

/** All words of one of the values. */
function wordsTest(values: string[]): Test | undefined {
  const wordLists = values.map((value) => value.match(/[\p{L}\p{N}_]+/gu) ?? []).filter((words) => words.length > 0);
  if (wordLists.length === 0) return undefined;
  return anyOf(wordLists.map((words) => allOf(words.map((word) => matches([word], escaped, "!")))));
}

function dateTest(operation: Operation, value: unknown): Test | undefined {
  const isList = isPhpArray(value);
  const dates = isList ? listValues(value, dateOf) : dateOf(value);
  switch (operation) {
    case "equal":
    case "identical":
    case "contains":
    case "like":
      if (dates instanceof Map) return inList([...dates.values()]);
      return dates === null ? isNull : equals(dates as string);
    case "not":
    case "not identical":
    case "not contains":
    case "not like":
      if (dates instanceof Map) return negated(inList([...dates.values()]));
      return dates === null ? negated(isNull) : negated(equals(dates as string));
    case "in":
      throw new UncaughtError("a date where an expression is expected");
    default:
      return rangeTest(operation, dates as string | Values<string>)?.test;
  }
}

function dateOf(value: unknown): string | null {
  if (isPhpArray(value)) throw new UncaughtError("an array in place of a date");
  const text = phpText(value);
  return text === "" ? null : portalDate(text);
}
