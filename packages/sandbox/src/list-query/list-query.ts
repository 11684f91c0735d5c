import { isPhpArray } from "@b24-calllist/portal-http";
import type { CallList } from "../portal/portal.ts";
import { UncaughtError } from "../rest/errors.ts";
import { compileFilter, readFilter } from "./filter.ts";
import { compareRows, readOrder } from "./order.ts";
import { readSelect, rowMaker } from "./select.ts";

export interface ListQuery {
  select: unknown;
  filter: unknown;
  order: unknown;
  offset: number;
  /** How many rows at most. */
  limit: number;
}

/**
 * Answers `crm.calllist.list` from the lists in the order of their ids. Mistakes are found in the portal's order: the
 * directions in ORDER, then names in SELECT, FILTER and ORDER, then values, then what the database refuses.
 */
export function queryLists(lists: Iterable<CallList>, query: ListQuery): object[] {
  const select = arrayOf(query.select);
  const filter = arrayOf(query.filter);
  const order = readOrder(query.order);
  const columns = readSelect(select);
  const read = readFilter(filter, columns);
  const compare = compareRows(order, columns);
  const test = compileFilter(read);
  const end = query.offset + query.limit;
  const rows: CallList[] = [];
  for (const list of lists) {
    if (test?.(list) ?? true) rows.push(list);
    if (!compare && rows.length === end) break;
  }
  if (compare) rows.sort(compare);
  return rows.slice(query.offset, end).map(rowMaker(columns));
}

/** SELECT and FILTER are declared as arrays, which PHP checks before anything else. */
function arrayOf(value: unknown): object {
  if (!isPhpArray(value)) throw new UncaughtError("no array");
  return value;
}
