// The limiter with a Redis that works. Time is held: Redis' by shifting what it has kept, that of waiting calls by a clock.
import { getEventListeners } from "node:events";
import { createClient, LimitError, LIMITS as PLANS, webhook } from "@b24-calllist/client";
import { createClientPool, createCluster, createClient as createRedis } from "redis";
import { describe, expect, it } from "vitest";
import { redisLimiter } from "../src/index.ts";
import { limiterOn } from "../src/limiter.ts";
import { systemClock } from "../src/time.ts";
import { testClock } from "./clock.ts";
import { connected, PORTAL, pass, withRedis } from "./redis.ts";

const LIMITS = { burst: 5, perSecond: 1 / 1000 };
/** Milliseconds in which one request leaks out of a bucket with these limits. */
const ONE = 1_000_000;
/** Longer than any test, for those that use the machine's clock. */
const PATIENCE = 600_000;

const never = new AbortController().signal;

/** Two workers on one Redis. `waits` is how long calls still have to wait, in `ONE`s, once Redis has answered all. */
async function twoWorkers() {
  const redis = await connected();
  const clock = testClock();
  const warnings: string[] = [];
  const worker = async () =>
    limiterOn(clock, { client: await connected(), limits: LIMITS, onWarning: (message) => warnings.push(message) });
  const [a, b] = [await worker(), await worker()];
  const waits = () => clock.timers().map((ms) => Math.round(ms / (ONE / 10)) / 10);
  const timePasses = async (ms: number) => {
    await pass(redis, ms);
    clock.advance(ms);
  };
  const kept = (field: string) => redis.hGet(`b24-calllist:${PORTAL}`, field).then(Number);
  return { redis, a, b, clock, waits, timePasses, kept, warnings };
}

withRedis("the limiter", () => {
  it("gives a promise for every call, also for one that may go at once", async () => {
    const { a } = await twoWorkers();
    const turn = a.acquire(PORTAL, never);
    expect(turn).toBeInstanceOf(Promise);
    expect(await turn).toBeUndefined();
  });

  it("lets the calls of two workers go in the order in which they came", async () => {
    const { a, b, waits, timePasses, warnings } = await twoWorkers();
    for (const worker of [a, b, a, b, a]) await worker.acquire(PORTAL, never);

    const gone: string[] = [];
    const turns: Promise<unknown>[] = [];
    for (const [index, name] of ["b1", "a1", "b2", "b3", "a2"].entries()) {
      const worker = name.startsWith("a") ? a : b;
      turns.push(worker.acquire(PORTAL, never)!.then(() => gone.push(name)));
      await expect.poll(waits).toEqual([1, 2, 3, 4, 5].slice(0, index + 1));
    }
    for (const [index, turn] of turns.entries()) {
      await timePasses(ONE);
      await turn;
      expect(gone).toEqual(["b1", "a1", "b2", "b3", "a2"].slice(0, index + 1));
    }
    expect(warnings).toEqual([]);
  });

  it("has an allowance for each portal", async () => {
    const { a, waits } = await twoWorkers();
    for (let i = 0; i < 5; i++) await a.acquire(PORTAL, never);
    await a.acquire("other.example", never);
    expect(waits()).toEqual([]);
  });

  it("leaves nothing at the signal or the clock", async () => {
    const { a, waits } = await twoWorkers();
    const { signal } = new AbortController();
    await a.acquire(PORTAL, signal);
    expect(getEventListeners(signal, "abort")).toEqual([]);
    expect(waits()).toEqual([]);
  });
});

withRedis("a call that is aborted", () => {
  const reason = new Error("no longer needed");

  it("while it waits, gives its place to the next one", async () => {
    const { a, b, waits, kept } = await twoWorkers();
    for (let i = 0; i < 5; i++) await a.acquire(PORTAL, never);
    const controller = new AbortController();
    const turn = a.acquire(PORTAL, controller.signal);
    await expect.poll(waits).toEqual([1]);

    controller.abort(reason);
    await expect(turn).rejects.toBe(reason);
    expect(waits()).toEqual([]);
    await expect.poll(() => kept("tail")).toBeCloseTo(5, 1);
    b.acquire(PORTAL, never);
    await expect.poll(waits).toEqual([1]);
  });

  it("while Redis is asked, gives the place back when the answer comes", async () => {
    const { a, kept } = await twoWorkers();
    const controller = new AbortController();
    const turn = a.acquire(PORTAL, controller.signal);
    controller.abort(reason);
    await expect(turn).rejects.toBe(reason);
    await expect.poll(() => kept("top")).toBeCloseTo(0, 1);
  });

  it("before it begins, does not ask", async () => {
    const { redis, a } = await twoWorkers();
    await expect(a.acquire(PORTAL, AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(await redis.keys("*")).toEqual([]);
  });
});

withRedis("an objection of the portal to one worker", () => {
  it("slows down the others", async () => {
    const { a, b, waits, kept } = await twoWorkers();
    a.objected!(PORTAL);
    await expect.poll(() => kept("share")).toBe(0.5);
    b.acquire(PORTAL, never);
    await expect.poll(waits).toEqual([2]);
  });

  it("makes those wait longer who wait already", async () => {
    const { a, b, clock, waits, timePasses, kept } = await twoWorkers();
    for (let i = 0; i < 5; i++) await b.acquire(PORTAL, never);
    const turn = b.acquire(PORTAL, never);
    await expect.poll(waits).toEqual([1]);

    a.objected!(PORTAL);
    await expect.poll(() => kept("share")).toBe(0.5);
    // Half a minute of this at half the rate puts the turn off by a quarter of a minute.
    await timePasses(ONE);
    await expect.poll(() => clock.timers()[0]).toBeGreaterThan(1000);
    await timePasses(15_000);
    await turn;
  });
});

withRedis("a client of the portal", () => {
  it("waits for its turn in Redis, and tells it of objections", async () => {
    const redis = await connected();
    const limiter = limiterOn(systemClock, { client: redis, limits: { burst: 1, perSecond: 50 } }, PATIENCE);
    let answer = () => Response.json({ result: [] });
    const told: string[] = [];
    const b24 = createClient({
      auth: webhook(`https://${PORTAL}/rest/1/xxxxxxxxxxxxxxxx/`),
      limiter,
      retry: false,
      fetch: async () => answer(),
      hooks: { throttle: ({ reason }) => told.push(reason) },
    });
    const call = () => b24.call("crm.calllist.statuslist");
    expect(await Promise.all([call(), call(), call()])).toEqual([[], [], []]);
    expect(told).toEqual(["rate", "rate", "rate"]);

    answer = () => Response.json({ error: "QUERY_LIMIT_EXCEEDED" }, { status: 503 });
    await expect(call()).rejects.toBeInstanceOf(LimitError);
    await expect.poll(() => redis.hGet(`b24-calllist:${PORTAL}`, "share")).toBe("0.5");
  });
});

describe("an option that is wrong", () => {
  const client = { eval: async () => {}, evalSha: async () => {} };
  const LIMITS_TEXT = /^limits: "cloud", "enterprise", or burst at least 1 and perSecond above 0, .*perSecond: 2 }$/;
  const wrong: [why: string, options: object | undefined, message: RegExp][] = [
    ["no options", undefined, /^client: .*createClient/],
    ["no client", {}, /^client: .*createClient/],
    ["a URL for a client", { client: "redis://:s3cret@redis.example" }, /^client: .*createClient/],
    ["a client of another kind", { client: { evalsha: async () => {} } }, /^client: .*createClient/],
    ["half a client", { client: { evalSha: async () => {} } }, /^client: .*createClient/],
    ["limits nobody has", { client, limits: "free" }, LIMITS_TEXT],
    ["limits of an object's own", { client, limits: "toString" }, LIMITS_TEXT],
    ["limits null", { client, limits: null }, LIMITS_TEXT],
    ["no limits", { client, limits: false }, LIMITS_TEXT],
    ["a burst of 0", { client, limits: { burst: 0, perSecond: 2 } }, LIMITS_TEXT],
    ["no burst", { client, limits: { perSecond: 2 } }, LIMITS_TEXT],
    ["an endless burst", { client, limits: { burst: Number.POSITIVE_INFINITY, perSecond: 2 } }, LIMITS_TEXT],
    ["a rate of 0", { client, limits: { burst: 50, perSecond: 0 } }, LIMITS_TEXT],
    ["an endless rate", { client, limits: { burst: 50, perSecond: Number.POSITIVE_INFINITY } }, LIMITS_TEXT],
    ["numbers as text", { client, limits: { burst: "50", perSecond: "2" } }, LIMITS_TEXT],
    ["a prefix that is no string", { client, prefix: 1 }, /^prefix: a string, such as "b24-calllist:"$/],
    ["onWarning that is no function", { client, onWarning: "console" }, /^onWarning: a function, such as /],
  ];
  for (const [why, options, message] of wrong) {
    it(`${why}: a TypeError that shows a right one`, () => {
      expect(() => redisLimiter(options as never)).toThrow(TypeError);
      expect(() => redisLimiter(options as never)).toThrow(message);
      expect(() => redisLimiter(options as never)).not.toThrow("s3cret");
    });
  }
});

withRedis("options that are right", () => {
  it("are a client alone, of whatever kind", () => {
    const kinds = [createRedis(), createRedis({ RESP: 3 }), createClientPool(), createCluster({ rootNodes: [] })];
    for (const client of kinds) expect(redisLimiter({ client }).acquire).toBeTypeOf("function");
  });

  it("put the key where the prefix says, with the limits of the plan", async () => {
    const redis = await connected();
    const limiter = limiterOn(testClock(), { client: redis, prefix: "mine:", limits: "enterprise" });
    await Promise.all(Array.from({ length: PLANS.enterprise.burst }, () => limiter.acquire(PORTAL, never)));
    expect(await redis.keys("*")).toEqual([`mine:${PORTAL}`]);
  });
});
