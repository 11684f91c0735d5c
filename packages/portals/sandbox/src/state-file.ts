import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { access, type FileHandle, lstat, open, readdir, rename, unlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { assertSeed, parseSeed } from "./seed/read.ts";
import type { Seed } from "./seed/seed.ts";

/** A file that cannot keep the state; the message says why, and what to do. */
export class StateFileError extends Error {}

/**
 * Reads a state file; `undefined` when there is none yet.
 *
 * @throws {@link StateFileError} where the state could not be written to it later: found at the start, not after the
 * first change
 */
export async function openState(file: string): Promise<Seed | undefined> {
  try {
    const isThere = await assertUsable(file);
    await removeLeftovers(file);
    await assertFolderWritable(file);
    return isThere ? await readState(file) : undefined;
  } catch (error) {
    throw inWords(error, file);
  }
}

/** Writes a state so that the file is always a whole one: the old one until the new one is on the disk. */
export async function writeState(file: string, seed: Seed): Promise<void> {
  const text = JSON.stringify(assertSeed(seed, "the state"));
  try {
    const next = await createNext(file);
    try {
      await writeTo(next.handle, text);
      await rename(next.path, file);
    } catch (error) {
      await unlink(next.path).catch(() => {}); // the first error counts
      throw error;
    }
  } catch (error) {
    throw inWords(error, file);
  }
}

/** @returns whether the file is there */
async function assertUsable(file: string): Promise<boolean> {
  const stats = await lstat(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (stats === undefined) return false;
  if (stats.isSymbolicLink()) throw new StateFileError(`${file} is a link; name the file that it leads to`);
  if (!stats.isFile()) throw new StateFileError(`${file} is not a file; name one, such as state.json`);
  // A file could be replaced although it is read-only, and root may write everything: neither is what was asked for.
  const isWritable = (stats.mode & 0o222) !== 0 && (await isAllowed(file, constants.W_OK));
  if (!isWritable) throw new StateFileError(`${file} is read-only; make it writable, or name another file`);
  return true;
}

function isAllowed(path: string, mode: number): Promise<boolean> {
  return access(path, mode).then(
    () => true,
    () => false,
  );
}

async function readState(file: string): Promise<Seed> {
  // A link that has taken the file's place since it was looked at is not followed. Windows does not know the flag.
  const handle = await open(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
  try {
    return assertSeed(parseSeed(await handle.readFile("utf8"), file), file);
  } finally {
    await handle.close();
  }
}

/** What a sandbox that was killed while it was writing has left. */
async function removeLeftovers(file: string): Promise<void> {
  const names = await readdir(dirname(file));
  const own = names.filter(
    (name) => name.startsWith(`${basename(file)}.`) && NEXT.test(name.slice(basename(file).length)),
  );
  for (const name of own) await unlink(join(dirname(file), name));
}

async function assertFolderWritable(file: string): Promise<void> {
  const { handle, path } = await createNext(file);
  await handle.close();
  await unlink(path);
}

const NEXT = /^\.[0-9a-f]{16}\.next$/;

/** A new file beside the state file. Nobody can know its name before, and nothing that is there already is opened. */
async function createNext(file: string): Promise<{ handle: FileHandle; path: string }> {
  const path = `${file}.${randomBytes(8).toString("hex")}.next`;
  return { handle: await open(path, "wx", 0o600), path }; // tokens are in it
}

async function writeTo(handle: FileHandle, text: string): Promise<void> {
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "its folder does not exist",
  ENOTDIR: "its folder is not a folder",
  EACCES: "its folder is not writable",
  EPERM: "its folder is not writable",
  EROFS: "its disk is read-only",
  ENOSPC: "its disk is full",
  EDQUOT: "its disk quota is used up",
};

/** Errors of the file system in words; others as they are. */
function inWords(error: unknown, file: string): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (code === undefined || syscall === undefined) return error;
  return new StateFileError(`the state cannot be kept in ${file}: ${REASONS[code] ?? code}`, { cause: error });
}

const DELAY = 1000;
/** When it is tried again after a failure. */
const REWRITE_DELAY = 5000;

/**
 * Saves a state a second after it has changed, and at the end. Where that fails, the sandbox goes on with the state in
 * memory: the failure is logged once, and it is tried again until it works.
 */
export class StateSaver {
  readonly #file: string;
  readonly #dump: () => Seed;
  readonly #log: (line: string) => void;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();
  #hasFailed = false;

  constructor(file: string, dump: () => Seed, log: (line: string) => void) {
    this.#file = file;
    this.#dump = dump;
    this.#log = log;
  }

  changed(): void {
    this.#saveIn(DELAY);
  }

  /**
   * Writes the state.
   *
   * @throws {@link StateFileError} when that fails
   */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#writing;
    clearTimeout(this.#timer); // a failure has set it again
    await writeState(this.#file, this.#dump());
  }

  #saveIn(delay: number): void {
    this.#timer ??= setTimeout(() => this.#save(), delay).unref();
  }

  #save(): void {
    this.#timer = undefined;
    this.#writing = this.#writing
      .then(() => writeState(this.#file, this.#dump()))
      .then(
        () => this.#worked(),
        (error) => this.#failed(error),
      );
  }

  #worked(): void {
    if (this.#hasFailed) this.#log(`sandbox: the state is saved in ${this.#file} again`);
    this.#hasFailed = false;
  }

  #failed(error: Error): void {
    if (!this.#hasFailed) {
      this.#log(
        `sandbox: ${error.message}. It is kept in memory, and saving is retried every ${REWRITE_DELAY / 1000} s`,
      );
    }
    this.#hasFailed = true;
    this.#saveIn(REWRITE_DELAY);
  }
}
