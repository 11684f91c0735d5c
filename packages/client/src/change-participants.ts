import type { Caller, CallOptions } from "./client.ts";
import { iterate } from "./iterate.ts";
import type { Params } from "./methods.ts";

type UpdateParams = Params<"crm.calllist.update">;
type Id = UpdateParams["LIST_ID"];

/** Who joins a list and who leaves it. */
export interface ParticipantChange {
  /** Ids of contacts or companies, as the list's type is. Those already on the list are left as they are. */
  add?: readonly Id[];
  /** Ids to take off the list, with their call status. Those not on it are passed over. */
  remove?: readonly Id[];
}

/** Whom reading misses, the update removes; so it looks further than usual, which costs two requests. */
const WIDE_GAP = 100;

/** What was changed. */
export interface ParticipantsChanged {
  added: number[];
  removed: number[];
}

/**
 * Adds participants to a list and takes others off, and keeps everybody else and the web form. The bare
 * `crm.calllist.update` replaces all participants and clears the form.
 *
 * It reads the list and its participants, and sends an update with what results; none, if nothing changes. **That is not
 * atomic**: what others change in between is undone. Those who stay keep their status, but the order changes (by status,
 * then by place).
 *
 * Participants the caller may not read stay. Readable ones behind more than 5,000 unreadable ones in a row are not found,
 * and so are removed. Administrators are also shown participants whose contact or company was
 * deleted; the portal refuses these (`ENTITIES_ERROR`) as it does unknown ids in `add`. Name them in `remove`.
 *
 * @throws {TypeError} for an id that is not a whole number above 0
 * @throws {RangeError} when nobody would be left: the portal does not empty a list; delete its activity
 * @throws {PortalError} among others `ENTITY_TYPE_ERROR` for a list of something else than contacts or companies, and
 * `LIST_ID_ERROR` for a list of whose participants the caller may read none
 *
 * @example
 * ```ts
 * import { changeParticipants, createClient, webhook } from "@b24-calllist/client";
 *
 * const b24 = createClient({ auth: webhook("https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/") });
 * const { added } = await changeParticipants(b24, 13, { add: [21, 23], remove: [17] });
 * console.log(added);
 * ```
 */
export async function changeParticipants(
  b24: Caller,
  listId: Id,
  { add = [], remove = [] }: ParticipantChange,
  options: CallOptions = {},
): Promise<ParticipantsChanged> {
  const [joining, leaving] = [add.map(checkedId), remove.map(checkedId)];
  const list = await b24.call("crm.calllist.get", { ID: listId }, options);
  const before = new Set<number>();
  const reading = iterate(b24, "crm.calllist.items.get", { LIST_ID: listId }, { ...options, gap: WIDE_GAP });
  for await (const { ID } of reading) before.add(ID);

  const after = new Set([...before, ...joining]);
  for (const id of leaving) after.delete(id);
  const added = [...after].filter((id) => !before.has(id));
  const removed = [...before].filter((id) => !after.has(id));
  if (added.length + removed.length === 0) return { added, removed };
  if (after.size === 0) {
    throw new RangeError(
      `changeParticipants: nobody would be left on list ${listId}, which the portal refuses; delete its activity instead`,
    );
  }
  await b24.call(
    "crm.calllist.update",
    {
      LIST_ID: listId,
      ENTITY_TYPE: list.ENTITY_TYPE as UpdateParams["ENTITY_TYPE"],
      ENTITIES: [...after],
      WEBFORM_ID: list.WEBFORM_ID,
    },
    options,
  );
  return { added, removed };
}

function checkedId(id: Id): number {
  if (/^[1-9]\d*$/.test(String(id))) return Number(id);
  throw new TypeError(`changeParticipants: ${JSON.stringify(id)} is no id; it is a whole number above 0, such as 17`);
}
