// The types of the model in Go, and how a parameter is checked and a field read.
import type { SdkEnum, SdkField, SdkMethod, SdkModel, SdkType } from "../../model.ts";
import { goName } from "./text.ts";

/** What renders in Go needs of the model. */
export interface GoModel extends SdkModel {
  /** Fields with an id that a caller has to name, or say that there is none; by their Go names. */
  choices: Set<string>;
}

export function goModelOf(model: SdkModel): GoModel {
  const choices = model.methods.flatMap(({ params, explicit }) =>
    params.filter(({ wire }) => explicit.includes(wire)).map(choiceName),
  );
  return { ...model, choices: new Set(choices) };
}

function choiceName({ wire, words, type, nullable }: SdkField): string {
  if (type.kind === "id" && nullable) return goName(words);
  throw new Error(`Go has no type that says whether ${wire} was left out`);
}

/** Whether it has a type that tells none from not said. */
export const isChoice = ({ words, type, nullable }: SdkField, { choices }: GoModel): boolean =>
  type.kind === "id" && nullable && choices.has(goName(words));

export function typeOfField(field: SdkField, model: GoModel): string {
  if (isChoice(field, model)) return goName(field.words);
  const isPointer = field.nullable && ["id", "integer", "text", "boolean"].includes(field.type.kind);
  return `${isPointer ? "*" : ""}${goType(field.type, model)}`;
}

export function goType(type: SdkType, model: GoModel): string {
  switch (type.kind) {
    case "id":
    case "integer":
      return "int64";
    case "text":
      return "string";
    case "boolean":
      return "bool";
    case "enum":
      return goName(model.enums[type.schema]!.words);
    case "model":
      return goName(model.models[type.schema]!.words);
    case "list":
      return `[]${goType(type.of, model)}`;
    case "filter":
      return "Filter";
    case "order":
      return "Order";
  }
}

/** An expression that is an error where a parameter cannot be what was meant; none where everything can. */
export function checkOf(field: SdkField, model: GoModel): string | undefined {
  const name = goName(field.words);
  const value = `p.${name}`;
  if (isChoice(field, model)) return field.required ? `${value}.check()` : `${value}.checkUnlessUnsaid()`;
  const { type } = field;
  if (type.kind === "id" && !field.nullable)
    return `${field.required ? "checkID" : "checkOptionalID"}("${name}", ${value})`;
  if (type.kind === "enum" && field.required) return checkOfEnum(name, value, model.enums[type.schema]!);
  if (type.kind === "list" && type.of.kind === "id") return `checkIDs("${name}", ${value})`;
  if (type.kind === "integer" && type.minimum !== undefined) return `checkLeast("${name}", ${value}, ${type.minimum})`;
  return undefined;
}

const checkOfEnum = (name: string, value: string, { isOpen, prefix, values }: SdkEnum): string | undefined =>
  isOpen ? undefined : `checkOneOf("${name}", ${value}, ${values.map((one) => constantName(prefix, one)).join(", ")})`;

/** The name of a word's constant. */
export const constantName = (prefix: string[], value: string): string =>
  goName([...prefix, ...value.toLowerCase().split("_")]);

/** What reads a field of a response. */
export function readerOf(field: SdkField, model: GoModel): string {
  const target = `v.${goName(field.words)}`;
  if (isChoice(field, model)) return `${target}.UnmarshalJSON`;
  switch (field.type.kind) {
    case "id":
    case "integer":
      return field.nullable ? `asNullable(&${target})` : `asNumber(&${target})`;
    case "text":
    case "enum":
      if (!field.nullable) return `asText(&${target})`;
  }
  throw new Error(`Go has no reader for ${field.wire}: add one in packages/clients/go/wire.go`);
}

/** What reads a result, and what it expects, in words. */
export function resultOf({ wire, result }: SdkMethod, model: GoModel): [reader: string, expected: string] {
  if (result.kind === "id") return ["readID(raw)", "an id"];
  if (result.kind === "boolean") return ["readTrue(raw)", "true"];
  const name = goType(result.kind === "list" ? result.of : result, model);
  if (result.kind === "list") return [`readRows[${name}](raw)`, `rows of ${name}`];
  if (result.kind === "model") return [`readModel[${name}](raw)`, `a ${name}`];
  throw new Error(`Go has no reader for the result of ${wire}: add one in packages/clients/go/wire.go`);
}
