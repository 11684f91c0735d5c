// Reading the participants of a list, and counting them. They move while operators work, so they are read in one go and kept
// for the calls that follow.
import type { Caller } from "@b24-calllist/client";
import { fitting } from "./bounded.ts";
import { readCursor, writeCursor } from "./cursor.ts";
import { methods } from "./description.ts";
import type { Reading, ReadingParams } from "./reading.ts";
import type { Readings } from "./readings.ts";
import { withoutProperty, withProperties } from "./schema.ts";
import { CURSOR, MOST_ROWS, PARTS, READS, type Tool } from "./tool.ts";

type Whole = ReadingParams & { cursor?: string };

/** When participants were read. While `to` is missing, they still are. */
interface Times {
  from: Date;
  to?: Date;
}

const params = withoutProperty(methods.find(({ method }) => method === "crm.calllist.items.get")!.params, "start");

const READERS =
  "Only participants that the webhook's user may read are included; the portal omits the others silently.";

export const readParticipants = (readings: Readings): Tool => ({
  name: "read_participants",
  title: "Read a whole call list",
  description: `Reads the participants of a call list, each once, also while operators are calling: {"rows":[{"ID","STATUS","ENTITY_TYPE"}],"total","as_of":{"from","to"},"complete","next_cursor"}. ${PARTS}
- Use it rather than crm_calllist_items_get, whose pages lose participants while operators work. To count, use count_participants.
- ID is that of the contact (ENTITY_TYPE 3) or company (4). FILTER.STATUS returns those with one status, such as IN_WORK for still to be called.
- The first call reads the whole list and keeps it for the following ones, so all rows are as of the same time: as_of. For the state after that, start again without a cursor.
- A long list may need more than one call before rows come: then rows is empty and there is a next_cursor.
- total is the number of rows in all parts. A list of 100,000 takes 200 calls, so ask before you read a long one.
- ${READERS}
- Not guaranteed: participants who joined or left between as_of.from and as_of.to, and the order while operators work. "complete": false means that the list kept changing, so participants may be missing.`,
  inputSchema: withProperties(params, { cursor: CURSOR }),
  annotations: READS,
  async run(b24, params: Whole, signal) {
    const { reading, place, cursorTo } = await readOn(readings, b24, params, signal);
    if (!reading.to) return { rows: [], as_of: timesOf(reading), next_cursor: cursorTo(0), note: underWay(reading) };
    const rows = fitting(reading.rows.slice(place, place + MOST_ROWS));
    const next = place + rows.length;
    return {
      rows,
      total: reading.rows.length,
      as_of: timesOf(reading),
      complete: reading.isComplete,
      ...(next < reading.rows.length && { next_cursor: cursorTo(next) }),
      note: params.FILTER?.STATUS == null ? noteOnList(reading) : noteOnStatus(reading),
    };
  },
});

export const countParticipants = (readings: Readings): Tool => ({
  name: "count_participants",
  title: "Count the participants of a call list by status",
  description: `Says how far a call list has been called: {"total","byStatus":{"IN_WORK":12,"SUCCESS":30},"as_of":{"from","to"},"complete"}. Each participant is counted once, also while operators are calling.
- IN_WORK is still to be called. A status that no participant has is missing in byStatus; crm_calllist_statuslist has the names.
- A long list may need more than one call: if there is next_cursor instead of counts, call again with it.
- There is no tool that waits until a list is done, since hosts end a call after a minute. Count again later; it is done when byStatus has no IN_WORK. Participants whose contact or company was deleted keep IN_WORK forever; only administrators see them.
- ${READERS}
- Not guaranteed: participants who joined or left between as_of.from and as_of.to. A status is as of a moment in that time. "complete": false means that the list kept changing, so participants may be missing.`,
  inputSchema: withProperties(withoutProperty(params, "FILTER"), { cursor: CURSOR }),
  annotations: READS,
  async run(b24, params: Whole, signal) {
    const { reading, cursorTo } = await readOn(readings, b24, params, signal);
    if (!reading.to) return { as_of: timesOf(reading), next_cursor: cursorTo(0), note: underWay(reading) };
    const counts = countBy(reading.rows.map(({ STATUS }) => STATUS));
    const shown = fitting(counts);
    const cut = `Cut: ${counts.length - shown.length} more statuses are left out; read_participants has them. `;
    return {
      total: reading.rows.length,
      byStatus: Object.fromEntries(shown),
      as_of: timesOf(reading),
      complete: reading.isComplete,
      note: (shown.length < counts.length ? cut : "") + noteOnList(reading),
    };
  },
});

/** Begins to read a list, or goes on with the reading of the cursor, until it is read or the call has waited for long. */
async function readOn(
  readings: Readings,
  b24: Caller,
  { cursor, ...params }: Whole,
  signal: AbortSignal,
): Promise<{ reading: Reading; place: number; cursorTo: (place: number) => string }> {
  const whole: ReadingParams = { ...params, LIST_ID: `${params.LIST_ID}` };
  const [key = 0, place = 0] = cursor === undefined ? [] : readCursor(cursor, whole);
  const reading = cursor === undefined ? readings.begin(b24, whole) : readings.find(key, whole);
  await readings.wait(reading, signal);
  return { reading, place, cursorTo: (next) => writeCursor(whole, [reading.key, next]) };
}

const timesOf = ({ from, to }: Reading): Times => ({ from, ...(to && { to }) });

const underWay = ({ rows }: Reading): string =>
  `The list is still being read: ${rows.length} participants so far. Call again with next_cursor.`;

const NO_ROWS =
  "No rows: the list is empty, no participant has this status, or the webhook's user may not read them. The portal does not say which.";

function noteOn({ rows, isComplete }: Reading, stayed: string, changed: string): string {
  if (!isComplete)
    return "Participants may be missing: the list kept changing while it was read. Read it again later, without a cursor.";
  if (rows.length === 0) return NO_ROWS;
  return `Each participant who ${stayed} from as_of.from to as_of.to is included once. Not guaranteed: participants who ${changed} in that time. Later changes are not included.`;
}

const noteOnList = (reading: Reading): string => noteOn(reading, "was on the list", "joined or left");
const noteOnStatus = (reading: Reading): string => noteOn(reading, "had this status", "got or lost it");

function countBy(values: readonly string[]): [value: string, count: number][] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts];
}
