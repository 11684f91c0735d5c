import { isNumeric, isPhpArray, phpEntries, phpText } from "@b24-calllist/protocol";
import type { CallList } from "../portal/portal.ts";
import { argumentError, sqlError } from "../rest/errors.ts";
import { aliasTaken, FIELDS, type Field, fieldOf, findField, notText, prefixTaken } from "./fields.ts";
import { fits, type Wildcard } from "./wildcards.ts";

/** The columns of the answer: the name in it, and the field it shows. */
export type Columns = Map<string, Field>;

/**
 * Reads SELECT as the portal's query builder does: names in any letter case, `*`, shell patterns such as `*_ID`, and
 * `{"alias": "FIELD"}`.
 */
export function readSelect(select: object): Columns {
  const columns: Columns = new Map();
  for (const [key, definition] of phpEntries(select as Record<string, unknown>)) {
    add(columns, definition, isNumeric(key) ? undefined : key);
  }
  return columns;
}

function add(columns: Columns, definition: unknown, alias: string | undefined): void {
  if (isPhpArray(definition)) {
    throw argumentError(
      "Expression as an array in `select` section is no more supported due to security reason. Please use `runtime` " +
        "parameter, or Query->registerRuntimeField method, or pass ExpressionField object instead of array.",
    );
  }
  const text = phpText(definition);
  // Of a path the last segment may be a pattern; call lists have no paths, so the way to it fails first.
  if (text.includes(".")) fieldOf(`${text.slice(0, text.lastIndexOf("."))}.*`);
  if (text.includes("?") || (text.length > 1 && text.includes("*"))) {
    const isMatch = shellPattern(text);
    for (const field of FIELDS.filter(({ name }) => isMatch(name)))
      add(columns, field.name, alias && alias + field.name);
    return;
  }
  if (typeof definition !== "string") throw notText(phpTypeOf(definition));
  if (definition === "*") addAll(columns, alias);
  else addField(columns, columns.get(definition) ?? fieldOf(definition), alias ?? aliasOf(columns, definition));
}

/** A definition may be an alias that stands earlier in SELECT. */
function aliasOf(columns: Columns, definition: string): string | undefined {
  return columns.has(definition) ? definition : undefined;
}

function addAll(columns: Columns, prefix: string | undefined): void {
  for (const field of FIELDS) {
    if (prefix !== undefined && findField(prefix + field.name)) throw prefixTaken(prefix, field);
    set(columns, (prefix ?? "") + field.name, field);
  }
}

function addField(columns: Columns, field: Field, alias = field.name as string): void {
  if (alias !== field.name && findField(alias)) throw aliasTaken(alias);
  set(columns, alias, field);
}

/** MySQL's own limit of columns. */
const MOST_COLUMNS = 4096;

function set(columns: Columns, name: string, field: Field): void {
  columns.set(name, field);
  if (columns.size > MOST_COLUMNS) throw sqlError();
}

/** PHP's fnmatch: `*`, `?` and `[...]`; letter case counts. */
function shellPattern(pattern: string): (name: string) => boolean {
  const places: Wildcard[] = [];
  // Behind the last "]" no bracket ends: to look for an end from each of 100,000 would take a minute.
  const end = pattern.lastIndexOf("]") + 1;
  for (const [part, not, set] of pattern.slice(0, end).matchAll(/\[(!?)([^\]]+)\]|[\s\S]/g))
    places.push(set === undefined ? placeOf(part) : oneOf(set, not === "!"));
  for (const letter of pattern.slice(end).split("")) places.push(placeOf(letter));
  return (name) => fits(places, name);
}

function placeOf(part: string): Wildcard {
  return part === "*" ? "any" : (letter) => part === "?" || letter === part;
}

/** The letters and ranges in brackets, such as `A-CX`. A range that runs backwards holds nothing. */
function oneOf(set: string, isNot: boolean): Wildcard {
  const ranges = Array.from(set.matchAll(/([\s\S])-([\s\S])|[\s\S]/g), ([one, from = one, to = one]) => [from, to]);
  return (letter) => ranges.some(([from, to]) => from! <= letter && letter <= to!) !== isNot;
}

/** PHP's gettype of a decoded value that is no text. */
export function phpTypeOf(value: unknown): string {
  if (value === null || value === undefined) return "NULL";
  if (typeof value === "boolean") return "boolean";
  return Number.isInteger(value) || typeof value === "bigint" ? "integer" : "double";
}

/** An object that PHP shows as `{}`: a date that was not made into text. */
const DATE_OBJECT = {};
/** With nothing to select the portal's query selects the number 1. */
const SELECT_ONE = { 1: "1" };

/** Makes the rows of the answer. Hidden columns are dropped under their own names, and shown under others. */
export function rowMaker(columns: Columns): (list: CallList) => object {
  if (columns.size === 0) return () => SELECT_ONE;
  const cells = [...columns].filter(([name, field]) => !field.hidden || name !== field.name);
  if (cells.length === 0) return () => []; // an empty PHP array
  return (list) => {
    const row: Record<string, unknown> = {};
    for (const [name, field] of cells) {
      const value = name !== field.name && field.type === "datetime" ? DATE_OBJECT : shown(list, field);
      if (name === "__proto__") Object.defineProperty(row, name, { value, enumerable: true });
      else row[name] = value;
    }
    return row;
  };
}

function shown(list: CallList, { name, type }: Field): unknown {
  const value = list[name];
  return type === "int" && value !== null ? String(value) : value;
}
