// What each method returns. Portals, and what stands before them, send other results than the documentation says.
import { UnexpectedResponseError } from "../errors.ts";
import { MAX_ROWS } from "../generated/numbers.ts";
import type { Method } from "../methods.ts";
import { excerptOf, type Redact } from "./text.ts";

export const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

/** PHP sends a list whose keys have gaps as an object. */
const rows = (value: unknown): unknown => {
  const all = Array.isArray(value) ? value : isObject(value) ? Object.values(value) : undefined;
  return all && all.length <= MAX_ROWS ? all : undefined;
};

/** Reads the result of a method; undefined where it is not one. */
const BY_METHOD: Readonly<Record<Method, (value: unknown) => unknown>> = {
  "crm.calllist.add": (value) =>
    ["string", "number"].includes(typeof value) && /^[1-9]\d*$/.test(String(value)) ? value : undefined,
  "crm.calllist.get": (value) => (isObject(value) && !Array.isArray(value) ? value : undefined),
  "crm.calllist.list": rows,
  "crm.calllist.update": (value) => ([true, 1, "1"].includes(value as never) ? true : undefined),
  "crm.calllist.items.get": rows,
  "crm.calllist.statuslist": rows,
  // Either map is [] when it is empty.
  batch: (value) =>
    isObject(value) &&
    "result" in value &&
    isObject(value.result) &&
    "result_error" in value &&
    isObject(value.result_error)
      ? value
      : undefined,
};

/** A method that is not in the description may be named as a property that every object has. */
const READERS: ReadonlyMap<string, (value: unknown) => unknown> = new Map(Object.entries(BY_METHOD));

/** The result as this method returns it; undefined where it is of another type. */
export const resultOf = (method: Method, value: unknown): unknown => {
  const read = READERS.get(method);
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
