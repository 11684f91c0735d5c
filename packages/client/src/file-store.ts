// The only file for Node alone (Bun and Deno have the same modules). It is an entry of its own: "./file-store".
import { randomUUID } from "node:crypto";
import { link, readFile, rename, stat, unlink, writeFile } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import type { TokenStore, Tokens } from "./token-store.ts";

/** How often a waiting process looks whether the lock is free. */
const POLL_MS = 50;
/** A lock this old was left by a process that died: a renewal ends after a minute at the latest. */
const STALE_MS = 120_000;

/**
 * Keeps tokens in a JSON file that only its owner can read (mode 600). It is written as a whole or not at all, and a lock
 * file beside it (`….lock`) keeps other processes on this machine from using the same refresh token.
 *
 * @param path of the file. It need not exist; `set` makes it, with the tokens of an installation for instance.
 * @throws {TypeError} when the file holds something else than tokens
 *
 * @example
 * ```ts
 * import { fileStore } from "@b24-calllist/client/file-store";
 *
 * const store = fileStore("tokens.json");
 * export const isInstalled = (await store.get()) !== undefined;
 * ```
 */
export function fileStore(path: string): TokenStore {
  const lockPath = `${path}.lock`;

  return {
    async get() {
      const text = await readFile(path, "utf8").catch(ifMissing(undefined));
      return text === undefined ? undefined : parse(path, text);
    },

    async set(tokens) {
      const whole = `${path}.${randomUUID()}`;
      await writeFile(whole, `${JSON.stringify(tokens, null, 2)}\n`, { mode: 0o600, flush: true });
      await rename(whole, path);
    },

    async lock(run) {
      const id = randomUUID();
      while (!(await take(lockPath, id))) await setTimeout(POLL_MS);
      try {
        return await run();
      } finally {
        // Only its own: after too long, another may have taken over.
        const holder = await readFile(lockPath, "utf8").catch(ifMissing(""));
        if (holder === id) await unlink(lockPath).catch(ifMissing(undefined));
      }
    },
  };
}

/** Makes the lock file, unless it is there; takes away one that its process left behind. */
async function take(lockPath: string, id: string): Promise<boolean> {
  try {
    await writeFile(lockPath, id, { flag: "wx", mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  const left = await stat(lockPath).catch(ifMissing(undefined));
  if (!left || !isStale(left.mtimeMs)) return false;
  // Renaming succeeds for one process alone. What it gets is a new lock where another was quicker; that goes back.
  const aside = `${lockPath}.${randomUUID()}`;
  await rename(lockPath, aside).catch(ifMissing(undefined));
  const got = await stat(aside).catch(ifMissing(undefined));
  if (got && !isStale(got.mtimeMs)) await link(aside, lockPath).catch(() => {});
  await unlink(aside).catch(ifMissing(undefined));
  return false;
}

const isStale = (mtimeMs: number): boolean => Date.now() - mtimeMs > STALE_MS;

function parse(path: string, text: string): Tokens {
  try {
    const tokens = JSON.parse(text);
    if (typeof tokens?.access_token === "string" && typeof tokens.refresh_token === "string") return tokens;
  } catch {}
  throw new TypeError(`fileStore: ${path} does not hold tokens: JSON with access_token and refresh_token`);
}

const ifMissing =
  <T>(value: T) =>
  (error: NodeJS.ErrnoException): T => {
    if (error.code === "ENOENT") return value;
    throw error;
  };
