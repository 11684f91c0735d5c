import { type Limiter, leakyBucket } from "@b24-calllist/client";
import { sharedBuckets } from "./bucket.ts";
import { checkedOptions, type RedisLimiterOptions } from "./options.ts";
import { watchOutage } from "./outage.ts";
import { type Clock, inTime, sleep, systemClock } from "./time.ts";

/** Milliseconds in which Redis has to answer before a call goes on without it. */
export const PATIENCE_MS = 500;

/**
 * Makes a limiter whose allowance is kept in Redis: all processes that use the same Redis, prefix and limits share one
 * leaky bucket a portal, and are served in the order in which they came. When the portal objects to one of them, all slow
 * down, by the same rule as with the client's own limiter.
 *
 * When Redis fails or does not answer within half a second, each process goes on with a bucket of its own until Redis is
 * back; `onWarning` is told of both. No call fails because of Redis.
 *
 * Since Redis has to be asked, `acquire` gives a promise for every call, also for one that may leave at once. The
 * client's hook `throttle` is told of each, and so says less than with a local limiter.
 *
 * @throws {TypeError} when an option is wrong; the message shows a right one.
 *
 * @example
 * ```ts
 * import { createClient, webhook } from "@b24-calllist/client";
 * import { redisLimiter } from "@b24-calllist/redis";
 * import { createClient as createRedis } from "redis";
 *
 * const redis = createRedis({ url: "redis://127.0.0.1:6379" });
 * redis.on("error", () => {}); // node-redis wants a listener; the limiter says when Redis is gone
 * redis.connect().catch(() => {}); // not awaited: calls need not wait for a Redis that is gone
 *
 * const limiter = redisLimiter({ client: redis, limits: "enterprise" }); // one for all clients of this process
 * const b24 = createClient({ auth: webhook("https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/"), limiter });
 * await b24.call("crm.calllist.statuslist");
 * redis.destroy();
 * ```
 */
export function redisLimiter(options: RedisLimiterOptions): Limiter {
  return limiterOn(systemClock, options);
}

/** The same on a clock of one's own, for tests. */
export function limiterOn(clock: Clock, options: RedisLimiterOptions, patience = PATIENCE_MS): Limiter {
  const { client, limits, prefix, warn } = checkedOptions(options);
  const buckets = sharedBuckets(client, prefix, limits);
  const local = leakyBucket(limits);
  const outage = watchOutage({ clock, patience, look: buckets.look, warn });

  /** Takes a place in Redis' line and waits there; in the local one, when Redis fails. */
  async function waitForTurn(portal: string, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    let place = buckets.take(portal);
    try {
      for (;;) {
        const { ticket, ms } = await inTime(clock, place, patience, signal);
        if (ms === 0) return;
        await sleep(clock, ms, signal);
        if (outage.lasts()) break;
        // The portal may have objected meanwhile, which puts all turns off.
        place = buckets.turn(portal, ticket);
      }
    } catch (error) {
      // Also when the answer is still on its way. Where none comes, the place leaks out by itself.
      place.then(({ ticket }) => buckets.leave(portal, ticket)).catch(() => {});
      if (signal.aborted) throw signal.reason;
      outage.begin(error);
    }
    await local.acquire(portal, signal);
  }

  return {
    acquire: (portal, signal) => (outage.lasts() ? local.acquire(portal, signal) : waitForTurn(portal, signal)),
    objected(portal) {
      if (outage.lasts()) return local.objected?.(portal);
      inTime(clock, buckets.objected(portal), patience).catch((error) => {
        outage.begin(error);
        local.objected?.(portal);
      });
    },
  };
}
