// The types of the model in Java, and how a parameter is checked and a field read.
import type { SdkField, SdkMethod, SdkModel, SdkType } from "../../model.ts";
import { javaName, typeName } from "./text.ts";

/** A class of the package. */
export interface JavaClass {
  name: string;
  /** From which files of the description. */
  from: string;
  imports: string[];
  body: string;
}

const BOXED: Record<string, string> = { long: "Long", boolean: "Boolean" };
export const boxed = (type: string): string => BOXED[type] ?? type;

/** Of a parameter, or of a field of a response. Only an id that is always there is a primitive. */
export function typeOfField({ type, required, nullable }: SdkField, model: SdkModel): string {
  const own = javaType(type, model);
  return type.kind === "id" && required && !nullable ? own : boxed(own);
}

export function javaType(type: SdkType, model: SdkModel): string {
  switch (type.kind) {
    case "id":
    case "integer":
      return "long";
    case "boolean":
      return "boolean";
    case "text":
    case "enum":
      return "String";
    case "model":
      return typeName(model.models[type.schema]!.words);
    case "list":
      return `List<${boxed(javaType(type.of, model))}>`;
    case "filter":
      return "Map<String, ?>";
    case "order":
      return "Map<String, String>";
  }
}

export const importsOf = (types: string[]): string[] =>
  ["List", "Map"].filter((name) => types.some((type) => type.includes(`${name}<`))).map((name) => `java.util.${name}`);

/** The parameter as it is sent; one that is wrong is an IllegalArgumentException. */
export function checked(field: SdkField, model: SdkModel): string {
  const { type, required, nullable, words } = field;
  const name = javaName(words);
  const named = `${name}, "${name}"`;
  switch (type.kind) {
    case "id":
      return `Wire.${required && !nullable ? "id" : "optionalId"}(${named})`;
    case "integer":
      return type.minimum === undefined ? name : `Wire.atLeast(${type.minimum}, ${named})`;
    case "enum": {
      const { isOpen, values } = model.enums[type.schema]!;
      return isOpen ? name : optional(field, `Wire.oneOf(${named}, ${values.map((value) => `"${value}"`).join(", ")})`);
    }
    case "list":
      return optional(
        field,
        type.of.kind === "id" ? `Wire.ids(${named})` : `Wire.checked(${named}, ${exampleOf(type.of, model)})`,
      );
    case "filter":
    case "order":
      return optional(field, `Wire.copyOf(${name})`);
    default:
      return name;
  }
}

const optional = ({ required, words }: SdkField, value: string): string =>
  required ? value : `${javaName(words)} == null ? null : ${value}`;

const exampleOf = (type: SdkType, model: SdkModel): string =>
  JSON.stringify(type.kind === "enum" ? `List.of("${model.enums[type.schema]!.values[0]}")` : "List.of()");

/** What reads a field of a response. */
export function readerOf(field: SdkField, model: SdkModel): string {
  const { kind } = field.type;
  if (kind === "id" || kind === "integer") {
    return `Wire.${typeOfField(field, model) === "long" ? "requiredLong" : "longOf"}(wire, "${field.wire}")`;
  }
  if (kind === "text" || kind === "enum") return `Wire.textOf(wire, "${field.wire}")`;
  throw new Error(`Java has no reader for ${field.wire}: add one in Wire.java`);
}

/** What reads the result of a method. */
export function resultReader({ wire, result }: SdkMethod, model: SdkModel): string {
  if (result.kind === "id") return "Results::newId";
  if (result.kind === "boolean") return "Results::done";
  const reader = result.kind === "list" ? "rows" : "model";
  const row = result.kind === "list" ? result.of : result;
  if (row.kind === "model") return `Results.${reader}(${javaType(row, model)}::fromWire)`;
  throw new Error(`Java has no reader for the result of ${wire}: add one in Results.java`);
}
