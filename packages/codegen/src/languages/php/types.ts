// The types of parameters, fields and results in PHP, what checks and writes a parameter, and what reads a result.
import type { SdkEnum, SdkField, SdkMethod, SdkModel, SdkModelType, SdkType } from "../../model.ts";
import { type Argument, argumentsOf, camelOf, givenOf, mayMiss, modelIn, pascalOf } from "../words.ts";
import { literal } from "./syntax.ts";

export const className = ({ words }: SdkModelType | SdkEnum): string => pascalOf(words);

/** A parameter of a function. */
export interface Parameter extends Argument {
  name: string;
  phpType: string;
  /** The more exact type of a doc comment. */
  docType: string;
  /** What it is when it is left out; undefined where it cannot be. */
  empty?: "null" | "[]";
  /** Checks it, and makes the value of the wire; null where it is left out. */
  written: string;
}

export const parametersOf = (method: SdkMethod, model: SdkModel): Parameter[] =>
  argumentsOf(method, model).map((argument) => {
    const name = camelOf(argument.words);
    const parameter = parameterOf(argument, name, model);
    const { within, wire } = argument;
    return within
      ? { ...parameter, written: `$${name} === null ? null : ['${wire}' => ${parameter.written}]` }
      : parameter;
  });

function parameterOf(argument: Argument, name: string, { enums }: SdkModel): Parameter {
  const { type, required } = argument;
  const isOptional = mayMiss(argument);
  const checked = (check: string): string => `Parameter::${check}('${name}', $${name})`;
  const single = (phpType: string, written: string): Parameter => ({
    ...argument,
    name,
    phpType: isOptional ? `?${phpType}` : phpType,
    docType: isOptional ? `${phpType}|null` : phpType,
    ...(!required && { empty: "null" }),
    written,
  });
  const several = (docType: string, check: string): Parameter => ({
    ...argument,
    name,
    phpType: "array",
    docType,
    ...(!required && { empty: "[]" }),
    // An empty map would go out as a list, and an empty selection selects nothing.
    written: required ? checked(check) : `$${name} === [] ? null : ${checked(check)}`,
  });
  switch (type.kind) {
    case "id":
      return single("int", checked(isOptional ? "idOrNull" : "id"));
    case "list":
      return type.of.kind === "id" ? several("array<int>", "ids") : several("array<string>", "names");
    case "filter":
      return several("array<string, int|string|null|array<int|string>>", "filter");
    case "order":
      return several("array<string, string>", "order");
    case "enum": {
      const one = enums[type.schema]!;
      return one.isOpen
        ? single("string", `$${name}`)
        : single(className(one), `$${name}${isOptional ? "?" : ""}->value`);
    }
    default:
      return single(scalarOf(type), `$${name}`);
  }
}

const scalarOf = ({ kind }: SdkType): "int" | "string" | "bool" => {
  if (kind === "boolean") return "bool";
  return kind === "id" || kind === "integer" ? "int" : "string";
};

/** A field of a model, and the function that reads it. */
export function fieldOf(field: SdkField): { name: string; type: string; docType: string; reader: string } {
  const type = scalarOf(field.type);
  const reader = type === "int" ? "int" : "text";
  const isOptional = mayMiss(field);
  return {
    name: camelOf(field.words),
    type: isOptional ? `?${type}` : type,
    docType: isOptional ? `${type}|null` : type,
    reader: isOptional ? `${reader}OrNull` : reader,
  };
}

/** What a method returns: its type, that of a doc comment, and what reads it. */
export function resultOf(type: SdkType, model: SdkModel): { type: string; docType: string; reader: string } {
  const found = modelIn(type, model);
  if (found && type.kind === "list") {
    const row = className(found);
    return { type: "array", docType: `list<${row}>`, reader: `Wire::listOf(${row}::fromWire(...))` };
  }
  if (found) return { type: className(found), docType: className(found), reader: `${className(found)}::fromWire(...)` };
  const scalar = scalarOf(type);
  const reader = type.kind === "id" ? "id" : { int: "int", string: "text", bool: "success" }[scalar];
  return { type: scalar, docType: scalar, reader: `Wire::${reader}(...)` };
}

/** A call as a program writes it: `update(13, EntityType::Contact, [9, 17], webformId: 5)`; by name where it may be left out, or null. */
export function callOf(method: SdkMethod, model: SdkModel, params: Record<string, unknown>): string {
  let isByName = false;
  const given = parametersOf(method, model).flatMap((parameter) => {
    const value = givenOf(parameter, params);
    if (parameter.empty || parameter.nullable) isByName = true;
    if (value === undefined) return [];
    return [`${isByName ? `${parameter.name}: ` : ""}${valueIn(parameter, value, model)}`];
  });
  return `${camelOf(method.words)}(${given.join(", ")})`;
}

function valueIn({ type }: Parameter, value: unknown, { enums }: SdkModel): string {
  const one = type.kind === "enum" ? enums[type.schema]! : undefined;
  return one && !one.isOpen ? `${className(one)}::${caseOf(value as string)}` : literal(value);
}

/** `WRONG_NUMBER` as WrongNumber. */
export const caseOf = (value: string): string => pascalOf(value.toLowerCase().split("_"));
