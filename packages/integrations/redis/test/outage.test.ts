// What becomes of calls when Redis is gone. Its patience is on a clock that tests hold; Redis comes and goes for real.
import type { Limiter } from "@b24-calllist/client";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import type { RedisClient } from "../src/bucket.ts";
import { redisLimiter } from "../src/index.ts";
import { limiterOn, PATIENCE_MS } from "../src/limiter.ts";
import { type TestClock, testClock } from "./clock.ts";
import {
  connected,
  hangRedis,
  killRedis,
  newClient,
  PASSWORD,
  PORTAL,
  type Redis,
  startRedis,
  wakeRedis,
  withRedis,
} from "./redis.ts";

const LIMITS = { burst: 5, perSecond: 1 / 1000 };
const KEY = `b24-calllist:${PORTAL}`;
const never = new AbortController().signal;

const gone = (reason: string) =>
  `@b24-calllist/redis: Redis cannot be used (${reason}); until it can, this process keeps an allowance of its own.`;
const BACK = "@b24-calllist/redis: Redis can be used again; the allowance is shared.";

interface Worker {
  limiter: Limiter;
  clock: TestClock;
  warnings: string[];
}

function worker(client: RedisClient): Worker {
  const clock = testClock();
  const warnings: string[] = [];
  const limiter = limiterOn(clock, { client, limits: LIMITS, onWarning: (message) => warnings.push(message) });
  return { limiter, clock, warnings };
}

/** A call that waits until the limiter's patience with Redis is at its end, and then goes. */
async function goneWithout({ limiter, clock }: Worker): Promise<void> {
  const turn = limiter.acquire(PORTAL, never);
  clock.advance(PATIENCE_MS);
  await turn;
}

/** Whether the limiter asks Redis: with the local bucket, a call that may go at once gets no promise. */
const asksRedis = ({ limiter }: Worker): boolean => limiter.acquire("other.example", never) !== undefined;

/** What a portal's bucket holds. */
const held = async (redis: Redis): Promise<number> => {
  const { top, leaked } = await redis.hGetAll(KEY);
  return Math.round(Number(top) - Number(leaked));
};

withRedis("a client that is not connected", () => {
  it("costs one warning, and calls go on with an allowance of the process", async () => {
    const alone = worker(newClient());
    await Promise.all(Array.from({ length: 5 }, () => alone.limiter.acquire(PORTAL, never)));
    expect(alone.warnings).toEqual([gone("ClientClosedError")]);
    const controller = new AbortController();
    const sixth = alone.limiter.acquire(PORTAL, controller.signal);
    controller.abort(new Error("no room"));
    await expect(sixth).rejects.toThrow("no room");
  });

  it("is used once it is connected, with the first call after a few seconds", async () => {
    const client = newClient();
    const late = worker(client);
    await late.limiter.acquire(PORTAL, never);
    await client.connect();
    expect(asksRedis(late)).toBe(false);

    late.clock.advance(3000);
    expect(asksRedis(late)).toBe(false); // nobody waits for what Redis answers to this
    await expect.poll(() => late.warnings).toEqual([gone("ClientClosedError"), BACK]);
    expect(asksRedis(late)).toBe(true);
  });

  it("is not tried with every call", async () => {
    const client = { evalSha: vi.fn(() => Promise.reject(new Error("closed"))), eval: vi.fn() };
    const alone = worker(client);
    await alone.limiter.acquire(PORTAL, never);
    await new Promise(setImmediate);
    const asked = client.evalSha.mock.calls.length;
    for (let i = 0; i < 100; i++) alone.limiter.acquire(`${i}.example`, never);
    await new Promise(setImmediate);
    expect(client.evalSha).toHaveBeenCalledTimes(asked);
    alone.clock.advance(3000);
    for (let i = 0; i < 100; i++) alone.limiter.acquire(`${i}.example`, never);
    expect(client.evalSha).toHaveBeenCalledTimes(asked + 1);
    expect(alone.warnings).toHaveLength(1);
  });
});

withRedis("a Redis that crashes", () => {
  it("costs one warning, and is used again after it has come back, empty", async () => {
    const redis = await connected();
    const survivor = worker(redis);
    for (let i = 0; i < 5; i++) await survivor.limiter.acquire(PORTAL, never);

    await killRedis();
    await expect.poll(() => redis.isReady).toBe(false);
    for (let i = 0; i < 5; i++) await goneWithout(survivor);
    expect(survivor.warnings).toHaveLength(1);
    expect(survivor.warnings[0]).toMatch(/^@b24-calllist\/redis: Redis cannot be used \(\w[\w ]+\); until it can/);

    await startRedis();
    await expect.poll(() => survivor.warnings.slice(1)).toEqual([BACK]);
    await survivor.limiter.acquire(PORTAL, never);
    expect(await held(redis)).toBe(1);
  });

  it("does not keep the calls that wait in its line, and is not asked again for each of them", async () => {
    const redis = await connected();
    const survivor = worker(redis);
    const { limiter, clock } = survivor;
    for (let i = 0; i < 5; i++) await limiter.acquire(PORTAL, never);
    const sixth = limiter.acquire(PORTAL, never);
    await expect.poll(() => clock.timers()[0]).toBeGreaterThan(PATIENCE_MS);
    const seventh = limiter.acquire(PORTAL, never);
    await expect.poll(() => clock.timers()[1]).toBeGreaterThan(PATIENCE_MS);

    await killRedis();
    await expect.poll(() => redis.isReady).toBe(false);
    await goneWithout(survivor);
    const asked = vi.spyOn(redis, "evalSha");
    clock.advance(clock.timers().at(-1)!);
    await Promise.all([sixth, seventh]);
    expect(asked.mock.calls.filter(([, options]) => options?.arguments?.[0] === "turn")).toEqual([]);
    expect(survivor.warnings).toHaveLength(1);
  });
});

withRedis("a Redis that hangs", () => {
  it("costs one warning and half a second once, and its late answers cost nothing", async () => {
    const redis = await connected();
    const watcher = await connected();
    const patient = worker(redis);
    await patient.limiter.acquire(PORTAL, never);

    hangRedis();
    const late = [1, 2, 3].map(() => patient.limiter.acquire(PORTAL, never));
    patient.clock.advance(PATIENCE_MS);
    await Promise.all(late);
    expect(asksRedis(patient)).toBe(false);
    expect(patient.warnings).toEqual([gone("no answer")]);

    wakeRedis();
    await expect.poll(() => patient.warnings).toEqual([gone("no answer"), BACK]);
    await expect.poll(() => held(watcher)).toBe(1);
    expect(asksRedis(patient)).toBe(true);
  });

  it("lets calls be aborted", async () => {
    const patient = worker(await connected());
    await patient.limiter.acquire(PORTAL, never);
    hangRedis();
    const controller = new AbortController();
    const turn = patient.limiter.acquire(PORTAL, controller.signal);
    controller.abort(new Error("no longer needed"));
    await expect(turn).rejects.toThrow("no longer needed");
    expect(patient.warnings).toEqual([]);
  });

  it("does not keep an objection from slowing this process down", async () => {
    const patient = worker(await connected());
    await patient.limiter.acquire(PORTAL, never);
    hangRedis();
    patient.limiter.objected!(PORTAL);
    patient.clock.advance(PATIENCE_MS);
    await expect.poll(() => patient.warnings).toEqual([gone("no answer")]);
    expect(asksRedis(patient)).toBe(false);
    expect(hasRoom(patient)).toBe(false);
  });

  it("takes objections that come while it is given up, for this process", async () => {
    const patient = worker(newClient());
    await patient.limiter.acquire("other.example", never);
    expect(hasRoom(patient)).toBe(true);
    patient.limiter.objected!(PORTAL);
    expect(hasRoom(patient)).toBe(false);
  });

  /** Whether a call may go at once with the local bucket. */
  const hasRoom = ({ limiter }: Worker): boolean => {
    const controller = new AbortController();
    const turn = limiter.acquire(PORTAL, controller.signal);
    turn?.catch(() => {});
    controller.abort();
    return turn === undefined;
  };
});

describe("a Redis that answers, but always late", () => {
  it("stays given up, without a message each time", async () => {
    const answers: (() => void)[] = [];
    const client = {
      evalSha: vi.fn(() => new Promise((resolve) => answers.push(() => resolve([0, "1 went 1"])))),
      eval: vi.fn(),
    };
    const patient = worker(client);
    await goneWithout(patient);
    for (let i = 0; i < 3; i++) {
      for (const answer of answers.splice(0)) answer();
      await expect.poll(() => answers.length).toBeGreaterThan(0);
      patient.clock.advance(3000); // ends its patience with the second look, and makes it time for the next
      await new Promise(setImmediate);
      expect(asksRedis(patient)).toBe(false);
    }
    expect(patient.warnings).toEqual([gone("no answer")]);
  });
});

describe("a warning", () => {
  const URL = `redis://user:${PASSWORD}@redis.example:6379`;
  class SocketGoneError extends Error {}
  const errors: [error: unknown, reason: string][] = [
    [new SocketGoneError(`lost ${URL}`), "SocketGoneError"],
    [new Error("OOM command not allowed when used memory > 'maxmemory'."), "OOM"],
    [new Error("NOAUTH Authentication required."), "NOAUTH"],
    [Object.assign(new Error(`connect ECONNREFUSED ${URL}`), { code: "ECONNREFUSED" }), "ECONNREFUSED"],
    [Object.assign(new Error(URL), { code: URL }), "Error"],
    [Object.assign(new Error(URL), { code: `${URL}/GONE` }), "Error"],
    [Object.assign(new Error(URL), { code: `GONE ${URL}` }), "Error"],
    [Object.assign(new Error(URL), { code: ["GONE"] }), "Error"],
    [new Error(`${URL} OOM command not allowed`), "Error"],
    [new AggregateError([new Error(URL)], URL), "AggregateError"],
    [URL, "unknown error"],
    [undefined, "unknown error"],
  ];
  for (const [error, reason] of errors) {
    it(`says "${reason}" and nothing else of the error`, async () => {
      const { limiter, warnings } = worker({ evalSha: () => Promise.reject(error), eval: async () => {} });
      await limiter.acquire(PORTAL, never);
      expect(warnings).toEqual([gone(reason)]);
    });
  }

  it("goes to the console unless there is an onWarning", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    onTestFinished(() => warn.mockRestore());
    const client = { evalSha: () => Promise.reject(new Error("OOM full")), eval: async () => {} };
    await redisLimiter({ client }).acquire(PORTAL, never);
    expect(warn.mock.calls).toEqual([[gone("OOM")]]);
  });

  for (const [how, onWarning] of [
    ["throws", () => JSON.parse("")],
    ["rejects", async () => JSON.parse("")],
  ] as const) {
    it(`breaks nothing when onWarning ${how}`, async () => {
      const client = { evalSha: () => Promise.reject(new Error("OOM full")), eval: async () => {} };
      await redisLimiter({ client, onWarning }).acquire(PORTAL, never);
    });
  }

  it("comes also for a client that throws, or answers with something else", async () => {
    const throwing = worker({
      evalSha: () => {
        throw new Error("CLUSTERDOWN x");
      },
      eval: async () => {},
    });
    await throwing.limiter.acquire(PORTAL, never);
    expect(throwing.warnings).toEqual([gone("CLUSTERDOWN")]);
    const strange = worker({ evalSha: async () => null, eval: async () => {} });
    await strange.limiter.acquire(PORTAL, never);
    expect(strange.warnings[0]).toBe(gone("TypeError"));
  });
});
