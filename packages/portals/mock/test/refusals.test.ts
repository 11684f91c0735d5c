// What a portal refuses by the parameters alone, and what comes just short of it.
import { describe, expect, it } from "vitest";
import { refusalOf } from "../src/rules.ts";

const known = { statuses: ["IN_WORK", "SUCCESS", "UC_A1B2C3"] };

type Row = [params: Record<string, unknown>, refusal: string];

function refusals(method: string, rows: Row[]): void {
  describe(method, () => {
    it.each(rows.map(([params, refusal]) => [JSON.stringify(params), refusal, params] as const))(
      "%s: %s",
      (_, refusal, params) => {
        const { status, key } = refusalOf(method, params, known) ?? {};
        expect(status === undefined ? "taken" : `${status} ${key}`).toBe(refusal);
      },
    );
  });
}

const CRASH = "500 internal-server-error";
const ENTITY_TYPE = "CONTACT";
const ENTITIES = [9, "17"];
const LIST_ID = 13;

/** The checks that `add` and `update` share, around the parameters that each needs besides. */
const types: [type: unknown, refusal: string][] = [
  ["CONTACT", "taken"],
  ["COMPANY", "taken"],
  ["contact", CRASH],
  ["Company", CRASH],
  [" CONTACT", CRASH],
  ["CONTACT ", CRASH],
  ["C", CRASH],
  ["co", CRASH],
  ["DYNAMIC_3", CRASH],
  ["DYNAMIC_004", CRASH],
  ["SUS_DYNAMIC_3", CRASH],
  ["SUS_C", "400 entity-type-wrong"],
  ["DYNAMIC_5", "400 entity-type-wrong"],
  ["DYNAMIC_33", "400 entity-type-wrong"],
  ["LEAD", "400 entity-type-wrong"],
  ["CONTACTS", "400 entity-type-wrong"],
  ["ACONTACT", "400 entity-type-wrong"],
  ["XC", "400 entity-type-wrong"],
  ["CX", "400 entity-type-wrong"],
  ["", "400 entity-type-wrong"],
  [3, "400 entity-type-wrong"],
  [null, "400 entity-type-wrong"],
  [["CONTACT"], "400 entity-type-wrong"],
];
const forms: [form: unknown, refusal: string][] = [
  [null, "taken"],
  [1, "taken"],
  ["5", "taken"],
  ["5.5", "taken"],
  [0, "400 webform-unknown"],
  ["0", "400 webform-unknown"],
  ["-1", "400 webform-unknown"],
  [0.5, "400 webform-unknown"],
  ["x", CRASH],
  ["", CRASH],
  [[5], CRASH],
];
const twiceOrNone: unknown[] = [[9, 9], [9, "9"], ["09", 9], [0], ["x"], [-1], [9, null], [[], 9]];

refusals("crm.calllist.add", [
  [{}, "400 entity-type-missing"],
  [{ ENTITIES }, "400 entity-type-missing"],
  [{ ENTITY_TYPE }, "400 entities-missing"],
  [{ ENTITY_TYPE: "LEAD" }, "400 entities-missing"],
  [{ ENTITY_TYPE: "LEAD", ENTITIES: 9 }, "400 entities-not-array"],
  [{ ENTITY_TYPE, ENTITIES: null }, "400 entities-not-array"],
  [{ ENTITY_TYPE, ENTITIES: "9" }, "400 entities-not-array"],
  [{ ENTITY_TYPE: "LEAD", ENTITIES: [] }, "400 entity-type-wrong"],
  [{ ENTITY_TYPE: "contact", ENTITIES: [] }, "400 entities-empty"],
  [{ ENTITY_TYPE, ENTITIES: {} }, "400 entities-empty"],
  [{ ENTITY_TYPE: "contact", ENTITIES: [9, 9] }, CRASH],
  [{ ENTITY_TYPE, ENTITIES: { a: 9, b: 17 } }, "taken"],
  [{ ENTITY_TYPE, ENTITIES: [1, true] }, "400 entity-unknown-or-twice"],
  [{ ENTITY_TYPE, ENTITIES: [1] }, "taken"],
  ...types.map(([type, refusal]): Row => [{ ENTITY_TYPE: type, ENTITIES }, refusal]),
  ...twiceOrNone.map((ids): Row => [{ ENTITY_TYPE, ENTITIES: ids }, "400 entity-unknown-or-twice"]),
  [{ ENTITY_TYPE, ENTITIES: [9, 9], WEBFORM_ID: "x" }, "400 entity-unknown-or-twice"],
  ...forms.map(([form, refusal]): Row => [{ ENTITY_TYPE, ENTITIES, WEBFORM_ID: form }, refusal]),
]);

refusals("crm.calllist.update", [
  [{}, "400 list-id-missing"],
  [{ ENTITY_TYPE, ENTITIES }, "400 list-id-missing"],
  [{ LIST_ID }, "400 entity-type-missing"],
  [{ LIST_ID, ENTITY_TYPE }, "400 entities-missing"],
  [{ LIST_ID, ENTITY_TYPE: "LEAD", ENTITIES: 9 }, "400 entity-type-wrong"],
  [{ LIST_ID, ENTITY_TYPE: "contact", ENTITIES: 9 }, "400 entities-not-array"],
  [{ LIST_ID, ENTITY_TYPE: "contact", ENTITIES: [] }, "400 entities-wrong"],
  [{ LIST_ID: 0, ENTITY_TYPE: "contact", ENTITIES: [9, 9] }, CRASH],
  [{ LIST_ID: 0, ENTITY_TYPE, ENTITIES: [9, 9] }, "400 entities-wrong"],
  ...types.map(([type, refusal]): Row => [{ LIST_ID, ENTITY_TYPE: type, ENTITIES }, refusal]),
  ...twiceOrNone.map((ids): Row => [{ LIST_ID, ENTITY_TYPE, ENTITIES: ids }, "400 entities-wrong"]),
  [{ LIST_ID: 0, ENTITY_TYPE, ENTITIES, WEBFORM_ID: "x" }, "400 list-not-found"],
  [{ LIST_ID: "x", ENTITY_TYPE, ENTITIES }, "400 list-not-found"],
  [{ LIST_ID: "13x", ENTITY_TYPE, ENTITIES }, "taken"],
  ...forms.map(([form, refusal]): Row => [{ LIST_ID, ENTITY_TYPE, ENTITIES, WEBFORM_ID: form }, refusal]),
]);

refusals("crm.calllist.get", [
  [{}, "400 id-missing"],
  [{ LIST_ID: 13 }, "400 id-missing"],
  [{ ID: null }, "400 list-not-found"],
  [{ ID: 0 }, "400 list-not-found"],
  [{ ID: "abc" }, "400 list-not-found"],
  [{ ID: -13 }, "400 list-not-found"],
  [{ ID: 1 }, "taken"],
  [{ ID: "13" }, "taken"],
]);

refusals("crm.calllist.items.get", [
  [{ ID: 13 }, "400 list-id-missing"],
  [{ LIST_ID: 0, FILTER: { STATUS: "x" } }, "400 list-id-not-positive"],
  [{ LIST_ID: 1 }, "taken"],
  [{ LIST_ID, FILTER: null }, "taken"],
  [{ LIST_ID, FILTER: "x" }, "taken"],
  [{ LIST_ID, FILTER: {} }, "taken"],
  [{ LIST_ID, FILTER: { STATUS: null } }, "taken"],
  [{ LIST_ID, FILTER: { STATUS: "UC_A1B2C3" } }, "taken"],
  [{ LIST_ID, FILTER: { STATUS: "in_work" } }, "400 status-unknown"],
  [{ LIST_ID, FILTER: { STATUS: "" } }, "400 status-unknown"],
  [{ LIST_ID, FILTER: { STATUS: 1 } }, "400 status-unknown"],
  [{ LIST_ID, FILTER: { STATUS: ["IN_WORK"] } }, "400 status-unknown"],
]);

const aField = (name: string, refusal: string): Row[] => [
  [{ SELECT: [name] }, refusal],
  [{ FILTER: { [name]: 1 } }, refusal],
  [{ ORDER: { [name]: "ASC" } }, refusal],
  [{ ORDER: [name] }, refusal],
  [{ ORDER: name }, refusal],
];
const FIELDS = "ID DATE_CREATE CREATED_BY_ID WEBFORM_ID ENTITY_TYPE_ID FILTERED GRID_ID FILTER_PARAMS".split(" ");

refusals("crm.calllist.list", [
  [{}, "taken"],
  [{ SELECT: null, FILTER: null, ORDER: null, start: 50 }, "taken"],
  ...[...FIELDS, "id", "Grid_Id"].flatMap((name) => aField(name, "taken")),
  ...["TITLE", "IDS", "XID", "ID ", ""].flatMap((name) => aField(name, "400 unknown-field")),

  [{ SELECT: "ID" }, CRASH],
  [{ FILTER: "ID" }, CRASH],
  [{ FILTER: 0 }, CRASH],
  [{ SELECT: "ID", ORDER: [1] }, CRASH],
  [{ ORDER: [["ID"]] }, CRASH],
  [{ ORDER: ["ID", {}] }, CRASH],
  [{ ORDER: { ID: ["ASC"] } }, "400 order-not-text"],
  [{ ORDER: { 0: ["ID"] } }, "400 select-not-text"],

  [{ SELECT: [1] }, "400 select-not-text"],
  [{ SELECT: ["ID", null] }, "400 select-not-text"],
  [{ SELECT: { a: 1 } }, "400 select-not-text"],
  [{ ORDER: 1 }, "400 select-not-text"],
  [{ ORDER: [1] }, "400 select-not-text"],
  [{ ORDER: ["ID", true] }, "400 select-not-text"],
  [{ SELECT: [1], ORDER: { ID: 1 } }, "400 select-not-text"],

  [{ ORDER: { ID: 1 } }, "400 order-not-text"],
  [{ ORDER: { ID: "ASC", GRID_ID: null } }, "400 order-not-text"],
  [{ ORDER: { ID: 1, GRID_ID: "UP" } }, "400 order-not-text"],

  [{ ORDER: { ID: "UP" } }, "400 order-invalid"],
  [{ ORDER: { ID: "" } }, "400 order-invalid"],
  [{ ORDER: { ID: "ASC ", TITLE: "ASC" } }, "400 order-invalid"],
  [{ ORDER: { ID: "XASC" } }, "400 order-invalid"],
  [{ ORDER: { ID: "asc", GRID_ID: "Desc" } }, "taken"],
  [{ ORDER: { 0: "ID", GRID_ID: "DESC" } }, "taken"],
  [{ ORDER: { 7: "TITLE" } }, "400 unknown-field"],
  [{ ORDER: { "7a": "ASC" } }, "400 unknown-field"],
  [{ ORDER: { a7: "ASC" } }, "400 unknown-field"],
  [{ ORDER: { a7: "ID" } }, "400 order-invalid"],
  [{ ORDER: { "7a": "ID" } }, "400 order-invalid"],
  [{ ORDER: { 12: "ID" } }, "taken"],

  // Patterns and paths are not looked at; the names beside them are.
  [{ SELECT: ["*"] }, "taken"],
  [{ SELECT: ["WEBFORM.ID"] }, "taken"],
  [{ SELECT: ["*", "TITLE"] }, "400 unknown-field"],
  // An object in SELECT makes aliases, which a filter may use.
  [{ SELECT: { TITLE: "ID" }, FILTER: { TITLE: 1 } }, "taken"],
  [{ SELECT: { TITLE: "TITLE" } }, "400 unknown-field"],
  [{ SELECT: ["ID"], FILTER: { TITLE: 1 } }, "400 unknown-field"],
  [{ FILTER: { LOGIC: "OR", 0: { TITLE: 1 } } }, "taken"],
  [{ FILTER: { logic: "OR" } }, "400 unknown-field"],
  [{ FILTER: [{ TITLE: 1 }] }, "taken"],

  ...[
    "!><",
    "><",
    "!==",
    "==",
    "=%",
    "%=",
    "!=",
    "!%",
    "!@",
    "=",
    "%",
    "@",
    "!",
    "<",
    ">",
    "<=",
    ">=",
    "?",
    "*",
  ].flatMap((operator): Row[] => [
    [{ FILTER: { [`${operator}ID`]: 1 } }, "taken"],
    [{ FILTER: { [`${operator}TITLE`]: 1 } }, "400 unknown-field"],
  ]),
  [{ FILTER: { "=!ID": 1 } }, "400 unknown-field"],
  [{ FILTER: { "ID=": 1 } }, "400 unknown-field"],
  [{ FILTER: { "===ID": 1 } }, "400 unknown-field"],

  [{ FILTER: { "@ID": [] } }, "500 sql-query-error"],
  [{ FILTER: { "!@ID": {} } }, "500 sql-query-error"],
  [{ FILTER: { "@TITLE": [] } }, "400 unknown-field"],
  [{ SELECT: { X: "ID" }, FILTER: { "@X": [] } }, "500 sql-query-error"],
  [{ SELECT: { X: "ID" }, FILTER: { "X@": [] } }, "taken"],
  [{ FILTER: { "@ID": [1] } }, "taken"],
  [{ FILTER: { "@ID": "" } }, "taken"],
  [{ FILTER: { "=ID": [] } }, "taken"],
  [{ FILTER: { ID: [], GRID_ID: 1 } }, "taken"],
]);

const client = { client_id: "x", client_secret: "x" };
const renewal = { ...client, grant_type: "refresh_token", refresh_token: "x" };
const login = { ...client, grant_type: "authorization_code", code: "x" };

refusals("oauth/token/", [
  [renewal, "taken"],
  [login, "taken"],
  ...["grant_type", "client_id", "client_secret", "refresh_token"].map(
    (name): Row => [{ ...renewal, [name]: "" }, "400 invalid-request"],
  ),
  ...["grant_type", "client_id", "client_secret", "code"].map(
    (name): Row => [{ ...login, [name]: "" }, "400 invalid-request"],
  ),
  [{ ...renewal, code: "x", refresh_token: "" }, "400 invalid-request"],
  [{ ...login, refresh_token: "x", code: "" }, "400 invalid-request"],
  [{ ...renewal, grant_type: "password" }, "400 invalid-request"],
  [{ ...renewal, grant_type: "refresh_tokens" }, "400 invalid-request"],
  [{ ...renewal, grant_type: "my_refresh_token" }, "400 invalid-request"],
]);

it("a method without rules refuses nothing", () => {
  expect(refusalOf("crm.calllist.statuslist", { X: 1 }, known)).toBeUndefined();
});
