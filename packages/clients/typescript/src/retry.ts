import { RETRY_AFTER_MAX, RETRY_ATTEMPTS, RETRY_DELAY, RETRY_MAX_DELAY, RETRY_WINDOW } from "./generated/numbers.ts";
import type { Clock } from "./internal/clock.ts";

/** How a call is repeated that may be repeated. */
export interface RetryOptions {
  /**
   * How often a call is sent at most, the first time included.
   *
   * @default 5
   */
  attempts?: number;
  /**
   * Milliseconds after its first sending in which a call may be sent again.
   *
   * @default 600000, the window in which a portal counts working time
   */
  time?: number;
  /**
   * Milliseconds before the first repetition. It doubles each time, and a random part of up to a half is taken off, so
   * that workers that failed together do not come back together.
   *
   * @default 1000
   */
  delay?: number;
  /**
   * The longest pause in milliseconds, unless the portal asks for more by `Retry-After`.
   *
   * @default 30000
   */
  maxDelay?: number;
}

export const RETRY_DEFAULTS: Required<RetryOptions> = {
  attempts: RETRY_ATTEMPTS,
  time: RETRY_WINDOW,
  delay: RETRY_DELAY,
  maxDelay: RETRY_MAX_DELAY,
};

/** Checks the options of a client and fills in the defaults; `false` is a single attempt. */
export function retryOptions(options: RetryOptions | false | undefined): Required<RetryOptions> {
  const all = { ...RETRY_DEFAULTS, ...(options === false ? { attempts: 1 } : options) };
  if (all.attempts >= 1 && all.time >= 0 && all.delay >= 0 && all.maxDelay >= 0) return all;
  throw new TypeError("retry: false, or numbers such as { attempts: 5, time: 600000, delay: 1000, maxDelay: 30000 }");
}

/**
 * Milliseconds to wait before the attempt after this one.
 *
 * @param asked milliseconds that the portal asks for
 */
export function pause(
  clock: Clock,
  { delay, maxDelay }: Required<RetryOptions>,
  attempt: number,
  asked: number,
): number {
  const backoff = Math.min(maxDelay, delay * 2 ** (attempt - 1));
  return Math.max(Math.round(backoff * (1 - clock.random() / 2)), asked);
}

/** Milliseconds of `Retry-After`, a number of seconds or a date; 0 where it is neither, or missing. */
export function retryAfter(clock: Clock, header: string | null | undefined): number {
  const text = String(header);
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - clock.now();
  return Math.min(ms || 0, RETRY_AFTER_MAX);
}
