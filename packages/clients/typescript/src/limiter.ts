import { CLOUD_BURST, CLOUD_RATE, ENTERPRISE_BURST, ENTERPRISE_RATE } from "./generated/numbers.ts";
import { type Clock, systemClock } from "./internal/clock.ts";

/**
 * Holds requests back so that a portal need not refuse them. A portal counts requests by the address they come from:
 * workers on one machine share an allowance, and so should their limiter.
 */
export interface Limiter {
  /**
   * Gives nothing when a request may leave at once, else a promise for its turn. The promise rejects with the signal's
   * reason when that is aborted.
   *
   * @param portal host of the portal; each has a bucket of its own
   */
  acquire(portal: string, signal: AbortSignal): Promise<void> | undefined;
  /** The portal refused a request (503) that had its turn: somebody else uses up the same allowance. */
  objected?(portal: string): void;
}

/** How much a portal takes: a bucket that holds `burst` requests and leaks `perSecond`. */
export interface Limits {
  /** Requests in one go. */
  burst: number;
  /** Requests a second after that. */
  perSecond: number;
}

/**
 * What cloud portals accept, and those with the Enterprise plan: 50 requests and 2 a second, 250 and 5 (official
 * documentation, August 2026). The burst is less by what leaks in half a second and more, since a portal counts when requests
 * arrive: the first ones open connections, and later ones overtake that delay.
 */
export const LIMITS = {
  cloud: { burst: CLOUD_BURST - Math.ceil(CLOUD_RATE / 2), perSecond: CLOUD_RATE },
  enterprise: { burst: ENTERPRISE_BURST - Math.ceil(ENTERPRISE_RATE / 2), perSecond: ENTERPRISE_RATE },
} as const satisfies Record<string, Limits>;

/** The most a bucket slows down, as a share of its rate; ten workers with one address get along with it. */
const SLOWEST = 1 / 16;
/** Without an objection for so long, a slowed bucket doubles its rate. */
const RECOVERY_MS = 30_000;
/** Requests that were under way together are refused together; that is one objection. */
const SAME_OBJECTION_MS = 1000;

interface Bucket {
  /** How full it is, as of `at`. */
  level: number;
  at: number;
  /** Share of the full rate, 1 unless the portal objected. */
  share: number;
  objectedAt: number;
  waiting: (() => void)[];
  cancelTimer: (() => void) | undefined;
}

/**
 * The limiter a client makes for itself: a leaky bucket a portal, first come, first served. When the portal objects, the
 * bucket counts as full and leaks half as fast; every half minute without an objection doubles that again.
 *
 * @example
 * ```ts
 * import { createClient, leakyBucket, LIMITS, webhook } from "@b24-calllist/client";
 *
 * const limiter = leakyBucket(LIMITS.enterprise); // one for all clients of this process
 * const b24 = createClient({ auth: webhook("https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/"), limiter });
 * await b24.call("crm.calllist.statuslist");
 * ```
 *
 * @throws {TypeError} when a limit is not a number above 0
 */
export function leakyBucket(limits: Limits, clock: Clock = systemClock): Limiter {
  const { burst, perSecond } = limits ?? {};
  if (!(Number.isFinite(burst) && burst >= 1 && Number.isFinite(perSecond) && perSecond > 0)) {
    throw new TypeError('limits: "cloud", "enterprise", false, or numbers such as { burst: 50, perSecond: 2 }');
  }
  const buckets = new Map<string, Bucket>();

  const bucketOf = (portal: string): Bucket => {
    let bucket = buckets.get(portal);
    if (!bucket) {
      bucket = { level: 0, at: clock.now(), share: 1, objectedAt: 0, waiting: [], cancelTimer: undefined };
      buckets.set(portal, bucket);
    }
    leak(bucket);
    return bucket;
  };

  const leak = (bucket: Bucket): void => {
    const now = clock.now();
    while (bucket.share < 1 && now - bucket.objectedAt >= RECOVERY_MS) {
      bucket.share *= 2;
      bucket.objectedAt += RECOVERY_MS;
    }
    bucket.level = Math.max(0, bucket.level - (Math.max(0, now - bucket.at) / 1000) * perSecond * bucket.share);
    bucket.at = now;
  };

  /** Lets in whoever has room, and comes back when the next one has. */
  const serve = (bucket: Bucket): void => {
    bucket.cancelTimer?.();
    bucket.cancelTimer = undefined;
    leak(bucket);
    while (bucket.waiting.length > 0 && hasRoom(bucket)) {
      bucket.level += 1;
      bucket.waiting.shift()!();
    }
    if (bucket.waiting.length === 0) return;
    const ms = ((bucket.level + 1 - burst) / (perSecond * bucket.share)) * 1000;
    bucket.cancelTimer = clock.timer(Math.ceil(ms), () => serve(bucket));
  };

  /** A millionth for what adding up fractions loses. */
  const hasRoom = ({ level }: Bucket): boolean => level + 1 <= burst + 1e-6;

  return {
    acquire(portal, signal) {
      const bucket = bucketOf(portal);
      if (bucket.waiting.length === 0 && hasRoom(bucket)) {
        bucket.level += 1;
        return undefined;
      }
      return new Promise((resolve, reject) => {
        const enter = (): void => {
          signal.removeEventListener("abort", leave);
          resolve();
        };
        const leave = (): void => {
          bucket.waiting.splice(bucket.waiting.indexOf(enter), 1);
          serve(bucket);
          reject(signal.reason);
        };
        signal.addEventListener("abort", leave);
        bucket.waiting.push(enter);
        serve(bucket);
      });
    },
    objected(portal) {
      const bucket = bucketOf(portal);
      bucket.level = Math.max(bucket.level, burst);
      if (clock.now() - bucket.objectedAt < SAME_OBJECTION_MS) return;
      bucket.objectedAt = clock.now();
      bucket.share = Math.max(SLOWEST, bucket.share / 2);
    },
  };
}
