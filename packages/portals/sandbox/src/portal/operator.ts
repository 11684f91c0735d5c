import { IN_WORK, type Participant } from "./participants.ts";
import { type CallList, type Portal, type User, visibleParticipants } from "./portal.ts";

/** Why the portal rejects an operator's work. Nothing has changed then. */
export type Refusal = "no readable participant" | "no such participant";

/** What a status adds to the rank (observed, build of May 2026). */
const STATUS_RANK = 5500;

/**
 * Sets a participant's status as the operator's window does, and sorts the list: the participant goes to the end of those
 * with the new status, or 549 places back where that group is longer. The model accepts every code; one that is not in
 * the dictionary is sorted first. When no participant is left in IN_WORK, the list's activity is completed; participants
 * whom the operator cannot see count for that, too. (Observed, build of May 2026.)
 *
 * @returns why it was rejected; `undefined` when it was done
 */
export function setStatus(portal: Portal, user: User, list: CallList, id: number, status: string): Refusal | undefined {
  const refusal = move(portal, user, list, id, ({ RANK }) => ({ STATUS: status, RANK: RANK + STATUS_RANK }));
  if (refusal === undefined && !list.participants.has(IN_WORK)) portal.completeActivity(list.ID);
  return refusal;
}

/**
 * Sets a participant's rank as "later" in the operator's window does, and sorts the list. The window adds 35, 185 or 5100
 * to the rank that it shows, for a quarter of an hour, an hour, or the end.
 *
 * @returns why it was rejected; `undefined` when it was done
 */
export function setRank(portal: Portal, user: User, list: CallList, id: number, rank: number): Refusal | undefined {
  return move(portal, user, list, id, () => ({ RANK: rank }));
}

function move(
  portal: Portal,
  user: User,
  list: CallList,
  id: number,
  changeOf: (row: Participant) => Partial<Participant>,
): Refusal | undefined {
  const visible = visibleParticipants(portal, user, list);
  if (visible === undefined) return "no readable participant";
  const place = visible.findIndex(({ ID }) => ID === id);
  const moved = visible[place];
  if (moved === undefined) return "no such participant";
  const before = { ...moved };
  Object.assign(moved, changeOf(moved));
  sortAfterMove(visible, place, callingOrder(portal, moved, before));
  list.participants.renumber(visible);
  return undefined;
}

type Order = (a: Participant, b: Participant) => number;

/**
 * The order in which the portal numbers a list: by SORT of the status, then by rank. Participants alike in both stay as
 * the portal has read them from its table: by status code, rank and id, all from before the change.
 */
function callingOrder({ statuses }: Portal, moved: Participant, before: Participant): Order {
  const sorts = new Map(statuses.map(({ STATUS_ID, SORT }) => [STATUS_ID, SORT]));
  const sortOf = ({ STATUS }: Participant) => sorts.get(STATUS) ?? 0;
  const read = (row: Participant) => (row === moved ? before : row);
  return (a, b) => (a.STATUS !== b.STATUS && sortOf(a) - sortOf(b)) || a.RANK - b.RANK || byReading(read(a), read(b));
}

function byReading(a: Participant, b: Participant): number {
  if (a.STATUS !== b.STATUS) return a.STATUS < b.STATUS ? -1 : 1;
  return a.RANK - b.RANK || a.ID - b.ID;
}

/** Sorts rows of which mostly only the one at `place` is out of order: 100,000 of them in about a millisecond. */
function sortAfterMove(rows: Participant[], place: number, order: Order): void {
  const [moved] = rows.splice(place, 1);
  if (!isSorted(rows, order)) rows.sort(order);
  rows.splice(placeOf(moved!, rows, order), 0, moved!);
}

function isSorted(rows: readonly Participant[], order: Order): boolean {
  for (let index = 1; index < rows.length; index++) if (order(rows[index - 1]!, rows[index]!) > 0) return false;
  return true;
}

/** How many of the sorted rows stand before one. */
function placeOf(row: Participant, rows: readonly Participant[], order: Order): number {
  let [from, to] = [0, rows.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (order(rows[middle]!, row) < 0) from = middle + 1;
    else to = middle;
  }
  return from;
}
