// Time that only passes when a test says so.
import type { Clock } from "../src/time.ts";

export interface TestClock extends Clock {
  /** Lets time pass, and runs what is due on the way. */
  advance(ms: number): void;
  /** Milliseconds until each timer that is running, the next one first. */
  timers(): number[];
}

export function testClock(): TestClock {
  let now = Date.parse("2026-08-20T06:08:16Z");
  const timers = new Set<{ at: number; run: () => void }>();
  const inOrder = () => [...timers].sort((a, b) => a.at - b.at);

  return {
    now: () => now,
    timer(ms, run) {
      const timer = { at: now + ms, run };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance(ms) {
      const until = now + ms;
      for (let next = inOrder()[0]; next && next.at <= until; next = inOrder()[0]) {
        timers.delete(next);
        now = next.at;
        next.run();
      }
      now = until;
    },
    timers: () => inOrder().map(({ at }) => at - now),
  };
}
