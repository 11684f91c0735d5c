import { isNumeric, isPhpArray, phpEntries, phpInt } from "@b24-calllist/protocol";
import type { CallList } from "../portal/portal.ts";
import { argumentError, UncaughtError } from "../rest/errors.ts";
import { type Field, fieldOf, notText } from "./fields.ts";
import type { Columns } from "./select.ts";
import { compareColumn } from "./sql.ts";

/** Directions by definition, as PHP's array keys hold them: a number where the definition looked like one. */
export type Order = Map<string | number, "ASC" | "DESC">;

/** Reads ORDER: `{"FIELD": "DESC"}`, `["FIELD"]` or one name. Names are looked up later, after those of FILTER. */
export function readOrder(order: unknown): Order {
  const directions: Order = new Map();
  const entries = isPhpArray(order) ? phpEntries(order as Record<string, unknown>) : [["0", order] as const];
  for (const [key, value] of entries) {
    if (isNumeric(key)) directions.set(phpKey(value), "ASC");
    else directions.set(phpKey(key), directionOf(value));
  }
  return directions;
}

function directionOf(value: unknown): "ASC" | "DESC" {
  if (typeof value !== "string") throw argumentError("Order must be a string");
  const direction = value.toUpperCase();
  if (direction !== "ASC" && direction !== "DESC") throw argumentError(`Invalid order "${direction}"`);
  return direction;
}

/** What PHP makes of a value that is used as a key. */
function phpKey(value: unknown): string | number {
  if (isPhpArray(value)) throw new UncaughtError("an array as a key");
  if (typeof value === "string") return /^(?:0|-?[1-9]\d{0,17})$/.test(value) ? Number(value) : value;
  return value === null || value === undefined ? "" : phpInt(value);
}

/**
 * How the rows are sorted. A direction is found again by the field's name or the alias as it is spelled there: one given
 * with a name in lower case is lost, and the field sorts rising (observed, 2026 build).
 */
export function compareRows(order: Order, columns: Columns): ((a: CallList, b: CallList) => number) | undefined {
  const keys = new Map<string, { field: Field; falls: boolean }>();
  for (const definition of order.keys()) {
    if (typeof definition === "number") throw notText("integer");
    const field = columns.get(definition) ?? fieldOf(definition);
    const alias = columns.has(definition) ? definition : field.name;
    const direction = order.get(field.name) ?? order.get(alias);
    keys.set(alias, { field, falls: direction === "DESC" });
  }
  if (keys.size === 0) return undefined;
  const parts = firstOfEach([...keys.values()]);
  return (a, b) => {
    for (const { field, falls } of parts) {
      const difference = compareColumn(a, b, field);
      if (difference !== 0) return falls ? -difference : difference;
    }
    return 0;
  };
}

/** Rows that are alike in a field are alike in it under its other names, too: there may be thousands of them. */
function firstOfEach<T extends { field: Field }>(parts: T[]): T[] {
  const seen = new Set<Field>();
  return parts.filter(({ field }) => seen.size < seen.add(field).size);
}
