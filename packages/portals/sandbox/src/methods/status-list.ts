import type { Call } from "../method.ts";

/** `crm.calllist.statuslist`: the whole dictionary, by SORT and then by id. */
export function statusList({ portal }: Call): object[] {
  return portal.statuses
    .toSorted((a, b) => a.SORT - b.SORT || a.ID - b.ID)
    .map(({ ID, NAME, SORT, STATUS_ID }) => ({ ID, NAME, SORT, STATUS_ID }));
}
