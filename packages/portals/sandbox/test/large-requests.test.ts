// Requests that ask for far more than a portal does: each is answered, as by a portal whose PHP or database gives up, and
// what is below the bounds is done. What has no bound is done in a time that grows no faster than the request: sizes here
// are such that a slower way would not end within the time of a test.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Sandbox, type Seed, startSandbox } from "../src/index.ts";
import { queryLists } from "../src/list-query/list-query.ts";

const LISTS = 2000;
const seed: Seed = {
  users: [{ id: 1, admin: true }],
  contacts: { from: 1, to: 10 },
  lists: Array.from({ length: LISTS }, (_, index) => ({
    ID: index + 1,
    DATE_CREATE: "2025-07-14 08:47:19",
    CREATED_BY_ID: index % 2,
    ENTITY_TYPE_ID: 3,
    hidden: { FILTERED: "Y", GRID_ID: "CRM_LIST" },
    participants: [],
  })),
  webhooks: [{ user: 1, code: "k" }],
};

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ seed, limits: false });
});
afterAll(() => sandbox.close());

async function post(method: string, params: object) {
  const response = await fetch(sandbox.webhookUrl + method, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(params),
  });
  // biome-ignore lint/suspicious/noExplicitAny: any answer
  const { result, error } = (await response.json()) as any;
  return { status: response.status, error, result };
}

/** Without the result, which may be too large to be shown. */
const refusal = async (answer: ReturnType<typeof post>) => {
  const { status, error } = await answer;
  return { status, error };
};
const list = (params: object) => post("crm.calllist.list", params);

const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));
const objectOf = (count: number, name: (index: number) => string, value: (index: number) => unknown) =>
  Object.fromEntries(times(count, (index) => [name(index), value(index)]));
const aliases = (count: number, field = "ID") =>
  objectOf(
    count,
    (index) => `A${index}`,
    () => field,
  );

const SQL_ERROR = { status: 500, error: "ERROR_CORE" };
const OUT_OF_MEMORY = { status: 500, error: "INTERNAL_SERVER_ERROR" };

describe("SELECT", () => {
  it("has 4,096 columns at most", async () => {
    const { result } = await list({ SELECT: aliases(4096), FILTER: { ID: 1 } });
    expect(Object.keys(result[0])).toHaveLength(4096);
    expect(await refusal(list({ SELECT: aliases(4097), FILTER: { ID: 1 } }))).toEqual(SQL_ERROR);
    expect(await refusal(list({ SELECT: aliases(20_000) }))).toEqual(SQL_ERROR);
  });

  it("has no more of them by stars and patterns under many prefixes", async () => {
    const { result } = await list({ SELECT: aliases(512, "*"), FILTER: { ID: 1 } });
    expect(Object.keys(result[0])).toHaveLength(4096);
    expect(await refusal(list({ SELECT: aliases(513, "*"), FILTER: { ID: 1 } }))).toEqual(SQL_ERROR);
    expect(await refusal(list({ SELECT: aliases(1100, "*_ID"), FILTER: { ID: 1 } }))).toEqual(SQL_ERROR);
  });

  it("of the same column is one column, however often it is named", async () => {
    const { result } = await list({ SELECT: times(20_000, () => "ID"), FILTER: { ID: 1 } });
    expect(result).toEqual([{ ID: "1" }]);
  });

  it("has a pattern of many brackets read in one go", { tags: "slow" }, async () => {
    for (const pattern of ["[", "[*", "[a]", "[]"]) {
      expect((await list({ SELECT: [`${pattern.repeat(300_000)}*?`], FILTER: { ID: 1 } })).status, pattern).toBe(200);
    }
  });

  it.each([
    ["[C-E]REATED_BY_ID[*", []],
    ["[C-E]REATED_BY_I[D]*", ["CREATED_BY_ID"]],
    ["?D", ["ID"]],
    ["[]?D", []],
    ["[]I]*", []],
    ["[!X]D*", ["ID"]],
    ["[!]D*", []],
    ["*[", []],
    ["*]", []],
    ["I[D-A]*", []],
  ])("%j is the pattern of %j", async (pattern, names) => {
    const { result } = await list({ SELECT: [pattern, "ENTITY_TYPE_ID"], FILTER: { ID: 1 } });
    expect(Object.keys(result[0]).filter((name) => name !== "ENTITY_TYPE_ID")).toEqual(names);
  });

  it("with all rows at once has two million values at most", async () => {
    expect(await refusal(list({ SELECT: aliases(1001), start: -1 }))).toEqual(OUT_OF_MEMORY);
    const cells = (used: number) => () =>
      queryLists(new Map(sandbox.control.server.portal.lists), {
        select: ["ID"],
        filter: [],
        order: [],
        offset: 0,
        limit: 50,
        budget: { cells: used },
      });
    expect(cells(1_999_950)()).toHaveLength(50);
    expect(cells(1_999_951)).toThrow("Allowed memory size exhausted");
  });

  it("has no more of them over all commands of a batch", { tags: "slow" }, async () => {
    const select = times(201, (index) => `SELECT[A${index}]=ID`).join("&");
    const cmd = times(5, () => `crm.calllist.list?start=-1&${select}`);
    expect(await refusal(post("batch", { cmd }))).toEqual(OUT_OF_MEMORY);
  });
});

describe("FILTER", () => {
  const MOST = Math.floor(20_000_000 / LISTS);

  it("has so many conditions for so many lists", { tags: "slow" }, async () => {
    // Each group is one, too. The first one is false of nearly all lists, so that the others need not be tried.
    const groups = (count: number) => ({ ID: 8, ...objectOf(count, String, () => ({ ID: 8 })) });
    expect((await list({ FILTER: groups(MOST / 2 - 1) })).result).toHaveLength(1);
    expect(await refusal(list({ FILTER: groups(MOST / 2) }))).toEqual(SQL_ERROR);
  });

  it("has so many texts to be like", { tags: "slow" }, async () => {
    const texts = (count: number) => times(count, (index) => `x${index}`);
    expect((await list({ FILTER: { "%GRID_ID": [...texts(4000), "crm"] } })).result).toHaveLength(50);
    expect(await refusal(list({ FILTER: { "%GRID_ID": texts(MOST) } }))).toEqual(SQL_ERROR);
    expect(await refusal(list({ FILTER: { "*%GRID_ID": "x ".repeat(200_000) } }))).toEqual(SQL_ERROR);
  });

  it("finds 20,000 ids, texts or dates in one go", async () => {
    const many = times(20_000, (index) => index + 3000);
    expect((await list({ FILTER: { "@ID": [...many, 7] } })).result).toHaveLength(1);
    expect((await list({ FILTER: { ID: [...many, 7] } })).result).toHaveLength(1);
    expect((await list({ FILTER: { "!ID": [...many, ...times(1999, (index) => index + 1)] } })).result).toHaveLength(1);
    expect((await list({ FILTER: { DATE_CREATE: times(20_000, () => "14.07.2025 08:47:19") } })).result).toHaveLength(
      50,
    );
  });

  it("nested as deep as JSON goes is tried", async () => {
    const nested = (levels: number): object => (levels === 0 ? { ID: 7 } : { LOGIC: "NOT", 0: nested(levels - 1) });
    expect((await list({ FILTER: [nested(500)] })).result).toMatchObject([{ ID: "7" }]);
    expect((await list({ FILTER: [nested(499)] })).result).toHaveLength(50);
  });
});

describe("ORDER", () => {
  it("of 4,000 names of two columns sorts by the two, in the direction that each has", { tags: "slow" }, async () => {
    const names = times(2000, (index) => [`A${index}`, `B${index}`]).flat();
    const SELECT = Object.fromEntries(names.map((name) => [name, name.startsWith("A") ? "CREATED_BY_ID" : "ID"]));
    const ORDER = Object.fromEntries(names.map((name) => [name, "DESC"]));
    const { result } = await list({ SELECT, ORDER });
    expect(result.slice(0, 3).map(({ A0, B0 }: Record<string, string>) => [A0, B0])).toEqual([
      ["1", "2000"],
      ["1", "1998"],
      ["1", "1996"],
    ]);
  });

  it("of 20,000 spellings of one name is read in one go", async () => {
    const spelling = (index: number) =>
      [..."CREATED_BY_ID"].map((c, bit) => ((index >> bit) & 1 ? c.toLowerCase() : c)).join("");
    const names = times(20_000, (index) => spelling(index));
    expect((await list({ ORDER: names })).status).toBe(200);
  });
});

describe("batch", () => {
  const time = "server.time";
  const nested = (...commands: string[]) =>
    `Batch?${commands.map((text, index) => `cmd[${index}]=${encodeURIComponent(text)}`).join("&")}`;

  it("runs fifty commands, and answers each of 10,000 others with the same error", async () => {
    const { result } = await post("batch", { cmd: times(10_050, () => time) });
    expect(Object.keys(result.result)).toHaveLength(50);
    const errors = Object.values(result.result_error);
    expect(errors).toHaveLength(10_000);
    expect(errors.at(-1)).toEqual({
      error: "ERROR_BATCH_LENGTH_EXCEEDED",
      error_description: "Max batch length exceeded",
    });
  });

  it("runs fifty times fifty commands, and no 5,000", async () => {
    const fifty = times(50, () => nested(...times(50, () => time)));
    const { result } = await post("batch", { cmd: fifty });
    expect(result.result.map(({ result }: { result: unknown[] }) => result.length)).toEqual(Array(50).fill(50));
    const more = times(50, () => nested(...times(50, () => nested(time, time))));
    expect(await refusal(post("batch", { cmd: more }))).toEqual(OUT_OF_MEMORY);
  });

  it("is nested thirty levels deep, and no more", async () => {
    const deep = (levels: number): string => (levels === 0 ? time : nested(deep(levels - 1)));
    const depthOf = (result: unknown): number =>
      typeof result === "string" ? 0 : 1 + depthOf((result as { result: unknown[] }).result[0]);
    expect(depthOf((await post("batch", { cmd: [deep(30)] })).result)).toBe(31);
    expect(await refusal(post("batch", { cmd: [deep(31)] }))).toEqual(OUT_OF_MEMORY);
  });

  const ERROR = "$error[a][error_description]";
  const fails = (definition: string) => `crm.calllist.list?ORDER[]=${encodeURIComponent(definition)}`;

  it("puts results into texts of 64 million letters in all", async () => {
    // The error of a names the field twice.
    const cmd = (count: number) => [
      ...times(count, (index) => [`b${index}`, `profile?x=${encodeURIComponent(`${ERROR} `)}`]),
    ];
    const send = (count: number) =>
      post("batch", { cmd: { a: fails("x".repeat(1_000_000)), ...Object.fromEntries(cmd(count)) } });
    expect((await send(30)).status).toBe(200);
    expect(await refusal(send(35))).toEqual(OUT_OF_MEMORY);
  });

  it("does not double a text without end", async () => {
    const twice = (name: string) => fails(`$error[${name}][error_description] $error[${name}][error_description]`);
    const names = times(30, (index) => `a${index}`);
    const cmd = Object.fromEntries(
      names.map((name, index) => [name, index === 0 ? fails("x") : twice(names[index - 1]!)]),
    );
    expect(await refusal(post("batch", { cmd }))).toEqual(OUT_OF_MEMORY);
  });

  it("looks up 10,000 references in one text", { tags: "slow" }, async () => {
    const text = (reference: string) => `profile?x=${encodeURIComponent(reference.repeat(10_000))}`;
    for (const reference of ["$result[a]x", "$result[none] ", "$result", "$result[[[", "$result[a][a] "]) {
      expect((await post("batch", { cmd: { b: text(reference) } })).status, reference).toBe(200);
    }
    expect(await refusal(post("batch", { cmd: { a: time, b: text("$result[a] ") } }))).toEqual(OUT_OF_MEMORY);
  });
});
