import openapi from "@b24-calllist/spec/sdk.json" with { type: "json" };
import { describe, expect, it } from "vitest";
import { methods } from "../src/description.ts";
import { NOT_HERE } from "../src/method-tools.ts";
import { connect } from "./assistant.ts";

const NOBODY = "https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/";
// biome-ignore lint/suspicious/noExplicitAny: an OpenAPI document is walked freely here.
const document: Record<string, any> = openapi;
const { schemas } = document.components;
// biome-ignore lint/suspicious/noExplicitAny: the same.
const paths = Object.entries<any>(document.paths).filter(([path]) => path.startsWith("/crm.calllist."));
const READING = [
  "count_participants",
  "crm_calllist_get",
  "crm_calllist_items_get",
  "crm_calllist_list",
  "crm_calllist_statuslist",
  "read_call_lists",
  "read_participants",
];

async function toolsOf(allowWrites: boolean) {
  const { client } = await connect(NOBODY, { allowWrites });
  const { tools } = await client.listTools();
  return tools.sort((a, b) => a.name.localeCompare(b.name));
}
const byName = async (name: string) => (await toolsOf(true)).find((tool) => tool.name === name)!;
const propertiesOf = async (name: string): Promise<string[]> =>
  Object.keys((await byName(name)).inputSchema.properties ?? {});

describe("the tools", () => {
  it("only read, unless writing is allowed", async () => {
    const tools = await toolsOf(false);
    expect(tools.map(({ name }) => name)).toEqual(READING);
    expect(tools.every(({ annotations }) => annotations?.readOnlyHint)).toBe(true);
  });

  it("have add, update and change_participants where it is", async () => {
    const names = (await toolsOf(true)).map(({ name }) => name);
    expect(names).toEqual([...READING, "change_participants", "crm_calllist_add", "crm_calllist_update"].sort());
  });

  it("cannot be called where they are not offered", async () => {
    const { client } = await connect(NOBODY);
    const call = client.callTool({ name: "crm_calllist_add", arguments: { ENTITY_TYPE: "CONTACT", ENTITIES: [9] } });
    await expect(call).rejects.toThrow("crm_calllist_add");
  });

  it("say which of them change something, and how", async () => {
    expect((await byName("crm_calllist_add")).annotations).toEqual({
      readOnlyHint: false,
      destructiveHint: false,
      idempotentHint: false,
      openWorldHint: false,
    });
    for (const name of ["crm_calllist_update", "change_participants"]) {
      expect((await byName(name)).annotations).toEqual({
        readOnlyHint: false,
        destructiveHint: true,
        idempotentHint: true,
        openWorldHint: false,
      });
    }
    for (const name of ["read_participants", "count_participants"])
      expect((await byName(name)).annotations).toEqual({ readOnlyHint: true, openWorldHint: false });
  });

  it("have names and texts that every assistant takes", async () => {
    for (const { name, title, description } of await toolsOf(true)) {
      expect(name).toMatch(/^[a-z_]{1,40}$/);
      expect(title).toMatch(/^[A-Z]/);
      // Some cut what is longer than 2 kB.
      expect(new TextEncoder().encode(description).length).toBeLessThan(2000);
    }
  });
});

describe("their parameters", () => {
  it("are the description's, without the access token", async () => {
    for (const [path, { post }] of paths) {
      const ref = post.requestBody.content["application/json"].schema.$ref;
      const { properties, required } = schemas[ref.split("/").at(-1)];
      const name = path.slice(1).replaceAll(".", "_");
      expect(await propertiesOf(name)).toEqual(Object.keys(properties).filter((key) => key !== "auth"));
      expect((await byName(name)).inputSchema).toMatchObject({
        additionalProperties: false,
        ...(required && { required }),
      });
    }
  });

  it("are written out: no $ref, and no mark for code generators", async () => {
    for (const { inputSchema } of await toolsOf(true)) {
      const text = JSON.stringify(inputSchema);
      expect(inputSchema.type).toBe("object");
      expect(text).not.toContain("$ref");
      expect(text).not.toContain('"x-');
    }
  });

  it("leave out what would answer with the whole table at once", async () => {
    const { start } = (await byName("crm_calllist_list")).inputSchema.properties as Record<string, { minimum: number }>;
    expect(start?.minimum).toBe(0);
    expect(await propertiesOf("read_call_lists")).toEqual(["FILTER", "cursor"]);
    expect(await propertiesOf("read_participants")).toEqual(["LIST_ID", "FILTER", "cursor"]);
    expect(await propertiesOf("count_participants")).toEqual(["LIST_ID", "cursor"]);
  });
});

describe("their descriptions", () => {
  it("hold the traps of the description", async () => {
    expect((await byName("crm_calllist_update")).description).toContain("It clears the web form unless you send it.");
    expect((await byName("crm_calllist_items_get")).description).toContain("An empty page is a 403.");
    expect((await byName("crm_calllist_add")).description).toContain("A retry creates a second list.");
  });

  it("leave out the traps of other callers, which are all still there", async () => {
    const traps = methods.flatMap((method) => method.traps);
    const text = (await toolsOf(true)).map(({ description }) => description).join("\n");
    for (const absent of NOT_HERE) {
      const left = traps.filter(({ id }) => id === absent);
      expect(left).not.toEqual([]);
      for (const trap of left) expect(text).not.toContain(trap.text);
    }
  });

  it("name the tool that does better what the method is mostly called for", async () => {
    expect((await byName("crm_calllist_update")).description).toContain("use change_participants instead");
    expect((await byName("crm_calllist_items_get")).description).toContain("use read_participants instead");
  });

  it("say how many rows come, and how to go on", async () => {
    for (const name of ["read_participants", "read_call_lists"]) {
      const { description } = await byName(name);
      expect(description).toContain("500 rows at most");
      expect(description).toContain("next_cursor");
    }
  });
});

it("the server says who it is", async () => {
  expect((await connect(NOBODY)).client.getServerVersion()).toEqual({
    name: "b24-calllist",
    title: "Bitrix24 call lists",
    version: "0.0.0",
  });
});

it("the tools that are methods say what they return, as an object", async () => {
  const outputs = Object.fromEntries((await toolsOf(true)).map(({ name, outputSchema }) => [name, outputSchema]));
  const note = { type: "string", description: "What is to be known about the result." };
  const resultIs = (type: string) => ({
    type: "object",
    properties: { result: expect.objectContaining({ type }), note },
  });
  expect(outputs).toEqual({
    change_participants: undefined,
    count_participants: undefined,
    read_call_lists: undefined,
    read_participants: undefined,
    crm_calllist_add: resultIs("integer"),
    crm_calllist_update: resultIs("boolean"),
    crm_calllist_list: resultIs("array"),
    crm_calllist_items_get: resultIs("array"),
    crm_calllist_statuslist: resultIs("array"),
    crm_calllist_get: {
      type: "object",
      description: expect.any(String),
      properties: expect.objectContaining({ ID: expect.objectContaining({ type: "string" }) }),
    },
  });
});

it("the instructions tell an assistant that it only reads", async () => {
  expect((await connect(NOBODY)).client.getInstructions()).toContain("only reads");
  const writing = (await connect(NOBODY, { allowWrites: true })).client.getInstructions();
  expect(writing).not.toContain("only reads");
  expect(writing).toContain("use change_participants, not crm_calllist_update");
});
