// The token store over a file, on a system that tests can hold.
import { randomUUID } from "node:crypto";
import { basename, dirname, join } from "node:path";
import type { TokenStore, Tokens } from "../token-store.ts";
import { type HeldLock, ifMissing, STALE_MS, type System, takeLock } from "./file-lock.ts";

export function tokensFile(path: string, system: System): TokenStore {
  const { fs } = system;
  let held: HeldLock | undefined;
  let last: Promise<unknown> = Promise.resolve();

  const get = async (): Promise<Tokens | undefined> => {
    const text = await fs.readFile(path, "utf8").catch(ifMissing(undefined));
    return text === undefined ? undefined : parse(path, text);
  };

  /**
   * The file itself. A link is followed, so that all who have one share the tokens and the lock, but only to tokens: it may
   * have been put there to have another file overwritten.
   */
  const fileOf = async (): Promise<string> => {
    const found = await fs.lstat(path).catch(ifMissing(undefined));
    if (!found?.isSymbolicLink()) return join(await fs.realpath(dirname(path)), basename(path));
    if (!(await get())) throw new TypeError(`fileStore: ${path} is a link to a file that does not exist`);
    return fs.realpath(path);
  };

  const locked = async <T>(run: () => Promise<T>): Promise<T> => {
    const lock = await takeLock(`${await fileOf()}.lock`, system);
    held = lock;
    try {
      return await run();
    } finally {
      held = undefined;
      await lock.release();
    }
  };

  const lock = <T>(run: () => Promise<T>): Promise<T> => {
    const next = last.then(() => locked(run));
    last = next.catch(() => {});
    return next;
  };

  /** Only under the lock, and in its folder: it goes with it, also what a process that is killed has half written. */
  const write = async (tokens: Tokens, { folder }: HeldLock): Promise<void> => {
    const whole = join(folder, randomUUID());
    try {
      await fs.writeFile(whole, `${JSON.stringify(tokens, null, 2)}\n`, { flag: "wx", mode: 0o600, flush: true });
      await fs.rename(whole, await fileOf());
    } catch (error) {
      throw (error as NodeJS.ErrnoException).code === "ENOENT" ? lockLost(path) : error;
    }
  };

  return {
    get,

    set: (tokens) => (held ? write(tokens, held) : lock(() => write(tokens, held!))),
    lock,
  };
}

function parse(path: string, text: string): Tokens {
  try {
    const tokens = JSON.parse(text);
    if (typeof tokens.access_token === "string" && typeof tokens.refresh_token === "string") return tokens;
  } catch {}
  throw new TypeError(`fileStore: ${path} does not hold tokens: JSON with access_token and refresh_token`);
}

const lockLost = (path: string): Error =>
  new Error(
    `fileStore: another process took over the lock of ${path}, since this one was stopped for more than ` +
      `${STALE_MS / 1000} s. Nothing was written. The next call stores the tokens, unless the other has newer ones`,
  );
