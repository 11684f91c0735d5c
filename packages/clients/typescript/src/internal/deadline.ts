import type { Clock } from "./clock.ts";

/** An error with a name, as a DOMException is one; React Native has none. */
const named = (name: string): Error => Object.assign(new Error(name), { name });

/** How {@link withDeadline} says that the time is over. Of the same kind as AbortSignal.timeout's, but no other is this one. */
export const EXPIRED = /* @__PURE__ */ named("TimeoutError");

/** Why a signal is aborted; older platforms do not tell. */
const reasonOf = ({ reason }: AbortSignal): unknown => reason ?? named("AbortError");

/** Throws the reason of the first signal that is aborted. */
export function throwIfAborted(signals: readonly AbortSignal[]): void {
  for (const signal of signals) if (signal.aborted) throw reasonOf(signal);
}

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
    throwIfAborted(outer);
    const controller = new AbortController();
    // The promise is settled first: what `run` does with the abort, and when, is its own affair.
    const abort = (reason: unknown): void => {
      end();
      reject(reason);
      controller.abort(reason);
    };
    const onAbort = ({ target }: Event): void => abort(reasonOf(target as AbortSignal));
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
