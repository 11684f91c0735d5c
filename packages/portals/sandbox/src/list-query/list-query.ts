import { isPhpArray } from "@b24-calllist/protocol";
import type { Budget } from "../method.ts";
import type { CallList } from "../portal/portal.ts";
import { outOfMemory, sqlError, UncaughtError } from "../rest/errors.ts";
import { compileFilter, costOf, readFilter } from "./filter.ts";
import { compareRows, readOrder } from "./order.ts";
import { readSelect, rowMaker } from "./select.ts";

export interface ListQuery {
  select: unknown;
  filter: unknown;
  order: unknown;
  offset: number;
  /** How many rows at most. */
  limit: number;
  budget: Pick<Budget, "cells">;
}

/**
 * Answers `crm.calllist.list` from the lists in the order of their ids. Mistakes are found in the portal's order: the
 * directions in ORDER, then names in SELECT, FILTER and ORDER, then values, then what the database refuses.
 */
export function queryLists(lists: ReadonlyMap<number, CallList>, query: ListQuery): object[] {
  const select = arrayOf(query.select);
  const filter = arrayOf(query.filter);
  const order = readOrder(query.order);
  const columns = readSelect(select);
  const read = readFilter(filter, columns);
  const compare = compareRows(order, columns);
  const test = compileFilter(read);
  if (costOf(read) * Math.max(lists.size, FEW_LISTS) > MOST_WORK) throw sqlError();
  const end = query.offset + query.limit;
  const rows: CallList[] = [];
  for (const list of lists.values()) {
    if (test?.(list) ?? true) rows.push(list);
    if (!compare && rows.length === end) break;
  }
  if (compare) rows.sort(compare);
  const page = rows.slice(query.offset, end);
  query.budget.cells += page.length * columns.size;
  if (query.budget.cells > MOST_CELLS) throw outOfMemory();
  return page.map(rowMaker(columns));
}

/** Conditions that are tried on lists: some seconds. A database gives up, too. */
const MOST_WORK = 20_000_000;
/** As many as conditions take as long to be read as to be tried. */
const FEW_LISTS = 400;
/** Columns of all rows that a request gets: about as many as the memory that PHP may use holds. */
const MOST_CELLS = 2_000_000;

/** SELECT and FILTER are declared as arrays, which PHP checks before anything else. */
function arrayOf(value: unknown): object {
  if (!isPhpArray(value)) throw new UncaughtError("no array");
  return value;
}
