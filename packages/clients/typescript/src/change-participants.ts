import type { Caller, CallOptions } from "./caller.ts";
import { CallListError, PortalError, UnstableListError } from "./errors.ts";
import {
  BATCH_SIZE,
  MAX_CHANGE_READINGS,
  MAX_EMPTY_PAGES,
  MAX_EMPTY_PAGES_BEFORE_UPDATE,
} from "./generated/numbers.ts";
import { readPages } from "./internal/pages.ts";
import { ParticipantReader } from "./internal/participant-reader.ts";
import { shown } from "./internal/text.ts";
import { canUpdate, unknownIds } from "./internal/unknown-ids.ts";
import type { Params } from "./methods.ts";

type UpdateParams = Params<"crm.calllist.update">;
type Id = UpdateParams["LIST_ID"];

/** Who joins a list and who leaves it. */
export interface ParticipantChange {
  /** Ids of contacts or companies, depending on the list's type. Those already on the list stay as they are. */
  add?: readonly Id[];
  /** Ids to take off the list, with their call status. Those not on it are ignored. */
  remove?: readonly Id[];
}

/** What was changed, as the portal shows it afterwards. */
export interface ParticipantsChanged {
  /** On the list now, and not before. */
  added: number[];
  /** No longer on the list. */
  removed: number[];
  /** To be added, but not on the list: the portal silently drops ids that the user may not read. */
  notAdded: number[];
  /** To be removed, but still on the list: the portal keeps participants whose contact or company was deleted. */
  notRemoved: number[];
  /** On the list, although their contact or company was deleted. Only administrators see them; nobody can remove them. */
  deleted: number[];
  /**
   * Whether the list was read after the update. False where that failed, although the update was executed: then `added`
   * and `removed` are what was requested.
   */
  confirmed: boolean;
}

/**
 * Adds participants to a list and takes others off, and keeps everybody else, their statuses, and the web form. The bare
 * `crm.calllist.update` replaces all participants and clears the form.
 *
 * It reads the list until two complete readings agree on who is on it, also while operators are calling, and only then
 * sends the update; if they never agree, it writes nothing. Participants whose contact or company was deleted are left
 * out, since the portal rejects their ids. Afterwards it reads the list again and reports what really happened.
 *
 * **What is left:** between the last reading and the update lies one request. If somebody else adds a participant in
 * that moment, the update removes it again; if somebody else removes one, the update adds it again, with the status
 * `IN_WORK`. Statuses that operators set in that moment are kept.
 *
 * Those who stay keep their status, but the order changes (by status, then by place). Participants that the user may not
 * read stay. Readable ones behind more than 5,000 unreadable ones in a row are not found, and so are removed.
 *
 * @throws {TypeError} for an id that is not a whole number above 0
 * @throws {RangeError} when nobody would be left: the portal does not empty a list
 * @throws {UnstableListError} when the readings do not agree; nothing was written
 * @throws {PortalError} among others `ENTITIES_ERROR`, with the wrong ones in `ids`, when ids to be added belong to no
 * contact or company; `ENTITY_TYPE_ERROR` for a list of something else, and `LIST_ID_ERROR` for a list of whose
 * participants the user may not read any. Nothing was written.
 *
 * @example
 * ```ts
 * import { changeParticipants, createClient, webhook } from "@b24-calllist/client";
 *
 * const b24 = createClient({ auth: webhook("https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/") });
 * const { added, removed } = await changeParticipants(b24, 13, { add: [21, 23], remove: [17] });
 * console.log(added, removed);
 * ```
 */
export async function changeParticipants(
  b24: Caller,
  listId: Id,
  { add = [], remove = [] }: ParticipantChange,
  options: CallOptions = {},
): Promise<ParticipantsChanged> {
  const [joining, leaving] = [new Set(add.map(checkedId)), new Set(remove.map(checkedId))];
  for (const id of leaving) joining.delete(id);
  const list = await unwritten(b24.call("crm.calllist.get", { ID: listId }, options));
  const type = list.ENTITY_TYPE;
  if (!canUpdate(type)) throw wrongType(type);
  const { before, deleted, gap } = await unwritten(agreedParticipants(b24, listId, type, joining, leaving, options));

  const living = [...before].filter((id) => !deleted.has(id));
  const entities = [...living.filter((id) => !leaving.has(id)), ...[...joining].filter((id) => !before.has(id))];
  const isChanged = entities.length !== living.length || entities.some((id) => !before.has(id));
  if (!isChanged) return report(before, before, joining, leaving, deleted);
  if (entities.length === 0) {
    throw new RangeError(
      `changeParticipants: no participant would be left on list ${listId}, and the portal rejects an empty list. Keep one of them`,
    );
  }
  const WEBFORM_ID = Number(list.WEBFORM_ID) > 0 ? list.WEBFORM_ID : null;
  await b24.call(
    "crm.calllist.update",
    { LIST_ID: listId, ENTITY_TYPE: type, ENTITIES: entities, WEBFORM_ID },
    options,
  );
  try {
    const after = await readIds(b24, listId, gap, options);
    return report(before, after.ids, joining, leaving, deleted);
  } catch (error) {
    if (options.signal?.aborted) throw error;
    return { ...report(before, new Set([...deleted, ...entities]), joining, leaving, deleted), confirmed: false };
  }
}

/** Before the update, an error changed nothing, even where it is not known what became of its request. */
async function unwritten<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    throw error instanceof CallListError ? Object.assign(error, { executed: "no" }) : error;
  }
}

interface Agreed {
  before: Set<number>;
  deleted: Set<number>;
  gap: number;
}

/** Who is on the list, as two complete readings agree, and whose record is gone. */
async function agreedParticipants(
  b24: Caller,
  listId: Id,
  type: UpdateParams["ENTITY_TYPE"],
  joining: ReadonlySet<number>,
  leaving: ReadonlySet<number>,
  options: CallOptions,
): Promise<Agreed> {
  let { ids: before, gap } = await readIds(b24, listId, MAX_EMPTY_PAGES_BEFORE_UPDATE, options);
  for (let reading = 2; reading <= MAX_CHANGE_READINGS; reading++) {
    const isIdle = [...joining].every((id) => before.has(id)) && ![...leaving].some((id) => before.has(id));
    if (isIdle) return { before, deleted: new Set(), gap };
    const unknown = await unknownIds(b24, type, [...new Set([...before, ...joining])], options);
    const strangers = unknown.filter((id) => !before.has(id));
    if (strangers.length > 0) throw unknownParticipants(strangers);
    const again = await readIds(b24, listId, gap, options);
    if (again.ids.size === before.size && [...again.ids].every((id) => before.has(id))) {
      return { before, deleted: new Set(unknown), gap };
    }
    before = again.ids;
  }
  throw unstable(MAX_CHANGE_READINGS);
}

const unstable = (times: number): UnstableListError =>
  new UnstableListError("crm.calllist.items.get", times, "Nothing was written");

/** Everybody on the list, and the gap with which a later reading of it finds them, too. */
async function readIds(
  b24: Caller,
  listId: Id,
  gap: number,
  options: CallOptions,
): Promise<{ ids: Set<number>; gap: number }> {
  const reader = new ParticipantReader({ LIST_ID: listId }, gap);
  const ids = new Set<number>();
  while (!reader.done) {
    const { pages, error } = await readPages(b24, reader.commands(BATCH_SIZE), options);
    for (const { ID } of reader.take(pages, error)) ids.add(ID);
    if (reader.error instanceof UnstableListError) throw unstable(reader.error.passes);
    if (reader.error) throw reader.error;
  }
  return { ids, gap: reader.longestGap + MAX_EMPTY_PAGES };
}

function report(
  before: ReadonlySet<number>,
  after: ReadonlySet<number>,
  joining: ReadonlySet<number>,
  leaving: ReadonlySet<number>,
  deleted: ReadonlySet<number>,
): ParticipantsChanged {
  return {
    added: [...joining].filter((id) => after.has(id) && !before.has(id)),
    removed: [...leaving].filter((id) => before.has(id) && !after.has(id)),
    notAdded: [...joining].filter((id) => !after.has(id)),
    notRemoved: [...leaving].filter((id) => after.has(id)),
    deleted: [...deleted],
    confirmed: true,
  };
}

function unknownParticipants(ids: number[]): PortalError {
  const description = `No contact or company has the id ${ids.slice(0, 10).join(", ")}${ids.length > 10 ? ", …" : ""}. Nothing was written`;
  return new PortalError("crm.calllist.update", { status: 400, code: "ENTITIES_ERROR", description, ids });
}

function wrongType(type: string): PortalError {
  const description = `The portal updates lists of contacts and companies, and this is one of ${shown(type, String) || "an unknown type"}. Nothing was written`;
  return new PortalError("crm.calllist.update", { status: 400, code: "ENTITY_TYPE_ERROR", description });
}

function checkedId(id: Id): number {
  if (typeof id !== "object" && /^[1-9]\d*$/.test(String(id))) return Number(id);
  throw new TypeError(
    `changeParticipants: ${JSON.stringify(id)} is not an id. An id is a whole number above 0, such as 17`,
  );
}
