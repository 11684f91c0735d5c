// The types of parameters and results in Python, what checks a parameter, and what reads a result.
import type { SdkEnum, SdkField, SdkMethod, SdkModel, SdkModelType, SdkType } from "../../model.ts";
import { type Argument, argumentsOf, mayMiss, modelIn, pascalOf, snakeOf } from "../words.ts";

export const className = ({ words }: SdkModelType | SdkEnum): string => pascalOf(words);

/** A row with the fields that the caller selected; where none are selected, the row itself has more. */
export const partialName = (model: SdkModelType): string => `${model.whole ? "Partial" : ""}${className(model)}`;

/** A parameter of a function. */
export interface Parameter extends Argument {
  name: string;
  pythonType: string;
  /** It is passed by position. */
  isPlain: boolean;
  /** Checks it, and makes the value of the wire. */
  checked: string;
}

export const parametersOf = (method: SdkMethod, model: SdkModel): Parameter[] =>
  argumentsOf(method, model).map((argument) => {
    const name = snakeOf(argument.words);
    const { type, check, more = [], takesNone } = inputOf(argument, model);
    const given = [name, `"${name}"`, ...more];
    const isOptional = mayMiss(argument);
    return {
      ...argument,
      name,
      pythonType: isOptional ? `${type} | None` : type,
      isPlain: argument.required && !argument.nullable,
      checked: isOptional && !takesNone ? `optional(${[check, ...given].join(", ")})` : `${check}(${given.join(", ")})`,
    };
  });

/** A type, the function that checks it, and what else that has to know. */
interface Input {
  type: string;
  check: string;
  more?: string[];
  takesNone?: boolean;
}

function inputOf({ type, wire }: SdkField, { enums }: SdkModel): Input {
  switch (type.kind) {
    case "id":
      return { type: "Id", check: "one_id" };
    case "list":
      return type.of.kind === "id"
        ? { type: "Iterable[Id]", check: "ids" }
        : { type: "Sequence[str]", check: "listed", takesNone: true };
    case "enum":
      return wordOf(enums[type.schema]!);
    case "filter":
      return { type: "Mapping[str, FilterValue]", check: "mapped", takesNone: true };
    case "order":
      return { type: `Mapping[str, ${className(enums[type.direction]!)}]`, check: "sorting", takesNone: true };
    case "integer":
      return { type: "int", check: "whole_number" };
    case "text":
      return { type: "str", check: "text_of" };
    default:
      throw new Error(`${wire}: a ${type.kind} is no parameter yet`);
  }
}

function wordOf(one: SdkEnum): Input {
  const name = className(one);
  return one.isOpen
    ? { type: "str", check: "text_of", more: [`"${one.values[0]}"`] }
    : { type: name, check: "one_of", more: [`get_args(${name})`] };
}

/** The closed sets of words that types of parameters name. */
export function aliasesOf(model: SdkModel): SdkEnum[] {
  const types = model.methods.flatMap((method) => parametersOf(method, model)).map(({ pythonType }) => pythonType);
  const isNamed = (one: SdkEnum): boolean => types.some((type) => new RegExp(`\\b${className(one)}\\b`).test(type));
  return Object.values(model.enums).filter((one) => !one.isOpen && isNamed(one));
}

/** What a method returns, and what reads it. */
export function resultOf(type: SdkType, model: SdkModel): { type: string; read: string } {
  const found = modelIn(type, model);
  if (type.kind === "list" && found) {
    return found.whole
      ? { type: "builtins.list[Any]", read: "lambda value: rows(value, row.from_wire)" }
      : {
          type: `builtins.list[${className(found)}]`,
          read: `lambda value: rows(value, ${className(found)}.from_wire)`,
        };
  }
  if (found) return { type: className(found), read: `${className(found)}.from_wire` };
  if (type.kind === "id") return { type: "int", read: "new_id" };
  if (type.kind === "boolean") return { type: "bool", read: "truth" };
  return type.kind === "integer" ? { type: "int", read: "integer" } : { type: "str", read: "text" };
}

/** The field of a model, and what reads it from a row. */
export function fieldOf(field: SdkField): { name: string; type: string; read: string } {
  const isNumber = field.type.kind === "id" || field.type.kind === "integer";
  const reader = `${mayMiss(field) ? "optional_" : ""}${isNumber ? "integer" : "text"}`;
  const type = isNumber ? "int" : "str";
  return {
    name: snakeOf(field.words),
    type: mayMiss(field) ? `${type} | None` : type,
    read: `${reader}(row.get("${field.wire}"))`,
  };
}

/** The parameter by which the caller selects the fields of rows, and these rows; of no other method. */
export function selectionOf(
  method: SdkMethod,
  model: SdkModel,
): { parameter: Parameter; row: SdkModelType } | undefined {
  const row = modelIn(method.result, model);
  const parameter = parametersOf(method, model).find(({ type }) => type.kind === "list" && type.of.kind === "enum");
  return row?.whole && parameter ? { parameter, row } : undefined;
}
