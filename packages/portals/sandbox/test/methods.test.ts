// The call-list methods against the state: what each checks, in which order, and what it leaves behind.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Sandbox, type Seed, startSandbox } from "../src/index.ts";

const seed: Seed = {
  clock: "2025-11-20T23:30:00Z",
  timezone: "+02:00",
  users: [
    { id: 1, admin: true },
    { id: 7, reads: { CONTACT: { from: 2, to: 100, step: 2 } } },
    { id: 8, reads: { CONTACT: true } },
    { id: 9 },
  ],
  contacts: { from: 1, to: 100, except: [50] },
  companies: [1, 2],
  webforms: [1, { id: 5, name: "Offer" }],
  statuses: [
    { ID: 3, NAME: "Later", SORT: 20, STATUS_ID: "LATER" },
    { ID: 2, NAME: "Done", SORT: 20, STATUS_ID: "SUCCESS" },
    { ID: 9, NAME: "In progress", SORT: 10, STATUS_ID: "IN_WORK" },
  ],
  lists: [
    {
      ID: 13,
      DATE_CREATE: "2025-07-14 08:47:19",
      CREATED_BY_ID: 29,
      WEBFORM_ID: 1,
      ENTITY_TYPE_ID: 3,
      participants: [1, 2, { ID: 3, STATUS: "SUCCESS", CALL_ID: 4 }, 4, 50],
    },
    { ID: 20, DATE_CREATE: "2025-07-14 08:47:19", CREATED_BY_ID: null, ENTITY_TYPE_ID: 4, participants: [1, 2] },
    {
      ID: 30,
      DATE_CREATE: "2025-07-14 08:47:19",
      CREATED_BY_ID: 1,
      ENTITY_TYPE_ID: 3,
      participants: { from: 1, to: 100 },
    },
    { ID: 40, DATE_CREATE: "2025-07-14 08:47:19", CREATED_BY_ID: 1, ENTITY_TYPE_ID: null, participants: [1] },
    { ID: 50, DATE_CREATE: "2025-07-14 08:47:19", CREATED_BY_ID: 1, ENTITY_TYPE_ID: 3, participants: [] },
  ],
  webhooks: [1, 7, 8, 9].map((user) => ({ user, code: "k" })),
};

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ seed, limits: false });
});
beforeEach(() => sandbox.control.seed(seed));
afterAll(() => sandbox.close());

async function call(method: string, params: object, user = 1) {
  const response = await fetch(`${sandbox.url}/rest/${user}/k/crm.calllist.${method}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(params),
  });
  // biome-ignore lint/suspicious/noExplicitAny: any answer
  const { result, error, error_description } = (await response.json()) as any;
  return result ?? [response.status, error, error_description];
}

const UNCAUGHT = [500, "INTERNAL_SERVER_ERROR", "Internal server error"];
const lists = () => sandbox.control.state.lists!;
const rows = (list: number) =>
  sandbox.control.participants(list).map(({ ID, STATUS, RANK, CALL_ID }) => [ID, STATUS, RANK, CALL_ID]);
const changes = () => sandbox.control.requests.at(-1)?.changes;

describe("add", () => {
  const add = (params: object, user?: number) =>
    call("add", { ENTITY_TYPE: "CONTACT", ENTITIES: [9, 7], ...params }, user);

  it("makes a list of those in work, with an activity, by the portal's own time", async () => {
    expect(await add({ WEBFORM_ID: "5" })).toBe(51);
    expect(lists().at(-1)).toEqual({
      ID: 51,
      DATE_CREATE: "2025-11-21 01:30:00",
      CREATED_BY_ID: 1,
      WEBFORM_ID: 5,
      ENTITY_TYPE_ID: 3,
      hidden: { FILTERED: "N", GRID_ID: null, FILTER_PARAMS: null },
      participants: [9, 7],
    });
    expect(rows(51)).toEqual([
      [9, "IN_WORK", 10, null],
      [7, "IN_WORK", 20, null],
    ]);
    expect(sandbox.control.state.activities).toEqual([
      { id: 1, subject: "Call list #51", listId: 51, responsible: 1, completed: false },
    ]);
    expect(changes()).toEqual(["list 51 added, 2 participants"]);
    expect(await add({})).toBe(52);
    expect(sandbox.control.state.activities?.at(-1)).toMatchObject({ id: 2, listId: 52 });
  });

  it("gives the last id that the table has room for, and then breaks", async () => {
    sandbox.control.seed({ ...seed, nextListId: 2 ** 31 - 1 });
    expect(await add({})).toBe(2 ** 31 - 1);
    expect(await add({})).toEqual([500, "ERROR_CORE", "SQL query error!"]);
    expect(lists()).toHaveLength(6);
  });

  it("keeps only those that the user may read", async () => {
    expect(await add({ ENTITIES: ["2", 3, "4"] }, 7)).toBe(51);
    expect(rows(51).map(([id]) => id)).toEqual([2, 4]);
    expect(lists().at(-1)?.CREATED_BY_ID).toBe(7);
    expect(changes()).toEqual(["list 51 added, 2 participants"]);
  });

  const ENTITY_ERROR = [400, "ENTITY_ERROR", "Incorrect entities id"];
  it.each<[object, unknown, number?]>([
    [{ ENTITY_TYPE: undefined }, [400, "ERROR_ARGUMENT", "ENTITY_TYPE is not found"]],
    [{ ENTITY_TYPE: undefined, ENTITIES: undefined }, [400, "ERROR_ARGUMENT", "ENTITY_TYPE is not found"]],
    [{ ENTITIES: undefined }, [400, "ERROR_ARGUMENT", "ENTITIES is not found"]],
    [{ ENTITIES: null }, [400, "ENTITIES_ERROR", "Entities is not array"]],
    [{ ENTITIES: 9, ENTITY_TYPE: "LEAD" }, [400, "ENTITIES_ERROR", "Entities is not array"]],
    [{ ENTITY_TYPE: "LEAD" }, [400, "ENTITY_TYPE_ERROR", "Incorrect entity type"]],
    [{ ENTITY_TYPE: [], ENTITIES: [] }, [400, "ENTITY_TYPE_ERROR", "Incorrect entity type"]],
    [{ ENTITIES: [] }, [400, "ENTITIES_ERROR", "Incorrect entities id"]],
    [{ ENTITIES: [9, 9] }, ENTITY_ERROR],
    [{ ENTITIES: [9, 50] }, ENTITY_ERROR],
    [{ ENTITIES: [9, 101] }, ENTITY_ERROR],
    [{ ENTITIES: ["x"] }, ENTITY_ERROR],
    [{ ENTITY_TYPE: "contact" }, UNCAUGHT],
    [{ WEBFORM_ID: 2 }, [400, "WEBFORM_ERROR", "Incorrect webform id"]],
    [{ WEBFORM_ID: "x" }, UNCAUGHT],
    [{ ENTITIES: [1, 3] }, [403, "ACCESS_ERROR", "You don't have access to these entities"], 7],
    [{ WEBFORM_ID: 2, ENTITIES: [1] }, [403, "ACCESS_ERROR", "You don't have access to these entities"], 9],
  ])("%j is rejected, and nothing is written", async (params, error, user) => {
    expect(await add(params, user)).toEqual(error);
    expect(lists()).toHaveLength(5);
    expect(sandbox.control.state.nextListId).toBe(51);
    expect(changes()).toEqual([]);
  });

  it("of a type in another spelling is done where the portal does not stop at it", async () => {
    sandbox.control.seed({ ...seed, quirks: { lowerCaseEntityTypeCrashes: false } });
    expect(await add({ ENTITY_TYPE: " contact " })).toBe(51);
    expect(await add({ ENTITY_TYPE: "CO", ENTITIES: [1] })).toBe(52);
    expect(lists().at(-1)?.ENTITY_TYPE_ID).toBe(4);
  });
});

describe("get", () => {
  it("tells a list in texts, and who may read its kind", async () => {
    expect(await call("get", { ID: "13" }, 7)).toEqual({
      ID: "13",
      DATE_CREATE: "2025-07-14 08:47:19",
      CREATED_BY_ID: "29",
      WEBFORM_ID: "1",
      ENTITY_TYPE_ID: "3",
      ENTITY_TYPE: "CONTACT",
    });
    expect(await call("get", { ID: 20 })).toMatchObject({
      CREATED_BY_ID: null,
      WEBFORM_ID: null,
      ENTITY_TYPE: "COMPANY",
    });
    expect(await call("get", { ID: 40 }, 9), "a list of no kind is everybody's").toMatchObject({
      ENTITY_TYPE_ID: null,
    });
  });

  it.each<[object, unknown, number?]>([
    [{}, [400, "ERROR_ARGUMENT", "ID is not found"]],
    [{ ID: 99 }, [400, "LIST_ID_ERROR", "Incorrect list id"]],
    [{ ID: null }, [400, "LIST_ID_ERROR", "Incorrect list id"]],
    [{ ID: 20 }, [400, "LIST_ID_ERROR", "Incorrect list id"], 7],
    [{ ID: 13 }, [400, "LIST_ID_ERROR", "Incorrect list id"], 9],
  ])("%j is rejected", async (params, error, user) => {
    expect(await call("get", params, user)).toEqual(error);
  });
});

describe("items.get", () => {
  const items = (params: object, user?: number) => call("items.get", { LIST_ID: 13, ...params }, user);
  const ids = async (params: object, user?: number) => (await items(params, user)).map(({ ID }: { ID: number }) => ID);
  const CLOSED = [403, "ACCESS_ERROR", "You do not have access to the participants of this call list"];

  it("gives rows in the order of their ranks, with the number of their kind", async () => {
    expect(await items({})).toEqual([
      { ID: 1, STATUS: "IN_WORK", ENTITY_TYPE: 3 },
      { ID: 2, STATUS: "IN_WORK", ENTITY_TYPE: 3 },
      { ID: 3, STATUS: "SUCCESS", ENTITY_TYPE: 3 },
      { ID: 4, STATUS: "IN_WORK", ENTITY_TYPE: 3 },
      { ID: 50, STATUS: "IN_WORK", ENTITY_TYPE: 3 },
    ]);
    expect(await items({ LIST_ID: 40 })).toEqual([{ ID: 1, STATUS: "IN_WORK", ENTITY_TYPE: 0 }]);
  });

  it("gives a user those that exist and that the user may read; an administrator those that are gone, too", async () => {
    expect(await ids({}, 7)).toEqual([2, 4]);
    expect(await ids({}, 8)).toEqual([1, 2, 3, 4]);
    expect(await items({}, 9)).toEqual(CLOSED);
  });

  it("gives pages of fifty, and of them what may be read: a page can be short, or an error in the middle", async () => {
    const page = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);
    const of30 = { LIST_ID: 30 };
    expect(await ids(of30)).toEqual(page(1, 50));
    expect(await ids({ ...of30, start: 50 })).toEqual(page(51, 100));
    expect(await ids({ ...of30, start: "99" })).toEqual([100]);
    expect(await ids({ ...of30, start: -7 })).toEqual(page(1, 50));
    expect(await ids({ ...of30, start: -1 })).toEqual(page(1, 50));
    expect(await items({ ...of30, start: 100 })).toEqual(CLOSED);
    expect(await ids({ ...of30, start: 50 }, 7)).toEqual(page(51, 100).filter((id) => id % 2 === 0));
    expect(await items({ ...of30, start: 99 }, 8)).toHaveLength(1);
    expect(await ids({ ...of30, start: 49 }, 8), "50 was deleted").toEqual(page(51, 99));
  });

  it("gives those of one status of the dictionary; null is none, and other names of the filter do not count", async () => {
    expect(await ids({ FILTER: { STATUS: "SUCCESS" } })).toEqual([3]);
    expect(await ids({ FILTER: { STATUS: "IN_WORK" } })).toEqual([1, 2, 4, 50]);
    expect(await ids({ FILTER: { STATUS: null, ID: 1 } })).toHaveLength(5);
    for (const FILTER of [{ status: "SUCCESS" }, [], "SUCCESS", null]) expect(await ids({ FILTER })).toHaveLength(5);
    expect(await items({ FILTER: { STATUS: "LATER" } })).toEqual(CLOSED);
    for (const STATUS of ["success", "", "NONE", ["SUCCESS"], 0])
      expect(await items({ FILTER: { STATUS } }), String(STATUS)).toEqual([400, "STATUS_ERROR", "Incorrect status"]);
  });

  it.each<[unknown, unknown]>([
    [undefined, [400, "ERROR_ARGUMENT", "LIST_ID is not found"]],
    [0, [400, "LIST_ID_ERROR", "List id should be positive"]],
    ["x", [400, "LIST_ID_ERROR", "List id should be positive"]],
    [-1, [400, "LIST_ID_ERROR", "List id should be positive"]],
    [99, [400, "LIST_ID_ERROR", "Call list is not found"]],
    [50, CLOSED],
  ])("LIST_ID %j", async (LIST_ID, error) => {
    expect(await items({ LIST_ID, FILTER: { STATUS: "NONE" } })).toEqual(
      LIST_ID === 50 ? [400, "STATUS_ERROR", "Incorrect status"] : error,
    );
    expect(await items({ LIST_ID })).toEqual(error);
  });
});

it("statuslist gives the dictionary by SORT, then by id", async () => {
  expect((await call("statuslist", {})).map(({ STATUS_ID }: { STATUS_ID: string }) => STATUS_ID)).toEqual([
    "IN_WORK",
    "SUCCESS",
    "LATER",
  ]);
  expect((await call("statuslist", {}))[0]).toEqual({ ID: 9, NAME: "In progress", SORT: 10, STATUS_ID: "IN_WORK" });
  expect(sandbox.control.state.statuses, "which stays in its own order").toEqual(seed.statuses);
});

describe("update", () => {
  const update = (params: object, user?: number) =>
    call("update", { LIST_ID: 13, ENTITY_TYPE: "CONTACT", ENTITIES: [1, 2, 3, 4], ...params }, user);
  const before = () => rows(13);

  it("keeps, adds and drops: those that stay keep their status, sorted by its code", async () => {
    expect(await update({ ENTITIES: ["4", 3, 9, "2"], WEBFORM_ID: 5 })).toBe(true);
    expect(rows(13)).toEqual([
      [2, "IN_WORK", 20, null],
      [4, "IN_WORK", 30, null],
      [3, "SUCCESS", 40, 4],
      [9, "IN_WORK", 50, null],
      [50, "IN_WORK", 50, null],
    ]);
    expect(changes()).toEqual(["list 13: web form 1 is now 5", "list 13: 3 participants kept, 1 added, 1 dropped"]);
  });

  it("takes the web form away where none is given, and says so only then", async () => {
    await update({});
    expect(changes()).toEqual(["list 13: web form 1 is now null", "list 13: 4 participants kept, 0 added, 0 dropped"]);
    await update({ WEBFORM_ID: null });
    expect(changes()).toEqual(["list 13: 4 participants kept, 0 added, 0 dropped"]);
    expect(lists()[0]?.WEBFORM_ID).toBeNull();
  });

  it("of a user changes only what that user sees, and adds only what the user may read", async () => {
    expect(await update({ ENTITIES: [2, 6, 7] }, 7)).toBe(true);
    expect(
      rows(13)
        .map(([id]) => id)
        .sort((a, b) => Number(a) - Number(b)),
    ).toEqual([1, 2, 3, 6, 50]);
    expect(changes()?.at(-1)).toBe("list 13: 1 participants kept, 1 added, 1 dropped");
  });

  it("reads ids as PHP does: 9.5 and true are new ones unless their whole part is there", async () => {
    expect(await update({ ENTITIES: ["1", "2", "3", "4", 9.5] })).toBe(true);
    expect(rows(13).map(([id]) => id)).toContain(9);
    sandbox.control.seed(seed);
    expect(await update({ ENTITIES: [2, 3, 4, true] }), "true is 1, which is there").toBe(true);
    expect(rows(13).map(([id]) => id)).not.toContain(9);
  });

  it.each([
    ["01", [1, 2, 3, 4]],
    ["4.0", [4, 1, 2, 3]],
    ["04", [4, 1, 2, 3]],
  ])("breaks at a row that comes a second time as %j: nothing is added or dropped", async (again, [id, ...others]) => {
    const rowsBefore = before();
    expect(await update({ ENTITIES: [again, ...others] })).toEqual([500, "ERROR_CORE", "SQL query error!"]);
    expect(before(), `the ranks before ${id} are what they were`).toEqual(rowsBefore);
    expect(lists()[0]?.WEBFORM_ID, "the form was written before").toBeNull();
  });

  it("that breaks has numbered those before the row anew", async () => {
    await update({ ENTITIES: [2, 3, 4] });
    expect(await update({ ENTITIES: ["03", 2, 4] })).toEqual([500, "ERROR_CORE", "SQL query error!"]);
    expect(rows(13).filter(([id]) => id !== 50)).toEqual([
      [2, "IN_WORK", 10, null],
      [4, "IN_WORK", 20, null],
      [3, "SUCCESS", 40, 4],
    ]);
  });

  const NO_LIST = [400, "LIST_ID_ERROR", "Incorrect list id or access denied"];
  it.each<[object, unknown, number?]>([
    [{ LIST_ID: undefined }, [400, "ERROR_ARGUMENT", "LIST_ID is not found"]],
    [{ LIST_ID: undefined, ENTITY_TYPE: undefined }, [400, "ERROR_ARGUMENT", "LIST_ID is not found"]],
    [{ ENTITY_TYPE: undefined, ENTITIES: undefined }, [400, "ERROR_ARGUMENT", "ENTITY_TYPE is not found"]],
    [{ ENTITIES: undefined }, [400, "ERROR_ARGUMENT", "ENTITIES is not found"]],
    [{ ENTITY_TYPE: "DEAL", ENTITIES: 1 }, [400, "ENTITY_TYPE_ERROR", "EntityType is incorrect"]],
    [{ ENTITIES: 1 }, [400, "ENTITIES_ERROR", "Entities is not array"]],
    [{ ENTITIES: [] }, [400, "ENTITIES_ERROR", "Incorrect entities id"]],
    [{ ENTITIES: [1, 101], LIST_ID: 99 }, [400, "ENTITIES_ERROR", "Incorrect entities id"]],
    [{ LIST_ID: 99 }, NO_LIST],
    [{ LIST_ID: 0 }, NO_LIST],
    [{ LIST_ID: 99 }, [403, "ACCESS_ERROR", "Access Denied"], 9],
    [{ LIST_ID: 20 }, NO_LIST, 7],
    [
      { LIST_ID: 20 },
      [400, "ENTITY_TYPE_ERROR", "Discrepancy between the type of call participants and incoming type"],
    ],
    [{ LIST_ID: 40 }, NO_LIST],
    [{ WEBFORM_ID: 2 }, [400, "WEBFORM_ERROR", "Incorrect webform id"]],
    [{ WEBFORM_ID: "x" }, UNCAUGHT],
  ])("%j is rejected, and nothing is written", async (params, error, user) => {
    const rowsBefore = before();
    expect(await update(params, user)).toEqual(error);
    expect(before()).toEqual(rowsBefore);
    expect(lists()[0]?.WEBFORM_ID).toBe(1);
    expect(changes()).toEqual([]);
  });
});
