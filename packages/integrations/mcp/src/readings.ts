// The readings that the server keeps between two calls: for some time, so many, and so many rows in all.
import type { Caller } from "@b24-calllist/client";
import { UsageError } from "./cursor.ts";
import { Reading, type ReadingParams } from "./reading.ts";
import { ONLY_READ, ToolError } from "./tool.ts";

/** Minutes for which a reading is kept after its last use. */
const MINUTES = 10;
const MOST_READINGS = 10;
/** Rows of all readings: some 20 MB. A longer list cannot be read through this server. */
const MOST_ROWS = 200_000;
/** Characters of these rows, four times the usual. */
const MOST_CHARACTERS = 40_000_000;
/** Milliseconds for which a call waits. Below the deadline of a call, so that an assistant is told how far it has come. */
const PATIENCE = 40_000;

const gone = (): UsageError =>
  new UsageError(
    `cursor: the rows behind it are no longer kept. This server keeps them for ${MINUTES} minutes after their last use, for ${MOST_READINGS} lists and ${MOST_ROWS} rows at a time, and until it is restarted. To start again, discard the rows you have and leave the cursor out.`,
  );

const tooLong = (): ToolError =>
  new ToolError(
    `The list has more than ${MOST_ROWS} participants or ${MOST_CHARACTERS} characters, the most that this server keeps.\nWhat to do: Read the participants of one status at a time (FILTER), or ask the user to read the list with a program and iterate() of @b24-calllist/client.\nExecuted: ${ONLY_READ}`,
  );

export class Readings {
  /** By key; the one that has not been used for longest is first. */
  readonly #kept = new Map<number, { reading: Reading; expiry: NodeJS.Timeout }>();

  /** Begins to read a list. */
  begin(b24: Caller, params: ReadingParams): Reading {
    const reading: Reading = new Reading(b24, params, () => this.#makeRoom(reading));
    const expiry = setTimeout(() => this.#drop(reading), MINUTES * 60_000);
    this.#kept.set(reading.key, { reading, expiry: expiry.unref() });
    const oldest = this.#kept.values().next().value!.reading;
    if (this.#kept.size > MOST_READINGS) this.#drop(oldest);
    return reading;
  }

  /**
   * The reading with this key.
   *
   * @throws {UsageError} when it is not kept, or reads something else
   */
  find(key: number, params: ReadingParams): Reading {
    const kept = this.#kept.get(key);
    if (!kept?.reading.isOf(params)) throw gone();
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    kept.expiry.refresh();
    return kept.reading;
  }

  /** Waits until a reading is at its end, or for some time. One that failed, or that no call wants, is not kept. */
  async wait(reading: Reading, signal: AbortSignal): Promise<void> {
    try {
      await reading.wait(PATIENCE, signal);
    } catch (error) {
      if (!reading.isAwaited) this.#drop(reading);
      throw error;
    }
  }

  /** Ends all readings. */
  close(): void {
    for (const { reading } of this.#kept.values()) this.#drop(reading);
  }

  #makeRoom(reading: Reading): void {
    while (this.#isFull) {
      const other = [...this.#kept.values()].find((one) => one.reading !== reading);
      this.#drop(other?.reading ?? reading, other ? gone() : tooLong());
    }
  }

  get #isFull(): boolean {
    let [rows, characters] = [0, 0];
    for (const { reading } of this.#kept.values()) {
      rows += reading.rows.length;
      characters += reading.characters;
    }
    return rows > MOST_ROWS || characters > MOST_CHARACTERS;
  }

  #drop(reading: Reading, reason: Error = gone()): void {
    clearTimeout(this.#kept.get(reading.key)?.expiry);
    this.#kept.delete(reading.key);
    reading.cancel(reason);
  }
}
