import type { Caller, CallOptions } from "./caller.ts";
import { POLL_INTERVAL } from "./generated/numbers.ts";
import { type Clock, systemClock } from "./internal/clock.ts";
import { waitUntil } from "./internal/deadline.ts";
import { canUpdate, unknownIds } from "./internal/unknown-ids.ts";
import { iterate } from "./iterate.ts";
import type { Params } from "./methods.ts";

type Id = Params<"crm.calllist.items.get">["LIST_ID"];

/** How a call list stands. */
export interface ListState {
  /** Whether no participant is left to be called. */
  done: boolean;
  /** Participants still to be called: all of them, or the first 25 where there are more. */
  open: number[];
  /** Participants that keep the status `IN_WORK` for ever, since their contact or company was deleted. */
  deleted: number[];
  /** When the portal said so. */
  at: Date;
}

/** Options of {@link waitUntilDone}. */
export interface WaitOptions extends CallOptions {
  /** Milliseconds to wait at the most. */
  within: number;
  /**
   * Milliseconds between two looks at the list.
   *
   * @default 30000
   */
  interval?: number;
  /** Is called after each look that finds the list not done. An error in it ends the waiting. */
  onProgress?: (state: ListState) => void;
}

/** Half a page: whoever takes more makes `iterate` request the next pages. */
const MANY = 25;

/**
 * Waits until no participant of a list is left to be called, that is, has the status `IN_WORK`. Resolves with
 * `done: false` when the time is over before that.
 *
 * Administrators also see participants whose contact or company was deleted. These can never be called and keep
 * `IN_WORK` for ever, so they do not count; they are reported as `deleted`. Participants that the user may not read do
 * not count either.
 *
 * A look takes one request while many participants are left, and a few near the end.
 *
 * @throws {TypeError} for a time that is not a number above 0
 * @throws what {@link iterate} throws, and the reason of the signal when it is aborted
 *
 * @example
 * ```ts
 * import { createClient, waitUntilDone, webhook } from "@b24-calllist/client";
 *
 * const b24 = createClient({ auth: webhook("https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/") });
 * const { done, open } = await waitUntilDone(b24, 13, { within: 8 * 3_600_000 });
 * console.log(done ? "The list is done." : `Still to be called: ${open.join(", ")}`);
 * ```
 */
export function waitUntilDone(b24: Caller, listId: Id, options: WaitOptions): Promise<ListState> {
  return waitUntilDoneOn(systemClock, b24, listId, options);
}

/** The same on a clock of one's own, for tests. */
export async function waitUntilDoneOn(
  clock: Clock,
  b24: Caller,
  listId: Id,
  { within, interval = POLL_INTERVAL, onProgress, ...options }: WaitOptions,
): Promise<ListState> {
  if (!(within > 0)) throw new TypeError("within: a number of milliseconds above 0, such as 8 * 3_600_000");
  if (!(interval > 0)) throw new TypeError("interval: a number of milliseconds above 0, such as 30_000");
  const until = clock.now() + within;
  const deleted = new Set<number>();
  let before: number[] = [];
  for (;;) {
    const open = await openParticipants(b24, listId, deleted, before, options);
    const state = { done: open.length === 0, open, deleted: [...deleted], at: new Date(clock.now()) };
    if (state.done || clock.now() >= until) return state;
    onProgress?.(state);
    before = open;
    await waitUntil(clock, Math.min(until, clock.now() + interval), options.signal ? [options.signal] : []);
  }
}

/** The first participants in work whose record is not known to be deleted. */
async function openParticipants(
  b24: Caller,
  listId: Id,
  deleted: Set<number>,
  before: readonly number[],
  options: CallOptions,
): Promise<number[]> {
  for (;;) {
    const open: number[] = [];
    const inWork = { LIST_ID: listId, FILTER: { STATUS: "IN_WORK" } } as const;
    for await (const { ID } of iterate(b24, "crm.calllist.items.get", inWork, options)) {
      if (!deleted.has(ID)) open.push(ID);
      if (open.length === MANY) break;
    }
    const isStuck = open.length === MANY && open.every((id, index) => id === before[index]);
    if (open.length === 0 || (open.length === MANY && !isStuck)) return open;
    const gone = await deletedAmong(b24, listId, open, options);
    if (gone.length === 0) return open;
    for (const id of gone) deleted.add(id);
  }
}

async function deletedAmong(b24: Caller, listId: Id, ids: number[], options: CallOptions): Promise<number[]> {
  const { ENTITY_TYPE } = await b24.call("crm.calllist.get", { ID: listId }, options);
  return canUpdate(ENTITY_TYPE) ? unknownIds(b24, ENTITY_TYPE, ids, options) : [];
}
