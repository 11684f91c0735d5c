// Time that tests hold. It stands still while anything can happen without it, then jumps to the next timer.
import type { Clock } from "../src/internal/clock.ts";

export interface TestClock extends Clock {
  /** Milliseconds since the clock was made. */
  elapsed(): number;
  /** Timers that nobody has cancelled. */
  pending(): number;
  /** What `random` gives; 0 unless a test says otherwise. */
  chance: number;
}

interface Timer {
  at: number;
  run: () => void;
}

export const START = Date.parse("2026-08-20T06:08:16Z");

export function testClock(): TestClock {
  let now = START;
  let turning = false;
  const timers = new Set<Timer>();

  /** Fires the next timer when everything that needs no time has been done, promises and macrotasks alike. */
  const turn = (): void => {
    if (turning || timers.size === 0) return;
    turning = true;
    setImmediate(() =>
      setImmediate(() => {
        turning = false;
        const next = [...timers].reduce<Timer | undefined>((a, b) => (a && a.at <= b.at ? a : b), undefined);
        if (!next) return;
        timers.delete(next);
        now = Math.max(now, next.at);
        next.run();
        turn();
      }),
    );
  };

  return {
    chance: 0,
    now: () => now,
    random() {
      return this.chance;
    },
    timer(ms, run) {
      const timer = { at: now + ms, run };
      timers.add(timer);
      turn();
      return () => timers.delete(timer);
    },
    elapsed: () => now - START,
    pending: () => timers.size,
  };
}
