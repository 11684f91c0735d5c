import type { Clock } from "./clock.ts";

/** How {@link withDeadline} says that the time is over. Of the same kind as AbortSignal.timeout's, but no other is this one. */
export const EXPIRED = /* @__PURE__ */ new DOMException("timeout", "TimeoutError");

/** The longest time a timer takes; more would overflow it and fire at once. */
const LONGEST_TIMER = 2_147_483_647;

/**
 * Runs something abortable with a time limit in milliseconds; `Infinity` is none. The signal it gets is aborted when the
 * time is over (reason: EXPIRED) or when one of `outer` is, and then this rejects with the
 * signal's reason, even if `run` does not listen. Leaves no timer and no listener behind.
 */
export function withDeadline<T>(
  clock: Clock,
  run: (signal: AbortSignal) => Promise<T>,
  timeout: number,
  outer: readonly AbortSignal[] = [],
): Promise<T> {
  return new Promise((resolve, reject) => {
    for (const signal of outer) signal.throwIfAborted();
    const controller = new AbortController();
    // The promise is settled first: what `run` does with the abort, and when, is its own affair.
    const abort = (reason: unknown): void => {
      end();
      reject(reason);
      controller.abort(reason);
    };
    const onAbort = ({ target }: Event): void => abort((target as AbortSignal).reason);
    const onTimeout = (): void => abort(EXPIRED);
    const cancel = timeout <= LONGEST_TIMER ? clock.timer(timeout, onTimeout) : undefined;
    for (const signal of outer) signal.addEventListener("abort", onAbort);
    const end = (): void => {
      cancel?.();
      for (const signal of outer) signal.removeEventListener("abort", onAbort);
    };
    run(controller.signal).then(
      (value) => {
        end();
        resolve(value);
      },
      (error) => {
        end();
        reject(error);
      },
    );
  });
}

/** Waits until a time in milliseconds since 1970, or rejects with the reason of a signal that is aborted before. */
export async function waitUntil(clock: Clock, time: number, signals: readonly AbortSignal[]): Promise<void> {
  const never = new Promise<never>(() => {});
  const ms = Math.min(Math.max(0, time - clock.now()), LONGEST_TIMER);
  await withDeadline(clock, () => never, ms, signals).catch((error) => {
    if (error !== EXPIRED) throw error;
  });
}
