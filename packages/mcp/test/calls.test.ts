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
    const { json } = await use("crm_calllist_add", { ENTITY_TYPE: "CONTACT", ENTITIES: [9, 17, 19] });
    expect(json).toBe(51);
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
    const { json } = await use("crm_calllist_update", { LIST_ID: 13, ENTITY_TYPE: "CONTACT", ENTITIES: [9] });
    expect(json).toBe(true);
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
    ["crm_calllist_list", { FILTER: { DATE_CREATE: 1 } }, "FILTER"],
    ["crm_calllist_items_get", { LIST_ID: 13, FILTER: { status: "SUCCESS" } }, "FILTER"],
    ["crm_calllist_get", { ID: 13, auth: "token" }, "additional properties"],
    ["read_participants", {}, "LIST_ID"],
    ["read_call_lists", { FILTER: { ">ID": [1] } }, ">ID"],
    ["read_call_lists", { SELECT: ["DATE_CREATE"] }, "additional properties"],
  ])("%s %j: not sent", async (tool, params, text) => {
    const answer = await use(tool, params);
    expect(answer).toMatchObject({ isError: true });
    expect(answer.text).toContain(text);
    expect(sandbox.control.requests).toEqual([]);
  });
});

it("an answer that is longer than any should be is cut, and says so", async () => {
  const statuses = Array.from({ length: 600 }, (_, n) => ({
    ID: n + 1,
    NAME: `Status ${n}`,
    SORT: n,
    STATUS_ID: `UC_${n}`,
  }));
  sandbox.control.seed({ ...sandbox.control.state, statuses } as never);
  const { json, text, parts } = await use("crm_calllist_statuslist");
  expect(json).toHaveLength(500);
  expect(parts).toBe(2);
  expect(text).toContain(`Cut: ${sandbox.control.state.statuses!.length - 500} more rows are left out.`);
});
