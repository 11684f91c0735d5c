import { LIMITS, type Limits } from "@b24-calllist/client";
import type { RedisClient } from "./bucket.ts";

/** Options of {@link redisLimiter}. */
export interface RedisLimiterOptions {
  /** Your node-redis client. Connecting and closing it stays with you. */
  client: RedisClient;
  /**
   * What the portal takes: `"cloud"`, `"enterprise"`, or numbers of your own. All who share an allowance have to say the
   * same.
   *
   * @default "cloud", 49 requests in one go and 2 a second after that
   */
  limits?: keyof typeof LIMITS | Limits;
  /**
   * What the keys begin with; the portal's host follows. Processes with different prefixes do not share.
   *
   * @default "b24-calllist:"
   */
  prefix?: string;
  /**
   * Is told when Redis cannot be used and when it can again, in a sentence without addresses and passwords. What it throws
   * is ignored.
   *
   * @default console.warn
   */
  onWarning?: (message: string) => void;
}

/** Options that have been checked, with nothing left out. */
export interface CheckedOptions {
  client: RedisClient;
  limits: Limits;
  prefix: string;
  warn: (message: string) => void;
}

/** @throws {TypeError} for the first option that is wrong */
export function checkedOptions(options: RedisLimiterOptions): CheckedOptions {
  const { client, limits = "cloud", prefix = "b24-calllist:", onWarning = console.warn } = options ?? {};
  check(
    typeof client?.evalSha === "function" && typeof client.eval === "function",
    'client: a client of the package redis, such as createClient({ url: "redis://127.0.0.1:6379" })',
  );
  check(typeof prefix === "string", 'prefix: a string, such as "b24-calllist:"');
  check(typeof onWarning === "function", "onWarning: a function, such as (message) => console.warn(message)");
  // A promise takes an error that is thrown now as well as one that comes later.
  const warn = (message: string): void => {
    new Promise((resolve) => resolve(onWarning(message))).catch(() => {});
  };
  return { client, limits: checkedLimits(limits), prefix, warn };
}

function checkedLimits(limits: keyof typeof LIMITS | Limits): Limits {
  if (typeof limits === "string" && Object.hasOwn(LIMITS, limits)) return LIMITS[limits];
  const { burst, perSecond } = (limits ?? {}) as Limits;
  check(
    Number.isFinite(burst) && burst >= 1 && Number.isFinite(perSecond) && perSecond > 0,
    'limits: "cloud", "enterprise", or burst at least 1 and perSecond above 0, such as { burst: 50, perSecond: 2 }',
  );
  return { burst, perSecond };
}

function check(right: boolean, message: string): void {
  if (!right) throw new TypeError(message);
}
