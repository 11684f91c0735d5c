// Reading lists whole, a bounded part with each call. The client's `iterate` does the same for a program that stays;
// an assistant comes back after minutes or not at all, so nothing is kept here between two calls.
import { batch, type Caller, type Command, isPortalError, type Params, type Result } from "@b24-calllist/client";
import { readCursor, UsageError, writeCursor } from "./cursor.ts";
import { methods, schemaOf } from "./description.ts";
import { type JsonSchema, withoutProperty, withProperties } from "./schema.ts";
import { DEADLINE, MOST_ROWS, READS, type Tool } from "./tool.ts";

type Paged = "crm.calllist.items.get" | "crm.calllist.list";
type Reading<M extends Paged> = Omit<Params<M>, "start"> & { cursor?: string };

/** What the assistant gets: rows, and where to go on. */
interface Part<Row> {
  rows: Row[];
  next_cursor?: string;
  note?: string;
}

/** Rows of a page, on every portal. */
const PAGE = 50;
/** Pages of a request. A batch takes more, but then most would be read for nothing. */
const PAGES = MOST_ROWS / PAGE;
/** Requests of a call: rows, and where they end early, whether that was all. */
const MOST_REQUESTS = 2;
/** After so many pages without anybody the list is at its end. As in the client: a list made by hand has no more. */
const GAP = 10;

const CURSOR = {
  type: "string",
  description: "next_cursor of the answer before, with the same other parameters. Left out: from the first row.",
};

const PARTS = `An answer has ${MOST_ROWS} rows at most. If there may be more it has next_cursor: call again with the same parameters and this cursor, until there is none.`;

const readParticipants: Tool = {
  name: "read_participants",
  title: "Read a call list whole",
  description: `Reads the participants of a call list in calling order, each once: {"rows":[{"ID","STATUS","ENTITY_TYPE"}]}. ${PARTS}
- Use it rather than crm_calllist_items_get, unless you want a certain page: it goes on across pages that are short or forbidden.
- ID is that of the contact (ENTITY_TYPE 3) or company (4). FILTER.STATUS gives those with one status, such as IN_WORK for still to be called.
- There is no total: to count, read to the end. A list of 100,000 takes 200 calls, so ask before you read a long one whole.
- No rows: the list is empty, nobody has this status, or the webhook's user may not read them. The portal does not tell which. Participants whom that user may not read are left out without a word.
- The list can change between two calls; participants may then be missing or come twice.`,
  inputSchema: partsOf("crm.calllist.items.get"),
  annotations: READS,
  async run(b24, params: Reading<"crm.calllist.items.get">, signal): Promise<Part<object>> {
    const { cursor, ...reading } = { ...params, LIST_ID: String(params.LIST_ID) };
    let [next = 0, empty = 0] = cursor === undefined ? [] : readCursor(cursor, reading);
    const rows: Result<"crm.calllist.items.get"> = [];
    const full = () => rows.length > MOST_ROWS - PAGE;
    for (let request = 0; request < MOST_REQUESTS && empty < GAP && !full(); request++) {
      for (const page of await readPages(b24, "crm.calllist.items.get", next, reading as never, signal)) {
        // What has no room is read again, by the next call.
        if (empty >= GAP || rows.length + page.length > MOST_ROWS) break;
        next++;
        empty = page.length > 0 ? 0 : empty + 1;
        rows.push(...page);
      }
    }
    const more = empty < GAP;
    return {
      rows,
      ...(more && { next_cursor: writeCursor(reading, [next, empty]) }),
      ...(!more && rows.length === 0 && cursor === undefined && { note: NOBODY }),
    };
  },
};

const NOBODY =
  "No rows: the list is empty, nobody has this status, or the webhook's user may not read them. The portal does not tell which.";

const readCallLists: Tool = {
  name: "read_call_lists",
  title: "Find all call lists",
  description: `Reads the portal's call lists by rising id, each once: {"rows":[{"ID","DATE_CREATE","CREATED_BY_ID","WEBFORM_ID","ENTITY_TYPE_ID"}]}. ${PARTS}
- Use it to go through all lists, or all that a FILTER finds. For the newest ones use crm_calllist_list with ORDER {"ID":"DESC"}.
- FILTER does not know DATE_CREATE: ids grow with time, so compare the dates of the rows.
- Rows do not tell how far a list has been called; read_participants does. Numbers come as strings.`,
  inputSchema: partsOf("crm.calllist.list"),
  annotations: READS,
  async run(b24, params: Reading<"crm.calllist.list">, signal): Promise<Part<object>> {
    const { cursor, ...reading } = params;
    const [after = Number(reading.FILTER?.[">ID"] ?? 0)] = cursor === undefined ? [] : readCursor(cursor, reading);
    const behind: Params<"crm.calllist.list"> = {
      FILTER: { ...reading.FILTER, ">ID": after },
      ORDER: { ID: "ASC" },
    };
    const pages = await readPages(b24, "crm.calllist.list", 0, behind, signal);
    const rows = pages.flat();
    const last = Number(rows.at(-1)?.ID);
    // Nothing is hidden here, so only whole pages can have one behind them.
    return { rows, ...(rows.length >= MOST_ROWS && { next_cursor: writeCursor(reading, [last]) }) };
  },
};

export const wholeListTools: Tool[] = [readParticipants, readCallLists];

/** The method's parameters for reading it whole. */
function partsOf(method: Paged): JsonSchema {
  const { params } = methods.find((one) => one.method === method)!;
  const whole = withProperties(withoutProperty(params, "start"), { cursor: CURSOR });
  if (method === "crm.calllist.items.get") return whole;
  // Rows come by their ids, so they need theirs, and the filter has to leave room for one more condition on it.
  const filter = withProperties(params.properties.FILTER, { ">ID": schemaOf("FilterNumber") });
  return withProperties(withoutProperty(withoutProperty(whole, "SELECT"), "ORDER"), { FILTER: filter });
}

/** Some pages with one request, from the one with this number on. One that is empty may come as a refusal. */
async function readPages<M extends Paged>(
  b24: Caller,
  method: M,
  first: number,
  params: Params<M>,
  signal: AbortSignal,
): Promise<Result<M>[]> {
  const deadline = DEADLINE / MOST_REQUESTS;
  const commands = Array.from({ length: PAGES }, (_, page) => [method, { ...params, start: (first + page) * PAGE }]);
  const entries = await batch(b24, commands as unknown as Command<Paged>[], { signal, deadline }).catch(asUsageError);
  return entries.map(({ ok, result, error }) => {
    if (ok) return result as Result<M>;
    if (isPortalError(error, "crm.calllist.items.get") && error.code === "ACCESS_ERROR") return [] as Result<M>;
    throw error;
  });
}

/** The client refuses parameters that a batch cannot carry, before anything is sent. What it tells programmers is left out. */
function asUsageError(error: unknown): never {
  throw error instanceof TypeError
    ? new UsageError(error.message.replace(/^batch: /, "").replace(/; use \w+\(\)$/, ""))
    : error;
}
