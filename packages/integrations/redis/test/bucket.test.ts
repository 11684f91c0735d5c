// What Redis answers, without waiting for any of it. The limits are so slow that it does not matter how long a test takes.
import { expect, it } from "vitest";
import { type Place, type SharedBuckets, sharedBuckets } from "../src/bucket.ts";
import { connected, PORTAL, pass, type Redis, withRedis } from "./redis.ts";

const LIMITS = { burst: 5, perSecond: 1 / 1000 };
/** Milliseconds in which one request leaks out of a bucket with these limits. */
const ONE = 1_000_000;
const PREFIX = "b24-calllist:";

interface Setup {
  redis: Redis;
  buckets: SharedBuckets;
  take: () => Promise<Place>;
  /** How long the next so many have to wait, in `ONE`s. */
  waits: (count: number) => Promise<number[]>;
}

async function setUp(): Promise<Setup> {
  const redis = await connected();
  const buckets = sharedBuckets(redis, PREFIX, LIMITS);
  const take = () => buckets.take(PORTAL);
  const waits = async (count: number) => {
    const places = await Promise.all(Array.from({ length: count }, take));
    return places.map(({ ms }) => inOnes(ms));
  };
  return { redis, buckets, take, waits };
}

const inOnes = (ms: number): number => Math.round(ms / (ONE / 10)) / 10;

withRedis("a bucket in Redis", () => {
  it("lets a burst through at once, and the rest one after the other at the rate", async () => {
    const { waits } = await setUp();
    expect(await waits(9)).toEqual([0, 0, 0, 0, 0, 1, 2, 3, 4]);
  });

  it("has room again for what has leaked out", async () => {
    const { redis, waits } = await setUp();
    await waits(5);
    await pass(redis, 2.5 * ONE);
    expect(await waits(4)).toEqual([0, 0, 0.5, 1.5]);
  });

  it("never holds more than a burst, however long nobody came", async () => {
    const { redis, waits } = await setUp();
    await waits(1);
    await pass(redis, 1000 * ONE);
    expect(await waits(7)).toEqual([0, 0, 0, 0, 0, 1, 2]);
  });

  it("is one for all clients with the same prefix", async () => {
    const { waits } = await setUp();
    const others = await setUp();
    expect(await waits(3)).toEqual([0, 0, 0]);
    expect(await others.waits(4)).toEqual([0, 0, 1, 2]);
    expect(await waits(1)).toEqual([3]);
  });

  it("is another one for another portal or prefix", async () => {
    const { redis, buckets, waits } = await setUp();
    await waits(5);
    expect((await buckets.take("other.example")).ms).toBe(0);
    expect((await sharedBuckets(redis, "other:", LIMITS).take(PORTAL)).ms).toBe(0);
  });

  it("takes fractions", async () => {
    const { redis } = await setUp();
    const { take } = sharedBuckets(redis, PREFIX, { burst: 1.5, perSecond: 0.0005 });
    expect(inOnes((await take(PORTAL)).ms)).toBe(0);
    expect(inOnes((await take(PORTAL)).ms)).toBe(1);
  });

  it("survives that Redis forgets its scripts", async () => {
    const { redis, waits } = await setUp();
    await waits(5);
    await redis.scriptFlush();
    expect(await waits(1)).toEqual([1]);
  });

  it("survives that Redis' clock is put back", async () => {
    const { redis, buckets, waits } = await setUp();
    await waits(5);
    await pass(redis, -1000 * ONE);
    expect(await waits(1)).toEqual([1]);
    await buckets.objected(PORTAL);
    await pass(redis, -1000 * ONE);
    expect(await waits(1)).toEqual([4]);
    await pass(redis, ONE);
    expect(await waits(1)).toEqual([2]);
  });
});

withRedis("a place in the line", () => {
  it("is let through when its time has come", async () => {
    const { redis, buckets, take, waits } = await setUp();
    await waits(5);
    const { ticket, ms } = await take();
    await pass(redis, ms);
    expect((await buckets.turn(PORTAL, ticket)).ms).toBe(0);
    expect(await waits(1)).toEqual([1]);
  });

  it("is as exact after a million requests as at the beginning", async () => {
    const { redis, buckets, take, waits } = await setUp();
    await waits(1);
    await pass(redis, 1_234_567 * ONE);
    await waits(5);
    const { ticket } = await take();
    expect(inOnes((await buckets.turn(PORTAL, ticket)).ms)).toBe(1);
  });

  it("that is used very late keeps the bucket full for those who come then", async () => {
    const { redis, buckets, take, waits } = await setUp();
    await waits(5);
    const { ticket } = await take();
    await pass(redis, 1000 * ONE);
    expect((await buckets.turn(PORTAL, ticket)).ms).toBe(0);
    expect(await waits(5)).toEqual([0, 0, 0, 0, 1]);
  });

  it("is told the rest when it asks too early", async () => {
    const { redis, buckets, take, waits } = await setUp();
    await waits(6);
    const { ticket } = await take();
    await pass(redis, 0.5 * ONE);
    const place = await buckets.turn(PORTAL, ticket);
    expect(inOnes(place.ms)).toBe(1.5);
    await pass(redis, place.ms);
    expect((await buckets.turn(PORTAL, place.ticket)).ms).toBe(0);
  });

  it("keeps its turn when it asks late", async () => {
    const { redis, buckets, take, waits } = await setUp();
    await waits(5);
    const { ticket } = await take();
    await pass(redis, 3 * ONE);
    expect(await waits(3)).toEqual([0, 0, 1]);
    expect((await buckets.turn(PORTAL, ticket)).ms).toBe(0);
  });

  it("is as good as new after Redis has lost everything", async () => {
    const { redis, buckets, take, waits } = await setUp();
    await waits(7);
    const { ticket } = await take();
    await redis.flushAll();
    expect(await waits(4)).toEqual([0, 0, 0, 0]);
    expect((await buckets.turn(PORTAL, ticket)).ms).toBe(0);
    expect(await waits(1)).toEqual([1]);
  });
});

withRedis("a place that is given back", () => {
  it("goes to the next who comes", async () => {
    const { buckets, take, waits } = await setUp();
    await waits(5);
    const { ticket } = await take();
    await buckets.leave(PORTAL, ticket);
    expect(await waits(2)).toEqual([1, 2]);
  });

  it("may be one of the middle", async () => {
    const { redis, buckets, take, waits } = await setUp();
    await waits(5);
    const [first, second, third] = [await take(), await take(), await take()];
    await buckets.leave(PORTAL, second.ticket);
    await pass(redis, ONE);
    expect(inOnes((await buckets.turn(PORTAL, first.ticket)).ms)).toBe(0);
    expect(inOnes((await buckets.turn(PORTAL, third.ticket)).ms)).toBe(2);
    expect(await waits(2)).toEqual([2, 3]);
  });

  it("may be one that could have gone", async () => {
    const { buckets, take, waits } = await setUp();
    const { ticket } = await take();
    await waits(4);
    await buckets.leave(PORTAL, ticket);
    expect(await waits(2)).toEqual([0, 1]);
  });

  it("is worth what has not leaked out yet", async () => {
    const { redis, buckets, take, waits } = await setUp();
    const { ticket } = await take();
    await pass(redis, 0.6 * ONE);
    await waits(5);
    await buckets.leave(PORTAL, ticket);
    expect(await waits(1)).toEqual([1]);
  });

  it("is worth nothing when all of it has, or when Redis has lost it", async () => {
    const { redis, buckets, take, waits } = await setUp();
    const { ticket } = await take();
    await pass(redis, 2 * ONE);
    await waits(5);
    await buckets.leave(PORTAL, ticket);
    expect(await waits(1)).toEqual([1]);
    await redis.flushAll();
    await waits(5);
    await buckets.leave(PORTAL, ticket);
    expect(await waits(1)).toEqual([1]);
  });

  it("after it had been let through, the last of a burst gives back what has not leaked out yet", async () => {
    const { redis, buckets, take, waits } = await setUp();
    await waits(4);
    const { ticket, ms } = await take();
    expect(ms).toBe(0);
    await pass(redis, 0.5 * ONE);
    await buckets.leave(PORTAL, ticket);
    expect(await waits(2)).toEqual([0, 1]);
  });

  it("costs nobody anything when a hundred leave together", async () => {
    const { buckets, take, waits } = await setUp();
    await waits(5);
    const places = await Promise.all(Array.from({ length: 100 }, take));
    await Promise.all(places.map(({ ticket }) => buckets.leave(PORTAL, ticket)));
    expect(await waits(2)).toEqual([1, 2]);
  });

  /** The first ten of a line of twenty give up, so that the turns of the others are those of newcomers too. */
  const crowd = async ({ buckets, take, waits }: Setup) => {
    await waits(5);
    const places = await Promise.all(Array.from({ length: 20 }, take));
    const leave = (some: Place[]) => Promise.all(some.map(({ ticket }) => buckets.leave(PORTAL, ticket)));
    await leave(places.slice(0, 10));
    return { places, leave };
  };

  it("makes no room that is not there, when its turn would be that of a newcomer too", async () => {
    const setup = await setUp();
    const { redis, buckets, waits } = setup;
    const { places } = await crowd(setup);
    await pass(redis, 15 * ONE);
    expect(await waits(5)).toEqual([0, 0, 0, 0, 0]);
    expect(inOnes((await buckets.turn(PORTAL, places[10]!.ticket)).ms)).toBe(1);
  });

  it("does not take those out of the bucket who went", async () => {
    const setup = await setUp();
    const { redis, buckets, waits } = setup;
    const { places, leave } = await crowd(setup);
    await pass(redis, 11 * ONE);
    expect(await waits(1)).toEqual([0]);
    expect((await buckets.turn(PORTAL, places[10]!.ticket)).ms).toBe(0);
    // The others give up as well. The two who went are in the bucket all the same.
    await leave(places.slice(11));
    expect(await waits(5)).toEqual([0, 0, 0, 1, 2]);
  });
});

withRedis("an objection of the portal", () => {
  /** Objections so far apart that each of them counts. */
  const objections = async ({ redis, buckets }: Setup, count: number) => {
    for (let i = 0; i < count; i++) {
      await buckets.objected(PORTAL);
      await pass(redis, 1000);
    }
  };

  it("fills the bucket and halves the rate, for all", async () => {
    const setup = await setUp();
    const others = await setUp();
    await setup.buckets.objected(PORTAL);
    expect(await others.waits(2)).toEqual([2, 4]);
  });

  it("makes those wait longer who wait already, and keeps their order", async () => {
    const { redis, buckets, take, waits } = await setUp();
    await waits(5);
    const [first, second] = [await take(), await take()];
    await pass(redis, 0.5 * ONE);
    await buckets.objected(PORTAL);
    expect(inOnes((await buckets.turn(PORTAL, first.ticket)).ms)).toBe(2);
    expect(inOnes((await buckets.turn(PORTAL, second.ticket)).ms)).toBe(4);
    expect(await waits(1)).toEqual([6]);
  });

  it("after a pause is worth no more than one that comes at once", async () => {
    const { redis, buckets, waits } = await setUp();
    await waits(6);
    await pass(redis, 10 * ONE);
    await buckets.objected(PORTAL);
    expect(await waits(1)).toEqual([2]);
  });

  it("counts once with others of the same second", async () => {
    const { buckets, waits } = await setUp();
    await Promise.all(Array.from({ length: 10 }, () => buckets.objected(PORTAL)));
    expect(await waits(1)).toEqual([2]);
  });

  it("slows down to a sixteenth at most", async () => {
    const setup = await setUp();
    await objections(setup, 3);
    expect(await setup.waits(1)).toEqual([8]);
    await objections(setup, 5);
    expect(await setup.waits(1)).toEqual([32]);
  });

  it("is forgiven by half after half a minute, and then again", async () => {
    const setup = await setUp();
    await objections(setup, 2);
    await pass(setup.redis, 29_000);
    expect((await setup.take()).ms / ONE).toBeCloseTo(2, 0);
    await pass(setup.redis, 30_000);
    expect((await setup.take()).ms / ONE).toBeCloseTo(2, 0);
  });

  it("is not forgiven before that", async () => {
    const setup = await setUp();
    await objections(setup, 1);
    await pass(setup.redis, 20_000);
    expect((await setup.take()).ms / ONE).toBeCloseTo(2, 0);
  });

  it("is forgiven wholly when nobody has come for long enough", async () => {
    const setup = await setUp();
    await objections(setup, 3);
    await pass(setup.redis, 90_000);
    expect((await setup.take()).ms / ONE).toBeCloseTo(1, 0);
  });

  it("slows the time before that, and only that", async () => {
    const { redis, buckets, take } = await setUp();
    await buckets.objected(PORTAL);
    await pass(redis, 30_000 + 0.5 * ONE);
    const { ms } = await take();
    expect(ms).toBeGreaterThan(0.5 * ONE - 25_000);
    expect(ms).toBeLessThanOrEqual(0.5 * ONE - 15_000);
  });
});

withRedis("what is left in Redis", () => {
  it("is one key a portal, which expires when it says no more than no key at all", async () => {
    const { redis, waits } = await setUp();
    await waits(7);
    expect(await redis.keys("*")).toEqual([PREFIX + PORTAL]);
    expect(inOnes(await redis.pTTL(PREFIX + PORTAL))).toBe(7);
  });

  it("stays as long as the bucket is slowed down", async () => {
    const redis = await connected();
    const { objected } = sharedBuckets(redis, PREFIX, { burst: 1, perSecond: 1000 });
    await objected(PORTAL);
    expect(await redis.pTTL(PREFIX + PORTAL)).toBeGreaterThan(20_000);
    expect(await redis.pTTL(PREFIX + PORTAL)).toBeLessThan(30_002);
  });

  it("stays until it has recovered from each objection", async () => {
    const redis = await connected();
    const { objected } = sharedBuckets(redis, PREFIX, { burst: 1, perSecond: 1000 });
    for (let i = 0; i < 3; i++) {
      await objected(PORTAL);
      await pass(redis, 1000);
    }
    expect(await redis.pTTL(PREFIX + PORTAL)).toBeGreaterThan(70_000);
    expect(await redis.pTTL(PREFIX + PORTAL)).toBeLessThan(90_002);
  });

  it("stays until a bucket that leaks slower is empty", async () => {
    const { redis, buckets, waits } = await setUp();
    await waits(5);
    await buckets.objected(PORTAL);
    expect(inOnes(await redis.pTTL(PREFIX + PORTAL))).toBe(10);
  });

  it("is gone after a while", async () => {
    const redis = await connected();
    const { take } = sharedBuckets(redis, PREFIX, { burst: 1, perSecond: 50 });
    await take(PORTAL);
    await expect.poll(() => redis.keys("*")).toEqual([]);
  });

  it("is nothing after a look", async () => {
    const { redis, buckets } = await setUp();
    await buckets.look();
    await expect.poll(() => redis.keys("*")).toEqual([]);
  });
});
