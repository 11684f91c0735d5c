// crm.calllist.list: what FILTER, SELECT and ORDER mean, operator by operator, and pages. The rules are those of the
// portal's query builder and of its database, as the recorded vectors and the server's source show them.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Sandbox, type Seed, type SeedList, startSandbox } from "../src/index.ts";
import { queryLists } from "../src/list-query/list-query.ts";
import type { CallList } from "../src/portal/portal.ts";

const list = (ID: number, row: Partial<SeedList>): SeedList => ({
  ID,
  DATE_CREATE: `2025-0${ID}-01 10:20:30`,
  CREATED_BY_ID: 1,
  ENTITY_TYPE_ID: 3,
  participants: [],
  ...row,
});

const seed: Seed = {
  users: [{ id: 1, admin: true }],
  lists: [
    list(1, { CREATED_BY_ID: 1, WEBFORM_ID: null, hidden: { FILTERED: "N", GRID_ID: null } }),
    list(2, { CREATED_BY_ID: 2, WEBFORM_ID: 5, hidden: { FILTERED: "Y", GRID_ID: "Alpha_1", FILTER_PARAMS: "text" } }),
    list(3, { CREATED_BY_ID: null, WEBFORM_ID: 0, ENTITY_TYPE_ID: 4, hidden: { FILTERED: "N", GRID_ID: "" } }),
    list(4, { CREATED_BY_ID: 2, WEBFORM_ID: 7, ENTITY_TYPE_ID: null, hidden: { FILTERED: "Y", GRID_ID: "beta%2" } }),
    list(5, {
      CREATED_BY_ID: 10,
      hidden: { FILTERED: "N", GRID_ID: "ALPHA!3", FILTER_PARAMS: { a: [1, true, null] } },
    }),
  ],
  webhooks: [{ user: 1, code: "k" }],
};

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ seed, limits: false });
});
afterAll(() => sandbox.close());

async function post(params: object) {
  const response = await fetch(`${sandbox.webhookUrl}crm.calllist.list`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(params),
  });
  // biome-ignore lint/suspicious/noExplicitAny: any answer
  const { result, error, error_description } = (await response.json()) as any;
  return result ?? [response.status, error, error_description];
}

const idsOf = async (params: object): Promise<unknown> => {
  const result = await post({ SELECT: ["ID"], ...params });
  return typeof result[0] === "number" ? result : result.map(({ ID }: { ID: string }) => Number(ID));
};
const where = (FILTER: unknown) => idsOf({ FILTER });

const ALL = [1, 2, 3, 4, 5];
const SQL_ERROR = [500, "ERROR_CORE", "SQL query error!"];
const UNCAUGHT = [500, "INTERNAL_SERVER_ERROR", "Internal server error"];

describe("a filter on a number", () => {
  it.each<[object, unknown]>([
    [{ ID: 3 }, [3]],
    [{ "=ID": "3" }, [3]],
    [{ "%ID": 3 }, [3]],
    [{ "=%ID": 3 }, [3]],
    [{ "%=ID": 3 }, [3]],
    [{ "@ID": 3 }, [3]],
    [{ "==ID": 3 }, [3]],
    [{ "!ID": 3 }, [1, 2, 4, 5]],
    [{ "!=ID": 3 }, [1, 2, 4, 5]],
    [{ "!%ID": 3 }, [1, 2, 4, 5]],
    [{ "!=%ID": 3 }, [1, 2, 4, 5]],
    [{ "!%=ID": 3 }, [1, 2, 4, 5]],
    [{ "!@ID": 3 }, [1, 2, 4, 5]],
    [{ ">ID": 3 }, [4, 5]],
    [{ ">=ID": 3 }, [3, 4, 5]],
    [{ "<ID": 3 }, [1, 2]],
    [{ "<=ID": 3 }, [1, 2, 3]],
    [{ "><ID": [2, 4] }, [2, 3, 4]],
    [{ "!><ID": [2, 4] }, [1, 5]],
    [{ "><ID": [4, 2] }, []],
    [{ "><ID": [2] }, ALL],
    [{ "!><ID": [2] }, ALL],
    [{ "><ID": 2 }, ALL],
    [{ ID: [1, 4, 9] }, [1, 4]],
    [{ "@ID": [1, 4, 9] }, [1, 4]],
    [{ "!ID": [1, 4, 9] }, [2, 3, 5]],
    [{ "!@ID": [1, 4, 9] }, [2, 3, 5]],
    [{ ">ID": [3, 1] }, [4, 5]],
    [{ ">ID": { a: 3 } }, []],
    [{ "><ID": { a: 2, b: 4 } }, SQL_ERROR],
    [{ "><ID": { 0: 2, b: 4 } }, SQL_ERROR],
    [{ "><ID": { a: 2, 1: 4 } }, SQL_ERROR],
    [{ ID: [] }, []],
    [{ ID: "3abc" }, [3]],
    [{ ID: true }, [1]],
    [{ "?ID": 3 }, ALL],
    [{ "*ID": 3 }, ALL],
    [{ "*=ID": 3 }, ALL],
    [{ "*%ID": 3 }, ALL],
  ])("%j", async (filter, ids) => expect(await where(filter)).toEqual(ids));

  it.each<[object, unknown]>([
    [{ CREATED_BY_ID: 2 }, [2, 4]],
    [{ CREATED_BY_ID: 0 }, [3]],
    [{ WEBFORM_ID: 0 }, [1, 3, 5]],
    [{ WEBFORM_ID: "" }, [1, 3, 5]],
    [{ WEBFORM_ID: [0, 5] }, [1, 2, 3, 5]],
    [{ "@WEBFORM_ID": [0, 5] }, [2, 3]],
    [{ "==WEBFORM_ID": 0 }, [3]],
    [{ "!WEBFORM_ID": 0 }, [2, 4]],
    [{ "!WEBFORM_ID": 5 }, [3, 4]],
    [{ "!WEBFORM_ID": [0, 5] }, [4]],
    [{ "!WEBFORM_ID": [] }, ALL],
    [{ "!@WEBFORM_ID": 5 }, [3, 4]],
    [{ ">WEBFORM_ID": -1 }, [2, 3, 4]],
    [{ "!><WEBFORM_ID": [1, 5] }, [3, 4]],
    [{ "==WEBFORM_ID": null }, [1, 5]],
    [{ "!==WEBFORM_ID": null }, [2, 3, 4]],
    [{ "==WEBFORM_ID": true }, [2, 4]],
    [{ "==WEBFORM_ID": false }, [3]],
    [{ "!==WEBFORM_ID": true }, [3]],
    [{ "!==WEBFORM_ID": false }, [2, 4]],
    [{ "!==WEBFORM_ID": 5 }, ALL],
    [{ ">CREATED_BY_ID": 2 }, [5]],
  ])("that may be NULL: %j", async (filter, ids) => expect(await where(filter)).toEqual(ids));
});

describe("a filter on a text", () => {
  it.each<[object, unknown]>([
    [{ GRID_ID: "alpha_1" }, [2]],
    [{ GRID_ID: "alpha%" }, [2, 5]],
    [{ GRID_ID: "alpha__" }, [2, 5]],
    [{ GRID_ID: "alpha\\_1" }, [2]],
    [{ GRID_ID: "alpha\\__" }, [2]],
    [{ GRID_ID: "beta\\%_" }, [4]],
    [{ GRID_ID: "\\" }, []],
    [{ GRID_ID: "" }, [1, 3]],
    [{ GRID_ID: ["alpha%", "beta%"] }, [2, 4, 5]],
    [{ GRID_ID: [] }, [3]],
    [{ "=%GRID_ID": "%a%" }, [2, 4, 5]],
    [{ "=GRID_ID": "alpha_1" }, [2]],
    [{ "=GRID_ID": "alpha__" }, []],
    [{ "=GRID_ID": "" }, [1, 3]],
    [{ "=GRID_ID": ["alpha_1", "BETA%2"] }, [2, 4]],
    [{ "=GRID_ID": [] }, [3]],
    [{ "%GRID_ID": "A" }, [2, 4, 5]],
    [{ "%GRID_ID": "%" }, [4]],
    [{ "%GRID_ID": "_" }, [2]],
    [{ "%GRID_ID": "!" }, [5]],
    [{ "%GRID_ID": "" }, [1, 3]],
    [{ "%GRID_ID": ["!", "_"] }, [2, 5]],
    [{ "?GRID_ID": "a%" }, [4]],
    [{ "?GRID_ID": "" }, ALL],
    [{ "?GRID_ID": ["a"] }, ALL],
    [{ "@GRID_ID": ["alpha_1", ""] }, [2, 3]],
    [{ "@GRID_ID": [] }, [3]],
    [{ "@GRID_ID": "beta%2" }, [4]],
    [{ "!GRID_ID": "alpha%" }, [3, 4]],
    [{ "!GRID_ID": "" }, [2, 4, 5]],
    [{ "!GRID_ID": "alpha\\_1" }, [3, 4, 5]],
    [{ "!%GRID_ID": "_" }, [3, 4, 5]],
    [{ "!=%GRID_ID": "alpha%" }, [3, 4]],
    [{ "!%GRID_ID": "alpha" }, [3, 4]],
    [{ "!%GRID_ID": "" }, [2, 4, 5]],
    [{ "!=GRID_ID": "alpha_1" }, [1, 3, 4, 5]],
    [{ "!=GRID_ID": "" }, [2, 4, 5]],
    [{ "!=GRID_ID": ["alpha_1", "alpha!3"] }, [1, 3, 4]],
    [{ "!=GRID_ID": [] }, [1, 2, 4, 5]],
    [{ "!@GRID_ID": ["alpha_1"] }, [3, 4, 5]],
    [{ "!@GRID_ID": [] }, [2, 4, 5]],
    [{ ">GRID_ID": "alpha_1" }, [4]],
    [{ ">=GRID_ID": "alpha_1" }, [2, 4]],
    [{ "<GRID_ID": "alpha_1" }, [3, 5]],
    [{ "<=GRID_ID": "alpha_1" }, [2, 3, 5]],
    [{ "><GRID_ID": ["alpha", "alpha_z"] }, [2, 5]],
    [{ "!><GRID_ID": ["alpha", "alpha_z"] }, [3, 4]],
    [{ "><GRID_ID": { a: "alpha", b: "alpha_z" } }, [2, 5]],
    [{ "==GRID_ID": null }, [1]],
    [{ "==GRID_ID": "alpha_1" }, ALL],
    [{ "*GRID_ID": "alpha" }, SQL_ERROR],
    [{ "*=GRID_ID": "alpha" }, SQL_ERROR],
    [{ "*%GRID_ID": "ALPHA" }, [2, 5]],
    [{ "*%GRID_ID": "3, alpha!" }, [5]],
    [{ "*%GRID_ID": "3 beta" }, []],
    [{ "*%GRID_ID": ["3 alpha", "beta"] }, [4, 5]],
    [{ "*%GRID_ID": "..." }, ALL],
    [{ "*%GRID_ID": ["...", "beta"] }, [4]],
  ])("%j", async (filter, ids) => expect(await where(filter)).toEqual(ids));

  it.each<[object, unknown]>([
    [{ FILTERED: "Y" }, [2, 4]],
    [{ FILTERED: "y" }, [2, 4]],
    [{ FILTERED: true }, [2, 4]],
    [{ FILTERED: 1 }, [2, 4]],
    [{ FILTERED: "1" }, [2, 4]],
    [{ FILTERED: "true" }, [2, 4]],
    [{ FILTERED: false }, [1, 3, 5]],
    [{ FILTERED: 0 }, [1, 3, 5]],
    [{ FILTERED: "0" }, [1, 3, 5]],
    [{ FILTERED: "false" }, [1, 3, 5]],
    [{ FILTERED: "N" }, [1, 3, 5]],
    [{ FILTERED: "no" }, []],
    [{ FILTERED: ["Y"] }, [2, 4]],
    [{ FILTERED: [true] }, []],
    [{ GRID_ID: true }, []],
    [{ ">GRID_ID": true }, [2, 4, 5]],
  ])("a yes or no: %j", async (filter, ids) => expect(await where(filter)).toEqual(ids));

  it.each<[object, unknown]>([
    [{ "=FILTER_PARAMS": 's:4:"text";' }, [2]],
    [{ "=FILTER_PARAMS": 'a:1:{s:1:"a";a:3:{i:0;i:1;i:1;b:1;i:2;N;}}' }, [5]],
    [{ "==FILTER_PARAMS": null }, [1, 3, 4]],
  ])("PHP's serialized values: %j", async (filter, ids) => expect(await where(filter)).toEqual(ids));
});

describe("PHP's serialize", () => {
  it.each([
    ["обзвон", 's:12:"обзвон";'],
    [13, "i:13;"],
    [1.5, "d:1.5;"],
    [false, "b:0;"],
    [{ 7: "a", "07": "b" }, 'a:2:{i:7;s:1:"a";s:2:"07";s:1:"b";}'],
    [[], "a:0:{}"],
  ])("%j", async (FILTER_PARAMS, text) => {
    sandbox.control.seed({ ...seed, lists: [list(1, { hidden: { FILTER_PARAMS } })] });
    expect(await where({ "@FILTER_PARAMS": text })).toEqual([1]);
    sandbox.control.seed(seed);
  });
});

describe("a filter on a date", () => {
  const third = "01.03.2025 10:20:30";
  it.each<[object, unknown]>([
    [{ DATE_CREATE: third }, [3]],
    [{ "=DATE_CREATE": third }, [3]],
    [{ "%DATE_CREATE": third }, [3]],
    [{ "=%DATE_CREATE": third }, [3]],
    [{ DATE_CREATE: " 1.3.2025 10:20:30 " }, [3]],
    [{ DATE_CREATE: [third, "01.05.2025 10:20:30"] }, [3, 5]],
    [{ "!DATE_CREATE": third }, [1, 2, 4, 5]],
    [{ "!=DATE_CREATE": third }, [1, 2, 4, 5]],
    [{ "!%DATE_CREATE": [third] }, [1, 2, 4, 5]],
    [{ "!=%DATE_CREATE": third }, [1, 2, 4, 5]],
    [{ ">DATE_CREATE": third }, [4, 5]],
    [{ ">=DATE_CREATE": third }, [3, 4, 5]],
    [{ "<DATE_CREATE": third }, [1, 2]],
    [{ "<=DATE_CREATE": third }, [1, 2, 3]],
    [{ "><DATE_CREATE": ["01.02.2025", third] }, [2, 3]],
    [{ "!><DATE_CREATE": ["01.02.2025", third] }, [1, 4, 5]],
    [{ DATE_CREATE: "" }, []],
    [{ DATE_CREATE: ["", third] }, [3]],
    [{ "!DATE_CREATE": ["", third] }, []],
    [{ "!DATE_CREATE": "" }, ALL],
    [{ ">DATE_CREATE": "" }, []],
    [{ "<DATE_CREATE": "" }, []],
    [{ "!@DATE_CREATE": third }, ALL],
    [{ "@DATE_CREATE": third }, UNCAUGHT],
    [{ DATE_CREATE: [[third]] }, UNCAUGHT],
    [{ DATE_CREATE: [] }, SQL_ERROR],
    [{ "!DATE_CREATE": [] }, SQL_ERROR],
  ])("%j", async (filter, ids) => expect(await where(filter)).toEqual(ids));

  it.each([
    "2025-03-01 10:20:30", // ISO
    "01.03.25",
    "32.01.2025",
    "00.01.2025",
    "29.02.2025",
    "01.13.2025",
    "01.03.2025 24:00:00",
    "01.03.2025 10:60:00",
    "01.03.2025 10:20:60",
    "x01.03.2025",
    "01.03.2025x",
    "001.03.2025",
    "01.03.2025 10:20:30:40",
  ])("%j is no date, and before all", async (text) => {
    expect(await where({ ">DATE_CREATE": text })).toEqual(ALL);
    expect(await where({ "<=DATE_CREATE": text })).toEqual([]);
  });

  it.each([
    ["01.03.2025", 3],
    ["1.3.2025", 3],
    ["01.03.2025 10", 3],
    ["01.03.2025 10:20", 3],
    ["01.03.2025 10:20:29", 3],
    ["01.03.2025  10:20:29", 3],
    ["29.02.2024 23:59:59", 1],
    ["01.03.2025 23:59:59", 4],
    ["01.03.2025 9:9:9", 3],
  ])("after %j", async (text, first) => {
    expect(await where({ ">DATE_CREATE": text })).toEqual(ALL.slice(first - 1));
  });
});

describe("several conditions", () => {
  const two = { ID: 2 };
  const three = { ID: 3 };
  it.each<[object, unknown]>([
    [{ ">ID": 1, "<ID": 4 }, [2, 3]],
    [{ LOGIC: "AND", ">ID": 1, "<ID": 4 }, [2, 3]],
    [{ LOGIC: "OR", "<ID": 2, ">ID": 4 }, [1, 5]],
    [{ 0: { LOGIC: "OR", 0: two, 1: three } }, [2, 3]],
    [{ 0: { LOGIC: "OR", 0: two, 1: three }, ">ID": 2 }, [3]],
    [{ 0: { LOGIC: "NOT", 0: two } }, [1, 3, 4, 5]],
    [{ 0: { LOGIC: true, 0: two } }, [1, 3, 4, 5]],
    [{ 0: { LOGIC: "or", 0: two, 1: three } }, []],
    [{ 0: { LOGIC: "NOT", ">ID": 1, "<ID": 4 } }, [1, 4, 5]],
    [{ 0: two, 1: three }, []],
    [{ 0: two, 1: 3 }, [2]],
    [{ 0: [] }, ALL],
    [{ 0: { LOGIC: "OR" } }, ALL],
    [{ 0: { LOGIC: "OR", "><ID": 1, ID: 2 } }, [2]],
    [{ 0: { LOGIC: "NOT", "><ID": 1 } }, ALL],
    [[], ALL],
  ])("%j", async (filter, ids) => expect(await where(filter)).toEqual(ids));

  it.each(["NOT", "XOR", "or", "and", "", 0, false, 1])(
    "a LOGIC of %j at the top drops the whole filter, which is looked at all the same",
    async (LOGIC) => {
      expect(await where({ LOGIC, ID: 2 })).toEqual(ALL);
      expect(await where({ LOGIC, NOTHING: 2 })).toEqual([400, "100", expect.any(String)]);
    },
  );

  it("a LOGIC of null counts as none, and true at the top as NOT", async () => {
    expect(await where({ LOGIC: null, ID: 2 })).toEqual([2]);
    expect(await where({ LOGIC: true, ID: 2 })).toEqual([1, 3, 4, 5]);
  });

  it.each<[object, unknown]>([
    // WEBFORM_ID is NULL in 1 and 5, where every comparison is unknown.
    [{ 0: { LOGIC: "NOT", ">WEBFORM_ID": 5 } }, [2, 3]],
    [{ 0: { LOGIC: "NOT", ">WEBFORM_ID": 5, ID: [1, 2] } }, [2, 3, 4, 5]],
    [{ 0: { LOGIC: "OR", ">WEBFORM_ID": 5, ID: 1 } }, [1, 4]],
    [{ 0: { LOGIC: "NOT", 0: { LOGIC: "OR", ">WEBFORM_ID": 5, ID: 3 } } }, [2]],
  ])("what is unknown is neither true nor false: %j", async (filter, ids) => {
    expect(await where(filter)).toEqual(ids);
  });
});

describe("a name that is no field is told with its place", () => {
  const unknown = (segment: string, definition = segment) => [
    400,
    "100",
    `Unknown field definition \`${segment}\` (${definition}) for \\Bitrix\\Crm\\CallList\\Internals\\CallList Entity.`,
  ];
  const noScalar = [
    500,
    "ERROR_CORE",
    "There is no SQL definition for Entity `CRM_CALLLIST_INTERNALS_CALL_LIST`, please use a scalar field",
  ];
  const notLast = (name: string, type: string) => [
    400,
    "ERROR_CORE",
    `Normal fields can be only the last in chain, \`${name}\` Bitrix\\Main\\ORM\\Fields\\${type} is not the last.`,
  ];

  it.each<[object, unknown]>([
    [{ FILTER: { X: 1 } }, unknown("X")],
    [{ FILTER: { "= ID": 1 } }, unknown(" ID")],
    [{ FILTER: { "ID.X": 1 } }, notLast("ID", "IntegerField")],
    [{ FILTER: { "X.ID": 1 } }, unknown("X", "X.ID")],
    [{ FILTER: { "=*": 1 } }, noScalar],
    [{ ORDER: { X: "ASC" } }, unknown("X")],
    [{ ORDER: ["*"] }, noScalar],
    [{ ORDER: { "DATE_CREATE.X": "ASC" } }, notLast("DATE_CREATE", "DatetimeField")],
    [{ SELECT: ["X"] }, unknown("X")],
    [{ SELECT: ["filtered.x"] }, notLast("FILTERED", "BooleanField")],
    [{ SELECT: ["GRID_ID.*"] }, notLast("GRID_ID", "StringField")],
    [{ SELECT: ["FILTER_PARAMS.a.b"] }, notLast("FILTER_PARAMS", "TextField")],
    [{ SELECT: ["X.ID"] }, unknown("X", "X.*")],
    // The first mistake in the portal's order counts.
    [{ SELECT: ["X"], FILTER: { Y: 1 } }, unknown("X")],
    [{ FILTER: { Y: 1 }, ORDER: { X: "ASC" } }, unknown("Y")],
    [{ ORDER: { X: "ASC" }, FILTER: { "@ID": [] } }, unknown("X")],
    [{ ORDER: { ID: "up" }, SELECT: ["X"] }, [400, "ERROR_ARGUMENT", 'Invalid order "UP"']],
    [{ ORDER: { ID: 1 }, SELECT: ["X"] }, [400, "ERROR_ARGUMENT", "Order must be a string"]],
    [{ SELECT: "ID" }, UNCAUGHT],
    [{ FILTER: "ID" }, UNCAUGHT],
  ])("%j", async (params, error) => expect(await post(params)).toEqual(error));
});

describe("ORDER", () => {
  it.each<[unknown, number[]]>([
    [{ ID: "DESC" }, [5, 4, 3, 2, 1]],
    [{ ID: "desc" }, [5, 4, 3, 2, 1]],
    [{ id: "DESC" }, [1, 2, 3, 4, 5]],
    [["ID"], [1, 2, 3, 4, 5]],
    ["ID", [1, 2, 3, 4, 5]],
    [{ CREATED_BY_ID: "ASC", ID: "DESC" }, [3, 1, 4, 2, 5]],
    [{ CREATED_BY_ID: "DESC" }, [5, 2, 4, 1, 3]],
    [{ GRID_ID: "ASC" }, [1, 3, 5, 2, 4]],
    [{ FILTER_PARAMS: "DESC", ID: "ASC" }, [2, 5, 1, 3, 4]],
    [{ DATE_CREATE: "DESC" }, [5, 4, 3, 2, 1]],
    [{ ID: "ASC", CREATED_BY_ID: "DESC" }, [1, 2, 3, 4, 5]],
    [{ CREATED_BY_ID: "DESC", ID: "DESC" }, [5, 4, 2, 1, 3]],
    [[], [1, 2, 3, 4, 5]],
  ])("%j", async (ORDER, ids) => expect(await idsOf({ ORDER })).toEqual(ids));

  it("may name an alias, in exactly its spelling", async () => {
    const SELECT = { by: "CREATED_BY_ID", 0: "ID" };
    expect(await idsOf({ SELECT, ORDER: { by: "DESC", ID: "ASC" } })).toEqual([5, 2, 4, 1, 3]);
    const both = { by: "DESC", CREATED_BY_ID: "ASC", ID: "ASC" };
    expect(await idsOf({ SELECT, ORDER: both }), "the direction of the field's own name counts").toEqual([
      3, 1, 2, 4, 5,
    ]);
    expect(await idsOf({ SELECT, ORDER: { BY: "DESC" } })).toEqual([400, "100", expect.any(String)]);
  });

  it.each(["x13", "13x", "013", "--1"])("%j is a name, which no field has", async (name) => {
    expect(await post({ ORDER: [name] })).toEqual([400, "100", expect.stringContaining(`\`${name}\``)]);
  });

  it.each([[[13]], [["13"]], [["120"]], [["-13"]], [["0"]], [{ 13: 1 }], [[true]], [[1.5]]])(
    "%j is a number where a name should be",
    async (ORDER) => {
      const error = "String expected, but `integer` is given.";
      expect(await post({ ORDER })).toEqual([400, "ERROR_ARGUMENT", error]);
    },
  );

  it.each([[[[]]], [[{}]]])("%j stops PHP", async (ORDER) => expect(await post({ ORDER })).toEqual(UNCAUGHT));

  it("a null is an empty name", async () => {
    expect(await post({ ORDER: [null] })).toMatchObject([400, "100", expect.stringContaining("`` ()")]);
  });
});

describe("SELECT", () => {
  const first = async (SELECT: unknown) => {
    const result = await post({ SELECT, FILTER: { ID: 2 } });
    return typeof result[0] === "number" ? result : result[0];
  };

  it.each<[unknown, object]>([
    [["*"], { ID: "2", DATE_CREATE: "2025-02-01 10:20:30", CREATED_BY_ID: "2", WEBFORM_ID: "5", ENTITY_TYPE_ID: "3" }],
    [["id", "Webform_Id"], { ID: "2", WEBFORM_ID: "5" }],
    [["*_ID"], { CREATED_BY_ID: "2", WEBFORM_ID: "5", ENTITY_TYPE_ID: "3" }],
    [["??"], { ID: "2" }],
    [["*_I[A-D]"], { CREATED_BY_ID: "2", WEBFORM_ID: "5", ENTITY_TYPE_ID: "3" }],
    [["*_I[!D]", "ID"], { ID: "2" }],
    [["?[A-CD-F]"], { ID: "2" }],
    [["?[ -Z]"], { ID: "2" }],
    [["?[A-CE-Z]"], { 1: "1" }],
    [["?[D-A]"], { 1: "1" }],
    [["? [D]"], { 1: "1" }],
    [["*_id", "ID"], { ID: "2" }],
    [["GRID_ID", "FILTERED", "FILTER_PARAMS", "ID"], { ID: "2" }],
    [["GRID_ID"], []],
    [[], { 1: "1" }],
    [["*NONE"], { 1: "1" }],
    [
      { a: "GRID_ID", b: "FILTERED", c: "FILTER_PARAMS" },
      { a: "Alpha_1", b: "Y", c: "text" },
    ],
    [
      { a: "DATE_CREATE", b: "ID" },
      { a: {}, b: "2" },
    ],
    [{ a: "*_ID" }, { aCREATED_BY_ID: "2", aGRID_ID: "Alpha_1", aWEBFORM_ID: "5", aENTITY_TYPE_ID: "3" }],
    [
      { a: "*" },
      {
        aID: "2",
        aDATE_CREATE: {},
        aCREATED_BY_ID: "2",
        aFILTERED: "Y",
        aGRID_ID: "Alpha_1",
        aFILTER_PARAMS: "text",
        aWEBFORM_ID: "5",
        aENTITY_TYPE_ID: "3",
      },
    ],
    [{ ID: "ID" }, { ID: "2" }],
    [
      { a: "ID", b: "a" },
      { a: "2", b: "2" },
    ],
    [{ a: "ID", "00": "a" }, { a: "2" }],
    [JSON.parse('{"__proto__":"ID"}'), JSON.parse('{"__proto__":"2"}')],
  ])("%j", async (select, row) => expect(await first(select)).toEqual(row));

  const taken = (alias: string) =>
    `Alias "${alias}" matches already existing field "${alias}" of initial entity "\\Bitrix\\Crm\\CallList\\Internals\\CallList". Please choose another name for alias.`;
  const prefixTaken = (prefix: string, name: string) =>
    `Alias "${prefix}" + field "${name}" match already existing field "${prefix}${name}" of initial entity "\\Bitrix\\Crm\\CallList\\Internals\\CallList". Please choose another name for alias.`;
  const notText = (type: string) => `String expected, but \`${type}\` is given.`;
  const array =
    "Expression as an array in `select` section is no more supported due to security reason. Please use `runtime` parameter, or Query->registerRuntimeField method, or pass ExpressionField object instead of array.";

  it.each<[unknown, string]>([
    [{ WEBFORM_ID: "ID" }, taken("WEBFORM_ID")],
    [{ webform_id: "ID" }, taken("webform_id")],
    [{ GRID_: "*" }, prefixTaken("GRID_", "ID")],
    [{ CREATED_BY_: "*" }, prefixTaken("CREATED_BY_", "ID")],
    [[["ID"]], array],
    [[{ a: 1 }], array],
    [[5], notText("integer")],
    [[true], notText("boolean")],
    [[null], notText("NULL")],
  ])("%j is rejected", async (select, text) => {
    expect(await first(select)).toEqual([400, "ERROR_ARGUMENT", text]);
  });
});

describe("more than a database, or PHP's memory, takes", () => {
  const columns = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`a${index}`, "ID"]));
  /** Asks for lists, of which so many are there, without the way over http. */
  const query = (count: number, asked: { SELECT?: object; FILTER?: object }, budget = { cells: 0 }) => {
    const lists = new Map(
      Array.from({ length: count }, (_, ID) => [ID, { ...list(1, {}), ID } as unknown as CallList]),
    );
    const { SELECT: select = ["ID"], FILTER: filter = [] } = asked;
    return queryLists(lists, { select, filter, order: [], offset: 0, limit: count, budget });
  };

  it("4096 columns are selected, and one more is an error of the database", () => {
    expect(Object.keys(query(1, { SELECT: columns(4096) })[0]!)).toHaveLength(4096);
    expect(() => query(1, { SELECT: columns(4097) })).toThrow("SQL query error!");
  });

  it("two million cells are shown to one request, and no more", () => {
    const budget = { cells: 1_999_990 };
    expect(query(2, { SELECT: columns(5) }, budget)).toHaveLength(2);
    expect(budget.cells).toBe(2_000_000);
    expect(() => query(1, {}, budget)).toThrow("Allowed memory size exhausted");
  });

  it.each([
    [1, 50_000],
    [500, 40_000],
  ])("conditions are tried 20 million times, on 400 lists at least: of %i, as many as cost %i", (lists, cost) => {
    // Two for the filter and its condition, and one for 16 letters.
    const filter = (cost: number) => ({ FILTER: { "=GRID_ID": "x".repeat(16 * (cost - 2)) } });
    expect(query(lists, filter(cost))).toEqual([]);
    expect(() => query(lists, filter(cost + 1))).toThrow("SQL query error!");
  });
});

describe("pages", () => {
  const many: Seed = { ...seed, lists: Array.from({ length: 120 }, (_, index) => ({ ...list(1, {}), ID: index + 1 })) };
  const page = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);
  beforeAll(() => sandbox.control.seed(many));
  afterAll(() => sandbox.control.seed(seed));

  it.each<[unknown, number[]]>([
    [undefined, page(1, 50)],
    [0, page(1, 50)],
    ["50", page(51, 100)],
    [100, page(101, 120)],
    [1, page(2, 51)],
    [119, [120]],
    [120, []],
    [-2, page(1, 50)],
    [-1, page(1, 120)],
    ["-1", page(1, 120)],
    ["x", page(1, 50)],
  ])("start %j", async (start, ids) => {
    expect(await idsOf({ start })).toEqual(ids);
  });

  it("of what a filter leaves, in the order that is asked for", async () => {
    expect(await idsOf({ start: 50, FILTER: { ">ID": 20 } })).toEqual(page(71, 120));
    expect(await idsOf({ start: 50, ORDER: { ID: "DESC" } })).toEqual(page(21, 70).reverse());
    expect(await idsOf({ start: -1, FILTER: { "<=ID": 60 }, ORDER: { ID: "DESC" } })).toEqual(page(1, 60).reverse());
  });
});
