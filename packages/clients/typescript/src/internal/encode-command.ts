// A command as the portal reads it: a method and a query string, decoded by PHP's rules.

import { isReference, type Reference } from "../command.ts";
import { MAX_COMMAND_VALUES } from "../generated/numbers.ts";
import type { Method } from "../methods.ts";

/** What the portal would take for a reference, wherever it stands in a text. */
const LOOKS_LIKE_REFERENCE = /\$(result|next|total|time|error)\[/i;

/**
 * Writes a command. `keyOf` gives the key that the referenced command has on the wire, or throws.
 *
 * @throws {TypeError} for values that a query cannot carry: an empty list (it would vanish, and with it the filter), a
 * text that the portal would take for a reference, more values than PHP reads
 */
export function encodeCommand(method: Method, params: object, keyOf: (reference: Reference) => string): string {
  try {
    const pairs = Object.entries(params).flatMap(([name, value]) => [...valuesOf(checked(name), value, keyOf)]);
    if (pairs.length > MAX_COMMAND_VALUES) {
      throw new TypeError(
        `${pairs.length} values are more than the ${MAX_COMMAND_VALUES} that a portal reads; use call()`,
      );
    }
    const query = pairs.map((pair) => pair.map(encodeURIComponent).join("=")).join("&");
    return query ? `${method}?${query}` : method;
  } catch (error) {
    throw new TypeError(`batch: ${method}: ${(error as Error).message}`);
  }
}

/** The names and texts of a value: `FILTER[>=ID]` and `14` of `{ ">=ID": 14 }` under `FILTER`. */
function* valuesOf(
  name: string,
  value: unknown,
  keyOf: (reference: Reference) => string,
): Generator<[name: string, text: string]> {
  if (value === undefined) return;
  if (value === null) {
    // A filter is told "not set" by an empty text; elsewhere null is the same as nothing at all.
    if (name.startsWith("FILTER[") && !name.startsWith("FILTER[STATUS")) yield [name, ""];
  } else if (isReference(value)) {
    yield [name, `$result${[keyOf(value), ...value.path].map((key) => `[${key}]`).join("")}`];
  } else if (typeof value === "object") {
    if (Array.isArray(value) ? value.length === 0 : Object.prototype.toString.call(value) !== "[object Object]") {
      throw new TypeError(`${name} is an empty list or no plain value, which would get lost`);
    }
    for (const [key, item] of Object.entries(value)) yield* valuesOf(`${name}[${checked(key)}]`, item, keyOf);
  } else {
    const text = typeof value === "boolean" ? String(Number(value)) : String(value);
    if (LOOKS_LIKE_REFERENCE.test(text)) throw new TypeError(`${name} looks like a reference to a command; use ref()`);
    yield [name, text];
  }
}

/** PHP takes brackets, blanks and dots in a name for something else. */
function checked(name: string): string {
  if (/^[^[\]\s.\0]+$/.test(name)) return name;
  throw new TypeError(`a batch cannot carry the name ${JSON.stringify(name)}`);
}
