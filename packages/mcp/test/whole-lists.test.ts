import { createClient, iterate, webhook } from "@b24-calllist/client";
import { type Sandbox, type Seed, startSandbox } from "@b24-calllist/sandbox";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Assistant, connect } from "./assistant.ts";

interface Part {
  rows: { ID: number | string; STATUS?: string }[];
  next_cursor?: string;
  note?: string;
}

const part = async ({ use }: Assistant, tool: string, params: object): Promise<Part> => {
  const { json, text } = await use(tool, params);
  expect(json, text).toBeDefined();
  return json as Part;
};

/** All parts, by way of their cursors. */
async function read(assistant: Assistant, tool: string, params: object = {}): Promise<Part[]> {
  const parts = [await part(assistant, tool, params)];
  for (let cursor = parts[0]!.next_cursor; cursor; cursor = parts.at(-1)!.next_cursor)
    parts.push(await part(assistant, tool, { ...params, cursor }));
  return parts;
}
const idsOf = (parts: Part[]): number[] => parts.flatMap(({ rows }) => rows.map(({ ID }) => Number(ID)));

describe("a portal with a list of 100,000 participants and 1,000 more lists", () => {
  let large: Sandbox;
  let assistant: Assistant;
  let requests = 0;
  const counting: typeof fetch = (url, init) => {
    requests++;
    return fetch(url, init);
  };
  beforeAll(async () => {
    large = await startSandbox({ seed: "large:100000", limits: false });
    assistant = await connect(large.webhookUrl, { fetch: counting });
  });
  afterAll(() => large.close());

  it("each participant comes once, in order, 500 with a call and a request", async () => {
    const parts = await read(assistant, "read_participants", { LIST_ID: 1 });
    expect(idsOf(parts)).toEqual(Array.from({ length: 100_000 }, (_, n) => n + 1));
    expect(Math.max(...parts.map(({ rows }) => rows.length))).toBe(500);
    // One more, to see that nothing is behind the last.
    expect(parts).toHaveLength(201);
    expect(requests).toBe(201);
  });

  it("each call list comes once, by rising id", async () => {
    const parts = await read(assistant, "read_call_lists");
    expect(idsOf(parts)).toEqual(large.control.state.lists!.map(({ ID }) => ID));
    expect(parts.map(({ rows }) => rows.length).slice(0, 2)).toEqual([500, 500]);
  });
});

describe("the demo portal", () => {
  let sandbox: Sandbox;
  let assistant: Assistant;
  let demo: Seed;
  beforeAll(async () => {
    sandbox = await startSandbox({ limits: false });
    demo = sandbox.control.state;
    assistant = await connect(sandbox.webhookUrl);
  });
  beforeEach(() => sandbox.control.seed(demo));
  afterAll(() => sandbox.close());

  /** A list of the contacts 1 to size, of which user 7 reads those that are given. */
  function seed(size: number, readable: number[]): void {
    const { state } = sandbox.control;
    sandbox.control.seed({
      ...state,
      contacts: { from: 1, to: size },
      users: state.users.map((one) => (one.id === 7 ? { ...one, reads: { CONTACT: readable } } : one)),
      lists: [
        {
          ID: 99,
          DATE_CREATE: "2025-07-14 08:47:19",
          CREATED_BY_ID: 1,
          ENTITY_TYPE_ID: 3,
          participants: { from: 1, to: size },
        },
      ],
    } as never);
  }

  it("a short list comes with one call", async () => {
    const parts = await read(assistant, "read_participants", { LIST_ID: "13" });
    expect(parts).toHaveLength(1);
    expect(idsOf(parts)).toEqual([9, 17, 19]);
  });

  it.each([1, 50, 449, 450, 451, 499, 500, 501])("a list of %i participants comes whole", async (size) => {
    seed(size, []);
    const parts = await read(assistant, "read_participants", { LIST_ID: 99 });
    expect(idsOf(parts)).toEqual(Array.from({ length: size }, (_, n) => n + 1));
    expect(parts).toHaveLength(size <= 450 ? 1 : 2);
  });

  it("no answer is longer than it may be, where one request has too little and two too much", async () => {
    const readable = Array.from({ length: 1000 }, (_, n) => n + 1).filter((id) => id > 500 || id % 50 < 44);
    seed(1000, readable);
    const limited = await connect(`${sandbox.url}/rest/7/xxxxxxxxxxxxxxxx/`);
    const parts = await read(limited, "read_participants", { LIST_ID: 99 });
    expect(idsOf(parts)).toEqual(readable);
    expect(Math.max(...parts.map(({ rows }) => rows.length))).toBeLessThanOrEqual(500);
  });

  it("a status is kept from part to part", async () => {
    sandbox.control.setParticipant(13, 17, { STATUS: "SUCCESS" });
    const { rows } = await part(assistant, "read_participants", { LIST_ID: 13, FILTER: { STATUS: "SUCCESS" } });
    expect(rows).toEqual([{ ID: 17, STATUS: "SUCCESS", ENTITY_TYPE: 3 }]);
  });

  it.each([
    ["nine pages without anybody", [3, 505, 1003], [3, 505, 1003]],
    ["ten pages, where the list is taken to end", [3, 505, 1060], [3, 505]],
    ["ten pages, of which the answer before had some", [3, 260, 770], [3, 260, 770]],
    ["the end in the middle of a request", [3, 760], [3]],
  ])("reading goes on across pages that may not be read, as the client does: %s", async (_, readable, found) => {
    seed(2000, readable);
    const url = `${sandbox.url}/rest/7/xxxxxxxxxxxxxxxx/`;
    expect(idsOf(await read(await connect(url), "read_participants", { LIST_ID: 99 }))).toEqual(found);
    const rows = await Array.fromAsync(
      iterate(createClient({ auth: webhook(url) }), "crm.calllist.items.get", { LIST_ID: 99 }),
    );
    expect(rows.map(({ ID }) => ID)).toEqual(found);
  });

  it("no rows are explained", async () => {
    const nobody = await part(assistant, "read_participants", { LIST_ID: 13, FILTER: { STATUS: "WRONG_NUMBER" } });
    expect(nobody).toMatchObject({ rows: [], note: expect.stringContaining("nobody has this status") });
    expect(nobody.next_cursor).toBeUndefined();
  });

  it("a filter finds lists, one on the id among them", async () => {
    const all = sandbox.control.state.lists!.filter(({ ENTITY_TYPE_ID }) => ENTITY_TYPE_ID === 3).map(({ ID }) => ID);
    expect(idsOf(await read(assistant, "read_call_lists", { FILTER: { ENTITY_TYPE_ID: 3 } }))).toEqual(all);
    const later = await read(assistant, "read_call_lists", { FILTER: { ENTITY_TYPE_ID: 3, ">ID": 13 } });
    expect(idsOf(later)).toEqual(all.filter((id) => id > 13));
  });

  it("a cursor is good as often as it is used, and in another process", async () => {
    seed(1200, []);
    const { next_cursor: cursor } = await part(assistant, "read_participants", { LIST_ID: 99 });
    const first = await part(assistant, "read_participants", { LIST_ID: 99, cursor });
    const again = await part(await connect(sandbox.webhookUrl), "read_participants", { LIST_ID: "99", cursor });
    expect(first.rows[0]?.ID).toBe(501);
    expect(again).toEqual(first);
  });

  it("a cursor of another reading is refused, and says so", async () => {
    seed(1200, []);
    const { next_cursor: cursor } = await part(assistant, "read_participants", { LIST_ID: 99 });
    for (const params of [{ LIST_ID: 13 }, { LIST_ID: 99, FILTER: { STATUS: "SUCCESS" } }]) {
      const { isError, text } = await assistant.use("read_participants", { ...params, cursor });
      expect(isError).toBe(true);
      expect(text).toContain("it belongs to other parameters");
    }
  });

  it.each(["nonsense", btoa('{"reading":{"LIST_ID":"13"},"place":[-1]}'), btoa("null"), btoa("[[1]]")])(
    "a cursor that is none (%j) is refused",
    async (cursor) => {
      const { isError, text } = await assistant.use("read_participants", { LIST_ID: 13, cursor });
      expect(isError).toBe(true);
      expect(text).toContain("Leave it out to begin at the first row.");
    },
  );

  it("a filter that no request carries is refused before it is sent", async () => {
    const before = sandbox.control.requests.length;
    const FILTER = { "@ID": Array.from({ length: 1100 }, (_, n) => n + 1) };
    const { isError, text } = await assistant.use("read_call_lists", { FILTER });
    expect(isError).toBe(true);
    expect(text).toContain("1000");
    expect(sandbox.control.requests).toHaveLength(before);
  });
});
