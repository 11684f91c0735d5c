import { CLOUD_BURST, CLOUD_RATE, ENTERPRISE_BURST, ENTERPRISE_RATE, OPERATING_WINDOW } from "@b24-calllist/protocol";

/** How many requests the cloud lets through: so many at once, and so many a second in the long run. */
export interface RequestLimits {
  capacity: number;
  perSecond: number;
}

/** The cloud's limits by plan (official documentation of limits). */
export const LIMITS = {
  standard: { capacity: CLOUD_BURST, perSecond: CLOUD_RATE },
  enterprise: { capacity: ENTERPRISE_BURST, perSecond: ENTERPRISE_RATE },
} as const satisfies Record<string, RequestLimits>;

/** A leaky bucket for each source of requests. */
export class RequestMeter {
  readonly #limits: RequestLimits;
  readonly #buckets = new Map<string, { level: number; at: number }>();

  constructor(limits: RequestLimits) {
    this.#limits = limits;
  }

  /** Counts a request; false when the bucket is full, and then the request does not count. */
  take(source: string, now: number): boolean {
    const { level, at } = this.#buckets.get(source) ?? { level: 0, at: now };
    const left = Math.max(0, level - ((now - at) / 1000) * this.#limits.perSecond);
    const isOver = left + 1 > this.#limits.capacity;
    this.#buckets.set(source, { level: isOver ? left : left + 1, at: now });
    return !isOver;
  }

  clear(): void {
    this.#buckets.clear();
  }
}

const MINUTE = 60_000;
/** Minutes. */
const WINDOW = OPERATING_WINDOW / MINUTE;
/** Shorter calls are not counted (read in the server's source). */
const SHORTEST = 0.1;

/** Working time of each method for each webhook or application, in buckets of a minute, for ten minutes. */
export class OperatingMeter {
  readonly #buckets = new Map<string, Map<number, number>>();

  add(key: string, seconds: number, now: number): void {
    if (seconds < SHORTEST) return;
    const minute = Math.floor(now / MINUTE);
    const buckets = this.#buckets.get(key) ?? new Map<number, number>();
    buckets.set(minute, (buckets.get(minute) ?? 0) + seconds);
    this.#buckets.set(key, buckets);
  }

  /** Seconds in the last ten minutes, and the Unix time at which the oldest of them are forgotten. */
  look(key: string, now: number): { operating: number; resetAt: number } {
    const buckets = this.#buckets.get(key);
    const oldest = Math.floor(now / MINUTE) - WINDOW;
    for (const minute of buckets?.keys() ?? []) if (minute <= oldest) buckets?.delete(minute);
    if (buckets === undefined || buckets.size === 0)
      return { operating: 0, resetAt: Math.floor(now / 1000) + WINDOW * 60 };
    const sum = [...buckets.values()].reduce((total, seconds) => total + seconds, 0);
    const operating = Number(sum.toFixed(6)); // no dust of floating point
    return { operating, resetAt: (Math.min(...buckets.keys()) + WINDOW) * 60 };
  }

  clear(): void {
    this.#buckets.clear();
  }
}
