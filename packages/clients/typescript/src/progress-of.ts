import type { Caller } from "./caller.ts";
import { type IterateOptions, iterate } from "./iterate.ts";
import type { Params } from "./methods.ts";

/** How far a call list has come. */
export interface ListProgress {
  /** Participants that the user may read. */
  total: number;
  /** Participants by status code: `{ IN_WORK: 12, SUCCESS: 30 }`. A status that no participant has is missing. */
  byStatus: Record<string, number>;
  /** When the reading began. Each status is as of a moment between `from` and `to`. */
  from: Date;
  /** When the reading ended. */
  to: Date;
}

/**
 * Counts the participants of a list by status, in one reading. Everybody is counted once, also while operators are
 * calling ({@link iterate}); the counts are not those of a single moment.
 *
 * @throws what {@link iterate} throws
 *
 * @example
 * ```ts
 * import { createClient, progressOf, webhook } from "@b24-calllist/client";
 *
 * const b24 = createClient({ auth: webhook("https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/") });
 * const { total, byStatus } = await progressOf(b24, 13);
 * console.log(`${total - (byStatus.IN_WORK ?? 0)} of ${total} are done`);
 * ```
 */
export async function progressOf(
  b24: Caller,
  listId: Params<"crm.calllist.items.get">["LIST_ID"],
  options: IterateOptions = {},
): Promise<ListProgress> {
  const from = new Date();
  const byStatus = new Map<string, number>();
  let total = 0;
  for await (const { STATUS } of iterate(b24, "crm.calllist.items.get", { LIST_ID: listId }, options)) {
    total += 1;
    byStatus.set(STATUS, (byStatus.get(STATUS) ?? 0) + 1);
  }
  return { total, byStatus: Object.fromEntries(byStatus), from, to: new Date() };
}
