/** Times that a portal's dates can show, with some room to run on. */
const [EARLIEST, LATEST] = [Date.UTC(1970), Date.UTC(9999)];

/** What is wrong with a time, in words; `undefined` for one at which a clock can stand. */
export function timeProblem(at: number): string | undefined {
  return at >= EARLIEST && at < LATEST ? undefined : "a time from 1970 to 9998, such as 2025-11-20T12:00:00+02:00";
}

/** More makes a timer end at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

interface Sleeper {
  until: number;
  wake: () => void;
}

/** Where the sandbox's time comes from. It runs with the machine's, or stands still until it is turned. */
export class Clock {
  #stoppedAt: number | undefined;
  #shift = 0;
  readonly #sleepers = new Set<Sleeper>();

  /** @param at milliseconds since 1970 at which the clock stands still; it runs without one */
  constructor(at?: number) {
    this.#stoppedAt = at;
  }

  /** Milliseconds since 1970. */
  now(): number {
    return this.#stoppedAt ?? Date.now() + this.#shift;
  }

  get stopped(): boolean {
    return this.#stoppedAt !== undefined;
  }

  /** Stands still, at the given time or now. */
  stop(at = this.now()): void {
    this.#stoppedAt = at;
    this.#wake();
  }

  /** Runs on from where it stands. */
  run(): void {
    if (this.#stoppedAt === undefined) return;
    this.#shift = this.#stoppedAt - Date.now();
    this.#stoppedAt = undefined;
    for (const sleeper of this.#sleepers) this.#wakeLater(sleeper);
  }

  /** Goes forward by so many milliseconds, and wakes what was waiting for that. */
  turn(milliseconds: number): void {
    if (this.#stoppedAt === undefined) this.#shift += milliseconds;
    else this.#stoppedAt += milliseconds;
    this.#wake();
  }

  /** Resolves when so many milliseconds have passed on this clock, or when the signal ends the wait. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const sleeper = { until: this.now() + milliseconds, wake: done.bind(this) };
      function done(this: Clock) {
        this.#sleepers.delete(sleeper);
        signal?.removeEventListener("abort", sleeper.wake);
        resolve();
      }
      this.#sleepers.add(sleeper);
      signal?.addEventListener("abort", sleeper.wake);
      if (signal?.aborted) sleeper.wake();
      else if (!this.stopped) this.#wakeLater(sleeper);
    });
  }

  #wakeLater(sleeper: Sleeper): void {
    const left = Math.max(0, sleeper.until - this.now());
    setTimeout(() => this.#timerEnded(sleeper), Math.min(left, LONGEST_TIMER)).unref();
  }

  /** A timer may end a moment early by this clock, which may also have stood or been set back since. */
  #timerEnded(sleeper: Sleeper): void {
    this.#wake();
    if (this.#sleepers.has(sleeper) && !this.stopped) this.#wakeLater(sleeper);
  }

  #wake(): void {
    for (const { until, wake } of [...this.#sleepers]) if (until <= this.now()) wake();
  }
}
