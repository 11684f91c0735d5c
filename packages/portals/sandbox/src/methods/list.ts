import { PAGE_SIZE } from "@b24-calllist/protocol";
import { queryLists } from "../list-query/list-query.ts";
import type { Call } from "../method.ts";

/** The `start` with which `crm.calllist.list` gives all rows at once. */
const ALL = -1;

/** `crm.calllist.list`: every list, whoever asks. */
export function list({ portal, params, start, budget }: Call): object[] {
  return queryLists(portal.lists, {
    select: params.SELECT ?? ["*"],
    filter: params.FILTER ?? {},
    order: params.ORDER ?? [],
    offset: Math.max(0, start),
    limit: start === ALL ? Number.POSITIVE_INFINITY : PAGE_SIZE,
    budget,
  });
}
