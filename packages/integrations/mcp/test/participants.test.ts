// Reading and counting the participants of a list, with calls that are minutes apart, while operators work.
import { createClient, iterate, webhook } from "@b24-calllist/client";
import { type Sandbox, type Seed, startSandbox } from "@b24-calllist/sandbox";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type Assistant, connect } from "./assistant.ts";
import { portalWith, type Row, rowsTo } from "./pages.ts";

interface Part {
  rows: Row[];
  total?: number;
  as_of: { from: string; to?: string };
  complete?: boolean;
  next_cursor?: string;
  note: string;
}

const NOBODYS = "https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/";

async function part({ use }: Assistant, params: object): Promise<Part> {
  const { json, text } = await use("read_participants", params);
  expect(json, text).toBeDefined();
  return json as Part;
}

/** All parts, by way of their cursors. Between two calls, something may happen. */
async function read(assistant: Assistant, params: object, between = () => {}): Promise<Part[]> {
  const parts = [await part(assistant, params)];
  for (let cursor = parts[0]!.next_cursor; cursor; cursor = parts.at(-1)!.next_cursor) {
    between();
    parts.push(await part(assistant, { ...params, cursor }));
  }
  return parts;
}
const idsOf = (parts: Part[]): number[] => parts.flatMap(({ rows }) => rows.map(({ ID }) => ID));
const idsTo = (size: number): number[] => Array.from({ length: size }, (_, index) => index + 1);
const sorted = (ids: Iterable<number>): number[] => [...ids].sort((a, b) => a - b);

let sandbox: Sandbox;
let assistant: Assistant;
let demo: Seed;
beforeAll(async () => {
  sandbox = await startSandbox({ limits: false });
  demo = sandbox.control.state;
});
beforeEach(async () => {
  sandbox.control.seed(demo);
  sandbox.control.setOperators(undefined);
  assistant = await connect(sandbox.webhookUrl);
});
afterEach(() => vi.useRealTimers());
afterAll(() => sandbox.close());

/** A list of the contacts 1 to size, of which user 7 reads those that are given. */
function seed(size: number, readable: number[] = [], deleted: number[] = []): void {
  const { state } = sandbox.control;
  sandbox.control.seed({
    ...state,
    contacts: idsTo(size).filter((id) => !deleted.includes(id)),
    users: state.users.map((one) => (one.id === 7 ? { ...one, reads: { CONTACT: readable } } : one)),
    lists: [
      {
        ID: 99,
        DATE_CREATE: "2026-08-20 09:00:00",
        CREATED_BY_ID: 1,
        ENTITY_TYPE_ID: 3,
        participants: { from: 1, to: size },
      },
    ],
  } as Seed);
}

/** Operators set the status of so many participants that are still to be called. */
function call(count: number): number[] {
  const inWork = sandbox.control.participants(99).filter(({ STATUS }) => STATUS === "IN_WORK");
  const called = inWork.slice(0, count).map(({ ID }) => ID);
  for (const id of called) sandbox.control.setParticipant(99, id, { STATUS: "SUCCESS" });
  return called;
}

describe("a list that nobody works on", () => {
  it("of 100,000 comes in the portal's order, each participant once, with few requests", { tags: "slow" }, async () => {
    let requests = 0;
    const portal = portalWith(() => rows);
    const rows = rowsTo(100_000);
    const counting: typeof fetch = (...args) => {
      requests++;
      return portal(...args);
    };
    const parts = await read(await connect(NOBODYS, { fetch: counting }), { LIST_ID: 1 });
    expect(idsOf(parts)).toEqual(idsTo(100_000));
    expect(parts.map(({ rows }) => rows.length)).toEqual(Array(200).fill(500));
    expect(requests).toBeLessThan(50);
  });

  it("short: comes with one call", async () => {
    const [one, ...others] = await read(assistant, { LIST_ID: "13" });
    expect(others).toEqual([]);
    expect(one).toMatchObject({ rows: [{ ID: 9 }, { ID: 17 }, { ID: 19 }], total: 3, complete: true });
  });

  it.each([1, 50, 499, 500, 501, 1000, 1001])("of %i participants comes whole, in parts of 500", async (size) => {
    seed(size);
    const parts = await read(assistant, { LIST_ID: 99 });
    expect(idsOf(parts)).toEqual(idsTo(size));
    expect(parts).toHaveLength(Math.ceil(size / 500));
    expect(parts.map(({ total }) => total)).toEqual(parts.map(() => size));
  });

  it("with a status: the others are left out, in each part", async () => {
    seed(1200);
    call(100);
    const parts = await read(assistant, { LIST_ID: 99, FILTER: { STATUS: "IN_WORK" } });
    expect(idsOf(parts)).toEqual(idsTo(1200).slice(100));
    expect(parts[0]).toMatchObject({ total: 1100, note: expect.stringContaining("had this status") });
  });

  it("with no rows: says what that can mean", async () => {
    const { rows, next_cursor, note } = await part(assistant, { LIST_ID: 13, FILTER: { STATUS: "WRONG_NUMBER" } });
    expect([rows, next_cursor]).toEqual([[], undefined]);
    expect(note).toContain("no participant has this status, or the webhook's user may not read them");
  });

  it.each([
    ["nine pages without anybody", [3, 505, 1003], [3, 505, 1003]],
    ["more pages than that, where the list is taken to end", [3, 505, 1060], [3, 505]],
  ])("reading goes on across pages that may not be read, as the client does: %s", async (_, readable, found) => {
    seed(2000, readable);
    const url = `${sandbox.url}/rest/7/xxxxxxxxxxxxxxxx/`;
    expect(idsOf(await read(await connect(url), { LIST_ID: 99 }))).toEqual(found);
    const b24 = createClient({ auth: webhook(url) });
    const rows = await Array.fromAsync(iterate(b24, "crm.calllist.items.get", { LIST_ID: 99 }));
    expect(rows.map(({ ID }) => ID)).toEqual(found);
  });
});

describe("while operators work", () => {
  it.each(idsTo(12))(
    "everybody on a list of 1,000 comes once, with statuses set between the calls (%i)",
    { tags: "slow" },
    async (run) => {
      seed(1000);
      sandbox.control.setOperators({ chance: run % 3 === 0 ? 1 : 0.2, seed: run, back: run % 2 ? 0.05 : 0.5 });
      const parts = await read(assistant, { LIST_ID: 99 }, () => call(60));
      expect(sandbox.control.operators.statusesSet).toBeGreaterThan(0);
      expect(parts).toHaveLength(2);
      expect(sorted(idsOf(parts))).toEqual(idsTo(1000));
    },
  );

  it("everybody on a list of 5,000 comes once, over ten calls", { tags: "slow" }, async () => {
    seed(5000);
    sandbox.control.setOperators({ chance: 0.2 });
    const parts = await read(assistant, { LIST_ID: 99 }, () => call(20));
    expect(parts).toHaveLength(10);
    expect(sorted(idsOf(parts))).toEqual(idsTo(5000));
  });

  it.each(idsTo(6))("everybody who keeps the status comes once (%i)", { tags: "slow" }, async (run) => {
    seed(1500);
    sandbox.control.setOperators({ chance: 0.3, seed: run });
    const called = new Set<number>();
    const parts = await read(assistant, { LIST_ID: 99, FILTER: { STATUS: "IN_WORK" } }, () => {
      for (const id of call(60)) called.add(id);
    });
    const ids = idsOf(parts);
    expect(new Set(ids).size).toBe(ids.length);
    const kept = sandbox.control.participants(99).filter(({ STATUS }) => STATUS === "IN_WORK");
    expect(kept.map(({ ID }) => ID).filter((id) => !ids.includes(id))).toEqual([]);
    // Who was called between two calls had the status when the list was read.
    expect([...called].filter((id) => !ids.includes(id))).toEqual([]);
  });

  it("a user who may not read all of them gets the others, each once", async () => {
    const readable = idsTo(1500).filter((id) => (id * 7919) % 100 >= 30);
    seed(1500, readable);
    sandbox.control.setOperators({ chance: 0.5 });
    const limited = await connect(`${sandbox.url}/rest/7/xxxxxxxxxxxxxxxx/`);
    const parts = await read(limited, { LIST_ID: 99 }, () => call(60));
    expect(sorted(idsOf(parts))).toEqual(readable);
  });

  it("all parts are as of the time of the first call, and each says so", async () => {
    seed(1200);
    const before = Date.now();
    const parts = await read(assistant, { LIST_ID: 99 }, () => call(60));
    const [{ as_of, note }] = parts as [Part];
    expect(Date.parse(as_of.from)).toBeGreaterThanOrEqual(before);
    expect(Date.parse(as_of.to!)).toBeGreaterThanOrEqual(Date.parse(as_of.from));
    expect(parts.map((one) => [one.as_of, one.note, one.complete])).toEqual(parts.map(() => [as_of, note, true]));
    expect(note).toContain("Later changes are not included.");
    expect(new Set(parts.flatMap(({ rows }) => rows.map(({ STATUS }) => STATUS)))).toEqual(new Set(["IN_WORK"]));
  });

  it("a list that never comes to rest comes with what was read, and says that participants may be missing", async () => {
    let next = 0;
    const strangers = (): Row[] => rowsTo(40).map((row) => ({ ...row, ID: ++next }));
    const restless = await connect(NOBODYS, { fetch: portalWith(strangers) });
    const first = await part(restless, { LIST_ID: 1 });
    expect(first.complete).toBe(false);
    expect(first.rows.length).toBeGreaterThan(0);
    expect(first.note).toMatch(/^Participants may be missing: the list kept changing while it was read/);
    const { json } = await restless.use("count_participants", { LIST_ID: 1 });
    expect(json).toMatchObject({ complete: false, note: first.note });
  });
});

describe("counting", () => {
  it("gives the participants by status, and when", async () => {
    seed(700);
    call(120);
    const { json } = await assistant.use("count_participants", { LIST_ID: 99 });
    expect(json).toEqual({
      total: 700,
      byStatus: { IN_WORK: 580, SUCCESS: 120 },
      as_of: { from: expect.any(String), to: expect.any(String) },
      complete: true,
      note: expect.stringContaining("is included once"),
    });
  });

  it.each(idsTo(5))("counts each participant once while operators work (%i)", { tags: "slow" }, async (run) => {
    seed(1000);
    sandbox.control.setOperators({ chance: 0.5, seed: run });
    const { json } = await assistant.use("count_participants", { LIST_ID: 99 });
    const { total, byStatus } = json as { total: number; byStatus: Record<string, number> };
    expect(total).toBe(1000);
    expect(Object.values(byStatus).reduce((sum, count) => sum + count)).toBe(1000);
  });

  it("counts anew with each call", async () => {
    seed(100);
    await assistant.use("count_participants", { LIST_ID: 99 });
    call(10);
    const { json } = await assistant.use("count_participants", { LIST_ID: 99 });
    expect(json).toMatchObject({ byStatus: { IN_WORK: 90, SUCCESS: 10 } });
  });
});

describe("a cursor", () => {
  it("can be used again, and does not grow with the list", { tags: "slow" }, async () => {
    seed(100_000);
    const { next_cursor: cursor } = await part(assistant, { LIST_ID: 99 });
    const [first, again] = [
      await part(assistant, { LIST_ID: 99, cursor }),
      await part(assistant, { LIST_ID: "99", cursor }),
    ];
    expect(first.rows[0]?.ID).toBe(501);
    expect(again).toEqual(first);
    expect(cursor!.length).toBeLessThan(100);
  });

  it("of other parameters is rejected", async () => {
    seed(1200);
    const { next_cursor: cursor } = await part(assistant, { LIST_ID: 99 });
    for (const params of [{ LIST_ID: 13 }, { LIST_ID: 99, FILTER: { STATUS: "SUCCESS" } }]) {
      const { isError, text } = await assistant.use("read_participants", { ...params, cursor });
      expect(isError).toBe(true);
      expect(text).toContain("it belongs to other parameters");
    }
  });

  it("that was changed to name another list does not return this one's rows for it", async () => {
    seed(1200);
    const { next_cursor: cursor } = await part(assistant, { LIST_ID: 99 });
    const forged = { ...JSON.parse(Buffer.from(cursor!, "base64url").toString()), reading: { LIST_ID: "13" } };
    const text = Buffer.from(JSON.stringify(forged)).toString("base64url");
    const answer = await assistant.use("read_participants", { LIST_ID: 13, cursor: text });
    expect(answer).toMatchObject({ isError: true, text: expect.stringContaining("no longer kept") });
  });

  it.each(["nonsense", btoa('{"reading":{"LIST_ID":"13"},"place":[-1]}'), btoa("null"), btoa("[[1]]")])(
    "that is none (%j) is rejected",
    async (cursor) => {
      const { isError, text } = await assistant.use("read_participants", { LIST_ID: 13, cursor });
      expect(isError).toBe(true);
      expect(text).toContain("Leave it out to begin at the first row.");
    },
  );

  it("of a server that was restarted is rejected, and the text says how to start again", async () => {
    seed(1200);
    const { next_cursor: cursor } = await part(assistant, { LIST_ID: 99 });
    const restarted = await connect(sandbox.webhookUrl);
    const { isError, text } = await restarted.use("read_participants", { LIST_ID: 99, cursor });
    expect(isError).toBe(true);
    expect(text).toContain("To start again, discard the rows you have and leave the cursor out.");
    expect(idsOf(await read(restarted, { LIST_ID: 99 }))).toEqual(idsTo(1200));
  });
});

describe("what is kept is bounded", () => {
  const onClock = async (fetch: typeof globalThis.fetch): Promise<Assistant> => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
    return connect(NOBODYS, { fetch });
  };
  const MINUTE = 60_000;
  const isGone = async (from: Assistant, params: object): Promise<boolean> => {
    const { isError, text } = await from.use("read_participants", params);
    if (isError) expect(text).toContain("no longer kept");
    return isError;
  };

  it("to 10 minutes after the last use", async () => {
    const rows = rowsTo(1600);
    const patient = await onClock(portalWith(() => rows));
    const { next_cursor: cursor } = await part(patient, { LIST_ID: 1 });
    vi.advanceTimersByTime(9 * MINUTE);
    expect(await isGone(patient, { LIST_ID: 1, cursor })).toBe(false);
    vi.advanceTimersByTime(9 * MINUTE);
    expect(await isGone(patient, { LIST_ID: 1, cursor })).toBe(false);
    vi.advanceTimersByTime(10 * MINUTE);
    expect(await isGone(patient, { LIST_ID: 1, cursor })).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("to 10 lists: the one that has not been used for longest goes", async () => {
    const rows = rowsTo(600);
    const many = await connect(NOBODYS, { fetch: portalWith(() => rows) });
    const cursors = new Map<number, string>();
    const begin = async (LIST_ID: number) => cursors.set(LIST_ID, (await part(many, { LIST_ID })).next_cursor!);
    for (const id of idsTo(10)) await begin(id);
    await part(many, { LIST_ID: 1, cursor: cursors.get(1) });
    await begin(11);
    const gone = [];
    for (const [LIST_ID, cursor] of cursors) if (await isGone(many, { LIST_ID, cursor })) gone.push(LIST_ID);
    expect(gone).toEqual([2]);
  });

  it("to 200,000 rows in all", { tags: "slow" }, async () => {
    const lists = [[], rowsTo(150_000), rowsTo(100_000), rowsTo(200_001)];
    const large = await connect(NOBODYS, { fetch: portalWith((id) => lists[id]!) });
    const one = await part(large, { LIST_ID: 1 });
    expect(one.total).toBe(150_000);
    const two = await part(large, { LIST_ID: 2 });
    expect(two.total).toBe(100_000);
    expect(await isGone(large, { LIST_ID: 1, cursor: one.next_cursor })).toBe(true);
    expect(await isGone(large, { LIST_ID: 2, cursor: two.next_cursor })).toBe(false);
    const { isError, text } = await large.use("read_participants", { LIST_ID: 3 });
    expect(isError).toBe(true);
    expect(text).toContain("The list has more than 200000 participants");
    expect(text).toContain("Read the participants of one status at a time (FILTER)");
  });
});

describe("a list that takes longer than a call", () => {
  const PATIENCE = 40_000;
  let release: () => void;
  let requests: number;
  /** A portal that answers each request only when it is released. */
  async function slow(): Promise<Assistant> {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
    const rows = rowsTo(700);
    const portal = portalWith(() => rows);
    requests = 0;
    return connect(NOBODYS, {
      deadline: 50_000,
      async fetch(url, init) {
        requests++;
        await new Promise<void>((resolve, reject) => {
          release = resolve;
          init?.signal?.addEventListener("abort", () => reject(init.signal?.reason));
        });
        return portal(url, init);
      },
    });
  }
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  /** Releases requests until the call has ended. */
  async function released<T>(call: Promise<T>): Promise<T> {
    let isDone = false;
    const end = call.finally(() => {
      isDone = true;
    });
    while (!isDone) {
      release();
      await turn();
    }
    return end;
  }
  const requested = (count: number) => vi.waitFor(() => expect(requests).toBe(count), { interval: 1 });

  it.each(["read_participants", "count_participants"])(
    "%s says how far it is, and goes on with the next call",
    async (tool) => {
      const { use } = await slow();
      const first = use(tool, { LIST_ID: 1 });
      await requested(1);
      release();
      await requested(2);
      vi.advanceTimersByTime(PATIENCE);
      const { json } = await first;
      const { next_cursor: cursor, ...others } = json as Part;
      expect(others).toEqual({
        ...(tool === "read_participants" && { rows: [] }),
        as_of: { from: expect.any(String) },
        note: "The list is still being read: 50 participants so far. Call again with next_cursor.",
      });
      const second = await released(use(tool, { LIST_ID: 1, cursor }));
      expect(second.json).toMatchObject({ total: 700, complete: true, as_of: (json as Part).as_of });
    },
  );

  it("sends no request while no call waits for it", async () => {
    const { use } = await slow();
    const first = use("read_participants", { LIST_ID: 1 });
    await requested(1);
    vi.advanceTimersByTime(PATIENCE);
    const { next_cursor: cursor } = (await first).json as Part;
    release(); // the answer to the first request comes after the call has ended
    await turn();
    expect(requests).toBe(1);
    void use("read_participants", { LIST_ID: 1, cursor }).catch(() => {});
    await requested(2);
  });

  it("tells the next call what went wrong meanwhile", async () => {
    const { use } = await slow();
    const first = use("read_participants", { LIST_ID: 1 });
    await requested(1);
    vi.advanceTimersByTime(PATIENCE);
    const { next_cursor: cursor } = (await first).json as Part;
    vi.advanceTimersByTime(10_000); // the deadline of the request
    const { isError, text } = await use("read_participants", { LIST_ID: 1, cursor });
    expect(isError).toBe(true);
    expect(text).toContain("Executed: it only reads, nothing was changed.");
    expect((await use("read_participants", { LIST_ID: 1, cursor })).text).toContain("no longer kept");
  });

  it("is read on for another call when one of two is cancelled", async () => {
    const { use, client } = await slow();
    const first = use("read_participants", { LIST_ID: 1 });
    await requested(1);
    vi.advanceTimersByTime(PATIENCE);
    const { next_cursor: cursor } = (await first).json as Part;
    const controller = new AbortController();
    const args = { LIST_ID: 1, cursor };
    const cancelled = client.callTool({ name: "read_participants", arguments: args }, { signal: controller.signal });
    const other = use("read_participants", args);
    await turn(); // both wait for the reading now
    controller.abort();
    await expect(cancelled).rejects.toThrow();
    expect((await released(other)).json).toMatchObject({ total: 700 });
  });

  it("ends with the connection", async () => {
    const { use, client } = await slow();
    const first = use("read_participants", { LIST_ID: 1 });
    await requested(1);
    vi.advanceTimersByTime(PATIENCE);
    await first;
    await client.close();
    expect(vi.getTimerCount()).toBe(0);
  });
});
