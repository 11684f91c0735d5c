import { argumentError, RestError } from "../rest/errors.ts";

/** Where the portal's texts name its table. */
const ENTITY = "\\Bitrix\\Crm\\CallList\\Internals\\CallList";
/** The same as the portal's SQL names it. */
const ENTITY_CODE = "CRM_CALLLIST_INTERNALS_CALL_LIST";

export interface Field {
  name: FieldName;
  /** How a filter compares it. */
  type: "int" | "string" | "datetime";
  /** The class that the portal's texts name. */
  phpClass: string;
  /** Not shown under its own name. */
  hidden?: true;
}

export type FieldName =
  | "ID"
  | "DATE_CREATE"
  | "CREATED_BY_ID"
  | "FILTERED"
  | "GRID_ID"
  | "FILTER_PARAMS"
  | "WEBFORM_ID"
  | "ENTITY_TYPE_ID";

/** The columns of a call list in the order in which `*` shows them. */
export const FIELDS: readonly Field[] = [
  { name: "ID", type: "int", phpClass: "IntegerField" },
  { name: "DATE_CREATE", type: "datetime", phpClass: "DatetimeField" },
  { name: "CREATED_BY_ID", type: "int", phpClass: "IntegerField" },
  { name: "FILTERED", type: "string", phpClass: "BooleanField", hidden: true },
  { name: "GRID_ID", type: "string", phpClass: "StringField", hidden: true },
  { name: "FILTER_PARAMS", type: "string", phpClass: "TextField", hidden: true },
  { name: "WEBFORM_ID", type: "int", phpClass: "IntegerField" },
  { name: "ENTITY_TYPE_ID", type: "int", phpClass: "IntegerField" },
];

const BY_NAME = new Map<string, Field>(FIELDS.map((field) => [field.name, field]));

/** The field of a name in any letter case. */
export function findField(name: string): Field | undefined {
  return BY_NAME.get(name.toUpperCase());
}

/**
 * The field that a definition in SELECT, FILTER or ORDER means. A star means the whole table, which has no place in FILTER
 * and ORDER (in SELECT it never gets here). Dots would lead to related tables, of which call lists
 * have none: what stands before a dot is refused either as unknown or as no relation.
 *
 * @throws {@link RestError} with the code "100" for an unknown field.
 */
export function fieldOf(definition: string): Field {
  if (definition === "*") throw noScalar();
  const [first = "", ...rest] = definition.split(".");
  const field = findField(first);
  if (field === undefined) throw unknownField(first, definition);
  if (rest.length > 0) {
    const { name, phpClass } = field;
    const text = `Normal fields can be only the last in chain, \`${name}\` Bitrix\\Main\\ORM\\Fields\\${phpClass} is not the last.`;
    throw new RestError(400, "ERROR_CORE", text);
  }
  return field;
}

function noScalar(): RestError {
  const text = `There is no SQL definition for Entity \`${ENTITY_CODE}\`, please use a scalar field`;
  return new RestError(500, "ERROR_CORE", text);
}

function unknownField(segment: string, definition: string): RestError {
  return new RestError(400, "100", `Unknown field definition \`${segment}\` (${definition}) for ${ENTITY} Entity.`);
}

export function notText(phpType: string): RestError {
  return argumentError(`String expected, but \`${phpType}\` is given.`);
}

export function aliasTaken(alias: string): RestError {
  const advice = "Please choose another name for alias.";
  return argumentError(
    `Alias "${alias}" matches already existing field "${alias}" of initial entity "${ENTITY}". ${advice}`,
  );
}

export function prefixTaken(prefix: string, { name }: Field): RestError {
  const taken = `Alias "${prefix}" + field "${name}" match already existing field "${prefix}${name}"`;
  return argumentError(`${taken} of initial entity "${ENTITY}". Please choose another name for alias.`);
}
