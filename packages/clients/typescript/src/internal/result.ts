// What each method returns. Portals, and what stands before them, send other results than the documentation says.
import { UnexpectedResponseError } from "../errors.ts";
import { METHODS } from "../generated/methods.ts";
import type { Method } from "../methods.ts";
import { isObject, type Reader } from "./kinds.ts";
import { excerptOf, type Redact } from "./text.ts";

/** Either map is [] when it is empty. */
const batch: Reader = (value) =>
  isObject(value) &&
  "result" in value &&
  isObject(value.result) &&
  "result_error" in value &&
  isObject(value.result_error)
    ? value
    : undefined;

/** The result as this method returns it; undefined where it is of another type. */
export const resultOf = (method: Method, value: unknown): unknown => {
  const read = method === "batch" ? batch : METHODS.get(method)?.[0];
  return read ? read(value) : value;
};

/** The error for a result of another type. Without `redact`, what may hold a secret is not shown. */
export function unexpectedResult(
  method: Method,
  value: unknown,
  redact?: Redact,
  contentType = "",
): UnexpectedResponseError {
  const json = redact || !(isObject(value) || typeof value === "string") ? JSON.stringify(value) : outline(value);
  const excerpt = excerptOf(`result: ${redact ? redact(json) : json}`);
  return new UnexpectedResponseError(
    method,
    { status: 200, contentType, excerpt },
    `this method does not return ${excerpt}`,
  );
}

/** A value without what is in it. */
function outline(value: object | string): string {
  const json = JSON.stringify(value);
  return json.length > 2 ? `${json[0]}…${json.slice(-1)}` : json;
}
