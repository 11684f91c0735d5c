import { type Sandbox, startSandbox } from "@b24-calllist/sandbox";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Assistant, connect } from "./assistant.ts";

interface Part {
  rows: { ID: string }[];
  next_cursor?: string;
}

async function part({ use }: Assistant, params: object): Promise<Part> {
  const { json, text } = await use("read_call_lists", params);
  expect(json, text).toBeDefined();
  return json as Part;
}

/** All parts, by way of their cursors. */
async function read(assistant: Assistant, params: object = {}): Promise<Part[]> {
  const parts = [await part(assistant, params)];
  for (let cursor = parts[0]!.next_cursor; cursor; cursor = parts.at(-1)!.next_cursor)
    parts.push(await part(assistant, { ...params, cursor }));
  return parts;
}
const idsOf = (parts: Part[]): number[] => parts.flatMap(({ rows }) => rows.map(({ ID }) => Number(ID)));

describe("a portal with 1,000 lists", () => {
  let large: Sandbox;
  let assistant: Assistant;
  let all: number[];
  beforeAll(async () => {
    large = await startSandbox({ seed: "large:100000", limits: false });
    assistant = await connect(large.webhookUrl);
    all = large.control.state.lists!.map(({ ID }) => ID);
  });
  afterAll(() => large.close());

  it("each call list comes once, by rising id, 500 with a call", async () => {
    const parts = await read(assistant);
    expect(idsOf(parts)).toEqual(all);
    expect(parts.map(({ rows }) => rows.length).slice(0, 2)).toEqual([500, 500]);
  });

  it("a cursor can be used again, and after a restart", async () => {
    const { next_cursor: cursor } = await part(assistant, {});
    const first = await part(assistant, { cursor });
    expect(first.rows[0]?.ID).toBe(String(all[500]));
    expect(await part(await connect(large.webhookUrl), { cursor })).toEqual(first);
  });

  it("a cursor of another filter is rejected, and says so", async () => {
    const { next_cursor: cursor } = await part(assistant, {});
    const { isError, text } = await assistant.use("read_call_lists", { FILTER: { ENTITY_TYPE_ID: 3 }, cursor });
    expect(isError).toBe(true);
    expect(text).toContain("it belongs to other parameters");
  });
});

describe("the demo portal", () => {
  let sandbox: Sandbox;
  let assistant: Assistant;
  beforeAll(async () => {
    sandbox = await startSandbox({ limits: false });
    assistant = await connect(sandbox.webhookUrl);
  });
  afterAll(() => sandbox.close());

  it("they are asked for by rising id, behind the last one", async () => {
    const bodies: string[] = [];
    const recording: typeof fetch = (url, init) => {
      bodies.push(String(init?.body));
      return fetch(url, init);
    };
    const params = { FILTER: { ">ID": 13, ENTITY_TYPE_ID: 3 } };
    await part(await connect(sandbox.webhookUrl, { fetch: recording }), params);
    const { cmd } = JSON.parse(bodies[0]!) as { cmd: Record<string, string> };
    const sent = Object.values(cmd).map((text) => Object.fromEntries(new URLSearchParams(text.split("?")[1])));
    expect(sent).toEqual(
      [0, 50, 100, 150, 200, 250, 300, 350, 400, 450].map((start) => ({
        "FILTER[>ID]": "13",
        "FILTER[ENTITY_TYPE_ID]": "3",
        "ORDER[ID]": "ASC",
        start: String(start),
      })),
    );
  });

  it("a filter finds lists, one on the id among them", async () => {
    const all = sandbox.control.state.lists!.filter(({ ENTITY_TYPE_ID }) => ENTITY_TYPE_ID === 3).map(({ ID }) => ID);
    expect(idsOf(await read(assistant, { FILTER: { ENTITY_TYPE_ID: 3 } }))).toEqual(all);
    const later = await read(assistant, { FILTER: { ENTITY_TYPE_ID: 3, ">ID": 13 } });
    expect(idsOf(later)).toEqual(all.filter((id) => id > 13));
  });

  it("a filter that no request carries is rejected before it is sent", async () => {
    const before = sandbox.control.requests.length;
    const FILTER = { "@ID": Array.from({ length: 1100 }, (_, n) => n + 1) };
    const { isError, text } = await assistant.use("read_call_lists", { FILTER });
    expect(isError).toBe(true);
    expect(text).toBe(
      "crm.calllist.list: 1103 values are more than the 1000 that a portal reads\nExecuted: no, nothing was sent.",
    );
    expect(sandbox.control.requests).toHaveLength(before);
  });
});
