// Lists read whole: every readable row once, in the portal's order, with few requests.
import fc from "fast-check";
import { describe, expect, it, onTestFinished } from "vitest";
import { portalError } from "../src/errors.ts";
import { type Caller, iterate, participantsOf } from "../src/index.ts";
import { all, hidden, type Layout, portalWithLists, readable, rows } from "./lists.ts";
import { failure, ok, portal } from "./portal.ts";

const ids = async (items: AsyncIterable<{ ID?: unknown }>): Promise<number[]> =>
  (await all(items)).map(({ ID }) => Number(ID));
const visible = (layout: Layout): number[] => layout.filter((id) => id !== null);
const limitError = {
  error: "OPERATION_TIME_LIMIT",
  error_description: "Method is blocked due to operation time limit.",
};

describe("participants of a list", () => {
  const layouts: [what: string, layout: Layout][] = [
    ["one page that is not full", readable(30)],
    ["exactly one page", readable(50)],
    ["three pages", readable(150)],
    ["a last page that is not full", readable(1234)],
    ["a short page in the middle", [...readable(20), ...hidden(30), ...readable(50, 100)]],
    ["a page in the middle of which nothing may be read", [...readable(50), ...hidden(50), ...readable(50, 100)]],
    ["a first page of which nothing may be read", [...hidden(50), ...readable(70)]],
    ["nine pages in a row of which nothing may be read", [...readable(50), ...hidden(450), ...readable(5, 100)]],
    ["nine such pages at the front", [...hidden(450), ...readable(5, 100)]],
    ["one readable row at the end of each page", Array.from({ length: 500 }, (_, i) => (i % 50 === 49 ? i : null))],
    ["nobody", []],
    ["nobody who may be read", hidden(300)],
  ];
  it.each(layouts)("%s", async (_, layout) => {
    const { b24 } = portalWithLists({ participants: { 13: layout } });
    expect(await ids(iterate(b24, "crm.calllist.items.get", { LIST_ID: 13 }))).toEqual(visible(layout));
  });

  it("in their order, with status and type", async () => {
    const { b24 } = portalWithLists({ participants: { 13: [9, 17, 3] } });
    const [first, ...others] = await all(iterate(b24, "crm.calllist.items.get", { LIST_ID: 13 }));
    expect(first).toEqual({ ID: 9, STATUS: "IN_WORK", ENTITY_TYPE: 3 });
    expect(others.map(({ ID }) => ID)).toEqual([17, 3]);
  });

  it("ends where ten pages in a row are empty; a longer gap needs a larger `gap`", async () => {
    const layout = [...readable(50), ...hidden(550), ...readable(50, 100)];
    const { b24 } = portalWithLists({ participants: { 13: layout } });
    const read = (gap?: number) => ids(iterate(b24, "crm.calllist.items.get", { LIST_ID: 13 }, gap ? { gap } : {}));
    expect(await read()).toEqual(readable(50));
    expect(await read(12)).toEqual(visible(layout));
  });

  it("with a status, which is asked for on each page", async () => {
    const { b24, sent } = portalWithLists({ participants: { 13: readable(120) } });
    await all(iterate(b24, "crm.calllist.items.get", { LIST_ID: 13, FILTER: { STATUS: "SUCCESS" } }));
    for (const { params } of sent.flatMap(({ commands }) => commands))
      expect(params.FILTER).toEqual({ STATUS: "SUCCESS" });
  });

  it("an unknown list is an error, not an empty one", async () => {
    const { b24 } = portalWithLists({});
    const error = await failure(all(iterate(b24, "crm.calllist.items.get", { LIST_ID: 99 })));
    expect(error).toMatchObject({ name: "PortalError", code: "LIST_ID_ERROR", status: 400 });
  });

  it("an error is thrown after the rows before it, those of the same request too", async () => {
    const command = (_: string, { start }: Record<string, unknown>) =>
      Number(start) >= 98 ? { error: "STATUS_ERROR", error_description: "Incorrect status" } : undefined;
    const { b24 } = portalWithLists({ participants: { 13: readable(200) } }, { faults: { command } });
    const got: number[] = [];
    const reading = (async () => {
      for await (const { ID } of iterate(b24, "crm.calllist.items.get", { LIST_ID: 13 })) got.push(ID);
    })();
    expect(await failure(reading)).toMatchObject({ code: "STATUS_ERROR" });
    expect(got).toEqual(readable(99));
  });

  it("a page that the portal puts off, since the method worked too long, is asked for again", async () => {
    let refusals = 3;
    const command = (_: string, { start }: Record<string, unknown>) =>
      Number(start) === 98 && refusals-- > 0 ? limitError : undefined;
    const { b24, clock } = portalWithLists({ participants: { 13: readable(200) } }, { faults: { command } });
    expect(await ids(iterate(b24, "crm.calllist.items.get", { LIST_ID: 13 }))).toEqual(readable(200));
    expect(clock.elapsed()).toBe(180_000);
  });

  it("pages that are empty lists end the reading, too", async () => {
    const { client } = portal(ok([]));
    const reply = iterate(client, "crm.calllist.items.get", { LIST_ID: 13 }, { gap: 1 });
    expect(await all(reply)).toEqual([]);
  });

  it("a list that is put off and then gone comes with its error, and the others come", async () => {
    let refusals = 1;
    const command = (_: string, { LIST_ID }: Record<string, unknown>) =>
      Number(LIST_ID) === 2 && refusals-- > 0 ? limitError : undefined;
    const { b24 } = portalWithLists({ participants: { 1: readable(3), 3: readable(4) } }, { faults: { command } });
    const got = await all(participantsOf(b24, [1, 2, 3], {}, { gap: 0 }));
    expect(got.map(({ LIST_ID, ok }) => [LIST_ID, ok])).toEqual([
      [1, true],
      [2, false],
      [3, true],
    ]);
  });

  it("a wrong gap is refused with an example of a right one", () => {
    const { b24 } = portalWithLists({});
    for (const gap of [-1, 1.5, Number.NaN]) {
      expect(() => iterate(b24, "crm.calllist.items.get", { LIST_ID: 13 }, { gap })).toThrow("gap: a whole number");
    }
  });
});

describe("requests", () => {
  const requests = async (layout: Layout, gap?: number): Promise<number> => {
    const { b24, sent } = portalWithLists({ participants: { 13: layout } }, { limits: false });
    await all(iterate(b24, "crm.calllist.items.get", { LIST_ID: 13 }, gap === undefined ? {} : { gap }));
    return sent.length;
  };

  it("one page first, then 10, then 50 at once", async () => {
    const { b24, sent } = portalWithLists({ participants: { 13: readable(5000) } });
    await all(iterate(b24, "crm.calllist.items.get", { LIST_ID: 13 }));
    expect(sent.map(({ method, commands }) => [method, commands.length])).toEqual([
      ["crm.calllist.items.get", 1],
      ["batch", 10],
      ["batch", 50],
      ["batch", 50],
      ["batch", 50], // pages of before, to see that nothing has moved
    ]);
  });

  it("a short list takes two; one where every row may be read", async () => {
    expect(await requests(readable(30))).toBe(2);
    expect(await requests(readable(30), 0)).toBe(1);
  });

  it("100,000 participants take 44", { tags: "slow" }, async () => {
    expect(await requests(readable(100_000))).toBe(44);
    expect(await requests(readable(100_000), 0)).toBe(44);
  });
});

describe("reading ahead", () => {
  const start = (count: number) => {
    const portal = portalWithLists({ participants: { 13: readable(count) } });
    return { ...portal, items: iterate(portal.b24, "crm.calllist.items.get", { LIST_ID: 13 }) };
  };
  const settled = () => new Promise((resolve) => setImmediate(resolve));

  it("asks for nothing before the first row is wanted", async () => {
    const { sent } = start(5000);
    await settled();
    expect(sent).toHaveLength(0);
  });

  it("asks for the next pages when half of the rows are taken, and for no more from somebody who stops", async () => {
    const { sent, items } = start(5000);
    for (let taken = 0; taken < 25; taken++) await items.next();
    await settled();
    expect(sent).toHaveLength(1);
    await items.next();
    await settled();
    expect(sent).toHaveLength(2);
    for (let taken = 26; taken < 60; taken++) await items.next();
    await settled();
    expect(sent).toHaveLength(2);
    await items.return();
  });

  it("ending the loop cancels what is under way", async () => {
    let aborted: unknown;
    const fetch = async (_: string, { signal }: RequestInit): Promise<Response> => {
      if (!url.seen) {
        url.seen = true;
        return Response.json({ result: readable(50).map((ID) => ({ ID, STATUS: "IN_WORK", ENTITY_TYPE: 3 })) });
      }
      return new Promise((_, reject) => {
        signal!.addEventListener("abort", () => {
          aborted = signal!.reason;
          reject(signal!.reason);
        });
      });
    };
    const url = { seen: false };
    const { b24, clock } = portalWithLists({}, { fetch: fetch as typeof globalThis.fetch });
    for await (const { ID } of iterate(b24, "crm.calllist.items.get", { LIST_ID: 13 })) if (ID === 40) break;
    await settled();
    expect(aborted).toBe("the reading has ended");
    expect(clock.pending()).toBe(0);
  });

  it("pages that fail for somebody who has stopped fail without a word", async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => unhandled.push(reason);
    process.on("unhandledRejection", note);
    onTestFinished(() => void process.off("unhandledRejection", note));
    const request = (_: unknown, number: number) => (number > 1 ? new Response("<html>", { status: 400 }) : undefined);
    const { b24 } = portalWithLists({ participants: { 13: readable(500) } }, { faults: { request } });
    const items = iterate(b24, "crm.calllist.items.get", { LIST_ID: 13 });
    for (let taken = 0; taken < 40; taken++) await items.next();
    for (const _ of [1, 2, 3]) await settled();
    await items.return();
    expect(unhandled).toEqual([]);
  });

  it("an aborted signal ends the reading with its reason", async () => {
    const controller = new AbortController();
    const { b24, clock } = portalWithLists({ participants: { 13: readable(500) } });
    const reading = (async () => {
      const options = { signal: controller.signal };
      for await (const { ID } of iterate(b24, "crm.calllist.items.get", { LIST_ID: 13 }, options)) {
        if (ID === 10) controller.abort(new Error("enough"));
      }
    })();
    expect(await failure(reading)).toEqual(new Error("enough"));
    expect(clock.pending()).toBe(0);
  });

  it("a signal that is aborted already: its reason, and nothing is sent", async () => {
    const { b24, sent } = portalWithLists({ participants: { 13: readable(5) } });
    const signal = AbortSignal.abort(new Error("enough"));
    const told: unknown[] = [];
    const options = { signal, onProgress: (progress: object) => told.push(progress) };
    const reading = all(iterate(b24, "crm.calllist.items.get", { LIST_ID: 13 }, options));
    expect(await failure(reading)).toEqual(new Error("enough"));
    expect([sent, told]).toEqual([[], []]);
  });

  it("leaves no listener at its signal, read to the end, ended or failed", async () => {
    const { signal } = new AbortController();
    const listeners = new Set<unknown>();
    signal.addEventListener = (_: string, listener: unknown) => void listeners.add(listener);
    signal.removeEventListener = (type: string, listener: unknown) =>
      void (type === "abort" && listeners.delete(listener));
    const { b24 } = portalWithLists({ participants: { 13: readable(120) } });
    const read = (LIST_ID: number) => iterate(b24, "crm.calllist.items.get", { LIST_ID }, { signal });
    await all(read(13));
    const ended = read(13);
    await ended.next();
    expect(listeners.size).toBe(1);
    await ended.return();
    await failure(all(read(99)));
    expect(listeners.size).toBe(0);
  });

  it("tells how far it has come", async () => {
    const seen: unknown[] = [];
    const { b24 } = portalWithLists({ participants: { 13: readable(120) } });
    const onProgress = (progress: object) => seen.push(progress);
    await all(iterate(b24, "crm.calllist.items.get", { LIST_ID: 13 }, { onProgress }));
    expect(seen).toEqual([
      { rows: 50, pages: 1 },
      { rows: 120, pages: 11 },
      { rows: 120, pages: 16 },
    ]);
  });
});

describe("call lists", () => {
  it.each([
    ["no order", {}],
    ["that order", { ORDER: { ID: "ASC" } }],
  ] as const)(
    "with %s come by rising id, behind the last one seen, and end with a page that is not full",
    async (_, params) => {
      const { b24, sent } = portalWithLists({ lists: rows(720) });
      expect(await ids(iterate(b24, "crm.calllist.list", params))).toEqual(readable(720));
      expect(sent.map(({ commands }) => commands[0]!.params)).toEqual([
        { FILTER: { ">ID": 0 }, ORDER: { ID: "ASC" }, start: 0 },
        { FILTER: { ">ID": "50" }, ORDER: { ID: "ASC" }, start: "0" },
        { FILTER: { ">ID": "550" }, ORDER: { ID: "ASC" }, start: "0" },
      ]);
    },
  );

  it("that are made meanwhile come at the end, and those that are deleted move nothing", async () => {
    const { b24, lists } = portalWithLists({ lists: rows(620) });
    const got: number[] = [];
    for await (const { ID } of iterate(b24, "crm.calllist.list")) {
      got.push(Number(ID));
      if (ID === "10") lists.splice(0, 10);
      if (ID === "60") lists.push(...rows(5, 621));
    }
    expect(got).toEqual(readable(625));
  });

  it("a filter is kept, one on >ID too", async () => {
    const { b24, sent } = portalWithLists({ lists: rows(300) });
    const FILTER = { ENTITY_TYPE_ID: 3, ">ID": 101 };
    const odd = readable(300).filter((id) => id % 2 === 1 && id > 101);
    expect(await ids(iterate(b24, "crm.calllist.list", { FILTER }))).toEqual(odd);
    const filters = sent.map(({ commands }) => commands[0]!.params.FILTER);
    expect(filters).toEqual([FILTER, { ENTITY_TYPE_ID: "3", ">ID": "201" }]);
  });

  it("hold the fields that were selected and no others", async () => {
    const { b24 } = portalWithLists({ lists: rows(120) });
    const got = await all(iterate(b24, "crm.calllist.list", { SELECT: ["ENTITY_TYPE_ID"] }));
    expect(got).toHaveLength(120);
    expect(got[119]).toEqual({ ENTITY_TYPE_ID: "4" });
  });

  it("hold their id, which is asked for once, where it was selected", async () => {
    const { b24, sent } = portalWithLists({ lists: rows(60) });
    const got = await all(iterate(b24, "crm.calllist.list", { SELECT: ["ID"] }));
    expect(got[59]).toEqual({ ID: "60" });
    expect(sent[0]!.commands[0]!.params.SELECT).toEqual(["ID"]);
  });

  it("are read by their ids with every field, too", async () => {
    const { b24, sent } = portalWithLists({ lists: rows(60) });
    const got = await all(iterate(b24, "crm.calllist.list", { SELECT: ["*"] }));
    expect(got.map(({ ID }) => Number(ID))).toEqual(readable(60));
    expect(sent[0]!.commands[0]!.params.SELECT).toEqual(["*"]);
  });

  it.each([
    [{ ENTITY_TYPE_ID: "DESC" }, { ENTITY_TYPE_ID: "DESC", ID: "ASC" }],
    [
      { ENTITY_TYPE_ID: "ASC", ID: "DESC" },
      { ENTITY_TYPE_ID: "ASC", ID: "DESC" },
    ],
    [{ ID: "DESC" }, { ID: "DESC" }],
    [
      { ID: "ASC", ENTITY_TYPE_ID: "DESC" },
      { ID: "ASC", ENTITY_TYPE_ID: "DESC" },
    ],
  ] as const)("in the order %j have a fixed order among those that are alike: %j", async (ORDER, sentOrder) => {
    const { b24, sent } = portalWithLists({ lists: rows(60) });
    await all(iterate(b24, "crm.calllist.list", { ORDER }));
    for (const { params } of sent.flatMap(({ commands }) => commands)) {
      expect(Object.entries(params.ORDER as object)).toEqual(Object.entries(sentOrder));
    }
  });

  it("with a filter on ids that leaves no room for another are counted off", async () => {
    const { b24, sent } = portalWithLists({ lists: rows(60) });
    await all(iterate(b24, "crm.calllist.list", { FILTER: { ">ID": "x" as never } })).catch(() => {});
    expect(sent).toEqual([]);
    for (const after of [null, -5, [5, 6]]) {
      sent.length = 0;
      await all(iterate(b24, "crm.calllist.list", { FILTER: { ">ID": after as never } }));
      expect(sent[0]!.commands[0]!.params.FILTER).toEqual({ ">ID": after });
      if (sent[1]) expect(sent[1].commands[0]!.params).toMatchObject({ start: "50" });
    }
  });

  it("in another order are counted off", async () => {
    const { b24, sent } = portalWithLists({ lists: rows(130) });
    expect(await ids(iterate(b24, "crm.calllist.list", { ORDER: { ID: "DESC" } }))).toEqual(readable(130).reverse());
    expect(sent[1]!.commands.map(({ params }) => params.start)).toEqual(readable(10).map((page) => String(page * 50)));
  });

  it("none at all", async () => {
    const { b24, sent } = portalWithLists({});
    expect(await ids(iterate(b24, "crm.calllist.list"))).toEqual([]);
    expect(sent).toHaveLength(1);
  });
});

describe("participants of many lists", () => {
  const lists = (count: number, size: number): Record<number, Layout> =>
    Object.fromEntries(readable(count).map((id) => [id, readable(size, id * 1000)]));
  const read = async (participants: Record<number, Layout>, gap?: number) => {
    const portal = portalWithLists({ participants }, { limits: false });
    const listIds = Object.keys(participants).map(Number);
    const got = await all(participantsOf(portal.b24, listIds, {}, gap === undefined ? {} : { gap }));
    return { got, requests: portal.sent.length };
  };
  const expectWhole = (got: Awaited<ReturnType<typeof read>>["got"], participants: Record<number, Layout>): void => {
    const found = Object.fromEntries(got.map(({ LIST_ID, result }) => [LIST_ID, result!.map(({ ID }) => ID)]));
    expect(found).toEqual(
      Object.fromEntries(Object.entries(participants).map(([id, layout]) => [id, visible(layout)])),
    );
  };

  it("500 lists of less than 50 take 10 requests where every row may be read", async () => {
    const participants = lists(500, 49);
    const { got, requests } = await read(participants, 0);
    expect(requests).toBe(10);
    expectWhole(got, participants);
  });

  it("and 120 where gaps are possible: ten pages behind each, and its page again", { tags: "slow" }, async () => {
    const participants = lists(500, 49);
    const { got, requests } = await read(participants);
    expect(requests).toBe(120);
    expectWhole(got, participants);
  });

  it("short and long ones, with gaps: each whole", async () => {
    const participants = {
      1: readable(1234),
      2: [],
      3: [...hidden(100), ...readable(30, 5000)],
      4: readable(50, 7000),
      5: hidden(10),
      6: [...readable(10, 8000), ...hidden(440), ...readable(3, 9000)],
    };
    expectWhole((await read(participants)).got, participants);
  });

  it("the short ones come before the long ones", async () => {
    const { got } = await read({ 1: readable(500), 2: readable(10, 1000), 3: readable(60, 2000) }, 0);
    expect(got.map(({ LIST_ID }) => LIST_ID)).toEqual([2, 3, 1]);
  });

  it("a list that is gone comes with its error, and the others come all the same", async () => {
    const { b24 } = portalWithLists({ participants: { 1: readable(3), 3: readable(4) } });
    const got = await all(participantsOf(b24, [1, 2, 3], {}, { gap: 0 }));
    expect(got.map(({ LIST_ID, ok, error }) => [LIST_ID, ok, error?.message])).toEqual([
      [1, true, undefined],
      [2, false, "crm.calllist.items.get: LIST_ID_ERROR: Call list is not found (HTTP 200)"],
      [3, true, undefined],
    ]);
  });

  it("what fails behind the last page of a list does not matter, and in front of it is the list's error", async () => {
    const command = (_: string, { start }: Record<string, unknown>) =>
      Number(start) >= 150 ? { error: "ERROR_CORE", error_description: "SQL query error!" } : undefined;
    const participants = { 1: readable(110), 2: readable(260, 1000) };
    const { b24 } = portalWithLists({ participants }, { faults: { command } });
    const got = await all(participantsOf(b24, [1, 2], {}, { gap: 0 }));
    expect(got.map(({ LIST_ID, result, error }) => [LIST_ID, result?.length, error?.message])).toEqual([
      [1, 110, undefined],
      [2, undefined, "crm.calllist.items.get: ERROR_CORE: SQL query error! (HTTP 200)"],
    ]);
  });

  it("a page that is put off, and asked for again with credentials that are worth nothing any more: that ends the reading", async () => {
    let refusals = 1;
    const faults = {
      command: () => (refusals-- > 0 ? limitError : undefined),
      request: (_: unknown, number: number) =>
        number === 2 ? Response.json({ error: "INVALID_CREDENTIALS" }, { status: 401 }) : undefined,
    };
    const { b24 } = portalWithLists({ participants: { 1: readable(3), 2: readable(4) } }, { faults });
    expect(await failure(all(participantsOf(b24, [1, 2])))).toMatchObject({ name: "AuthError", status: 401 });
  });

  it("no answer to a request ends the reading", async () => {
    const request = () => Response.json({ error: "INVALID_CREDENTIALS" }, { status: 401 });
    const { b24 } = portalWithLists({ participants: { 1: readable(3) } }, { faults: { request } });
    expect(await failure(all(participantsOf(b24, [1])))).toMatchObject({ name: "AuthError" });
  });

  it("none at all", async () => {
    const { got, requests } = await read({});
    expect(got).toEqual([]);
    expect(requests).toBe(0);
  });
});

describe("a client of one's own, such as one that a test makes", () => {
  const full = readable(50).map((ID) => ({ ID, STATUS: "IN_WORK", ENTITY_TYPE: 3 }));
  const clientThat = (call: (method: string) => unknown): Caller => ({
    call: async (...[method]: unknown[]) => call(method as string) as never,
  });

  it.each(["crm.calllist.items.get", "crm.calllist.list"] as const)(
    "that returns no rows of %s: an error",
    async (method) => {
      const rows = iterate(
        clientThat(() => null),
        method as "crm.calllist.items.get",
        { LIST_ID: 13 },
      );
      expect(await failure(all(rows))).toMatchObject({
        name: "UnexpectedResponseError",
        method,
        message: expect.stringContaining("this method does not return result: null"),
      });
    },
  );

  it("that throws something else: the reading throws it", async () => {
    const rows = iterate(
      clientThat(() => {
        throw new RangeError("no such call");
      }),
      "crm.calllist.list",
    );
    expect(await failure(all(rows))).toEqual(new RangeError("no such call"));
  });

  it("that says in vain when the method may work again: its error, and no page is asked for by itself", async () => {
    const methods: string[] = [];
    const client = clientThat((method) => {
      methods.push(method);
      if (methods.length === 1) return full;
      throw portalError("batch", { status: 429, code: "OPERATION_TIME_LIMIT", description: "" });
    });
    const rows = iterate(client, "crm.calllist.items.get", { LIST_ID: 13 });
    expect(await failure(all(rows))).toMatchObject({ name: "LimitError", status: 429 });
    expect(methods).toEqual(["crm.calllist.items.get", "batch"]);
  });
});

describe("whatever the pages look like", () => {
  // Blocks of readable and of hidden rows; a block of hidden ones hides eight whole pages at the most.
  const layout = fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 400 })), { maxLength: 12 }).map((blocks) => {
    const places: (number | null)[] = [];
    for (const [index, [shown, length]] of blocks.entries()) {
      const isShown = shown || index % 2 === 0;
      for (let place = 0; place < length; place++) places.push(isShown ? places.length + 1 : null);
    }
    return places;
  });
  // A fault before a request now and then: a page of a gateway, a limit, JSON that is cut.
  const faults = fc.infiniteStream(fc.integer({ min: 0, max: 9 })).map((stream) => ({
    request: () => {
      const kind = stream.next().value;
      if (kind === 0) return new Response("<html>", { status: 502 });
      if (kind === 1) return Response.json({ error: "QUERY_LIMIT_EXCEEDED" }, { status: 503 });
      if (kind === 2) return new Response('{"result":[', { headers: { "Content-Type": "application/json" } });
      return undefined;
    },
    command: () => (stream.next().value === 0 ? limitError : undefined),
  }));
  const options = { retry: { attempts: 99, time: Number.POSITIVE_INFINITY } };

  it("iterate gives exactly the readable rows, in order", { tags: "slow" }, async () => {
    await fc.assert(
      fc.asyncProperty(layout, faults, async (places, faults) => {
        const { b24, clock } = portalWithLists({ participants: { 13: places } }, { ...options, faults });
        expect(await ids(iterate(b24, "crm.calllist.items.get", { LIST_ID: 13 }))).toEqual(visible(places));
        expect(clock.pending()).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  it("participantsOf gives exactly the readable rows of each list", { tags: "slow" }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(layout, { maxLength: 8 }), faults, async (layouts, faults) => {
        const participants = Object.fromEntries(layouts.map((layout, index) => [index + 1, layout]));
        const { b24 } = portalWithLists({ participants }, { ...options, faults });
        const got = await all(participantsOf(b24, Object.keys(participants).map(Number)));
        const found = new Map(got.map(({ LIST_ID, result }) => [LIST_ID, result?.map(({ ID }) => ID)]));
        expect(layouts.map((_, index) => found.get(index + 1))).toEqual(layouts.map(visible));
        expect(got).toHaveLength(layouts.length);
      }),
      { numRuns: 40 },
    );
  });
});

describe("a portal that does not sort or end its lists as it should", () => {
  const lists = (...ids: number[]) => ids.map((ID) => ({ ID: String(ID), ENTITY_TYPE_ID: "3" }));
  const batchOf = (...pages: object[]) =>
    ok({ result: Object.fromEntries(pages.map((page, index) => [`c${index}`, page])), result_error: [] });

  it("call lists are read on behind the highest id, wherever on its page it stands", async () => {
    const first = lists(...readable(48), 70, 60);
    const { client, asked } = portal([ok(first), batchOf(lists(71), ...Array(9).fill([]))]);
    expect(await ids(iterate(client, "crm.calllist.list"))).toEqual([...readable(48), 70, 60, 71]);
    expect(decodeURIComponent((asked[1]!.body as { cmd: { c0: string } }).cmd.c0)).toContain("?FILTER[>ID]=70&");
  });

  it("call lists end with a page that is not full, whatever a later one holds", async () => {
    const pages = [lists(51), lists(...readable(50, 101)), ...Array(8).fill([])];
    const { client, asked } = portal([ok(lists(...readable(50))), batchOf(...pages)]);
    expect(await ids(iterate(client, "crm.calllist.list"))).toEqual(readable(51));
    expect(asked).toHaveLength(2);
  });
});

describe("a portal that returns the same rows for each start, as a simple stand-in does", () => {
  const full = Array.from({ length: 50 }, (_, index) => ({ ID: 50 - index, STATUS: "IN_WORK", ENTITY_TYPE: 3 }));
  /** Answers with this page to whatever is asked, alone or in a batch. */
  const stuck = (page: object[]) =>
    portal(async (request) => {
      const { cmd } = (await request.json()) as { cmd?: object };
      if (!cmd) return ok(page)(request);
      return ok({ result: Object.fromEntries(Object.keys(cmd).map((key) => [key, page])), result_error: [] })(request);
    });
  /** The rows before the error, and the error. */
  const readAll = async (rows: AsyncIterable<object>) => {
    let count = 0;
    const reading = (async () => {
      for await (const _ of rows) count += 1;
    })();
    const error = await failure(reading);
    return { count, error };
  };
  const same = {
    name: "UnexpectedResponseError",
    status: 200,
    message: expect.stringContaining("same rows for each start"),
  };

  it("participants: an error after its rows, and no third request", async () => {
    const { client, asked } = stuck(full);
    const { count, error } = await readAll(iterate(client, "crm.calllist.items.get", { LIST_ID: 13 }));
    expect(error).toMatchObject({ ...same, method: "crm.calllist.items.get" });
    expect(count).toBe(50);
    expect(asked).toHaveLength(2);
  });

  it.each([
    ["read by their ids", undefined, ["ID"]],
    ["counted off", { ID: "DESC" }, undefined],
  ] as const)("call lists %s: an error after the request that shows it", async (_, ORDER, SELECT) => {
    const { client, asked } = stuck(full.map(({ ID }) => ({ ID: String(ID) })));
    const params = { ...(ORDER && { ORDER }), ...(SELECT && { SELECT }) };
    const { count, error } = await readAll(iterate(client, "crm.calllist.list", params));
    expect(error).toMatchObject({ ...same, method: "crm.calllist.list" });
    expect(count).toBe(550);
    expect(asked).toHaveLength(2);
  });

  it("rows without ids, counted off, may be alike: the reading goes on", async () => {
    const { client, asked } = stuck(Array(50).fill({ ENTITY_TYPE_ID: "3" }));
    const rows = iterate(client, "crm.calllist.list", { ORDER: { ENTITY_TYPE_ID: "ASC" }, SELECT: ["ENTITY_TYPE_ID"] });
    for (let row = 0; row < 600; row++) await rows.next();
    await rows.return();
    expect(asked.length).toBeGreaterThan(2);
  });
});

it("a page of more than 500,000 rows is not one", async () => {
  for (const [length, name] of [
    [500_001, "UnexpectedResponseError"],
    [500_000, undefined],
  ] as const) {
    const { client } = portal(ok(Array(length).fill(0)));
    const ended = await client.call("crm.calllist.items.get", { LIST_ID: 13 }).catch((error: Error) => error);
    expect(ended).toMatchObject(name ? { name } : { length });
  }
});
