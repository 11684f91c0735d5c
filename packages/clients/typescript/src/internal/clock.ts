/** Time and chance, so that tests can hold both. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs something once, in so many milliseconds. The function it gives cancels that. */
  timer(ms: number, run: () => void): () => void;
  /** A number from 0 to just under 1. */
  random(): number;
}

/** The machine's own. */
export const systemClock: Clock = {
  now: () => Date.now(),
  random: () => Math.random(),
  timer(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
