// Schemas as hosts and models take them. Many know a small part of JSON Schema only: one type a field, no unions, no
// patterns, no rules for names. What is left out here is still checked when a tool is called.
import type { JsonSchema } from "./schema.ts";

/** The types that a schema allows, in its order; none where it says nothing about them. */
export function typesOf({ type, anyOf }: JsonSchema): string[] {
  if (anyOf) return [...new Set<string>(anyOf.flatMap(typesOf))];
  return [type ?? []].flat();
}

/** A schema for arguments, in plain keywords. A union is its first type; null is left out, as the field can be. */
export function plain(schema: JsonSchema): JsonSchema {
  const { anyOf, description = "", minimum, minItems, items, required } = schema;
  const type = typesOf(schema).find((one) => one !== "null");
  const words = anyOf ? [] : wordsOf(schema);
  const known: string[] = anyOf?.flatMap((part: JsonSchema) => part.enum ?? []) ?? [];
  const text = [description, known.length > 0 && `Such as ${known.join(", ")}.`].filter(Boolean).join(" ");
  return {
    type,
    ...(text && { description: text }),
    ...(words.length > 0 && { enum: words }),
    ...(minimum !== undefined && { minimum }),
    ...(minItems !== undefined && { minItems }),
    ...(type === "array" && { items: plain(items) }),
    ...(type === "object" && { ...propertiesOf(schema), ...(required && { required }) }),
  };
}

/** What a tool returns, as a schema that any portal's response fits: nothing is required, and no value is refused. */
export function shape(schema: JsonSchema): JsonSchema {
  const { description, properties = {}, items } = schema;
  const [type, ...others] = typesOf(schema);
  return {
    ...(others.length === 0 && { type }),
    ...(description && { description }),
    ...(type === "array" && { items: shape(items) }),
    ...(type === "object" && { properties: mapped(properties, shape) }),
  };
}

/** A value brought into a {@link shape}. What cannot be is left out; `undefined` stands for a whole that cannot. */
export function fitted({ type, properties = {}, items }: JsonSchema, value: unknown): unknown {
  switch (type) {
    case "object":
      return isRecord(value) ? fittedMembers(properties, value) : undefined;
    case "array":
      return Array.isArray(value)
        ? value.map((item) => fitted(items, item)).filter((item) => item !== undefined)
        : undefined;
    case "string":
      return isScalar(value) ? String(value) : undefined;
    case "integer":
      return isScalar(value) && /^-?\d+$/.test(String(value)) ? Number(value) : undefined;
    case "boolean":
      return typeof value === "boolean" ? value : undefined;
    default:
      return value;
  }
}

function fittedMembers(properties: JsonSchema, value: Record<string, unknown>): Record<string, unknown> {
  const members = Object.entries(value).map(([name, inner]) => [
    name,
    fitted(Object.hasOwn(properties, name) ? properties[name] : {}, inner),
  ]);
  return Object.fromEntries(members);
}

const isScalar = (value: unknown): boolean => typeof value === "number" || typeof value === "string";
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The names of an object, also where a list or a pattern has them. A map whose names have operators stays open. */
function propertiesOf({ properties, propertyNames, additionalProperties }: JsonSchema): JsonSchema {
  if (!propertyNames) return { properties: mapped(properties ?? {}, plain), additionalProperties: false };
  const { enum: names, pattern } = propertyNames;
  // The map's own description says more of a value than the value's, which has unions in it.
  const { description: _, ...value } = plain(additionalProperties);
  const all = Object.fromEntries((names ?? lastGroup(pattern)).map((name: string) => [name, value]));
  const own = { ...all, ...mapped(properties ?? {}, plain) };
  const open = Object.entries(own).filter(([name]) => NAME.test(name));
  return { properties: Object.fromEntries(open), ...(names && { additionalProperties: false }) };
}

/** What hosts take for a name. */
const NAME = /^[a-zA-Z0-9_.-]{1,64}$/;

/** The words of an enum, or of a pattern that allows some words and nothing else. */
function wordsOf({ enum: words, pattern }: JsonSchema): string[] {
  if (words) return words;
  const parts =
    /^\^\((.+)\)\$$/
      .exec(pattern ?? "")?.[1]
      ?.replaceAll("\\*", "*")
      .split("|") ?? [];
  return parts.every((part) => /^(\*|\w+)$/.test(part)) ? parts : [];
}

/** `["A", "B"]` of `^(>|<)?(A|B)$`. */
const lastGroup = (pattern: string): string[] => /\(([\w|]+)\)\$$/.exec(pattern)?.[1]?.split("|") ?? [];

function mapped(properties: JsonSchema, change: (schema: JsonSchema) => JsonSchema): JsonSchema {
  return Object.fromEntries(Object.entries(properties).map(([name, inner]) => [name, change(inner)]));
}
