// Going through all call lists, a bounded part with each call. They are read by rising id, so a cursor alone says where to go
// on, and nothing is kept between two calls.
import { batch, type Caller, type Command, type Params, type Result, type Select } from "@b24-calllist/client";
import { fitting } from "./bounded.ts";
import { readCursor, UsageError, writeCursor } from "./cursor.ts";
import { methods, PAGE_SIZE, schemaOf } from "./description.ts";
import { countParticipants, readParticipants } from "./participant-tools.ts";
import { printable } from "./printable.ts";
import type { Readings } from "./readings.ts";
import { type JsonSchema, withoutProperty, withProperties } from "./schema.ts";
import { CURSOR, MOST_ROWS, ONLY_READ, PARTS, READS, type Tool, ToolError } from "./tool.ts";

type Whole = Omit<Params<"crm.calllist.list">, "start"> & { cursor?: string };

/** Pages of a request for call lists. A batch takes more, but then most would be read for nothing. */
const PAGES = MOST_ROWS / PAGE_SIZE;

const readCallLists: Tool = {
  name: "read_call_lists",
  title: "Find all call lists",
  description: `Reads the portal's call lists by rising id, each once: {"rows":[{"ID","DATE_CREATE","CREATED_BY_ID","WEBFORM_ID","ENTITY_TYPE_ID"}]}. ${PARTS}
- Use it to go through all lists, or all that a FILTER finds. For the newest ones use crm_calllist_list with ORDER {"ID":"DESC"}.
- FILTER does not know DATE_CREATE: ids grow with time, so compare the dates of the rows.
- Rows do not say how far a list has been called; count_participants does. Numbers come as strings.`,
  inputSchema: paramsByIds(),
  annotations: READS,
  async run(b24, params: Whole, signal) {
    const { cursor, ...reading } = params;
    const [after = Number(reading.FILTER?.[">ID"] ?? 0)] = cursor === undefined ? [] : readCursor(cursor, reading);
    const behind: Params<"crm.calllist.list"> = {
      FILTER: { ...reading.FILTER, ">ID": after },
      ORDER: { ID: "ASC" },
    };
    const pages = await readPages(b24, behind, signal);
    const all = pages.flat();
    const rows = fitting(all);
    // Nothing is hidden here, so only whole pages can have one behind them.
    if (all.length < MOST_ROWS && rows.length === all.length) return { rows };
    const last = Number(rows.at(-1)!.ID);
    if (!Number.isSafeInteger(last) || last <= after) throw new ToolError(NO_PLACE);
    return { rows, next_cursor: writeCursor(reading, [last]) };
  },
};

/** Where a portal does not do what was asked for, a cursor would return the same rows for ever. */
const NO_PLACE = `The portal does not return call lists by rising id, so there is no place from which to go on.\nWhat to do: Read single pages with crm_calllist_list.\nExecuted: ${ONLY_READ}`;

/** The tools, on the readings that they keep. */
export const wholeListTools = (readings: Readings): Tool[] => [
  readParticipants(readings),
  countParticipants(readings),
  readCallLists,
];

/** The method's parameters. Rows come by their ids, so they need theirs, and the filter leaves room for one more condition on it. */
function paramsByIds(): JsonSchema {
  const { params } = methods.find(({ method }) => method === "crm.calllist.list")!;
  const FILTER = withProperties(params.properties.FILTER, { ">ID": schemaOf("FilterNumber") });
  const own = ["start", "SELECT", "ORDER"].reduce(withoutProperty, params);
  return withProperties(own, { FILTER, cursor: CURSOR });
}

/** The first pages of call lists, with one request. */
async function readPages(
  b24: Caller,
  params: Params<"crm.calllist.list">,
  signal: AbortSignal,
): Promise<Result<"crm.calllist.list", Select>[]> {
  const commands = Array.from(
    { length: PAGES },
    (_, page): Command<"crm.calllist.list"> => ["crm.calllist.list", { ...params, start: page * PAGE_SIZE }],
  );
  const entries = await batch(b24, commands, { signal }).catch(asUsageError);
  return entries.map(({ ok, result, error }) => {
    if (ok) return result;
    throw error;
  });
}

/** The client refuses parameters that a batch cannot carry, before anything is sent. What it tells programmers is left out. */
function asUsageError(error: unknown): never {
  throw error instanceof TypeError
    ? new UsageError(printable(error.message.replace(/^batch: /, "").replace(/; use \w+\(\)$/, ""), 500))
    : error;
}
