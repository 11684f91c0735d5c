// Arguments as hosts and models write them: objects and arrays as JSON text, null or "" for what is left out, a single
// id in place of a list, names in another letter case. What they mean is sure; what is not is left as it is, for the check.
import { typesOf } from "./plain.ts";
import type { JsonSchema } from "./schema.ts";

/** Characters of all arguments together: a list of some 100,000 participants. */
const MOST_CHARACTERS = 2_000_000;
const MOST_LEVELS = 10;

export const TOO_LARGE = `more than ${MOST_CHARACTERS} characters, or nested more than ${MOST_LEVELS} levels deep`;

/** Whether arguments are too large to be looked at. */
export const isTooLarge = (input: unknown): boolean => charactersOf(input) > MOST_CHARACTERS;

/** The characters of a value, about as many as its JSON has. Without end where it is nested too deep. */
function charactersOf(value: unknown, level = 0): number {
  if (Array.isArray(value) || isRecord(value)) {
    if (level === MOST_LEVELS) return Number.POSITIVE_INFINITY;
    const names = Array.isArray(value) ? 0 : Object.keys(value).join().length;
    return Object.values(value).reduce((sum: number, inner) => sum + charactersOf(inner, level + 1) + 1, names);
  }
  return String(value).length;
}

/** The arguments as the schema has them. */
export function readArguments(schema: JsonSchema, input: unknown): unknown {
  return isRecord(input) ? readMembers(schema, withOwnNames(schema, input)) : input;
}

/** Top-level names in any letters, as a portal takes them; some hosts change them. */
function withOwnNames({ properties }: JsonSchema, input: Record<string, unknown>): Record<string, unknown> {
  const own = new Map(Object.keys(properties).map((name) => [name.toLowerCase(), name]));
  const entries = Object.entries(input).filter(([name]) => own.size > 0 && !name.startsWith("_"));
  return Object.fromEntries(
    entries.map(([name, value]) => {
      const ours = own.get(name.toLowerCase());
      return [ours !== undefined && !Object.hasOwn(input, ours) ? ours : name, value];
    }),
  );
}

function readMembers(schema: JsonSchema, value: Record<string, unknown>): Record<string, unknown> {
  const { properties = {}, additionalProperties, required = [] } = schema;
  const members = Object.entries(value).flatMap(([name, inner]) => {
    const own: JsonSchema | undefined = Object.hasOwn(properties, name) ? properties[name] : undefined;
    const read = readValue(own ?? (isRecord(additionalProperties) ? additionalProperties : {}), inner);
    const meansNull = own !== undefined && read === null && typesOf(own).includes("null");
    const optional = !required.includes(name) && !meansNull && (own !== undefined || isPlain(schema, name));
    return optional && isNothing(own, read) ? [] : [[name, read]];
  });
  return Object.fromEntries(members);
}

/** Whether hosts are shown this name of a map: who fills in every field fills this one, too. Strangers are none. */
const isPlain = ({ propertyNames }: JsonSchema, name: string): boolean => !propertyNames || /^\w+$/.test(name);

/** What stands for "left out". An empty array or object does where the schema allows none. */
function isNothing(schema: JsonSchema | undefined, value: unknown): boolean {
  if (value === null || value === undefined) return true;
  if (typeof value === "string") return NOTHING.includes(value.trim());
  return Array.isArray(value) && schema?.minItems > 0 && value.every((item) => isNothing(undefined, item));
}

const NOTHING = ["", "null", "undefined"];

function readValue(schema: JsonSchema, value: unknown): unknown {
  const types = typesOf(schema);
  if (typeof value === "string") return readText(schema, types, value);
  if (Array.isArray(value)) return value.map((item) => readValue(itemsOf(schema), item));
  if (isRecord(value)) return types.includes("object") ? readMembers(schema, value) : value;
  return isOnlyArray(types) && value !== null ? [value] : value;
}

function readText(schema: JsonSchema, types: string[], text: string): unknown {
  if (allowsText(schema, text)) return text;
  const trimmed = text.trim();
  const parsed = parse(trimmed);
  if (Array.isArray(parsed) ? types.includes("array") : isRecord(parsed) && types.includes("object"))
    return readValue(schema, parsed);
  if (parsed === null && types.includes("null")) return null;
  const whole = trimmed.replace(/^(-?\d+)\.0+$/, "$1");
  if (allowsText(schema, whole)) return whole;
  if (!types.includes("array") || NOTHING.includes(trimmed)) return text;
  return trimmed.split(",").map((part) => readValue(itemsOf(schema), part));
}

/** Whether a text is right as it is. */
function allowsText({ anyOf, type, pattern, enum: words, minLength = 0 }: JsonSchema, text: string): boolean {
  if (anyOf) return anyOf.some((part: JsonSchema) => allowsText(part, text));
  if (![type].flat().includes("string") || text.length < minLength) return false;
  return (pattern === undefined || new RegExp(pattern).test(text)) && (words === undefined || words.includes(text));
}

const isOnlyArray = (types: string[]): boolean => types.length === 1 && types[0] === "array";

/** The schema of the items, also where an array is one part of a union. */
const itemsOf = ({ items, anyOf = [] }: JsonSchema): JsonSchema =>
  items ?? anyOf.find((part: JsonSchema) => part.items)?.items ?? {};

function parse(text: string): unknown {
  try {
    const value = JSON.parse(text);
    return isTooLarge(value) ? undefined : value;
  } catch {
    return undefined;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
