import type { Caller, CallOptions } from "./caller.ts";
import type { CallListError } from "./errors.ts";
import { BATCH_SIZE, MAX_EMPTY_PAGES } from "./generated/numbers.ts";
import { listReader, type Paged, type Reader, type Row, readPages } from "./internal/pages.ts";
import { ParticipantReader } from "./internal/participant-reader.ts";
import type { Params, ParamsWith, Result, Select } from "./methods.ts";

/** How far a reading has come. */
export interface Progress {
  /** Rows read. */
  rows: number;
  /** Pages asked for, empty ones too. */
  pages: number;
}

/** Options of {@link iterate}. */
export interface IterateOptions extends CallOptions {
  /**
   * For participants: after how many pages in a row without a readable participant the list ends. 0 where the user may
   * read every participant (an administrator): then a page with fewer than 50 is the last one, which saves looking behind
   * it.
   *
   * @default 10, almost 500 participants: as many as a list created in the portal's own pages has at most
   */
  gap?: number;
  /** Is called after each request with how far the reading has come. An error in it ends the reading. */
  onProgress?: (progress: Progress) => void;
}

/** Parameters of a method that is read whole; of `crm.calllist.list` with this `SELECT`. */
export type IterateParams<M extends Paged, S extends Select = Select> = M extends "crm.calllist.list"
  ? Omit<ParamsWith<M, S>, "start" | "SELECT"> & { SELECT?: S }
  : Omit<Params<M>, "start">;

/** Pages that are asked for at once: the first alone, then some, then as many as a batch takes. */
const GROWTH = [1, 10];

/**
 * Reads all rows of a list.
 *
 * **Participants** (`crm.calllist.items.get`): every readable participant who is on the list during the whole reading comes
 * exactly once, also while operators are calling; with a filter, every one who has that status all the time. Each status
 * that an operator sets moves participants from page to page, so pages overlap, and a list that moves is read again until
 * nothing is missing. A list that never comes to rest ends with {@link UnstableListError} after ten passes, and the rows
 * that it had.
 *
 * What is not promised: a status is as of the moment its page was read, participants who join or leave meanwhile may or
 * may not come, and while somebody works on the list, the order is not the portal's. The reading remembers the id of each
 * participant.
 *
 * The portal returns neither a total nor an end, responds with 403 to a page of which the user may not read a single row,
 * and with 403 past the end. So reading continues across such gaps, up to `gap` pages. If you get no rows, the list is
 * empty, no participant has that status, or you lack permission; the portal does not say which. An unknown list is a
 * {@link PortalError}.
 *
 * **Call lists** (`crm.calllist.list`) are read by ascending id, if `ORDER` asks for nothing else: lists that are created
 * meanwhile are neither skipped nor doubled, and lists that are deleted between two requests move nothing. In another
 * order pages are counted off, and such a change may move a row across the border of a page.
 *
 * It requests one page, then 10, then 50 at once, and the next ones when half of the rows are taken; it requests nothing
 * more for a consumer who stops. Ending the loop cancels what is under way.
 *
 * @throws what {@link Caller.call} throws, after the rows before it
 *
 * @example
 * ```ts
 * import { createClient, iterate, webhook } from "@b24-calllist/client";
 *
 * const b24 = createClient({ auth: webhook("https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/") });
 * for await (const { ID, STATUS } of iterate(b24, "crm.calllist.items.get", { LIST_ID: 13 })) console.log(ID, STATUS);
 * ```
 */
export function iterate<M extends Paged, const S extends Select = undefined>(
  b24: Caller,
  method: M,
  ...[params, options]: Record<never, never> extends IterateParams<M>
    ? [params?: IterateParams<M, S>, options?: IterateOptions]
    : [params: IterateParams<M, S>, options?: IterateOptions]
): AsyncGenerator<Result<M, S>[number], void, undefined> {
  const { gap = MAX_EMPTY_PAGES, onProgress, ...callOptions } = options ?? {};
  checkGap(gap);
  const reader =
    method === "crm.calllist.list"
      ? listReader((params ?? {}) as IterateParams<"crm.calllist.list">)
      : new ParticipantReader(params as unknown as IterateParams<"crm.calllist.items.get">, gap);
  const controller = new AbortController();
  const rows = rowsOf(b24, reader as Reader<M>, callOptions, onProgress, controller);
  return cancelling(rows, controller) as AsyncGenerator<Result<M, S>[number], void, undefined>;
}

export function checkGap(gap: number): void {
  if (!Number.isInteger(gap) || gap < 0) throw new TypeError("gap: a whole number of pages, 0 or more, such as 10");
}

/** A generator whose `return` does not wait for a page that is under way, but cancels it. */
function cancelling<R>(generator: AsyncGenerator<R, void, undefined>, controller: AbortController): typeof generator {
  const end = generator.return.bind(generator);
  generator.return = (value) => {
    controller.abort(ENDED);
    return end(value);
  };
  return generator;
}

const ENDED = "the reading has ended";

/** What a request gave: rows, and why no more of them came. */
interface Round<M extends Paged> {
  rows: Row<M>[];
  error: CallListError | undefined;
}

async function* rowsOf<M extends Paged>(
  b24: Caller,
  reader: Reader<M>,
  { signal, ...others }: CallOptions,
  onProgress: IterateOptions["onProgress"],
  controller: AbortController,
): AsyncGenerator<Row<M>, void, undefined> {
  // Ends what is under way when the loop does.
  const onAbort = (): void => controller.abort(signal!.reason);
  if (signal?.aborted) onAbort();
  signal?.addEventListener("abort", onAbort);
  const options = { ...others, signal: controller.signal };
  const progress: Progress = { rows: 0, pages: 0 };
  let rounds = 0;

  const read = async (): Promise<Round<M>> => {
    const commands = reader.commands(GROWTH[rounds++] ?? BATCH_SIZE);
    const { pages, error } = await readPages(b24, commands, options);
    const rows = reader.take(pages, error);
    progress.rows += rows.length;
    progress.pages += commands.length;
    onProgress?.({ ...progress });
    return { rows, error: reader.error };
  };

  try {
    let coming: Promise<Round<M>> | undefined = read();
    while (coming) {
      const { rows, error }: Round<M> = await coming;
      const more = !reader.done && !error;
      coming = undefined;
      for (const [index, row] of rows.entries()) {
        if (more && index === rows.length >> 1) {
          coming = read();
          // Its error is thrown when its turn comes, if it still does.
          coming.catch(() => {});
        }
        yield row;
      }
      if (more) coming ??= read();
      else if (error) throw error;
    }
  } catch (error) {
    // Not by the reason, which older platforms do not keep.
    if (!controller.signal.aborted || signal?.aborted) throw error;
  } finally {
    controller.abort(ENDED);
    signal?.removeEventListener("abort", onAbort);
  }
}
