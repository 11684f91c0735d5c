import type { Params } from "./parameters.ts";

/**
 * Names that the REST layer keeps for itself, in exactly this letter case: a method never sees them. `start` is one
 * too, but it is handed over apart.
 */
export const RESERVED_NAMES: ReadonlySet<string> = new Set([
  "access_token",
  "ap",
  "aplogin",
  "auth",
  "auth_connector",
  "method",
  "sessid",
  "start",
  "state",
  "token",
]);

/** What a method is called with. */
export interface MethodParameters {
  /** The parameter `start` as sent; absent when it was not sent. */
  start?: unknown;
  /** All other parameters by their names in upper case: `ID`, `FILTER`; `CMD` and `HALT` for `batch`. No prototype. */
  params: Params;
}

/**
 * Turns the parameters of a request, or of one command of a batch, into those of the method: without the names that the
 * REST layer keeps, `start` apart, and the other top-level names in upper case. Of two spellings the later one wins.
 *
 * Only the top level is changed: `{ filter: { status: "SUCCESS" } }` becomes `{ FILTER: { status: "SUCCESS" } }`.
 * `start` counts in lower case alone: `START` is an unknown parameter like any other. Letters outside ASCII stay as
 * they are. (Observed on the portal's own handler, build of May 2026; `batch` treats its names in the same way.)
 *
 * @example
 * methodParameters({ id: 13, ID: 20, start: "50", auth: "t" }); // { start: "50", params: { ID: 20 } }
 */
export function methodParameters(params: Params): MethodParameters {
  const own: Params = Object.create(null);
  for (const [name, value] of Object.entries(params)) {
    if (!RESERVED_NAMES.has(name)) own[upperCase(name)] = value;
  }
  return Object.hasOwn(params, "start") ? { start: params.start, params: own } : { params: own };
}

/** ASCII letters only, as PHP 8.2 does; JavaScript's own would turn "ıd" into "ID". */
function upperCase(name: string): string {
  return name.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
}
