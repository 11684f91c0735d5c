// One reading of a list's participants, which may take several calls of an assistant.
import { randomInt } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { type Caller, type IterateParams, iterate, type Result, UnstableListError } from "@b24-calllist/client";

/** What is read: a list, or its participants with one status. */
export type ReadingParams = IterateParams<"crm.calllist.items.get">;

/**
 * Reads a list to its end, as the client's `iterate` does. Requests are only sent while a call waits for the reading, so
 * a reading that no assistant comes back to costs the portal nothing.
 */
export class Reading {
  /** Names the reading in cursors. It is random, so that a cursor of another process does not find a reading here. */
  readonly key = randomInt(2 ** 47);
  readonly from = new Date();
  /** When the reading ended; missing until then. */
  to: Date | undefined;
  /** False when the list kept changing, so that participants may be missing. */
  isComplete = true;
  /** The participants read so far. */
  readonly rows: Result<"crm.calllist.items.get"> = [];
  /** How much these are, as JSON. */
  characters = 0;
  readonly #params: ReadingParams;
  readonly #controller = new AbortController();
  readonly #end: Promise<void>;
  #waiting = 0;
  #pause = newPause();

  /** @param onRow is called after each row */
  constructor(b24: Caller, params: ReadingParams, onRow: () => void) {
    this.#params = params;
    this.#end = this.#read(this.#whileAwaited(b24), onRow);
    // Its error is thrown to the next call that waits, if there is one.
    this.#end.catch(() => {});
  }

  isOf(params: ReadingParams): boolean {
    return isDeepStrictEqual(params, this.#params);
  }

  /** Whether a call waits for it. */
  get isAwaited(): boolean {
    return this.#waiting > 0;
  }

  /**
   * Waits for the end of the reading, so many milliseconds at most.
   *
   * @throws what the reading ended with, and the signal's reason when it is aborted before
   */
  async wait(ms: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    this.#waiting += 1;
    this.#pause.end();
    let stop = (): void => {};
    const stopped = new Promise<void>((resolve, reject) => {
      const timer = setTimeout(resolve, ms);
      const onAbort = (): void => reject(signal.reason);
      signal.addEventListener("abort", onAbort);
      stop = () => {
        clearTimeout(timer);
        signal.removeEventListener("abort", onAbort);
      };
    });
    try {
      await Promise.race([this.#end, stopped]);
    } finally {
      stop();
      this.#waiting -= 1;
      if (!this.isAwaited) this.#pause = newPause();
    }
  }

  /** Ends the reading, and the request that is under way. Calls that wait for it reject with the reason. */
  cancel(reason: unknown): void {
    this.#controller.abort(reason);
  }

  async #read(b24: Caller, onRow: () => void): Promise<void> {
    try {
      const { signal } = this.#controller;
      for await (const row of iterate(b24, "crm.calllist.items.get", this.#params, { signal })) {
        this.rows.push(row);
        this.characters += JSON.stringify(row).length;
        onRow();
        signal.throwIfAborted();
      }
    } catch (error) {
      if (!(error instanceof UnstableListError)) throw error;
      this.isComplete = false;
    }
    this.to = new Date();
  }

  /** A caller whose calls begin only while somebody waits for the reading. */
  #whileAwaited(b24: Caller): Caller {
    return {
      call: async (...args) => {
        await this.#pause.over;
        return b24.call(...args);
      },
    };
  }
}

interface Pause {
  over: Promise<void>;
  end: () => void;
}

function newPause(): Pause {
  let end = (): void => {};
  const over = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { over, end: () => end() };
}
