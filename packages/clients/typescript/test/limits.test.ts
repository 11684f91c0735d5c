// What a portal takes is kept before it has to object, and when it does object, its word counts.
import { describe, expect, it } from "vitest";
import { LIMITS, type Limiter, leakyBucket } from "../src/index.ts";
import { testClock } from "./clock.ts";
import { failure, json, ok, portal, type Reply, silent, time } from "./portal.ts";

const busy = json({ error: "QUERY_LIMIT_EXCEEDED", error_description: "Too many requests" }, 503);
const never = new AbortController().signal;

/** When each of so many calls that are made at once is sent, in milliseconds. */
async function sendTimes(count: number, options: Parameters<typeof portal>[1] = {}): Promise<number[]> {
  const at: number[] = [];
  const { client, clock } = portal((request) => {
    at.push(clock.elapsed());
    return ok([])(request);
  }, options);
  await Promise.all(Array.from({ length: count }, () => client.call("crm.calllist.statuslist")));
  return at;
}

describe("requests", () => {
  it("49 leave at once, then 2 a second", async () => {
    const at = await sendTimes(54);
    expect(at.slice(0, 49)).toEqual(Array(49).fill(0));
    expect(at.slice(49)).toEqual([500, 1000, 1500, 2000, 2500]);
  });

  it("on an Enterprise portal 247, then 5", async () => {
    const at = await sendTimes(250, { limits: "enterprise" });
    expect(at.slice(246)).toEqual([0, 200, 400, 600]);
  });

  it.each([
    ["cloud", 50, 2],
    ["enterprise", 250, 5],
  ] as const)(
    "of the default on a %s portal are never refused, though the first ones arrive late",
    async (limits, most, leak) => {
      const clock = testClock();
      let [level, at, refusals] = [0, clock.now(), 0];
      const reply: Reply = async (request) => {
        // Opening a connection takes a while; later requests find one.
        if (clock.elapsed() === 0) await new Promise<void>((resolve) => clock.timer(450, resolve));
        level = Math.max(0, level - ((clock.now() - at) / 1000) * leak);
        at = clock.now();
        if (level + 1 > most) {
          refusals += 1;
          return busy(request);
        }
        level += 1;
        return ok([])(request);
      };
      const { client } = portal(reply, { clock, limits });
      await Promise.all(Array.from({ length: most + 10 }, () => client.call("crm.calllist.statuslist")));
      expect(refusals).toBe(0);
    },
  );

  it("with numbers of one's own", async () => {
    expect(await sendTimes(4, { limits: { burst: 2, perSecond: 10 } })).toEqual([0, 0, 100, 200]);
  });

  it("with limits: false all at once", async () => {
    expect(await sendTimes(300, { limits: false })).toEqual(Array(300).fill(0));
  });

  it("what leaked while nothing was sent can be sent at once", async () => {
    const clock = testClock();
    const bucket = leakyBucket({ burst: 10, perSecond: 2 }, clock);
    const take = () => bucket.acquire("p", never) === undefined;
    for (let taken = 0; taken < 10; taken++) expect(take()).toBe(true);
    await new Promise<void>((resolve) => clock.timer(2000, resolve));
    expect([take(), take(), take(), take()]).toEqual([true, true, true, true]);
    expect(bucket.acquire("p", never)).toBeInstanceOf(Promise);
  });

  it("each portal has a bucket of its own", () => {
    const bucket = leakyBucket({ burst: 1, perSecond: 1 }, testClock());
    expect(bucket.acquire("a.example", never)).toBeUndefined();
    expect(bucket.acquire("b.example", never)).toBeUndefined();
    expect(bucket.acquire("a.example", never)).toBeInstanceOf(Promise);
  });

  it("a batch counts as one, a repetition as another", async () => {
    const { client, clock } = portal([busy, ok([])], { limits: { burst: 1, perSecond: 0.1 }, retry: { delay: 1 } });
    await client.call("crm.calllist.statuslist");
    expect(clock.elapsed()).toBeGreaterThanOrEqual(10_000);
  });

  for (const limits of [
    { burst: 0, perSecond: 2 },
    { burst: 50, perSecond: 0 },
    { burst: Number.NaN, perSecond: 1 },
  ]) {
    it(`limits ${JSON.stringify(limits)} are refused with an example of right ones`, () => {
      expect(() => portal(ok([]), { limits })).toThrow("such as { burst: 50, perSecond: 2 }");
    });
  }
});

describe("waiting calls", () => {
  it("are served in the order in which they came", async () => {
    const clock = testClock();
    const bucket = leakyBucket({ burst: 1, perSecond: 1 }, clock);
    bucket.acquire("p", never);
    const served: number[] = [];
    await Promise.all([1, 2, 3, 4].map((call) => bucket.acquire("p", never)!.then(() => served.push(call))));
    expect(served).toEqual([1, 2, 3, 4]);
    expect(clock.elapsed()).toBe(4000);
  });

  it("are not overtaken by one that comes when there is room", async () => {
    const clock = testClock();
    const bucket = leakyBucket({ burst: 1, perSecond: 1 }, clock);
    bucket.acquire("p", never);
    const served: string[] = [];
    const late = new Promise<void>((resolve) => {
      // Before the bucket's own timer, which is set afterwards for the same moment.
      clock.timer(1000, () => resolve(bucket.acquire("p", never)?.then(() => void served.push("late"))));
    });
    await Promise.all([bucket.acquire("p", never)!.then(() => served.push("early")), late]);
    expect(served).toEqual(["early", "late"]);
    expect(clock.elapsed()).toBe(2000);
  });

  it("leave no listener at their signals, served or aborted", async () => {
    const bucket = leakyBucket({ burst: 1, perSecond: 1 }, testClock());
    bucket.acquire("p", never);
    const listeners = new Set<unknown>();
    const { signal } = new AbortController();
    signal.addEventListener = (_: string, listener: unknown) => void listeners.add(listener);
    signal.removeEventListener = (type: string, listener: unknown) =>
      void (type === "abort" && listeners.delete(listener));
    const waiting = bucket.acquire("p", signal);
    expect(listeners.size).toBe(1);
    await waiting;
    expect(listeners.size).toBe(0);
  });

  it("are let in by a timer that comes late, and what else has leaked until then stays for later ones", async () => {
    const clock = testClock();
    const bucket = leakyBucket({ burst: 2, perSecond: 1 }, { ...clock, timer: (ms, run) => clock.timer(10 * ms, run) });
    for (const _ of [1, 2]) bucket.acquire("p", never);
    await bucket.acquire("p", never);
    expect(bucket.acquire("p", never)).toBeUndefined();
    expect(bucket.acquire("p", never)).toBeInstanceOf(Promise);
  });

  it("can be aborted in the middle: those before and behind keep their places", async () => {
    const clock = testClock();
    const bucket = leakyBucket({ burst: 1, perSecond: 1 }, clock);
    bucket.acquire("p", never);
    const controller = new AbortController();
    const served: [string, number][] = [];
    const wait = (name: string, signal = never) =>
      bucket.acquire("p", signal)!.then(() => served.push([name, clock.elapsed()]));
    const [first, second, third] = [wait("first"), failure(wait("second", controller.signal)), wait("third")];
    controller.abort(new Error("enough"));
    await Promise.all([first, second, third]);
    expect(served).toEqual([
      ["first", 1000],
      ["third", 2000],
    ]);
  });

  it("can be aborted, which lets the next one up and leaves no timer", async () => {
    const clock = testClock();
    const bucket = leakyBucket({ burst: 1, perSecond: 1 }, clock);
    bucket.acquire("p", never);
    const controller = new AbortController();
    const first = failure(bucket.acquire("p", controller.signal)!);
    const second = bucket.acquire("p", never)!;
    controller.abort(new Error("enough"));
    expect(await first).toEqual(new Error("enough"));
    await second;
    expect(clock.elapsed()).toBe(1000);
    expect(clock.pending()).toBe(0);
  });

  it("a call that is aborted while it waits is not sent", async () => {
    const { client, asked, clock } = portal(ok([]), { limits: { burst: 1, perSecond: 0.001 } });
    const controller = new AbortController();
    await client.call("crm.calllist.statuslist");
    const waiting = failure(client.call("crm.calllist.statuslist", {}, { signal: controller.signal }));
    controller.abort(new Error("the user left"));
    expect(await waiting).toEqual(new Error("the user left"));
    expect(asked).toHaveLength(1);
    expect(clock.pending()).toBe(0);
  });

  it("a call whose deadline ends while it waits was not sent, and says so; add is no exception", async () => {
    const { client, asked, clock } = portal(ok([]), { limits: { burst: 1, perSecond: 0.001 } });
    await client.call("crm.calllist.statuslist");
    const params = { ENTITY_TYPE: "CONTACT", ENTITIES: [9] } as const;
    const error = await failure(client.call("crm.calllist.add", { ...params, ENTITIES: [9] }, { deadline: 5000 }));
    expect(error).toMatchObject({ name: "TimeoutError", sent: false, timeout: 5000 });
    expect(String(error)).toContain("not sent within 5000 ms");
    expect(asked).toHaveLength(1);
    expect(clock.pending()).toBe(0);
  });

  it("the deadline counts from the call, the timeout from the sending", async () => {
    const { client, clock } = portal(silent, { limits: { burst: 1, perSecond: 1 }, retry: false, timeout: 3000 });
    const both = [1, 2].map(() => failure(client.call("crm.calllist.statuslist", {}, { deadline: 3500 })));
    expect(await Promise.all(both)).toMatchObject([{ timeout: 3000 }, { timeout: 2500 }]);
    expect(clock.elapsed()).toBe(3500);
  });
});

describe("when the portal objects although it was the call's turn", () => {
  const drain = async (bucket: Limiter, count: number): Promise<void> => {
    await Promise.all(Array.from({ length: count }, () => bucket.acquire("p", never)));
  };

  it("the bucket counts as full and leaks half as fast, once for requests that were under way together", async () => {
    const clock = testClock();
    const bucket = leakyBucket({ burst: 10, perSecond: 2 }, clock);
    for (let refused = 0; refused < 10; refused++) bucket.objected!("p");
    await drain(bucket, 5);
    expect(clock.elapsed()).toBe(5000);
  });

  it("again and again down to a sixteenth", async () => {
    const clock = testClock();
    const bucket = leakyBucket({ burst: 10, perSecond: 2 }, clock);
    for (let refused = 0; refused < 9; refused++) {
      bucket.objected!("p");
      await new Promise<void>((resolve) => clock.timer(1000, resolve));
    }
    const before = clock.elapsed();
    await drain(bucket, 2);
    expect((clock.elapsed() - before) / 2).toBeGreaterThan(7000);
    expect((clock.elapsed() - before) / 2).toBeLessThanOrEqual(8000);
  });

  it("an objection a second later is another one", async () => {
    for (const [pause, ms] of [
      [999, 1000],
      [1000, 2000],
    ] as const) {
      const clock = testClock();
      const bucket = leakyBucket({ burst: 10, perSecond: 2 }, clock);
      bucket.objected!("p");
      await new Promise<void>((resolve) => clock.timer(pause, resolve));
      bucket.objected!("p");
      const before = clock.elapsed();
      await drain(bucket, 1);
      expect(clock.elapsed() - before).toBe(ms);
    }
  });

  it("each half minute without an objection doubles the rate, up to the full one", async () => {
    const clock = testClock();
    const bucket = leakyBucket({ burst: 1, perSecond: 2 }, clock);
    const at = async (ms: number): Promise<void> =>
      void (await new Promise<void>((resolve) => clock.timer(ms - clock.elapsed(), resolve)));
    for (const ms of [0, 1000, 2000]) {
      await at(ms);
      bucket.objected!("p");
    }
    const rates: number[] = [];
    for (const ms of [31_000, 40_000, 69_000, 98_000, 130_000]) {
      await at(ms);
      await drain(bucket, 1);
      const before = clock.elapsed();
      await drain(bucket, 1);
      rates.push(1000 / (clock.elapsed() - before));
    }
    expect(rates).toEqual([0.25, 0.5, 1, 2, 2]);
  });

  it("those who wait already wait longer for it", async () => {
    const clock = testClock();
    const bucket = leakyBucket({ burst: 1, perSecond: 1 }, clock);
    bucket.acquire("p", never);
    const waiting = bucket.acquire("p", never);
    bucket.objected!("p");
    await waiting;
    expect(clock.elapsed()).toBe(2000);
  });

  it("a clock that is set back fills no bucket", async () => {
    const clock = testClock();
    let back = 0;
    const bucket = leakyBucket({ burst: 1, perSecond: 1 }, { ...clock, now: () => clock.now() - back });
    bucket.acquire("p", never);
    back = 3_600_000;
    await bucket.acquire("p", never);
    expect(clock.elapsed()).toBe(1000);
  });

  it("and is as fast as before after half a minute without an objection", async () => {
    const clock = testClock();
    const bucket = leakyBucket({ burst: 10, perSecond: 2 }, clock);
    bucket.objected!("p");
    await new Promise<void>((resolve) => clock.timer(30_000, resolve));
    const before = clock.elapsed();
    await drain(bucket, 11);
    expect(clock.elapsed() - before).toBe(500);
    await drain(bucket, 9);
    expect(clock.elapsed() - before).toBe(5000);
  });

  it("all calls come through: three workers with one address, of which none knows of the others", async () => {
    const clock = testClock();
    let level = 0;
    let at = clock.now();
    let refusals = 0;
    const reply: Reply = (request) => {
      level = Math.max(0, level - ((clock.now() - at) / 1000) * 2);
      at = clock.now();
      if (level + 1 > 50) {
        refusals += 1;
        return busy(request);
      }
      level += 1;
      return ok([])(request);
    };
    const workers = [1, 2, 3].map(() => portal(reply, { clock, retry: { attempts: 20 } }).client);
    const calls = workers.flatMap((client) =>
      Array.from({ length: 100 }, () => client.call("crm.calllist.statuslist")),
    );
    expect(await Promise.all(calls)).toHaveLength(300);
    // The allowance alone takes (300 - 50) / 2 = 125 seconds.
    expect(clock.elapsed()).toBeLessThan(400_000);
    expect(refusals).toBeLessThan(300);
  });
});

describe("a limiter of one's own", () => {
  it("is asked before each sending, with the portal's host, and told of objections", async () => {
    const told: string[] = [];
    const limiter: Limiter = {
      acquire: (portal) => void told.push(`acquire ${portal}`),
      objected: (portal) => void told.push(`objected ${portal}`),
    };
    await portal([busy, ok([])], { limiter }).client.call("crm.calllist.statuslist");
    expect(told).toEqual(["acquire portal.example", "objected portal.example", "acquire portal.example"]);
  });

  it("need not want to know of objections; nor does a client without a limiter", async () => {
    for (const options of [{ limiter: { acquire: () => undefined } }, { limits: false } as const])
      expect(await portal([busy, ok([])], options).client.call("crm.calllist.statuslist")).toEqual([]);
  });

  it("can be shared by clients", async () => {
    const clock = testClock();
    const limiter = leakyBucket(LIMITS.cloud, clock);
    const clients = [1, 2].map(() => portal(ok([]), { clock, limiter }).client);
    await Promise.all(
      clients.flatMap((client) => Array.from({ length: 26 }, () => client.call("crm.calllist.statuslist"))),
    );
    expect(clock.elapsed()).toBe(1500);
  });

  it("that fails, fails the call, and nothing is sent", async () => {
    const limiter: Limiter = { acquire: () => Promise.reject(new Error("no limiter today")) };
    const { client, asked } = portal(ok([]), { limiter });
    expect(await failure(client.call("crm.calllist.statuslist"))).toEqual(new Error("no limiter today"));
    expect(asked).toEqual([]);
  });
});

describe("the method's working time", () => {
  const refused = json({ error: "OPERATION_TIME_LIMIT", error_description: "Method is blocked" }, 429);
  /** By the portal's own clock, which here is not the client's. */
  const withReset = (ms: number): Reply =>
    json({ result: [], time: { ...time, operating: 479, operating_reset_at: time.finish + ms / 1000 } });

  it("is waited for until the reset that the last answer told", async () => {
    const clock = testClock();
    const { client, asked } = portal([withReset(240_000), refused, ok([])], { clock });
    await client.call("crm.calllist.list");
    await client.call("crm.calllist.list");
    expect(asked).toHaveLength(3);
    expect(clock.elapsed()).toBe(240_000);
  });

  it("a minute, where no answer has told", async () => {
    const { client, clock } = portal([refused, refused, ok([])]);
    await client.call("crm.calllist.list");
    expect(clock.elapsed()).toBe(120_000);
  });

  it.each([
    ["before", 60_000],
    ["at that very moment", 240_000],
  ])("a LimitError with the time, where the deadline ends %s", async (_, deadline) => {
    const clock = testClock();
    const { client, asked } = portal([withReset(240_000), refused], { clock, deadline });
    await client.call("crm.calllist.list");
    const error = await failure(client.call("crm.calllist.list"));
    const retryAt = new Date(clock.now() + 240_000);
    expect(error).toMatchObject({ name: "LimitError", code: "OPERATION_TIME_LIMIT", status: 429, retryAt });
    expect(clock.elapsed()).toBe(0);

    const next = await failure(client.call("crm.calllist.list"));
    expect(next).toMatchObject({ name: "LimitError", code: "OPERATION_TIME_LIMIT", retryAt });
    expect(asked).toHaveLength(2);
  });

  it("a LimitError for each call that is sent once: it is neither waited for nor asked again", async () => {
    const { client, asked, clock } = portal(refused, { retry: false });
    const [first, second] = [
      await failure(client.call("crm.calllist.list")),
      await failure(client.call("crm.calllist.list")),
    ];
    expect(first).toMatchObject({ name: "LimitError", status: 429 });
    expect(second).toMatchObject({
      name: "LimitError",
      status: 429,
      description: expect.stringContaining("not sent, since the portal has refused this method"),
    });
    expect(asked).toHaveLength(1);
    expect(clock.elapsed()).toBe(0);
  });

  it.each([
    ["in milliseconds", (time.finish + 240) * 1000],
    ["beyond the ten minutes of the portal's window", time.finish + 601],
    ["past", time.finish - 1],
    ["no number", "soon"],
  ])("a minute, where the reset that was told is %s", async (_, operating_reset_at) => {
    const told = json({ result: [], time: { ...time, operating: 479, operating_reset_at } });
    const { client, clock } = portal([told, refused, ok([])]);
    await client.call("crm.calllist.list");
    await client.call("crm.calllist.list");
    expect(clock.elapsed()).toBe(60_000);
  });

  it("ten minutes at most: the reset that is just as far off is believed", async () => {
    const told = json({ result: [], time: { ...time, finish: 0, operating_reset_at: 600 } });
    const { client, clock } = portal([told, refused, ok([])], { deadline: 700_000 });
    await client.call("crm.calllist.list");
    await client.call("crm.calllist.list");
    expect(clock.elapsed()).toBe(600_000);
  });

  it("until the last reset that was told, though later answers tell none", async () => {
    const { client, clock } = portal([withReset(240_000), ok([]), withReset(-1), refused, ok([])]);
    for (const _ of [1, 2, 3, 4]) await client.call("crm.calllist.list");
    expect(clock.elapsed()).toBe(240_000);
  });

  it("no longer, when the clock has been set back meanwhile", async () => {
    const clock = testClock();
    let back = 0;
    const wall = { ...clock, now: () => clock.now() - back };
    const { client, asked } = portal([withReset(240_000), refused, ok([])], { clock: wall, deadline: 60_000 });
    await client.call("crm.calllist.list");
    await failure(client.call("crm.calllist.list"));
    back = 86_400_000;
    await client.call("crm.calllist.list");
    expect(asked).toHaveLength(3);
  });

  it.each([null, "now", 0])("of an answer with %j for its time teaches nothing, and is no mistake", async (time) => {
    const maps = { result: { a: [] }, result_error: [], result_total: [], result_next: [], result_time: { a: time } };
    const { client } = portal([json({ result: 51, time }), json({ result: maps, time })]);
    expect(await client.call("crm.calllist.add", { ENTITY_TYPE: "CONTACT", ENTITIES: [9] })).toBe(51);
    expect(await client.call("batch", { cmd: { a: "crm.calllist.list?start=0" } })).toMatchObject({
      result: { a: [] },
    });
  });

  it("holds other calls of the method back, and those of no other method", async () => {
    const clock = testClock();
    const at: [string, number][] = [];
    const seen =
      (reply: Reply): Reply =>
      (request) => {
        at.push([request.url.split("/").at(-1)!, clock.elapsed()]);
        return reply(request);
      };
    const { client } = portal([seen(refused), seen(ok([]))], { clock });
    await Promise.all([
      client.call("crm.calllist.list"),
      new Promise<void>((resolve) => clock.timer(1, resolve)).then(() =>
        Promise.all([client.call("crm.calllist.list"), client.call("crm.calllist.statuslist")]),
      ),
    ]);
    expect(at).toEqual([
      ["crm.calllist.list", 0],
      ["crm.calllist.statuslist", 1],
      ["crm.calllist.list", 60_000],
      ["crm.calllist.list", 60_000],
    ]);
  });

  it("learns resets from the commands of a batch, too", async () => {
    const clock = testClock();
    const result_time = { a: { ...time, operating: 479, operating_reset_at: time.finish + 90 } };
    const maps = { result: { a: [] }, result_error: [], result_total: [], result_next: [], result_time };
    const { client } = portal([ok(maps), refused, ok([])], { clock });
    await client.call("batch", { cmd: { a: "crm.calllist.list?start=0" } });
    await client.call("crm.calllist.list");
    expect(clock.elapsed()).toBe(90_000);
  });

  it("learns that a method is refused from the commands of a batch, too", async () => {
    const maps = {
      result: { b: [] },
      result_error: { a: { error: "OPERATION_TIME_LIMIT" }, c: { error: "LIST_ID_ERROR" }, d: null },
    };
    const { client, clock } = portal([ok(maps), ok([]), ok({ ID: "13" }), ok([])]);
    const cmd = { a: "crm.calllist.list", b: "crm.calllist.statuslist", c: "crm.calllist.get?ID=13", d: "x" };
    await client.call("batch", { cmd });
    await client.call("crm.calllist.statuslist");
    await client.call("crm.calllist.get", { ID: 13 });
    expect(clock.elapsed()).toBe(0);
    await client.call("crm.calllist.list");
    expect(clock.elapsed()).toBe(60_000);
  });

  it("a batch whose commands are not known teaches nothing, and is no mistake", async () => {
    const maps = { result: [], result_error: { a: { error: "OPERATION_TIME_LIMIT" } }, result_time: { a: time } };
    const { client } = portal(ok(maps));
    expect(await client.call("batch", {} as never)).toMatchObject({ result: [] });
  });

  it("can be aborted while it waits", async () => {
    const controller = new AbortController();
    const told: string[] = [];
    const hooks = { throttle: () => controller.abort(new Error("enough")), request: () => told.push("request") };
    const { client, clock } = portal(refused, { hooks, limits: false });
    const call = client.call("crm.calllist.list", {}, { signal: controller.signal });
    expect(await failure(call)).toEqual(new Error("enough"));
    expect(told).toEqual(["request"]);
    expect(clock.pending()).toBe(0);
  });
});
