// Odd corners of the query builder and of the layer around the methods which the recorded vectors leave out. One response
// of each kind was recorded; the rest of the kind follows from the portal's source.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Sandbox, type Seed, startSandbox } from "../src/index.ts";

const CODE = "k";
/** Kinds of records that lists are made of here. */
const TYPES = [3, 128, 191, 192, 255, 256, 999, 1024, 1030, 1031, 2024, 12, 29, null];

const seed: Seed = {
  users: [{ id: 1, admin: true, name: 'O\'Hara & "Sons"', lastName: "<b>" }],
  contacts: { from: 1, to: 10 },
  lists: TYPES.map((ENTITY_TYPE_ID, index) => ({
    ID: index + 1,
    DATE_CREATE: `2025-07-${10 + index} 08:47:19`,
    CREATED_BY_ID: 1,
    ENTITY_TYPE_ID,
    participants: [],
  })),
  webhooks: [{ user: 1, code: CODE }],
};

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ seed, limits: false });
});
afterAll(() => sandbox.close());

async function post(method: string, params: object, code = CODE) {
  const response = await fetch(`${sandbox.url}/rest/1/${code}/${method}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(params),
  });
  // biome-ignore lint/suspicious/noExplicitAny: any answer
  const { time: _, ...body } = (await response.json()) as any;
  return { status: response.status, ...body };
}

const idsWhere = async (FILTER: object) => {
  const { status, result, ...error } = await post("crm.calllist.list", { SELECT: ["ID"], FILTER });
  return result?.map(({ ID }: { ID: string }) => Number(ID)) ?? { status, ...error };
};

const ALL = TYPES.map((_, index) => index + 1);
const SQL_ERROR = { status: 500, error: "ERROR_CORE", error_description: "SQL query error!" };

describe("an operator of a filter with an empty list", () => {
  it.each([">", ">=", "<", "<="])("%s has no first value to compare with: no rows", async (operator) => {
    expect(await idsWhere({ [`${operator}ID`]: [] })).toEqual([]);
    expect(await idsWhere({ [`${operator}DATE_CREATE`]: [] })).toEqual([]);
    expect(await idsWhere({ [`${operator}GRID_ID`]: [] })).toEqual([]);
  });

  it("and an OR beside it has the rows of the other condition", async () => {
    expect(await idsWhere({ LOGIC: "OR", 0: { ">ID": [] }, 1: { ID: 2 } })).toEqual([2]);
  });

  it.each(["", "=", "%"])("'%s' has no rows", async (operator) => {
    expect(await idsWhere({ [`${operator}ID`]: [] })).toEqual([]);
  });

  it.each(["!", "!=", "!%", "><", "!><"])("%s has all rows", async (operator) => {
    expect(await idsWhere({ [`${operator}ID`]: [] })).toEqual(ALL);
  });

  it.each(["@", "!@"])("%s is a query that the database does not understand", async (operator) => {
    expect(await idsWhere({ [`${operator}ID`]: [] })).toEqual(SQL_ERROR);
  });
});

describe("a comparison with a list", () => {
  it("takes the value under the key 0 of numbers, and has no rows where there is none", async () => {
    expect(await idsWhere({ ">ID": { 1: 3, 0: 12 } })).toEqual([13, 14]);
    expect(await idsWhere({ ">ID": { a: 12 } })).toEqual([]);
  });

  it("takes the first value of dates, whatever its key", async () => {
    expect(await idsWhere({ ">DATE_CREATE": { a: "21.07.2025 23:59:59" } })).toEqual([13, 14]);
  });

  it("between numbers whose keys are not 0 and 1 is a query that the database does not understand", async () => {
    expect(await idsWhere({ "><ID": { a: 1, b: 2 } })).toEqual(SQL_ERROR);
    expect(await idsWhere({ "><DATE_CREATE": { a: "10.07.2025", b: "12.07.2025" } })).toEqual([1, 2]);
  });
});

describe("a star where a column is needed", () => {
  const NO_SCALAR = {
    status: 500,
    error: "ERROR_CORE",
    error_description:
      "There is no SQL definition for Entity `CRM_CALLLIST_INTERNALS_CALL_LIST`, please use a scalar field",
  };

  it.each([[{ "*": "ASC" }], [{ "*": "desc" }], [["*"]], ["*"]])("ORDER %j", async (ORDER) => {
    expect(await post("crm.calllist.list", { ORDER })).toEqual(NO_SCALAR);
  });

  it("FILTER", async () => {
    expect(await idsWhere({ "=*": 1 })).toEqual(NO_SCALAR);
  });

  it("a wrong direction is found first", async () => {
    expect(await post("crm.calllist.list", { ORDER: { "*": "up" } })).toMatchObject({ status: 400 });
  });

  it("is all columns in SELECT, and can be an alias", async () => {
    const { result } = await post("crm.calllist.list", { SELECT: ["*"], FILTER: { ID: 1 } });
    expect(Object.keys(result[0])).toContain("DATE_CREATE");
    const ofAlias = await post("crm.calllist.list", { SELECT: { "*": "ID" }, ORDER: { "*": "DESC" } });
    expect(ofAlias.result[0]).toEqual({ "*": String(TYPES.length) });
  });
});

describe("XML", () => {
  const xml = async (path: string) => (await fetch(`${sandbox.url}/rest/1/${CODE}/${path}`)).text();

  it("has an element with a start and an end for nothing: null, an empty text, an empty list", async () => {
    expect(await xml("crm.calllist.get.xml?ID=14")).toContain(
      "<WEBFORM_ID></WEBFORM_ID><ENTITY_TYPE_ID></ENTITY_TYPE_ID><ENTITY_TYPE></ENTITY_TYPE>",
    );
    expect(await xml("crm.calllist.list.xml?FILTER[ID]=99")).toContain("<response><result></result><time>");
    expect(await xml("batch.xml")).toContain("<result_error></result_error>");
  });

  it("has entities for the five letters that need one", async () => {
    expect(await xml("profile.xml")).toContain("<NAME>O&apos;Hara &amp; &quot;Sons&quot;</NAME><LAST_NAME>&lt;b&gt;<");
  });

  it("names an element item where PHP has a number as the key, and only there", async () => {
    const body = await xml("batch.xml?cmd[7]=server.time&cmd[-1]=server.time&cmd[07]=server.time");
    expect(body).toMatch(/^<response><result><result><item>[^<]+<\/item><item>[^<]+<\/item><07>/);
  });
});

describe("the parameter token makes a request a signed link", () => {
  const NOT_FOUND = { status: 404, error: "ERROR_METHOD_NOT_FOUND", error_description: "Method not found!" };
  const NO_LINK = { status: 403, error: "ACCESS_DENIED", error_description: "Access denied! Link check failed" };
  const get = (token: unknown, code?: string) => post("crm.calllist.get", { ID: 1, token }, code);

  it.each(["abc", "disk|q|s", "|q|s", 5, true])("%j names a scope that the method is not in", async (token) => {
    expect(await get(token)).toEqual(NOT_FOUND);
  });

  it.each(["crm|q|s", "crm", "", "0", false])(
    "%j leaves the method found, and its signature is wrong",
    async (token) => {
      expect(await get(token)).toEqual(NO_LINK);
    },
  );

  it("the caller is looked at between the two", async () => {
    expect(await get("abc", "wrong")).toEqual(NOT_FOUND);
    expect(await get("crm|q|s", "wrong")).toMatchObject({ status: 401, error: "INVALID_CREDENTIALS" });
  });

  it("methods of no scope are found under an empty one", async () => {
    expect(await post("profile", { token: "|q|s" })).toEqual(NO_LINK);
    expect(await post("profile", { token: "crm|q|s" })).toEqual(NOT_FOUND);
  });

  it("an unknown method is not found, whatever the token", async () => {
    expect(await post("crm.calllist.none", { token: "crm|q|s" })).toEqual(NOT_FOUND);
  });

  it("null is no token, and a list stops PHP", async () => {
    expect(await get(null)).toMatchObject({ status: 200 });
    expect(await get([])).toMatchObject({ status: 500 });
  });

  it("a command of a batch is checked in the same way", async () => {
    const cmd = { a: "crm.calllist.get?ID=1&token=abc", b: "crm.calllist.get?ID=1&token=crm|q|s" };
    const { result } = await post("batch", { cmd });
    expect(result.result_error).toEqual({
      a: { error: NOT_FOUND.error, error_description: NOT_FOUND.error_description },
      b: { error: NO_LINK.error, error_description: NO_LINK.error_description },
    });
  });
});

describe("the name of a kind of record", () => {
  it.each([
    [3, "CONTACT"],
    [12, "CALL_LIST"],
    [29, ""], // a kind without a name
    [128, "DYNAMIC_128"],
    [191, "DYNAMIC_191"],
    [192, "SUS_DYNAMIC_192"], // the recycle bin of 128
    [255, "SUS_DYNAMIC_255"],
    [256, ""],
    [999, ""],
    [1024, "SYSTEM"],
    [1030, "DYNAMIC_1030"],
    [1031, "SUS_DYNAMIC_1031"],
    [2024, "DYNAMIC_2024"],
    [null, ""],
  ])("%j is %j", async (type, name) => {
    const { result } = await post("crm.calllist.get", { ID: TYPES.indexOf(type) + 1 });
    expect(result.ENTITY_TYPE).toBe(name);
  });
});
