import { isPhpArray, PAGE_SIZE, phpInt } from "@b24-calllist/protocol";
import type { Call } from "../method.ts";
import type { Participant } from "../portal/participants.ts";
import { type CallList, canRead, type Portal } from "../portal/portal.ts";
import { RestError } from "../rest/errors.ts";
import { requireParams } from "./checks.ts";

/** `crm.calllist.items.get`: a page first, then without what the caller may not read; an empty one is an error. */
export function itemsGet({ portal, caller, params, start }: Call): object[] {
  requireParams(params, "LIST_ID");
  const id = phpInt(params.LIST_ID);
  if (id <= 0) throw new RestError(400, "LIST_ID_ERROR", "List id should be positive");
  const list = portal.lists.get(id);
  if (list === undefined) throw new RestError(400, "LIST_ID_ERROR", "Call list is not found");
  const typeId = list.ENTITY_TYPE_ID ?? 0;
  const offset = Math.max(0, start);
  const result = rowsOf(portal, list, params.FILTER)
    .slice(offset, offset + PAGE_SIZE)
    .filter((row) => canRead(portal, caller.user, typeId, row.ID))
    .map(({ ID, STATUS }) => ({ ID, STATUS, ENTITY_TYPE: typeId }));
  if (result.length > 0) return result;
  throw new RestError(403, "ACCESS_ERROR", "You do not have access to the participants of this call list");
}

/** Of the filter only STATUS counts, in exactly this spelling; `null` is none. */
function rowsOf(portal: Portal, list: CallList, filter: unknown): readonly Participant[] {
  const status = isPhpArray(filter) ? (filter as { STATUS?: unknown }).STATUS : undefined;
  if (status === undefined || status === null) return list.participants.all;
  if (!portal.statuses.some(({ STATUS_ID }) => STATUS_ID === status)) {
    throw new RestError(400, "STATUS_ERROR", "Incorrect status");
  }
  return list.participants.withStatus(status as string);
}
