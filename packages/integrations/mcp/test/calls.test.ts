import { type Sandbox, type Seed, startSandbox } from "@b24-calllist/sandbox";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Assistant, connect } from "./assistant.ts";

let sandbox: Sandbox;
let assistant: Assistant;
let demo: Seed;
beforeAll(async () => {
  sandbox = await startSandbox({ limits: false });
  demo = sandbox.control.state;
  assistant = await connect(sandbox.webhookUrl, { allowWrites: true });
});
beforeEach(() => sandbox.control.seed(demo));
afterAll(() => sandbox.close());

const use = (tool: string, params?: object) => assistant.use(tool, params);
const lists = () => sandbox.control.state.lists!;

describe("a method's tool gives what the portal answers", () => {
  it("add", async () => {
    const { json, text } = await use("crm_calllist_add", { ENTITY_TYPE: "CONTACT", ENTITIES: [9, 17, 19] });
    expect(json).toBe(51);
    expect(text).toContain("the id of the new call list");
    expect(lists().find(({ ID }) => ID === 51)?.participants).toHaveLength(3);
  });

  it("get", async () => {
    expect((await use("crm_calllist_get", { ID: 13 })).json).toMatchObject({ ID: "13", ENTITY_TYPE: "CONTACT" });
  });

  it("list", async () => {
    const { json } = await use("crm_calllist_list", {
      SELECT: ["ID"],
      ORDER: { ID: "DESC" },
      FILTER: { "<=ID": 20, ">ID": 1 },
    });
    expect(json).toEqual([{ ID: "20" }, { ID: "13" }]);
  });

  it("update", async () => {
    const update = { LIST_ID: 13, ENTITY_TYPE: "CONTACT", ENTITIES: [9] };
    expect((await use("crm_calllist_update", update)).text).toContain("WEBFORM_ID");
    const { json, text } = await use("crm_calllist_update", { ...update, WEBFORM_ID: null });
    expect(json).toBe(true);
    expect(text).toContain("The list has no web form now");
    expect((await use("crm_calllist_update", { ...update, WEBFORM_ID: 1 })).text).toBe("true");
    const { json: rows } = await use("crm_calllist_items_get", { LIST_ID: 13 });
    expect(rows).toMatchObject([{ ID: 9 }]);
  });

  it("items.get", async () => {
    const { json } = await use("crm_calllist_items_get", { LIST_ID: 13, FILTER: { STATUS: "IN_WORK" } });
    expect(json).toContainEqual({ ID: 9, STATUS: "IN_WORK", ENTITY_TYPE: 3 });
  });

  it("statuslist", async () => {
    expect((await use("crm_calllist_statuslist")).json).toContainEqual(
      expect.objectContaining({ STATUS_ID: "IN_WORK" }),
    );
  });
});

describe("parameters that the description does not allow", () => {
  it.each([
    ["crm_calllist_add", { ENTITY_TYPE: "contact", ENTITIES: [9] }, "ENTITY_TYPE"],
    ["crm_calllist_add", { ENTITY_TYPE: "CONTACT", ENTITIES: [] }, "ENTITIES"],
    ["crm_calllist_list", { start: -1 }, "start"],
    ["crm_calllist_list", { FILTER: { DATE_CREATE: 1 } }, "there is no FILTER/DATE_CREATE"],
    ["crm_calllist_list", { ORDER: { TITLE: "ASC" } }, "there is no ORDER/TITLE, but ID, DATE_CREATE, "],
    ["crm_calllist_items_get", { LIST_ID: 13, FILTER: { status: "SUCCESS" } }, "there is no FILTER/status, but STATUS"],
    ["crm_calllist_get", { ID: 13, auth: "token" }, "there is no auth, but ID"],
    ["read_participants", {}, "LIST_ID"],
    ["read_call_lists", { FILTER: { ">ID": [1] } }, ">ID"],
    ["read_call_lists", { FILTER: { TITLE: 1 } }, /(ID\|CREATED_BY_ID.*there is no FILTER\/TITLE$)/],
    ["crm_calllist_get", Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`x${n}`, n])), /x4, but ID$/],
    ["read_call_lists", { SELECT: ["DATE_CREATE"] }, "there is no SELECT, but FILTER, cursor"],
  ])("%s %j: not sent", async (tool, params, text) => {
    const answer = await use(tool, params);
    expect(answer).toMatchObject({ isError: true });
    expect(answer.text).toMatch(text);
    expect(sandbox.control.requests).toEqual([]);
  });
});

it("what is wrong with parameters is said by the schema, and by the names that there are", async () => {
  expect((await use("crm_calllist_get", { ID: 0, x: 1, y: 2 })).text).toMatch(
    /^Input validation error: Invalid arguments for tool crm_calllist_get: .*data\/ID must be >= 1; there is no x, but ID; there is no y, but ID$/,
  );
});

it("the webhook's code is in no answer, whatever the portal makes of it", async () => {
  const code = "s3cr3tc0de4test";
  const fetch = async () => Response.json({ result: { ID: code, [code]: "1" }, time: {} });
  const { use } = await connect(`https://example.bitrix24.com/rest/1/${code}/`, { fetch });
  expect((await use("crm_calllist_get", { ID: 13 })).text).toBe('{"ID":"***","***":"1"}');
});

it("a status that looks like a reference of a batch is the portal's to reject", async () => {
  const { isError, text } = await use("read_participants", { LIST_ID: 13, FILTER: { STATUS: "$result[x]" } });
  expect([isError, text]).toEqual([true, expect.stringContaining("STATUS_ERROR")]);
});
