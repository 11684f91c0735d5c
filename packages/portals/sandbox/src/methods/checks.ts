import { isPhpArray, type Params, phpInt, phpIntArgument, phpText, phpValues } from "@b24-calllist/protocol";
import { COMPANY, CONTACT, ownerTypeId, ownerTypeName } from "../portal/owner-type.ts";
import { canRead, type Portal, type User } from "../portal/portal.ts";
import type { Quirks } from "../quirks.ts";
import { RestError, UncaughtError } from "../rest/errors.ts";

/** PHP tests whether the name is there: an explicit `null` counts as sent. */
export function requireParams(params: Params, ...names: string[]): void {
  for (const name of names) {
    if (!Object.hasOwn(params, name)) throw new RestError(400, "ERROR_ARGUMENT", `${name} is not found`);
  }
}

/** The elements of ENTITIES as sent. */
export function entitiesOf(entities: unknown): readonly unknown[] {
  if (!isPhpArray(entities)) throw new RestError(400, "ENTITIES_ERROR", "Entities is not array");
  return phpValues(entities as Record<string, unknown>);
}

/** Contacts and companies can be called; everything else is refused with the given text. */
export function entityTypeOf(value: unknown, refusal: string): number {
  const typeId = ownerTypeId(value);
  if (typeId !== CONTACT && typeId !== COMPANY) throw new RestError(400, "ENTITY_TYPE_ERROR", refusal);
  return typeId;
}

/**
 * Whether each element is a record of its own. The portal counts the distinct records that it finds, so that a repeated
 * id is one too few. A type in another spelling than `CONTACT` or `COMPANY` got here, but the portal has no table for
 * it and stops.
 */
export function allExist(
  portal: Portal,
  typeId: number,
  type: unknown,
  entities: readonly unknown[],
  quirks: Quirks,
): boolean {
  if (entities.length === 0) throw new RestError(400, "ENTITIES_ERROR", "Incorrect entities id");
  if (quirks.lowerCaseEntityTypeCrashes && phpText(type) !== ownerTypeName(typeId)) {
    throw new UncaughtError("a call on null");
  }
  const found = new Set(entities.map(phpInt).filter((id) => portal.exists(typeId, id)));
  return found.size === entities.length;
}

/** Those that the user may read; the others are dropped without a word. */
export function readable(portal: Portal, user: User, typeId: number, entities: readonly unknown[]): unknown[] {
  return entities.filter((entity) => canRead(portal, user, typeId, phpInt(entity)));
}

/** The web form's id, `null` where none is given. */
export function webformOf(portal: Portal, value: unknown): number | null {
  if (value === undefined || value === null) return null;
  const id = phpIntArgument(value);
  if (id === undefined) throw new UncaughtError("WEBFORM_ID is no int");
  if (!portal.webforms.has(id)) throw new RestError(400, "WEBFORM_ERROR", "Incorrect webform id");
  return id;
}
