// Types, names and texts of schemas, as the model of the clients has them.
import type { Schema, Schemas } from "./schema.ts";
import type { SdkType } from "./sdk-model.ts";

/** The name of the schema that is referred to; empty where there is none. */
export const schemaNameOf = ({ $ref }: Schema): string => $ref?.split("/").at(-1) ?? "";

/** The words of a name: `LIST_ID`, `list id` or `listId`. */
export const wordsOf = (name: string): string[] =>
  name
    .replaceAll(/([a-z0-9])([A-Z])|([A-Z])([A-Z][a-z])/g, "$1$3 $2$4")
    .toLowerCase()
    .split(/[ _]/)
    .filter(Boolean);

/** What is said of it to users of a client, on one line. */
export function textOf(schema: Schema, schemas: Schemas): string {
  const target = schemas[schema["x-sdk-type"] ?? schemaNameOf(schema)] ?? schemas[schemaNameOf(schema)] ?? {};
  const text = schema["x-sdk-text"] ?? schema.description ?? target["x-sdk-text"] ?? target.description ?? "";
  return text.split("\n\n")[0]!.replaceAll(/\s+/g, " ").trim();
}

/** A set of words that has no others. */
export const isClosed = (schema: Schema): boolean => wordsIn(schema) !== undefined;

/** The words of a closed set: an enum, or a pattern of alternatives, `^(A|B)$`. */
export function wordsIn({ enum: values, type, pattern = "" }: Schema): string[] | undefined {
  const [, alternatives] = (type === "string" && /^\^\(([^()[\]+?]+)\)\$$/.exec(pattern)) || [];
  return values ?? alternatives?.split("|").map((word) => word.replace(/\\(.)/g, "$1"));
}

/** A set of known words, or any other. */
export const isOpen = ({ anyOf }: Schema, schemas: Schemas): boolean =>
  anyOf?.length === 2 && isClosed(schemas[schemaNameOf(anyOf[0]!)] ?? {}) && anyOf[1]!.type === "string";

/** The type of a schema; one that no kind fits is an error. */
export function typeOf(schema: Schema, schemas: Schemas, name = ""): SdkType {
  const target = schema["x-sdk-type"] ?? schemaNameOf(schema);
  if (target && target !== name) return typeOf(schemas[target]!, schemas, target);
  if (isClosed(schema) || isOpen(schema, schemas)) return { kind: "enum", schema: name };
  const types = [schema.type].flat();
  if (types.includes("array")) return { kind: "list", of: typeOf(schema.items!, schemas) };
  if (types.includes("object")) return objectOf(schema, name);
  if (types.includes("boolean")) return { kind: "boolean" };
  if (types.includes("integer") || isWholeNumber(schema)) return numberOf(schema);
  if (types.includes("string")) return { kind: "text" };
  throw new Error(`the model has no kind of type for ${name || JSON.stringify(schema)}`);
}

function objectOf({ properties, propertyNames, additionalProperties }: Schema, name: string): SdkType {
  if (properties) return { kind: "model", schema: name };
  const value = schemaNameOf(additionalProperties as Schema);
  if (propertyNames?.$ref) return { kind: "order", field: schemaNameOf(propertyNames), direction: value };
  const [operators, fields] = [...propertyNames!.pattern!.matchAll(/\(([^()]+)\)/g)].map(([, words]) =>
    words!.split("|"),
  );
  return { kind: "filter", operators: operators!, fields: fields! };
}

/** A number that begins at 1 is an id. */
const numberOf = ({ minimum }: Schema): SdkType =>
  minimum === 1 ? { kind: "id" } : { kind: "integer", ...(minimum !== undefined && { minimum }) };

const isWholeNumber = ({ pattern = "" }: Schema): boolean => /^\^-\?\[0-9\]\+\$$/.test(pattern);
