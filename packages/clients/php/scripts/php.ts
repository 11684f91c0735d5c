// Names, types and comments of PHP, from an OpenAPI document.

import type { Schema } from "@b24-calllist/codegen/old-model";

/** A field of a model, or a parameter of a method. */
export interface Field {
  /** Its name on the wire, and in PHP. */
  wire: string;
  name: string;
  /** Its type in PHP, and the more exact one of a doc comment. */
  type: string;
  doc: string;
  required: boolean;
  /** What it is when it is left out. */
  empty: "null" | "[]";
  /** The function of Wire that reads it, and the expression that writes it. */
  reader: string;
  writer: string;
  text: string;
}

/** Texts for fields that the description tells only by how they are written on the wire, and for maps. */
const TEXTS: Record<string, string> = {
  ID: "Id of the call list.",
  LIST_ID: "Id of the call list.",
  CREATED_BY_ID: "Id of the user who made the list; null where it is not told.",
  WEBFORM_ID: "Id of the CRM form that the operator fills in during the call; null for none.",
  ENTITY_TYPE_ID:
    "Number of the entity type: 3 contact, 4 company, others in lists made in the portal's own pages; null where the list has none.",
  FILTER: "Operator and field to value: `'>=ID' => 14`, `'@ID' => [13, 20]`, null for \"not set\"; all must be met.",
};
const TOLD_BY_FORM = ["Id", "NumericString", "NullableNumericString", "WebformId", "CallListFilter"];

/** The fields of an object, without the credentials, which are not a parameter here. */
export function fieldsOf(schemas: Record<string, Schema>, schema: string): Field[] {
  const { properties = {}, required = [] } = schemas[schema]!;
  return Object.entries(properties)
    .filter(([wire]) => wire !== "auth")
    .map(([wire, property]) => {
      const target = property.$ref?.split("/").at(-1) ?? "";
      const name = phpName(property["x-sdk-name"] ?? wire, "variable");
      return fieldOf(wire, name, target, { ...schemas[target], ...property }, required.includes(wire), schemas);
    });
}

function fieldOf(
  wire: string,
  name: string,
  target: string,
  schema: Schema,
  required: boolean,
  schemas: Record<string, Schema>,
): Field {
  const variable = `$${name}`;
  const text = (TOLD_BY_FORM.includes(target) ? TEXTS[wire] : schema.description) ?? "";
  const field = { wire, name, required, empty: "null" as const, text };
  if (target === "EntityType") {
    return { ...field, type: "EntityType", doc: "EntityType", reader: "", writer: `${variable}->value` };
  }
  // A filter with one key is that key.
  const [only] = Object.entries(schema.properties ?? {});
  if (only) {
    const [key, { $ref = "" }] = only;
    const inner = phpName(key, "variable");
    const text = `Only ${schemas[$ref.split("/").at(-1)!]!.description!.replace(/^Code of a c/, "those with this c")}`;
    const writer = `$${inner} === null ? null : ['${key}' => $${inner}]`;
    return { ...field, name: inner, type: "?string", doc: "string|null", reader: "", writer, text };
  }
  if (schema.type === "array" || schema.type === "object") {
    const isList = schema.type === "array";
    const doc = isList ? (target === "EntityIds" ? "array<int>" : "array<string>") : MAPS[target]!;
    const value = checked(isList ? (target === "EntityIds" ? "ids" : "names") : CHECKS[target]!, name);
    // An empty map would go out as a list, and an empty SELECT selects nothing.
    const writer = required ? value : `${variable} === [] ? null : ${value}`;
    return { ...field, type: "array", doc, empty: "[]", reader: "", writer };
  }
  const nullable = !required || [schema.type].flat().includes("null");
  const kind = isNumber(schema) ? "int" : "string";
  const reader = kind === "int" ? "int" : "text";
  return {
    ...field,
    type: `${nullable ? "?" : ""}${kind}`,
    doc: `${kind}${nullable ? "|null" : ""}`,
    reader: `${reader}${nullable ? "OrNull" : ""}`,
    writer: IDS.includes(target) ? checked(nullable ? "idOrNull" : "id", name) : variable,
  };
}

/** What checks a map, of Internal/Parameter.php. */
const CHECKS: Record<string, string> = { CallListFilter: "filter", CallListOrder: "order" };
const IDS = ["Id", "WebformId"];

const checked = (check: string, name: string): string => `Parameter::${check}('${name}', $${name})`;

const MAPS: Record<string, string> = {
  CallListFilter: "array<string, int|string|null|array<int|string>>",
  CallListOrder: "array<string, string>",
};

/** Whether it is a number, or a text of digits alone: portals send the one for the other. */
function isNumber({ type, pattern = "", anyOf }: Schema): boolean {
  if (anyOf) return false;
  return [type].flat().includes("integer") || (/^\^[-0-9[\](){}|?+*,]+\$$/.test(pattern) && !pattern.includes("{4}"));
}

/** `ENTITY_TYPE_ID` as `entityTypeId` or `EntityTypeId`. */
export function phpName(wire: string, kind: "variable" | "class"): string {
  const camel = wire.toLowerCase().replace(/[_ ](\w)/g, (_, letter: string) => letter.toUpperCase());
  return kind === "variable" ? camel : camel[0]!.toUpperCase() + camel.slice(1);
}

/** The first paragraph of a text. */
export const sentence = (text: string): string => text.split("\n\n")[0]!.replaceAll("\n", " ");

/** A doc comment of paragraphs, each wrapped; what follows the first line of a tag is indented. */
export function comment(paragraphs: string[], indent: number): string {
  const margin = " ".repeat(indent);
  const lines = paragraphs.flatMap((text) => wrapped(text.replaceAll("\n", " ").trim(), 116 - indent));
  if (lines.length === 1 && !lines[0]!.startsWith("@") && lines[0]!.length < 112 - indent) {
    return `${margin}/** ${lines[0]} */`;
  }
  return [`${margin}/**`, ...lines.map((line) => `${margin} * ${line}`.trimEnd()), `${margin} */`].join("\n");
}

function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/ +/)) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + word.length < width) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(line !== undefined && text.startsWith("@") ? `    ${word}` : word);
  }
  return lines;
}
