// What hosts do to schemas and arguments on the way between a model and a server.
import { type Sandbox, startSandbox } from "@b24-calllist/sandbox";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Assistant, connect } from "./assistant.ts";

type Json = Record<string, unknown>;

let sandbox: Sandbox;
let assistant: Assistant;
let sent: Json[];
beforeAll(async () => {
  sandbox = await startSandbox({ limits: false });
});
beforeEach(async () => {
  sandbox.control.reset();
  sent = [];
  const recording: typeof fetch = (url, init) => {
    sent.push(JSON.parse(String(init?.body)));
    return fetch(url, init);
  };
  assistant = await connect(sandbox.webhookUrl, { allowWrites: true, fetch: recording });
});
afterAll(() => sandbox.close());

/** Every schema in a schema, with its place. */
function schemasIn(schema: Json, place: string): [place: string, schema: Json][] {
  const { properties = {}, items } = schema as { properties?: Record<string, Json>; items?: Json };
  const inner = Object.entries(properties).flatMap(([name, each]) => schemasIn(each, `${place}.${name}`));
  return [[place, schema], ...inner, ...(items ? schemasIn(items, `${place}[]`) : [])];
}

const PLAIN = ["type", "description", "enum", "minimum", "minItems", "properties", "required", "items"];

describe("the schemas in tools/list", () => {
  const schemas = async (part: "inputSchema" | "outputSchema") =>
    (await assistant.client.listTools()).tools.flatMap((tool) => schemasIn((tool[part] ?? {}) as Json, tool.name));

  it("use keywords that every model takes", async () => {
    for (const [place, schema] of [...(await schemas("inputSchema")), ...(await schemas("outputSchema"))]) {
      const { additionalProperties = false, ...rest } = schema;
      expect([place, Object.keys(rest).filter((key) => !PLAIN.includes(key))]).toEqual([place, []]);
      expect([place, additionalProperties]).toEqual([place, false]);
    }
  });

  it("have one type for each argument, and items for each array", async () => {
    for (const [place, { type, items }] of await schemas("inputSchema")) {
      expect([place, type]).toEqual([place, expect.stringMatching(/^(string|integer|object|array)$/)]);
      expect([place, items !== undefined]).toEqual([place, type === "array"]);
    }
  });

  it("have names that hosts take, and operators only in the description", async () => {
    for (const [place, { properties = {} }] of await schemas("inputSchema"))
      for (const name of Object.keys(properties as Json)) expect(name, place).toMatch(/^[a-zA-Z0-9_.-]{1,64}$/);
    const filter = (await schemas("inputSchema")).find(([place]) => place === "crm_calllist_list.FILTER")?.[1];
    expect(filter).toMatchObject({ properties: { ID: { type: "integer" }, WEBFORM_ID: { type: "integer" } } });
    expect(filter?.additionalProperties).toBeUndefined();
    expect(filter?.description).toContain("| `>` `>=` `<` `<=` |");
  });

  it("offer the words of enums and of patterns", async () => {
    const found = new Map(await schemas("inputSchema"));
    expect(found.get("crm_calllist_add.ENTITY_TYPE")?.enum).toEqual(["CONTACT", "COMPANY"]);
    expect(found.get("crm_calllist_list.ORDER.ID")?.enum).toEqual(["ASC", "DESC"]);
    expect(found.get("crm_calllist_list.SELECT[]")?.enum).toContain("*");
    const status = found.get("read_participants.FILTER.STATUS");
    expect(status).toMatchObject({ type: "string", description: expect.stringContaining("Such as IN_WORK, SUCCESS") });
    expect(status?.enum).toBeUndefined(); // portals add their own
  });
});

describe("arguments are read as what they mean", () => {
  const ADD = { ENTITY_TYPE: "CONTACT", ENTITIES: [9, 17] };
  const cases: [habit: string, tool: string, args: Json, meant: Json][] = [
    ["an array as JSON text", "crm_calllist_add", { ...ADD, ENTITIES: "[9, 17]" }, ADD],
    [
      "an array of texts as JSON text",
      "crm_calllist_add",
      { ...ADD, ENTITIES: '["9","17"]' },
      { ...ADD, ENTITIES: ["9", "17"] },
    ],
    ["an array as a comma list", "crm_calllist_add", { ...ADD, ENTITIES: "9, 17" }, { ...ADD, ENTITIES: ["9", "17"] }],
    ["one id in place of an array", "crm_calllist_add", { ...ADD, ENTITIES: 9 }, { ...ADD, ENTITIES: [9] }],
    ["one id as text in place of an array", "crm_calllist_add", { ...ADD, ENTITIES: "9" }, { ...ADD, ENTITIES: ["9"] }],
    [
      "an object as JSON text",
      "crm_calllist_items_get",
      { LIST_ID: 13, FILTER: '{"STATUS":"IN_WORK"}' },
      { LIST_ID: 13, FILTER: { STATUS: "IN_WORK" } },
    ],
    [
      "JSON text within JSON text",
      "crm_calllist_list",
      { FILTER: '{"@ID":"[13,20]"}', ORDER: '{"ID":"DESC"}', SELECT: '["ID"]' },
      { FILTER: { "@ID": [13, 20] }, ORDER: { ID: "DESC" }, SELECT: ["ID"] },
    ],
    ["one field in place of an array", "crm_calllist_list", { SELECT: "ID" }, { SELECT: ["ID"] }],
    [
      "null for what is left out",
      "crm_calllist_items_get",
      { LIST_ID: 13, FILTER: null, start: null },
      { LIST_ID: 13 },
    ],
    [
      "an empty text for what is left out",
      "crm_calllist_items_get",
      { LIST_ID: 13, FILTER: "", start: "" },
      { LIST_ID: 13 },
    ],
    ["the text null", "crm_calllist_items_get", { LIST_ID: 13, FILTER: "null", start: "null" }, { LIST_ID: 13 }],
    [
      "null inside an object",
      "crm_calllist_items_get",
      { LIST_ID: 13, FILTER: { STATUS: null } },
      { LIST_ID: 13, FILTER: {} },
    ],
    [
      "an empty text inside an object",
      "crm_calllist_items_get",
      { LIST_ID: 13, FILTER: { STATUS: "" } },
      { LIST_ID: 13, FILTER: {} },
    ],
    [
      "an empty array for what is left out",
      "crm_calllist_list",
      { SELECT: [], FILTER: { ID: 13 } },
      { FILTER: { ID: 13 } },
    ],
    [
      "a null in an array for what is left out",
      "crm_calllist_list",
      { SELECT: [null], FILTER: { ID: 13 } },
      { FILTER: { ID: 13 } },
    ],
    [
      "every field filled in",
      "crm_calllist_list",
      {
        SELECT: null,
        FILTER: { ID: null, CREATED_BY_ID: null, WEBFORM_ID: null, ENTITY_TYPE_ID: 3 },
        ORDER: {},
        start: 0,
      },
      { FILTER: { ENTITY_TYPE_ID: 3 }, ORDER: {}, start: 0 },
    ],
    [
      "null under an operator keeps its meaning",
      "crm_calllist_list",
      { FILTER: { "!WEBFORM_ID": null } },
      { FILTER: { "!WEBFORM_ID": null } },
    ],
    [
      "no form as null keeps its meaning",
      "crm_calllist_add",
      { ...ADD, WEBFORM_ID: null },
      { ...ADD, WEBFORM_ID: null },
    ],
    ["no form as text", "crm_calllist_add", { ...ADD, WEBFORM_ID: "null" }, { ...ADD, WEBFORM_ID: null }],
    ["no form as an empty text", "crm_calllist_add", { ...ADD, WEBFORM_ID: "" }, ADD],
    ["a number as text", "crm_calllist_get", { ID: "13" }, { ID: "13" }],
    ["a number as text with blanks", "crm_calllist_get", { ID: " 13\n" }, { ID: "13" }],
    ["a number as text with a fraction of nothing", "crm_calllist_get", { ID: "13.0" }, { ID: "13" }],
    ["a name in another letter case", "crm_calllist_get", { id: 13 }, { ID: 13 }],
    ["START, which a portal ignores", "crm_calllist_items_get", { list_id: 13, START: 0 }, { LIST_ID: 13, start: 0 }],
    ["superfluous nothing", "crm_calllist_get", { ID: 13, FILTER: null, note: "" }, { ID: 13 }],
    ["what is marked as the host's own", "crm_calllist_get", { ID: 13, _meta: { a: 1 } }, { ID: 13 }],
    ["something for a tool without arguments", "crm_calllist_statuslist", { random_string: "dummy" }, {}],
  ];
  it.each(cases)("%s: %s", async (_habit, tool, args, meant) => {
    const { text, isError } = await assistant.use(tool, args);
    expect(isError, text).toBe(false);
    expect(sent).toEqual([meant]);
  });

  it("no arguments at all", async () => {
    const { isError } = await assistant.client.callTool({ name: "crm_calllist_statuslist" });
    expect(isError).toBeFalsy();
    expect(sent).toEqual([{}]);
  });

  it("in the tools that read whole lists, too", async () => {
    const { json } = await assistant.use("read_participants", {
      LIST_ID: "20",
      FILTER: '{"STATUS":"SUCCESS"}',
      cursor: "",
    });
    expect(json).toMatchObject({ rows: [{ ID: 2, STATUS: "SUCCESS" }] });
  });
});

describe("arguments that can mean several things are rejected, and nothing is sent", () => {
  it.each<[tool: string, args: Json, says: string]>([
    ["crm_calllist_add", { ENTITY_TYPE: "CONTACT", ENTITIES: null }, "ENTITIES"],
    ["crm_calllist_add", { ENTITY_TYPE: "CONTACT", ENTITIES: "" }, "ENTITIES"],
    ["crm_calllist_add", { ENTITY_TYPE: "CONTACT", ENTITIES: "[]" }, "ENTITIES"],
    ["crm_calllist_add", { ENTITY_TYPE: "CONTACT", ENTITIES: "9; 17" }, "ENTITIES"],
    ["crm_calllist_add", { ENTITY_TYPE: "CONTACT", ENTITIES: "[9, 17" }, "ENTITIES"],
    ["crm_calllist_add", { ENTITY_TYPE: "CONTACT", ENTITIES: { 0: 9 } }, "ENTITIES"],
    ["crm_calllist_add", { ENTITY_TYPE: "CONTACT", ENTITIES: [9], WEBFORM_ID: "none" }, "WEBFORM_ID"],
    ["crm_calllist_update", { LIST_ID: 13, ENTITY_TYPE: "CONTACT", ENTITIES: [9], WEBFROM_ID: 1 }, "no WEBFROM_ID"],
    ["crm_calllist_get", { ID: "13.5" }, "ID"],
    ["crm_calllist_get", { ID: 13, id: 20 }, "there is no id"],
    ["crm_calllist_get", { ID: null }, "ID"],
    ["crm_calllist_items_get", { LIST_ID: 13, FILTER: "IN_WORK" }, "FILTER"],
    ["crm_calllist_list", { FILTER: '{"TITLE":1}' }, "there is no FILTER/TITLE"],
  ])("%s %j", async (tool, args, says) => {
    const { text, isError } = await assistant.use(tool, args);
    expect([isError, text]).toEqual([true, expect.stringContaining(says)]);
    expect(sent).toEqual([]);
  });
});

describe("structured content", () => {
  /** The official client checks it against the schema once it has the list of tools. */
  async function structured(name: string, args: Json = {}, from = assistant): Promise<unknown> {
    await from.client.listTools();
    return (await from.client.callTool({ name, arguments: args })).structuredContent;
  }

  it("is the result where that is an object", async () => {
    expect(await structured("crm_calllist_get", { ID: 13 })).toMatchObject({ ID: "13", ENTITY_TYPE: "CONTACT" });
    expect(await structured("read_participants", { LIST_ID: 20 })).toHaveProperty("rows");
  });

  it("has the result and what is to be known about it", async () => {
    const added = { ENTITY_TYPE: "CONTACT", ENTITIES: [9] };
    expect(await structured("crm_calllist_add", added)).toEqual({
      result: 51,
      note: "This is the id of the new call list.",
    });
    const changed = { LIST_ID: 13, ENTITIES: [9], ENTITY_TYPE: "CONTACT", WEBFORM_ID: 1 };
    expect(await structured("crm_calllist_update", changed)).toEqual({ result: true });
    expect(await structured("crm_calllist_list", { SELECT: ["ID"], FILTER: { ID: 13 } })).toEqual({
      result: [{ ID: "13" }],
    });
    expect(await structured("crm_calllist_statuslist")).toMatchObject({
      result: [{ STATUS_ID: "IN_WORK" }, {}, {}, {}, {}],
    });
  });

  it("is not sent with an error", async () => {
    expect(await structured("crm_calllist_get", { ID: 9999 })).toBeUndefined();
  });

  const portal = (result: unknown) =>
    connect("https://example.bitrix24.com/rest/1/s3cr3tc0de4test/", {
      fetch: async () => Response.json({ result, time: {} }),
    });

  it("fits its schema whatever a portal sends", async () => {
    const odd = { ID: 13, DATE_CREATE: null, CREATED_BY_ID: [], WEBFORM_ID: null, ENTITY_TYPE: 3, NEW: { a: 1 } };
    expect(await structured("crm_calllist_get", { ID: 13 }, await portal(odd))).toEqual({
      ID: "13",
      CREATED_BY_ID: [],
      WEBFORM_ID: null,
      ENTITY_TYPE: "3",
      NEW: { a: 1 },
    });
    const rows = [{ ID: "9", STATUS: "IN_WORK", ENTITY_TYPE: 3.5 }];
    expect(await structured("crm_calllist_items_get", { LIST_ID: 13 }, await portal(rows))).toEqual({
      result: [{ ID: 9, STATUS: "IN_WORK" }],
    });
  });

  it("shows no secret", async () => {
    expect(await structured("crm_calllist_get", { ID: 13 }, await portal({ ID: "s3cr3tc0de4test" }))).toEqual({
      ID: "***",
    });
  });
});
