// What programs without types hand over. A portal reads parameters as PHP does: "13 or 1=1" is list 13, [13] is list 1, and a
// filter in lowercase letters returns everything. So a wrong one is the caller's TypeError, before anything is sent.
import { EXPLICIT } from "../generated/explicit.ts";
import type { Method } from "../methods.ts";
import { isObject } from "./result.ts";

type Test = (value: unknown) => boolean;

const matches =
  (pattern: RegExp): Test =>
  (value) =>
    ["string", "number"].includes(typeof value) && pattern.test(String(value));
const listOf =
  (test: Test): Test =>
  (value) =>
    Array.isArray(value) && value.every(test);
const mapOf =
  (names: RegExp, test: Test): Test =>
  (value) =>
    isObject(value) &&
    !Array.isArray(value) &&
    Object.entries(value).every(([name, item]) => item === undefined || (names.test(name) && test(item)));
const or =
  (...tests: Test[]): Test =>
  (value) =>
    tests.some((test) => test(value));

const FIELD = "(ID|DATE_CREATE|CREATED_BY_ID|WEBFORM_ID|ENTITY_TYPE_ID)";
const isNull: Test = (value) => value === null;
const isId = matches(/^[1-9]\d*$/);
const isNumber = matches(/^-?\d+$/);
const isStart = matches(/^(-1|\d+)$/);

/** Tests of parameters, and a right one of each. */
const list: Record<string, [test: Test, example: string]> = {
  FILTER: [
    mapOf(/^(|=|!=?|[<>]=?|!?@)(ID|CREATED_BY_ID|WEBFORM_ID|ENTITY_TYPE_ID)$/, or(isNull, isNumber, listOf(isNumber))),
    '{ ">ID": 20, "@ENTITY_TYPE_ID": [3, 4] }',
  ],
  ORDER: [mapOf(RegExp(`^${FIELD}$`), matches(/^(ASC|DESC)$/)), '{ ID: "DESC" }'],
  SELECT: [
    (value) => listOf(matches(RegExp(`^(${FIELD}|\\*)$`)))(value) && String(value) !== "",
    '["ID", "DATE_CREATE"]',
  ],
};
const items: typeof list = {
  FILTER: [mapOf(/^STATUS$/, (value) => typeof value === "string"), '{ STATUS: "IN_WORK" }'],
};

/**
 * Checks the parameters of a method.
 *
 * @param isReference where they belong to a command of a batch: what may stand for an id
 * @throws {TypeError} for the first that is wrong, with a right one
 */
export function checkParams(method: Method, params: unknown, isReference: Test = () => false): void {
  const isIdHere = or(isId, isReference);
  const tests: typeof list = {
    ID: [isIdHere, "13"],
    LIST_ID: [isIdHere, "13"],
    WEBFORM_ID: [or(isId, isNull), "1 or null"],
    ENTITY_TYPE: [matches(/^(CONTACT|COMPANY)$/), '"CONTACT" or "COMPANY"'],
    ENTITIES: [listOf(isIdHere), "[9, 17, 19]"],
    start: [isStart, "50"],
    ...(method === "crm.calllist.list" ? list : items),
  };
  if (!isObject(params) || Array.isArray(params))
    throw new TypeError(`${method}: parameters have to be an object such as { ID: 13 }`);
  // A parameter may be named as a property that every object has.
  const testOf = new Map(Object.entries(tests));
  const explicit = EXPLICIT.get(method) ?? [];
  for (const name of new Set([...explicit, ...Object.keys(params)])) {
    const value = (params as Record<string, unknown>)[name];
    const [test, example] = testOf.get(name) ?? [];
    if (test && (value !== undefined || explicit.includes(name)) && !test(value))
      throw new TypeError(`${method}: invalid ${name}, expected a value such as ${example}`);
  }
}
