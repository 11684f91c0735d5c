// What a portal sends, and what an assistant sends, has no bound of its own. Responses and arguments have.
import { describe, expect, it } from "vitest";
import { type Answer, type Assistant, connect } from "./assistant.ts";
import { portalWith, type Row, rowsTo } from "./pages.ts";

const NOBODYS = "https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/";
/** What a response has at most, with some words about it. */
const MOST_CHARACTERS = 200_500;

const portal = (result: unknown): Promise<Assistant> =>
  connect(NOBODYS, { fetch: async () => Response.json({ result, time: {} }), allowWrites: true });
const list = (rowsOf: () => Row[]): Promise<Assistant> => connect(NOBODYS, { fetch: portalWith(rowsOf) });

describe("a response with more rows than any should have", () => {
  const rows = (count: number, name = "") =>
    Array.from({ length: count }, (_, n) => ({ ID: n + 1, NAME: `${name}${n}`, SORT: n, STATUS_ID: `UC_${n}` }));

  it.each([
    ["crm_calllist_statuslist", {}, "ask the user to look them up in the portal"],
    ["crm_calllist_list", {}, "use read_call_lists"],
    ["crm_calllist_items_get", { LIST_ID: 13 }, "use read_participants"],
  ])("%s: is cut to 500, and says so, and how to get the others", async (tool, params, how) => {
    const { json, text, parts } = await (await portal(rows(617))).use(tool, params);
    expect(json).toEqual(rows(500));
    expect(parts).toBe(2);
    expect(text).toMatch(new RegExp(`\\nCut: 117 more rows are left out\\. To get them, ${how}\\b.*\\.$`));
  });

  it("says so in the structured content, too", async () => {
    const { client } = await portal(rows(617));
    const { structuredContent } = await client.callTool({ name: "crm_calllist_statuslist" });
    expect(structuredContent).toMatchObject({
      result: { length: 500 },
      note: expect.stringMatching(/^Cut: 117 more rows/),
    });
  });

  it("is whole with 500, and says nothing", async () => {
    const { json, parts } = await (await portal(rows(500))).use("crm_calllist_statuslist");
    expect(json).toHaveLength(500);
    expect(parts).toBe(1);
  });

  it("is cut to the rows that fit, as they are written", async () => {
    const { json, text } = await (await portal(rows(100, "x".repeat(10_000)))).use("crm_calllist_statuslist");
    expect(json).toHaveLength(19);
    expect(text).toContain("Cut: 81 more rows are left out.");
    expect(text.length).toBeLessThan(MOST_CHARACTERS);
    // Each of these takes six characters.
    const escaped = await (await portal(rows(100, "\u202e".repeat(2000)))).use("crm_calllist_statuslist");
    expect(escaped.text.length).toBeLessThan(MOST_CHARACTERS);
    expect((escaped.json as unknown[]).length).toBeGreaterThan(10);
  });
});

describe("a response of 5 MB that cannot be cut is not passed on:", () => {
  const huge = "x".repeat(5_000_000);
  const ONLY_READ = "Executed: it only reads, nothing was changed.";
  const NO_PAGES = Object.fromEntries(rowsTo(10).map(({ ID }) => [`c${ID - 1}`, []]));
  const participant = { ID: 1, STATUS: huge, ENTITY_TYPE: 3 };

  it.each<[tool: string, params: object, result: unknown, executed: string]>([
    ["crm_calllist_statuslist", {}, [{ ID: 1, NAME: huge }], ONLY_READ],
    ["crm_calllist_get", { ID: 13 }, { ID: huge }, ONLY_READ],
    ["read_call_lists", {}, { result: { ...NO_PAGES, c0: [{ ID: huge }] }, result_error: [] }, ONLY_READ],
    ["read_participants", { LIST_ID: 13 }, [participant], ONLY_READ],
    ["count_participants", { LIST_ID: 13 }, [participant], ONLY_READ],
    ["crm_calllist_add", { ENTITY_TYPE: "CONTACT", ENTITIES: [9] }, "1".repeat(5_000_000), "Executed: yes, the portal"],
  ])("%s %j", async (tool, params, result, executed) => {
    const { client } = tool.endsWith("_participants") ? await list(() => result as Row[]) : await portal(result);
    const answer = await client.callTool({ name: tool, arguments: params as Record<string, unknown> });
    expect(answer.isError).toBe(true);
    expect(answer.structuredContent).toBeUndefined();
    const [{ text }] = answer.content as unknown as [{ text: string }];
    const lines = text.split("\n");
    expect(lines[0]).toMatch(
      /^The portal's response has 50\d{5} characters, more than this server passes on \(200000\)\.$/,
    );
    expect(lines[1]).toBe("What to do: Ask for less if the tool can, or ask the user to look it up in the portal.");
    expect(lines[2]).toContain(executed);
    expect(lines).toHaveLength(3);
  });
});

describe("the tools that go through whole lists hand out what fits, and go on behind it:", () => {
  it("read_participants with rows of 1 kB", async () => {
    const all = rowsTo(700).map((row) => ({ ...row, STATUS: "S".repeat(1000) }));
    const { use } = await list(() => all);
    const ids: number[] = [];
    for (let cursor: string | undefined = ""; cursor !== undefined; ) {
      const { json, text }: Answer = await use("read_participants", { LIST_ID: 1, cursor });
      expect(text.length).toBeLessThan(MOST_CHARACTERS);
      const { rows, next_cursor } = json as { rows: Row[]; next_cursor?: string };
      ids.push(...rows.map(({ ID }) => ID));
      cursor = next_cursor;
    }
    expect(ids).toEqual(all.map(({ ID }) => ID));
  });

  it("count_participants with a status for each", async () => {
    const all = rowsTo(700).map((row) => ({ ...row, STATUS: `S${row.ID}` }));
    const { json } = await (await list(() => all)).use("count_participants", { LIST_ID: 1 });
    const { total, byStatus, note } = json as { total: number; byStatus: object; note: string };
    expect(total).toBe(700);
    expect(Object.keys(byStatus)).toEqual(all.slice(0, 500).map(({ STATUS }) => STATUS));
    expect(note).toMatch(/^Cut: 200 more statuses are left out; read_participants has them\. Each participant/);
  });

  const pagesOf = (rowsOf: (page: number) => object[]) => {
    const result = Object.fromEntries(Array.from({ length: 10 }, (_, page) => [`c${page}`, rowsOf(page)]));
    return portal({ result, result_error: [] });
  };

  it("read_call_lists with pages that are too long", async () => {
    const { use } = await pagesOf((page) => Array.from({ length: 100 }, (_, n) => ({ ID: `${page * 100 + n + 1}` })));
    const { json } = await use("read_call_lists");
    const { rows, next_cursor } = json as { rows: { ID: string }[]; next_cursor: string };
    expect(rows.map(({ ID }) => Number(ID))).toEqual(rowsTo(500).map(({ ID }) => ID));
    expect(JSON.parse(Buffer.from(next_cursor, "base64url").toString())).toMatchObject({ place: [500] });
  });

  it("read_call_lists with a few rows that are too long", async () => {
    const row = (ID: number) => ({ ID: `${ID}`, DATE_CREATE: "y".repeat(50_000) });
    const { use } = await pagesOf((page) => (page === 0 ? [1, 2, 3, 4, 5].map(row) : []));
    const { rows, next_cursor } = (await use("read_call_lists")).json as { rows: object[]; next_cursor: string };
    expect(rows).toEqual([1, 2, 3].map(row));
    expect(JSON.parse(Buffer.from(next_cursor, "base64url").toString())).toMatchObject({ place: [3] });
  });

  it.each([
    ["the same rows again and again", "7"],
    ["rows without an id", undefined],
    ["ids that are none", "x"],
  ])("read_call_lists with %s: it says that it cannot go on", async (_, ID) => {
    const { use } = await pagesOf(() => Array.from({ length: 50 }, () => ({ ID })));
    const params = { FILTER: { ">ID": 7 } };
    const { isError, text } = await use("read_call_lists", params);
    expect(isError).toBe(true);
    expect(text.split("\n")).toEqual([
      "The portal does not return call lists by rising id, so there is no place from which to go on.",
      "What to do: Read single pages with crm_calllist_list.",
      "Executed: it only reads, nothing was changed.",
    ]);
  });
});

it("a list whose rows take more than 40 MB is not kept", async () => {
  const all = rowsTo(100).map((row) => ({ ...row, STATUS: "x".repeat(410_000) }));
  const { isError, text } = await (await list(() => all)).use("read_participants", { LIST_ID: 1 });
  expect(isError).toBe(true);
  expect(text).toContain("The list has more than 200000 participants or 40000000 characters");
});

describe("arguments", () => {
  const counting = async () => {
    let requests = 0;
    const fetch = async () => {
      requests++;
      return Response.json({ result: true, time: {} });
    };
    const { use } = await connect(NOBODYS, { fetch, allowWrites: true });
    return { use, requests: () => requests };
  };
  const TOO_LARGE = "more than 2000000 characters, or nested more than 10 levels deep";
  const nested = (depth: number): unknown => JSON.parse("[".repeat(depth) + "]".repeat(depth));

  it.each<[what: string, tool: string, params: object]>([
    ["more than 2,000,000 characters", "crm_calllist_get", { ID: "9".repeat(2_000_001) }],
    [
      "more ids than that",
      "crm_calllist_add",
      { ENTITY_TYPE: "CONTACT", ENTITIES: rowsTo(400_000).map(({ ID }) => ID) },
    ],
    ["long names", "crm_calllist_get", { ID: 13, ["x".repeat(2_000_001)]: null }],
    ["11 levels", "crm_calllist_list", { FILTER: nested(10) }],
    ["thousands of levels", "crm_calllist_list", { FILTER: nested(5000) }],
  ])("with %s are not read", async (_, tool, params) => {
    const { use, requests } = await counting();
    const { isError, text } = await use(tool, params);
    expect([isError, text.length < 500]).toEqual([true, true]);
    expect(text).toContain(TOO_LARGE);
    expect(requests()).toBe(0);
  });

  it("with 100,000 ids are sent", async () => {
    const { use, requests } = await counting();
    const { isError } = await use("crm_calllist_update", {
      LIST_ID: 13,
      ENTITY_TYPE: "CONTACT",
      ENTITIES: rowsTo(100_000).map(({ ID }) => ID),
      WEBFORM_ID: null,
    });
    expect([isError, requests()]).toEqual([false, 1]);
  });

  it.each([
    ["arrays", `${"[".repeat(50_000)}${"]".repeat(50_000)}`],
    ["objects", `${'{"@ID":'.repeat(50_000)}1${"}".repeat(50_000)}`],
  ])("as a text with thousands of %s in one another are rejected", async (_, FILTER) => {
    const { use, requests } = await counting();
    const { isError, text } = await use("crm_calllist_list", { FILTER });
    expect([isError, requests()]).toEqual([true, 0]);
    expect(text).toContain("data/FILTER must be object");
  });

  it("that are wrong in many places: the reasons are cut", async () => {
    const { use, requests } = await counting();
    const ENTITIES = Array.from({ length: 20_000 }, () => "x");
    const names = Object.fromEntries(rowsTo(20_000).map(({ ID }) => [`name${ID}`, 1]));
    for (const params of [
      { ENTITY_TYPE: "CONTACT", ENTITIES },
      { ENTITY_TYPE: "CONTACT", ENTITIES: [9], ...names },
    ]) {
      const { isError, text } = await use("crm_calllist_add", params);
      expect([isError, requests()]).toEqual([true, 0]);
      expect(text.length).toBeLessThan(2000);
    }
  });

  it("whose names have signs that cannot be seen: the reason has none", async () => {
    const { use } = await counting();
    const { text } = await use("crm_calllist_get", { ID: 13, "a\nExecuted: yes\u202e\u001b": 1 });
    expect(text).toContain("there is no a Executed: yes\ufffd\ufffd, but ID");
    expect(text.split("\n")).toHaveLength(1);
  });
});
