// How a call is written in Go, by those who use the client.
import type { SdkField, SdkMethod, SdkType } from "../../model.ts";
import { constantOf, paramsName } from "./models.ts";
import { aligned, goName } from "./text.ts";
import { type GoModel, goType, isChoice } from "./types.ts";

/** `b24.Get(ctx, 13)`, from parameters as on the wire. */
export function goCall(method: SdkMethod, params: Record<string, unknown>, model: GoModel, context = "ctx"): string {
  const own = ownParam(method);
  const given = own ? fieldValue(own, params[own.wire], model) : goParams(method, params, model);
  return `b24.${goName(method.words)}(${[context, ...(method.params.length > 0 ? [given] : [])].join(", ")})`;
}

/** The only parameter of a method, which is given by itself. */
export function ownParam({ params }: SdkMethod): SdkField | undefined {
  return params.length === 1 && params[0]!.required ? params[0] : undefined;
}

/** `calllist.GetParams{ID: 13}`. */
export const goParams = (method: SdkMethod, params: Record<string, unknown>, model: GoModel): string =>
  onLines(paramsName(method), entriesOf(method.params, params, model));

const entriesOf = (fields: SdkField[], values: Record<string, unknown>, model: GoModel): [string, string][] =>
  Object.entries(values).map(([wire, value]) => {
    const field = fields.find((one) => one.wire === wire)!;
    return [`${goName(field.words)}:`, fieldValue(field, value, model)];
  });

const onOneLine = (type: string, entries: [string, string][]): string =>
  `calllist.${type}{${entries.map((entry) => entry.join(" ")).join(", ")}}`;

/** On one line where it is short, otherwise as gofmt leaves it: a line for each field. */
function onLines(type: string, entries: [string, string][]): string {
  const short = onOneLine(type, entries);
  const lines = entries.map(([name, value]): [string, string] => [name, `${value},`]);
  return short.length <= 40 ? short : `calllist.${type}{\n${aligned("\t", lines)}\n}`;
}

function fieldValue(field: SdkField, value: unknown, model: GoModel): string {
  if (!isChoice(field, model)) return literal(field.type, value, model);
  const name = goName(field.words).replace(/ID$/, "");
  return value === null ? `calllist.No${name}` : `calllist.${name}(${value})`;
}

function literal(type: SdkType, value: unknown, model: GoModel): string {
  switch (type.kind) {
    case "enum":
      return constantOf(model.enums[type.schema]!, String(value));
    case "list": {
      const name = goType(type.of, model);
      const values = (value as unknown[]).map((one) => literal(type.of, one, model));
      return `[]${type.of.kind === "enum" ? "calllist." : ""}${name}{${values.join(", ")}}`;
    }
    case "model": {
      const { words, fields } = model.models[type.schema]!;
      return onOneLine(goName(words), entriesOf(fields, value as Record<string, unknown>, model));
    }
    case "filter":
      return `calllist.Filter{${Object.entries(value as object)
        .map(
          ([key, one]) => `${JSON.stringify(key)}: ${Array.isArray(one) ? `[]int{${one.join(", ")}}` : (one ?? "nil")}`,
        )
        .join(", ")}}`;
    case "order": {
      const [field, direction] = [model.enums[type.field]!, model.enums[type.direction]!];
      const sorts = Object.entries(value as Record<string, string>).map(
        ([key, one]) => `{Field: ${constantOf(field, key)}, Direction: ${constantOf(direction, one)}}`,
      );
      return `calllist.Order{${sorts.join(", ")}}`;
    }
    case "text":
      return JSON.stringify(value);
    default:
      return String(value);
  }
}
