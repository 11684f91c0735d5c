// Schemas as lists: a line for each field, with its type and its description, and what is in it below.
import { type Document, resolve } from "../description.ts";

/** Shapes that stand in the reference once, under a heading of their own. */
export const SHARED = ["Timing", "PortalError"];

/** More values than these tell less than "string". */
const MOST_VALUES = 8;

/** Where a line stands, and the named schemas that were described before it. */
interface Place {
  document: Document;
  indent: string;
  seen: Set<string>;
}

/** What is in an object, or in a list or map of them. A named schema is described once. */
export function shapeOf(document: Document, schema: Document): string {
  return within({ document, indent: "", seen: new Set() }, schema).join("\n");
}

function within(place: Place, schema: Document): string[] {
  const { properties, required = [], anyOf = [], items, additionalProperties } = resolve(place.document, schema);
  if (properties) {
    return Object.entries<Document>(properties).flatMap(([name, property]) =>
      line(place, property, `\`${name}\``, required.includes(name) ? "" : ", optional"),
    );
  }
  const each = items ?? additionalProperties;
  if (each) return isNew(place, each) ? line(place, each, "each") : [];
  return anyOf
    .filter((part: Document) => !isScalar(place, part) && isNew(place, part))
    .flatMap((part: Document) => line(place, part, "as"));
}

function line(place: Place, schema: Document, label: string, optional = ""): string[] {
  const { document, indent, seen } = place;
  const name = nameOf(schema);
  const head = `${indent}- ${label} (${typeOf(document, schema)}${optional})`;
  if (name && SHARED.includes(name)) return [`${head}: see ${name}`];
  const text = String(resolve(document, schema).description ?? "").replaceAll("\n", `\n${indent}  `);
  const goOn = isNew(place, schema);
  if (name) seen.add(name);
  const below = goOn ? within({ ...place, indent: `${indent}  ` }, schema) : [];
  return [text ? `${head}: ${text}` : head, ...below];
}

/** A type in a few words: `integer | string`, `array of object`. */
export const typeOf = (document: Document, schema: Document): string => typesOf(document, schema).join(" | ");

function typesOf(document: Document, schema: Document): string[] {
  const { type, enum: values, anyOf, items, additionalProperties } = resolve(document, schema);
  if (values && values.length <= MOST_VALUES) return values.map((value: unknown) => JSON.stringify(value));
  if (anyOf) return [...new Set<string>(anyOf.flatMap((part: Document) => typesOf(document, part)))];
  if (items) return [`array of ${inBrackets(typesOf(document, items))}`];
  if (typeof additionalProperties === "object")
    return [`map to ${inBrackets(typesOf(document, additionalProperties))}`];
  return [type ?? "anything"].flat();
}

const inBrackets = (types: string[]): string => (types.length > 1 ? `(${types.join(" | ")})` : types.join());
const nameOf = ({ $ref }: Document): string | undefined => $ref?.split("/").at(-1);

function isScalar({ document }: Place, schema: Document): boolean {
  const { type, items, anyOf } = resolve(document, schema);
  return !items && !anyOf && type !== "object";
}

/** Whether there is more to say about a schema than its type, and it has not been said. */
function isNew({ seen }: Place, schema: Document): boolean {
  const name = nameOf(schema);
  return name === undefined ? "description" in schema || "properties" in schema : !seen.has(name);
}
