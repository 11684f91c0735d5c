import { phpInt } from "@b24-calllist/protocol";
import type { Call } from "../method.ts";
import { Participants } from "../portal/participants.ts";
import { portalTime } from "../portal/time.ts";
import { RestError, sqlError } from "../rest/errors.ts";
import { allExist, entitiesOf, entityTypeOf, readable, requireParams, webformOf } from "./checks.ts";

/** The table's counter ends here. */
const LAST_ID = 2 ** 31 - 1;

/** `crm.calllist.add`: everything is checked before anything is written. */
export function add({ portal, caller, params, quirks }: Call): number {
  requireParams(params, "ENTITY_TYPE", "ENTITIES");
  const entities = entitiesOf(params.ENTITIES);
  const typeId = entityTypeOf(params.ENTITY_TYPE, "Incorrect entity type");
  if (!allExist(portal, typeId, params.ENTITY_TYPE, entities, quirks)) {
    throw new RestError(400, "ENTITY_ERROR", "Incorrect entities id");
  }
  const ids = readable(portal, caller.user, typeId, entities).map(phpInt);
  if (ids.length === 0) throw new RestError(403, "ACCESS_ERROR", "You don't have access to these entities");
  const webform = webformOf(portal, params.WEBFORM_ID);
  const id = portal.nextListId;
  if (id > LAST_ID) throw sqlError();
  portal.addList({
    ID: id,
    DATE_CREATE: portalTime(portal),
    CREATED_BY_ID: caller.user.id,
    WEBFORM_ID: webform,
    ENTITY_TYPE_ID: typeId,
    FILTERED: "N",
    GRID_ID: null,
    FILTER_PARAMS: null,
    participants: Participants.of(ids),
  });
  portal.addActivity(id, caller.user.id);
  portal.changes.push(`list ${id} added, ${ids.length} participants`);
  return id;
}
