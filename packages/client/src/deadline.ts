/**
 * Runs something abortable with a time limit. The signal it gets is aborted when the time is over (reason: a
 * DOMException named TimeoutError) or when `outer` is. Leaves no timer and no listener behind.
 */
export async function withDeadline<T>(
  run: (signal: AbortSignal) => Promise<T>,
  timeout: number,
  outer?: AbortSignal,
): Promise<T> {
  outer?.throwIfAborted();
  const controller = new AbortController();
  const onAbort = (): void => controller.abort(outer?.reason);
  const timer = setTimeout(() => controller.abort(new DOMException("timeout", "TimeoutError")), timeout);
  outer?.addEventListener("abort", onAbort, { once: true });
  try {
    return await run(controller.signal);
  } catch (error) {
    // Whatever an aborted fetch throws, the reason of the abort is what happened.
    throw controller.signal.aborted ? controller.signal.reason : error;
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener("abort", onAbort);
  }
}
