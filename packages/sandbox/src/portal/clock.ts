/** Where the sandbox's time comes from. It runs with the machine's, or stands still until it is turned. */
export class Clock {
  #stoppedAt: number | undefined;
  #shift = 0;
  readonly #sleepers = new Set<{ until: number; wake: () => void }>();

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

  #wakeLater(sleeper: { until: number; wake: () => void }): void {
    setTimeout(() => this.#wake(), Math.max(0, sleeper.until - this.now())).unref();
  }

  #wake(): void {
    for (const { until, wake } of [...this.#sleepers]) if (until <= this.now()) wake();
  }
}
