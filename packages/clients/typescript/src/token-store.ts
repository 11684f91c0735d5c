import type { Schemas } from "./methods.ts";

/** Tokens as the authorisation server sends them; the whole answer is kept. */
export type Tokens = Schemas["Tokens"];

/**
 * Where an application keeps the tokens of one portal. Implement it over your own database: `lock` has to keep out every
 * other process that uses the same tokens, since a refresh token is good for one refresh.
 *
 * @example
 * ```ts
 * import { createClient, memoryStore, oauth, type Tokens, type TokenStore } from "@b24-calllist/client";
 *
 * // With a database: get and set read and write its row, lock holds the row (SELECT … FOR UPDATE) while `run` runs.
 * const row: { tokens?: Tokens } = {};
 * const store: TokenStore = {
 *   get: async () => row.tokens,
 *   set: async (tokens) => void (row.tokens = tokens),
 *   lock: memoryStore().lock,
 * };
 * export const b24 = createClient({
 *   auth: oauth({ clientId: "local.xxxxxxxxxxxxxx.xxxxxxxx", clientSecret: "xxxxxxxxxxxxxxxx", store }),
 * });
 * ```
 */
export interface TokenStore {
  /** The tokens as they were last stored, by whatever process; undefined where there are none. */
  get(): Promise<Tokens | undefined>;
  /** Stores new tokens. They are used only after this has ended, so that none is lost. */
  set(tokens: Tokens): Promise<void>;
  /** Runs something while nobody else with the same tokens does. */
  lock<T>(run: () => Promise<T>): Promise<T>;
}

/**
 * Keeps the tokens in memory, for one process and tests. After a restart they are gone, and with them the only refresh
 * token: begin with tokens that came from an installation, and prefer `fileStore` or your database.
 *
 * @param tokens the tokens to begin with
 */
export function memoryStore(tokens?: Tokens): TokenStore {
  let stored = tokens;
  let last: Promise<unknown> = Promise.resolve();
  return {
    get: async () => stored,
    set: async (tokens) => {
      stored = tokens;
    },
    lock: (run) => {
      const next = last.then(run, run);
      last = next.catch(() => {});
      return next;
    },
  };
}
