// The only entry for Node alone (Bun and Deno have the same modules): "./file-store".
import { nodeSystem } from "./internal/file-lock.ts";
import { tokensFile } from "./internal/tokens-file.ts";
import type { TokenStore } from "./token-store.ts";

/**
 * Keeps tokens in a JSON file that only its owner can read (mode 600). It is written as a whole or not at all. A lock beside
 * it (the folder `….lock`) keeps out every other process that uses the same file, so that none uses the same refresh token;
 * the lock of a process that died is free after ten seconds. A process that was stopped for longer while it held the lock
 * cannot write any more: `set` rejects, and the next call makes up for it.
 *
 * @param path of the file. It need not exist; `set` makes it, with the tokens of an installation for instance. A link is
 * followed, if it leads to tokens.
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
  return tokensFile(path, nodeSystem);
}
