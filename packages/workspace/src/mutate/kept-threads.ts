// A pool for Vitest whose thread outlives a run. Stryker starts a run for each mutant; a new thread, which loads Vitest, the
// package and its tests anew, would take most of the time.
import { type PoolOptions, type PoolRunnerInitializer, type PoolWorker, ThreadsPoolWorker } from "vitest/node";

/** Each run leaves a few listeners in its thread, so that a thread is not kept for ever. */
const RUNS_PER_THREAD = 50;

type Listener = (...args: unknown[]) => void;

let kept: { thread: ThreadsPoolWorker; runs: number } | undefined;

class KeptThread implements PoolWorker {
  readonly name = "kept-threads";
  readonly #listeners: [event: string, listener: Listener][] = [];
  readonly #options: PoolOptions;
  #isKept = false;
  #thread!: ThreadsPoolWorker;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    const before = kept;
    kept = undefined;
    if (before && !this.#needsFreshModules() && before.runs < RUNS_PER_THREAD) {
      this.#thread = before.thread;
      kept = { ...before, runs: before.runs + 1 };
    } else {
      await before?.thread.stop();
      this.#thread = new ThreadsPoolWorker(this.#options);
      await this.#thread.start();
      if (!this.#needsFreshModules()) kept = { thread: this.#thread, runs: 1 };
    }
    this.#isKept = kept !== undefined;
  }

  /** A mutant in code that runs while its module is loaded is never seen by modules that are loaded already. */
  #needsFreshModules(): boolean {
    const { mode, mutantActivation } = this.#options.project.getProvidedContext() as Record<string, unknown>;
    return mode !== "mutant" || mutantActivation === "static";
  }

  on(event: string, listener: Listener): void {
    this.#listeners.push([event, listener]);
    this.#thread.on(event, listener);
  }

  off(event: string, listener: Listener): void {
    this.#thread.off(event, listener);
  }

  send(message: Parameters<PoolWorker["send"]>[0]): void {
    if (this.#isKept && message.type === "stop") this.#say({ __vitest_worker_response__: true, type: "stopped" });
    else this.#thread.send(message);
  }

  #say(message: object): void {
    for (const [event, listener] of this.#listeners) if (event === "message") listener(message);
  }

  async stop(): Promise<void> {
    if (!this.#isKept) return this.#thread.stop();
    for (const [event, listener] of this.#listeners) this.#thread.off(event, listener);
    this.#listeners.length = 0;
  }

  deserialize(data: unknown): unknown {
    return data;
  }
}

export const keptThreads: PoolRunnerInitializer = {
  name: "kept-threads",
  createPoolWorker: (options) => new KeptThread(options),
};
