import { existsSync } from "node:fs";
import { open, rename } from "node:fs/promises";
import { assertSeed, readSeed } from "./seed/read.ts";
import type { Seed } from "./seed/seed.ts";

/** Reads a state file; `undefined` when there is none yet. */
export async function readState(file: string): Promise<Seed | undefined> {
  return existsSync(file) ? readSeed(file) : undefined;
}

/** Writes a state so that the file is always a whole one: the old one until the new one is on the disk. */
export async function writeState(file: string, seed: Seed): Promise<void> {
  const next = `${file}.next`;
  const handle = await open(next, "w", 0o600); // tokens are in it
  try {
    await handle.writeFile(JSON.stringify(assertSeed(seed, "the state")));
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(next, file);
}

/** Saves a state a second after it has changed, and at the end. */
export class StateSaver {
  readonly #file: string;
  readonly #dump: () => Seed;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(file: string, dump: () => Seed) {
    this.#file = file;
    this.#dump = dump;
  }

  changed(): void {
    this.#timer ??= setTimeout(() => this.#save(), 1000).unref();
  }

  /** Writes what is not written yet. */
  async close(): Promise<void> {
    this.#save();
    await this.#writing;
  }

  #save(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing = this.#writing.then(() => writeState(this.#file, this.#dump()));
  }
}
