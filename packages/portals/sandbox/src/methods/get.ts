import { phpInt } from "@b24-calllist/protocol";
import type { Call } from "../method.ts";
import { ownerTypeName } from "../portal/owner-type.ts";
import { canReadType } from "../portal/portal.ts";
import { RestError } from "../rest/errors.ts";
import { requireParams } from "./checks.ts";

/** `crm.calllist.get`: numbers come as texts. */
export function get({ portal, caller, params }: Call): object {
  requireParams(params, "ID");
  const list = portal.lists.get(phpInt(params.ID));
  if (list === undefined || !canReadType(caller.user, list.ENTITY_TYPE_ID ?? 0)) {
    throw new RestError(400, "LIST_ID_ERROR", "Incorrect list id");
  }
  return {
    ID: String(list.ID),
    DATE_CREATE: list.DATE_CREATE,
    CREATED_BY_ID: textOrNull(list.CREATED_BY_ID),
    WEBFORM_ID: textOrNull(list.WEBFORM_ID),
    ENTITY_TYPE_ID: textOrNull(list.ENTITY_TYPE_ID),
    ENTITY_TYPE: ownerTypeName(list.ENTITY_TYPE_ID),
  };
}

function textOrNull(value: number | null): string | null {
  return value === null ? null : String(value);
}
