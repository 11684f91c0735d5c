// JSON Schema as assistants take it. Many of them do not follow a $ref, so schemas are written out.
import { printable } from "./printable.ts";

// biome-ignore lint/suspicious/noExplicitAny: a JSON Schema is walked freely here.
export type JsonSchema = Record<string, any>;

/** The schema with everything it refers to put in its place, and without the marks for code generators (`x-…`). */
export function inlined(schema: JsonSchema, document: JsonSchema): JsonSchema {
  return walk(schema) as JsonSchema;

  function walk(node: unknown): unknown {
    if (Array.isArray(node)) return node.map(walk);
    if (typeof node !== "object" || node === null) return node;
    const { $ref, ...own } = node as JsonSchema;
    const whole = $ref === undefined ? own : { ...target($ref), ...own };
    if (whole.$ref !== undefined) return walk(whole);
    return Object.fromEntries(
      Object.entries(whole)
        .filter(([key]) => !key.startsWith("x-"))
        .map(([key, value]) => [key, walk(value)]),
    );
  }

  function target(ref: string): JsonSchema {
    return ref
      .slice("#/".length)
      .split("/")
      .reduce((node, key) => node[key], document);
  }
}

/** What in a value has no place in its schema, and what there is instead. Validators name neither. */
export function strangersIn(schema: JsonSchema, value: unknown, place = ""): string[] {
  const { properties = {}, additionalProperties, propertyNames } = schema;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  // Names that are data, as in a filter, have a pattern or a list of their own.
  const { pattern, enum: names = Object.keys(properties) } = propertyNames ?? {};
  const known: string[] = pattern ? [] : names;
  const isFree = (name: string): boolean => {
    if (pattern) return new RegExp(pattern).test(name);
    return propertyNames ? known.includes(name) : additionalProperties !== false;
  };
  return Object.entries(value).flatMap(([name, inner]) => {
    if (Object.hasOwn(properties, name)) return strangersIn(properties[name], inner, `${place}${name}/`);
    const instead = known.length > 0 ? `, but ${known.join(", ")}` : "";
    return isFree(name) ? [] : [`there is no ${place}${printable(name, 50)}${instead}`];
  });
}

/** An object schema without one of its properties. */
export function withoutProperty(schema: JsonSchema, name: string): JsonSchema {
  const { [name]: _, ...properties } = schema.properties;
  return { ...schema, properties };
}

/** An object schema with more properties, or others in place of its own. */
export function withProperties(schema: JsonSchema, properties: JsonSchema): JsonSchema {
  return { ...schema, properties: { ...schema.properties, ...properties } };
}
