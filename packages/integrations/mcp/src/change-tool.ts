// Adding participants to a list and removing them, with one call.
import {
  type Caller,
  CallListError,
  changeParticipants,
  isPortalError,
  type Params,
  type ParticipantsChanged,
  TimeoutError,
} from "@b24-calllist/client";
import { methods } from "./description.ts";
import { NOT_EXECUTED } from "./explain.ts";
import type { JsonSchema } from "./schema.ts";
import { DEADLINE, FailedCall, MOST_ROWS, type Tool, ToolError } from "./tool.ts";

type Id = Params<"crm.calllist.update">["LIST_ID"];

interface Change {
  LIST_ID: Id;
  add?: Id[];
  remove?: Id[];
}

const UPDATE = "crm.calllist.update";
/** Milliseconds that are left for the update when the list has been read. */
const FOR_UPDATE = 15_000;
/** Ids that an error names. */
const MOST_NAMED = 100;

const { properties } = methods.find(({ method }) => method === UPDATE)!.params;
const idsTo = (description: string): JsonSchema => ({ ...properties.ENTITIES, description });

export const changeTool: Tool = {
  name: "change_participants",
  title: "Add participants to a call list, and remove them",
  description: `Adds contacts or companies to a call list and removes others. Everybody else stays on it with their status, and the list keeps its web form. Also works while operators are calling.
Returns {"added","removed","notAdded","notRemoved","deleted","confirmed"}: ids, as the portal shows the list afterwards.
- Use it rather than crm_calllist_update, which replaces all participants and clears the web form.
- Removing somebody deletes their call status for good, so ask the user first. An id that is in both add and remove is removed. Ids that are on the list already, or are not on it, are ignored, so the same call can be repeated.
- The order changes: by status, then by place; new participants come last, with IN_WORK.
- notAdded: the webhook's user may not read them. notRemoved, deleted: their contact or company was deleted; nobody can remove them. "confirmed": false: the update was executed, but the list could not be read afterwards, so added and removed are what was requested.
- If ids to be added do not exist, the error names them, and nothing is written. If the list keeps changing while it is read, nothing is written either.
- A list cannot be emptied. A list of many thousands may take longer than a call may; then nothing is written.
- What remains: if somebody else adds or removes a participant in the moment before the update, this is undone.`,
  inputSchema: {
    type: "object",
    additionalProperties: false,
    required: ["LIST_ID"],
    properties: {
      LIST_ID: properties.LIST_ID,
      add: idsTo("Ids of contacts or companies to add, depending on the type of the list."),
      remove: idsTo("Ids of contacts or companies to remove, with their call status."),
    },
  },
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: false },
  async run(b24, { LIST_ID, add = [], remove = [] }: Change, signal) {
    if (add.length + remove.length === 0)
      throw new ToolError(`Give add or remove, with one id at least.\n${UNCHANGED}`);
    const timed = new TimedCaller(b24);
    try {
      return report(await changeParticipants(timed, LIST_ID, { add, remove }, { signal }));
    } catch (error) {
      throw inWords(error, timed.hasWritten);
    }
  },
};

/** A caller whose calls share the time of one call of the tool. */
class TimedCaller implements Caller {
  /** Whether the update was begun. Until then nothing can have changed. */
  hasWritten = false;
  readonly #b24: Caller;
  readonly #end = Date.now() + DEADLINE;

  constructor(b24: Caller) {
    this.#b24 = b24;
  }

  readonly call: Caller["call"] = (method, ...[params, options]) => {
    // Which ids exist is found out with updates, too, of a list that does not exist; but those are commands of a batch.
    if (method === UPDATE) this.hasWritten = true;
    const left = this.#end - Date.now() - (this.hasWritten ? 0 : FOR_UPDATE);
    return this.#b24.call(method, params as never, { ...options, deadline: Math.max(1, left) });
  };
}

/** The result, with a bounded number of ids, and what is to be known about it. */
function report({ confirmed, ...ids }: ParticipantsChanged): object {
  const isCut = Object.values(ids).some(({ length }) => length > MOST_ROWS);
  const isIdle = [ids.added, ids.removed, ids.notAdded, ids.notRemoved].every(({ length }) => length === 0);
  const notes = [
    isIdle && "Nothing had to be changed, and nothing was written.",
    ids.notAdded.length > 0 && "notAdded: the webhook's user may not read these, so the portal left them out silently.",
    ids.notRemoved.length > 0 && "notRemoved: their contact or company was deleted, and the portal keeps them.",
    !confirmed && "The update was executed, but the list could not be read afterwards. Check with read_participants.",
    isCut && `Cut: the first ${MOST_ROWS} ids of ${sizes(ids)}.`,
  ].filter((note) => note !== false);
  const cut = Object.fromEntries(Object.entries(ids).map(([name, all]) => [name, all.slice(0, MOST_ROWS)]));
  return { ...cut, confirmed, ...(notes.length > 0 && { note: notes.join(" ") }) };
}

const sizes = (ids: Record<string, number[]>): string =>
  Object.entries(ids)
    .filter(([, { length }]) => length > MOST_ROWS)
    .map(([name, { length }]) => `${length} ${name}`)
    .join(", ");

const UNCHANGED = `Executed: ${NOT_EXECUTED}`;
const UNKNOWN =
  "unknown. Call change_participants again with the same ids: those that are added or removed already are ignored.";

function inWords(error: unknown, hasWritten: boolean): unknown {
  if (error instanceof RangeError && !hasWritten) return new ToolError(`${EMPTY}\n${UNCHANGED}`);
  if (!(error instanceof CallListError)) return error;
  if (isPortalError(error) && error.ids.length > 0) return new ToolError(unknownIds(error.ids));
  if (error instanceof TimeoutError && !hasWritten) return new ToolError(`${OUT_OF_TIME}\n${UNCHANGED}`);
  return new FailedCall(error, !hasWritten || error.executed === "no" ? NOT_EXECUTED : UNKNOWN);
}

const EMPTY =
  "No participant would be left, and the portal does not empty a list.\nWhat to do: Keep one of them on the list, or add another.";
const OUT_OF_TIME = `The list could not be read in time: a call has ${DEADLINE / 1000} seconds, and a change reads the whole list three times.\nWhat to do: Try once more later. If the list is long, ask the user to change it with a program and changeParticipants() of @b24-calllist/client.`;

function unknownIds(ids: readonly number[]): string {
  const more = ids.length > MOST_NAMED ? `, and ${ids.length - MOST_NAMED} more` : "";
  return [
    `No contact or company of the list's type has these ids: ${ids.slice(0, MOST_NAMED).join(", ")}${more}.`,
    "What to do: Ask the user for the right ids, or call again without these.",
    UNCHANGED,
  ].join("\n");
}
