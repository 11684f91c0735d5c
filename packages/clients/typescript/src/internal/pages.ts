// Reading page by page, although the portal returns neither a total nor a next page: requests for pages, and the reader
// of call lists. That of participants is in participant-reader.ts.
import { type Entry, runCommands } from "../batch.ts";
import type { Caller, CallOptions } from "../caller.ts";
import type { Command } from "../command.ts";
import { CallListError, isPortalError, type PortalErrorOf, portalError, sameRowsAgain } from "../errors.ts";
import { PAGE_SIZE } from "../generated/numbers.ts";
import type { Method, Params, Result } from "../methods.ts";
import { unexpectedResult } from "./result.ts";

/** A row of either method. */
export type Row<M extends Paged> = Result<M>[number];
export type Paged = "crm.calllist.items.get" | "crm.calllist.list";

/** Says which pages to request, accepts what comes back, and knows when the list is complete. */
export interface Reader<M extends Paged> {
  /** The next pages, as commands: at most so many, and what belongs to them. */
  commands(pages: number): Command<M>[];
  /**
   * Accepts the pages that were requested, in their order, up to the first that failed. Returns the new rows. What failed
   * behind the end of the list does not matter.
   */
  take(pages: readonly Result<M>[], error?: CallListError): Row<M>[];
  readonly done: boolean;
  /** Why the list could not be read. */
  readonly error: CallListError | undefined;
}

type Rows = Row<"crm.calllist.list">[];
type ListParams = Omit<Params<"crm.calllist.list">, "start">;

/**
 * Reads call lists. Nothing is hidden here, so a short page is the last. Where sorting and filter allow, the next pages
 * are those behind the last id, not behind so many rows: lists that are made meanwhile come at the end, and lists that
 * are deleted move nothing.
 */
export function listReader(params: ListParams): Reader<"crm.calllist.list"> {
  const byId = canGoById(params);
  const addsId = byId && params.SELECT != null && !params.SELECT.includes("ID") && !params.SELECT.includes("*");
  let after = Number(params.FILTER?.[">ID"] ?? 0);
  let next = 0;
  /** Where the last request ended: the last id, or those of its last page; empty where that is not known. */
  let end = String(after);
  let done = false;
  let failure: CallListError | undefined;

  const behind = (): Params<"crm.calllist.list"> =>
    byId
      ? {
          ...params,
          FILTER: { ...params.FILTER, ">ID": after },
          ORDER: { ID: "ASC" },
          ...(addsId && { SELECT: [...params.SELECT!, "ID"] }),
        }
      : // Rows that are alike in the caller's order need a fixed order, too, or pages overlap.
        { ...params, ORDER: { ...params.ORDER, ID: params.ORDER?.ID ?? "ASC" } };

  return {
    commands: (pages) =>
      Array.from({ length: pages }, (_, page) => [
        "crm.calllist.list",
        { ...behind(), start: ((byId ? 0 : next) + page) * PAGE_SIZE },
      ]),
    take(pages, error) {
      const rows: Rows = [];
      next += pages.length;
      for (const page of pages) {
        if (done) break;
        done = page.length < PAGE_SIZE;
        for (const row of page) {
          after = Math.max(after, Number(row.ID) || 0);
          if (addsId) delete (row as Partial<typeof row>).ID;
          rows.push(row);
        }
      }
      const before = end;
      end = byId ? String(after) : idsOf(pages.slice(-1).flat());
      const isStuck = end !== "" && end === before;
      if (!done) failure = error ?? (isStuck ? sameRowsAgain("crm.calllist.list") : undefined);
      return rows;
    },
    get done() {
      return done;
    },
    get error() {
      return failure;
    },
  };
}

/** The ids on a page; empty where they are not selected. */
const idsOf = (page: Rows): string => page.flatMap(({ ID }) => ID ?? []).join();

/** Whether rows come in the order of their ids, and the filter leaves room for one more condition on them. */
function canGoById({ FILTER, ORDER }: ListParams): boolean {
  const [first, ...others] = Object.entries(ORDER ?? {});
  const ascending = others.length === 0 && (!first || (first[0] === "ID" && first[1] === "ASC"));
  return ascending && (FILTER?.[">ID"] === undefined || /^\d+$/.test(String(FILTER[">ID"])));
}

/** The pages before the first that could not be read, and why it could not. */
export interface PagesRead<M extends Paged> {
  pages: Result<M>[];
  error?: CallListError;
}

/** What a command for a page returned. */
type PageEntry = Pick<Entry, "result" | "error">;

/**
 * Asks for pages, with one request where that is enough. A command that the portal put off (its method had worked too
 * long) is asked for again by itself, which waits as long as it takes.
 */
export async function readPages<M extends Paged>(
  b24: Caller,
  commands: readonly Command<M>[],
  options: CallOptions,
): Promise<PagesRead<M>> {
  if (commands.length === 1) return pagesOf([await askAgain(b24, commands[0]!, options)]);
  const entries = await runCommands(b24, commands as readonly Command[], options);
  return pagesOf(await Promise.all(entries.map((entry, index) => settle(b24, commands[index]!, entry, options))));
}

/** The entry, or what the command gives later when the portal put it off. */
export async function settle<M extends Paged>(
  b24: Caller,
  command: Command<M>,
  entry: Entry,
  options: CallOptions,
): Promise<PageEntry> {
  const { error } = entry;
  if (!isPortalError(error) || isOfRequest(error) || error.code !== "OPERATION_TIME_LIMIT") return entry;
  const later = await askAgain(b24, command, options);
  // A refusal of this command alone, as it would have come inside the batch.
  return isPortalError(later.error) && later.error.status === 400 ? { error: inBatch(later.error) } : later;
}

const inBatch = ({ method, code, description, executed, sent }: PortalErrorOf<Method>): CallListError =>
  Object.assign(portalError(method, { status: 200, code, description }), { executed, sent });

async function askAgain<M extends Paged>(
  b24: Caller,
  [method, params]: Command<M>,
  options: CallOptions,
): Promise<PageEntry> {
  try {
    // A page's command holds no reference, so these are a call's parameters.
    const sent = params as Params<"crm.calllist.list">;
    const result = await b24.call(method as "crm.calllist.list", sent, options);
    // A caller of one's own may return anything.
    return Array.isArray(result) ? { result } : { error: unexpectedResult(method, result) };
  } catch (error) {
    if (!(error instanceof CallListError)) throw error;
    return { error };
  }
}

/** Whether an entry's error is that of the whole request, so that no other command got an answer either. */
export const isOfRequest = (error: unknown): boolean => !isPortalError(error) || error.status !== 200;

/** The rows of each page, up to the first that failed. The portal calls an empty one forbidden. */
export function pagesOf<M extends Paged>(entries: readonly PageEntry[]): PagesRead<M> {
  const pages: Result<M>[] = [];
  for (const { result, error } of entries) {
    if (!error) pages.push(result as Result<M>);
    else if (isPortalError(error, "crm.calllist.items.get") && error.code === "ACCESS_ERROR") pages.push([]);
    else return { pages, error };
  }
  return { pages };
}
