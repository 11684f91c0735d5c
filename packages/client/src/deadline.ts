/** The longest time a timer takes; more would overflow it and fire at once. */
const LONGEST_TIMER = 2_147_483_647;

/**
 * Runs something abortable with a time limit in milliseconds; `Infinity` is none. The signal it gets is aborted when the
 * time is over (reason: a DOMException named TimeoutError) or when `outer` is, and then this rejects with the signal's
 * reason, even if `run` does not listen. Leaves no timer and no listener behind.
 */
export async function withDeadline<T>(
  run: (signal: AbortSignal) => Promise<T>,
  timeout: number,
  outer?: AbortSignal,
): Promise<T> {
  outer?.throwIfAborted();
  const controller = new AbortController();
  const { signal } = controller;
  const onAbort = (): void => controller.abort(outer?.reason);
  const onTimeout = (): void => controller.abort(new DOMException("timeout", "TimeoutError"));
  const timer = timeout <= LONGEST_TIMER ? setTimeout(onTimeout, timeout) : undefined;
  outer?.addEventListener("abort", onAbort, { once: true });
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
  const running = run(signal);
  // Whichever loses the race must not be an unhandled rejection.
  for (const promise of [aborted, running]) promise.catch(() => {});
  try {
    return await Promise.race([running, aborted]);
  } catch (error) {
    // Whatever an aborted fetch throws, the reason of the abort is what happened.
    throw signal.aborted ? signal.reason : error;
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener("abort", onAbort);
  }
}
