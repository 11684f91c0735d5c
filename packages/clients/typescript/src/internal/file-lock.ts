// A lock between processes, made of folders alone. Whoever holds it has a folder with a random name inside the lock's own.
//
// - It is taken by renaming a folder onto the lock's place, with the holder's folder inside. The system does that where
//   nothing is there, or an empty folder, and for one process alone.
// - It is given back, or taken away from a process that died, under the holder's name. Whoever is late with that finds
//   nothing, and never hits the next holder.
// - A holder touches its folder once a second. One that has not done so for ten seconds, as somebody who waits counts them,
//   has died. No clock is read, so no time in the future and no clock that was set back keeps a lock.
// - A process that was only stopped for so long loses its folder with the lock, and whatever it writes there with it.
import { randomUUID } from "node:crypto";
import * as nodeFs from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { setInterval } from "node:timers";
import { setTimeout } from "node:timers/promises";

/** What of the system the lock and the tokens' file need, so that tests can hold it. */
export interface System {
  fs: Pick<
    typeof nodeFs,
    | "lstat"
    | "mkdir"
    | "readdir"
    | "readFile"
    | "realpath"
    | "rename"
    | "rm"
    | "rmdir"
    | "stat"
    | "utimes"
    | "writeFile"
  >;
  sleep(ms: number): Promise<unknown>;
  /** Runs something again and again; the function it returns ends that. */
  every(ms: number, run: () => void): () => void;
  /** How often in a row a waiting process has to find the holder untouched. */
  patience: number;
}

const POLL_MS = 50;
const PULSE_MS = 1000;
/** Without a pulse for so long, a holder has died. */
export const STALE_MS = 10_000;

export const nodeSystem: System = {
  fs: nodeFs,
  sleep: setTimeout,
  every(ms, run) {
    // What runs under the lock keeps the process alive, its pulse does not.
    const timer = setInterval(run, ms).unref();
    return () => clearInterval(timer);
  },
  patience: STALE_MS / POLL_MS,
};

/** A lock that is held. */
export interface HeldLock {
  /** Folder of the holder. It is gone when another process has taken the lock over. */
  folder: string;
  release(): Promise<void>;
}

/** Waits for the lock, and takes it. */
export async function takeLock(path: string, system: System): Promise<HeldLock> {
  let seen: string | undefined;
  let untouched = 0;
  for (;;) {
    const holder = await holderOf(path, system);
    const folder = holder ? undefined : await tryToTake(path, system);
    if (folder) {
      const lock = hold(path, folder, system);
      await sweep(path, system).catch(() => {});
      return lock;
    }
    untouched = holder && holder.state === seen ? untouched + 1 : 0;
    seen = holder?.state;
    if (holder && untouched >= system.patience) await takeAway(path, holder.folder, system);
    await system.sleep(POLL_MS);
  }
}

interface Holder {
  folder: string;
  /** Changes with each pulse. */
  state: string;
}

async function holderOf(path: string, { fs }: System): Promise<Holder | undefined> {
  const names = await fs.readdir(path).catch((error) => {
    if (error.code === "ENOENT") return undefined;
    throw error.code === "ENOTDIR" ? inTheWay(path) : error;
  });
  if (!names) return undefined;
  if (names.some((name) => !NAME.test(name))) throw inTheWay(path);
  const [name] = names;
  if (!name) {
    // Windows renames nothing onto a folder, not even onto an empty one.
    await fs.rmdir(path).catch(() => {});
    return undefined;
  }
  const folder = join(path, name);
  const found = await fs.stat(folder, { bigint: true }).catch(ifMissing(undefined));
  return found && { folder, state: `${name} ${found.mtimeNs}` };
}

/** A name that `randomUUID` makes. Anything else in the lock's place is somebody's own, and not touched. */
const NAME = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

const inTheWay = (path: string): Error =>
  new Error(`fileStore: ${path} is in the way: it is not the folder of a lock. Look what it is, and delete it`);

/** The holder's folder; undefined where another process was quicker. */
async function tryToTake(path: string, { fs }: System): Promise<string | undefined> {
  const name = randomUUID();
  const aside = `${path}.${name}`;
  let isReady = false;
  try {
    await fs.mkdir(aside, { mode: 0o700 });
    isReady = true;
    await fs.mkdir(join(aside, name), { mode: 0o700 });
    await fs.rename(aside, path);
    return join(path, name);
  } catch (error) {
    await fs.rm(aside, { recursive: true }).catch(() => {});
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (syscall === "rename" && TAKEN.includes(code)) return undefined;
    if (isReady && code === "ENOENT") return undefined; // swept away
    throw syscall === "rename" && code === "ENOTDIR" ? inTheWay(path) : error;
  }
}

/** What systems say where another folder is in the place that is renamed to; Windows the last two. */
const TAKEN: readonly unknown[] = ["ENOTEMPTY", "EEXIST", "EPERM", "EACCES"];

function hold(path: string, folder: string, { fs, every }: System): HeldLock {
  const stop = every(PULSE_MS, () => {
    const now = new Date();
    // Where it fails, the lock is lost, or will be.
    fs.utimes(folder, now, now).catch(() => {});
  });
  return {
    folder,
    async release() {
      stop();
      // Where this fails, the lock has no pulse any more, and the next one takes it away.
      await fs.rm(folder, { recursive: true }).catch(() => {});
      await fs.rmdir(path).catch(() => {});
    },
  };
}

/** Removes what processes left that were killed while they took the lock. A living one begins again. */
async function sweep(path: string, system: System): Promise<void> {
  const prefix = `${basename(path)}.`;
  for (const name of await system.fs.readdir(dirname(path))) {
    if (name.startsWith(prefix) && NAME.test(name.slice(prefix.length)))
      await takeAway(path, join(dirname(path), name), system);
  }
}

/** Renaming takes the holder's folder away at one stroke, with what may be written in it. */
async function takeAway(path: string, folder: string, { fs }: System): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  await fs.rename(folder, aside).catch(ifMissing(undefined));
  await fs.rm(aside, { recursive: true, force: true });
}

export const ifMissing =
  <T>(value: T) =>
  (error: NodeJS.ErrnoException): T => {
    if (error.code === "ENOENT") return value;
    throw error;
  };
