// How a call is written in Java, by those who use the client.
import type { SdkField, SdkMethod, SdkModel, SdkType } from "../../model.ts";
import { hasParams, ownParam, paramsName } from "./models.ts";
import { constantName, javaName, typeName } from "./text.ts";
import { typeOfField } from "./types.ts";

/** `b24.get(13)`, or of a batch `Command.get(13)`, from parameters as on the wire. */
export function javaCall(on: string, method: SdkMethod, params: Record<string, unknown>, model: SdkModel): string {
  const own = ownParam(method);
  const given = own
    ? fieldValue(own, params[own.wire], model)
    : hasParams(method)
      ? javaInput(paramsName(method), method.params, params, model)
      : "";
  return `${on}.${javaName(method.words)}(${given})`;
}

/** `ItemsParams.of(13).withStart(50L)`. */
function javaInput(name: string, fields: SdkField[], values: Record<string, unknown>, model: SdkModel): string {
  const of = fields
    .filter(({ required }) => required)
    .map((field) => fieldValue(field, values[field.wire] ?? null, model));
  const withers = fields
    .filter(({ required, wire }) => !required && wire in values)
    .map((field) => `.with${typeName(field.words)}(${fieldValue(field, values[field.wire], model)})`);
  return `${name}.of(${of.join(", ")})${withers.join("")}`;
}

const fieldValue = (field: SdkField, value: unknown, model: SdkModel): string =>
  typeof value === "number" && typeOfField(field, model) === "long" ? String(value) : literal(field.type, value, model);

function literal(type: SdkType, value: unknown, model: SdkModel): string {
  if (value === null) return "null";
  switch (type.kind) {
    case "id":
    case "integer":
      return `${value}L`;
    case "enum": {
      const { words, values, isOfMaps } = model.enums[type.schema]!;
      const isKnown = !isOfMaps && values.includes(String(value));
      return isKnown ? `${typeName(words)}.${constantName(String(value).split("_"))}` : JSON.stringify(value);
    }
    case "list":
      return `List.of(${(value as unknown[]).map((one) => literal(type.of, one, model)).join(", ")})`;
    case "model": {
      const { words, fields } = model.models[type.schema]!;
      return javaInput(typeName(words), fields, value as Record<string, unknown>, model);
    }
    case "filter":
    case "order": {
      const entries = Object.entries(value as object).flatMap(([key, one]) => [JSON.stringify(key), plain(one)]);
      return `Map.of(${entries.join(", ")})`;
    }
    default:
      return JSON.stringify(value);
  }
}

const plain = (value: unknown): string =>
  Array.isArray(value) ? `List.of(${value.map(plain).join(", ")})` : JSON.stringify(value);
