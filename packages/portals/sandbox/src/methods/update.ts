import { isPhpArray, phpInt, phpText } from "@b24-calllist/protocol";
import type { Call } from "../method.ts";
import { IN_WORK, type Participant } from "../portal/participants.ts";
import { type CallList, canReadType, type Portal, type User, visibleParticipants } from "../portal/portal.ts";
import { RestError, sqlError, UncaughtError } from "../rest/errors.ts";
import { allExist, entitiesOf, entityTypeOf, readable, requireParams, webformOf } from "./checks.ts";

/** `crm.calllist.update`: replaces the participants whom the caller can see, and the web form. */
export function update({ portal, caller, params, quirks }: Call): true {
  requireParams(params, "LIST_ID", "ENTITY_TYPE", "ENTITIES");
  const { user } = caller;
  const typeId = entityTypeOf(params.ENTITY_TYPE, "EntityType is incorrect");
  const entities = entitiesOf(params.ENTITIES);
  if (!allExist(portal, typeId, params.ENTITY_TYPE, entities, quirks)) {
    throw new RestError(400, "ENTITIES_ERROR", "Incorrect entities id");
  }
  if (!canReadType(user, typeId)) throw new RestError(403, "ACCESS_ERROR", "Access Denied");
  const { list, visible } = findList(portal, user, phpInt(params.LIST_ID));
  if ((list.ENTITY_TYPE_ID ?? 0) !== typeId) {
    const text = "Discrepancy between the type of call participants and incoming type";
    throw new RestError(400, "ENTITY_TYPE_ERROR", text);
  }
  const kept = keptIds(visible, entities);
  const toAdd = newRows(visible, readable(portal, user, typeId, entities));
  write(portal, list, webformOf(portal, params.WEBFORM_ID), { visible, kept, toAdd });
  return true;
}

/** The list with those participants that the user sees, by status code and then, as they come, by rank. */
function findList(portal: Portal, user: User, id: number): { list: CallList; visible: Participant[] } {
  const list = portal.lists.get(id);
  const visible = list && visibleParticipants(portal, user, list);
  if (visible === undefined) throw new RestError(400, "LIST_ID_ERROR", "Incorrect list id or access denied");
  return { list: list!, visible: visible.sort(byStatus) };
}

function byStatus(a: Participant, b: Participant): number {
  return Number(a.STATUS > b.STATUS) - Number(a.STATUS < b.STATUS);
}

/** PHP compares the ids that are there with those that were sent as texts: `"09"` and `9.5` are none of them. */
function keptIds(visible: Participant[], entities: readonly unknown[]): Set<number> {
  const sent = new Set(entities.map(phpText));
  return new Set(visible.map(({ ID }) => ID).filter((id) => sent.has(String(id))));
}

/** The number that a text is in its one plain spelling, else one that no record has. */
function idOf(text: string): number {
  return /^[1-9]\d*$/.test(text) ? Number(text) : Number.NaN;
}

/** A row for each new participant. Numbers whose whole part is there already, and `true`, are passed over. */
function newRows(visible: Participant[], entities: readonly unknown[]): Participant[] {
  const present = new Set(visible.map(({ ID }) => ID));
  const rows: Participant[] = [];
  for (const entity of entities) {
    if (isPhpArray(entity)) throw new UncaughtError("an array as a key");
    const key = typeof entity === "string" ? idOf(entity) : phpInt(entity);
    if (!present.has(key)) rows.push({ ID: phpInt(entity), STATUS: IN_WORK, RANK: 0, CALL_ID: null });
  }
  return rows;
}

interface Change {
  visible: Participant[];
  kept: ReadonlySet<number>;
  toAdd: Participant[];
}

/** The form first, then the ranks and new participants one by one, the dropped ones last: nothing takes it back. */
function write(portal: Portal, list: CallList, webform: number | null, { visible, kept, toAdd }: Change): void {
  if (list.WEBFORM_ID !== webform)
    portal.changes.push(`list ${list.ID}: web form ${list.WEBFORM_ID} is now ${webform}`);
  list.WEBFORM_ID = webform;
  // A new row for someone who is there takes their place in PHP's array, and then breaks the table's key.
  const fresh = new Map(toAdd.map((row) => [row.ID, row]));
  const clash = visible.findIndex(({ ID }) => fresh.has(ID));
  if (clash >= 0) {
    list.participants.renumber(visible.slice(0, clash));
    throw sqlError();
  }
  list.participants.add(toAdd);
  list.participants.renumber([...visible, ...toAdd]);
  const dropped = new Set(visible.map(({ ID }) => ID).filter((id) => !kept.has(id)));
  list.participants.delete(dropped);
  portal.changes.push(
    `list ${list.ID}: ${kept.size} participants kept, ${toAdd.length} added, ${dropped.size} dropped`,
  );
}
