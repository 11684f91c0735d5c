/** Time, so that tests can hold it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs something once, in so many milliseconds. The function it gives cancels that. */
  timer(ms: number, run: () => void): () => void;
}

/** The machine's own. */
export const systemClock: Clock = {
  now: () => Date.now(),
  timer(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/** Redis kept its answer to itself for too long. */
export class NoAnswerError extends Error {}

/** The longest that a timer of Node takes; whoever waits even longer asks again meanwhile. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Waits; rejects with the signal's reason when that is aborted. */
export function sleep(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return abortable(signal, (resolve) => clock.timer(Math.min(ms, LONGEST_TIMER_MS), resolve));
}

/**
 * What a promise gives if it does so in time.
 *
 * @throws {NoAnswerError} when it does not; what comes of it later, an error too, is ignored
 */
export function inTime<T>(clock: Clock, promise: Promise<T>, ms: number, signal?: AbortSignal): Promise<T> {
  return abortable(signal, (resolve, reject) => {
    promise.then(resolve, reject);
    const giveUp = (): void => reject(new NoAnswerError());
    // In two halves: a process that was busy itself gets to read the answer in the second.
    let cancel = clock.timer(ms / 2, () => {
      cancel = clock.timer(ms / 2, giveUp);
    });
    return () => cancel();
  });
}

/** A promise that an aborted signal ends. `start` gives a function that cleans up after it. */
function abortable<T>(
  signal: AbortSignal | undefined,
  start: (resolve: (value: T) => void, reject: (error: unknown) => void) => () => void,
): Promise<T> {
  let cleanUp = (): void => {};
  const done = new Promise<T>((resolve, reject) => {
    const abort = (): void => reject(signal?.reason);
    const end = start(resolve, reject);
    cleanUp = () => {
      end();
      signal?.removeEventListener("abort", abort);
    };
    if (signal?.aborted) abort();
    signal?.addEventListener("abort", abort, { once: true });
  });
  return done.finally(() => cleanUp());
}
