import type { Caller, CallOptions } from "./caller.ts";
import { type Command, isReference, type Reference } from "./command.ts";
import { CallListError, ConnectionError, OutcomeUnknownError, portalError, SkippedError } from "./errors.ts";
import { BATCH_SIZE } from "./generated/numbers.ts";
import { checkParams } from "./internal/check.ts";
import { encodeCommand } from "./internal/encode-command.ts";
import { isObject } from "./internal/kinds.ts";
import { withOutcome } from "./internal/outcome.ts";
import { resultOf, unexpectedResult } from "./internal/result.ts";
import type { CallListMethod, ErrorBody, Result, Select } from "./methods.ts";

/** What became of a command; of `crm.calllist.list` with this `SELECT`. */
export type Entry<M extends CallListMethod = CallListMethod, S extends Select = Select> =
  | { ok: true; result: Result<M, S>; error?: never }
  | { ok: false; result?: never; error: CallListError };

/** Options of a batch. */
export interface BatchOptions extends CallOptions {
  /**
   * Whether to stop after the first command that fails. The others end in a {@link SkippedError}.
   *
   * @default false
   */
  halt?: boolean;
}

/**
 * Runs commands, 50 with a request, one request after another, and tells of each what became of it, under the name or at
 * the position it was given.
 *
 * It does not reject for what the portal answers, nor when a request gets no answer: then all of its commands have that
 * error ({@link OutcomeUnknownError} for `crm.calllist.add`), and those of later requests a {@link SkippedError}. So what
 * was done before is never lost.
 *
 * @throws {TypeError} before anything is sent, for parameters that a batch cannot carry and references that would find
 * nothing. Rejects with the signal's reason when it is aborted; what was done before is then not told.
 *
 * @example
 * ```ts
 * import { batch, createClient, webhook } from "@b24-calllist/client";
 *
 * const b24 = createClient({ auth: webhook("https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/") });
 *
 * const { statuses, list } = await batch(b24, {
 *   statuses: ["crm.calllist.statuslist"],
 *   list: ["crm.calllist.get", { ID: 13 }],
 * });
 * if (statuses.ok && list.ok) console.log(list.result.ENTITY_TYPE, statuses.result.length);
 *
 * const ids = [13, 20, 30];
 * const lists = await batch(b24, ids.map((ID) => ["crm.calllist.get", { ID }] as const));
 * for (const { ok, result, error } of lists) console.log(ok ? result.DATE_CREATE : error.message);
 * ```
 */
export async function batch<
  const M extends readonly CallListMethod[] | Readonly<Record<string, CallListMethod>>,
  const S extends readonly unknown[] | Readonly<Record<string, unknown>>,
>(
  b24: Caller,
  commands: Commands<M> | Selects<S>,
  options: BatchOptions = {},
): Promise<{ -readonly [K in keyof M]: Entry<M[K] & CallListMethod, SelectOf<S, K>> }> {
  const names = Object.keys(commands);
  const entries: unknown = await runCommands(b24, Object.values(commands) as Command[], options, names);
  const named = Array.isArray(commands)
    ? entries
    : Object.fromEntries(names.map((n, i) => [n, (entries as Entry[])[i]]));
  return named as { -readonly [K in keyof M]: Entry<M[K] & CallListMethod, SelectOf<S, K>> };
}

/** The commands with these methods, by position or by name. */
type Commands<M> = { readonly [K in keyof M]: Command<M[K] & CallListMethod> };

/**
 * The same commands, seen for the `SELECT` of each. No value is of this type; it only lets the compiler find S, without a
 * say in what a command may be.
 */
type Selects<S> = {
  readonly [K in keyof S]: readonly [method: CallListMethod, params?: { readonly SELECT?: S[K] }];
} & {
  readonly [NO_VALUE]: never;
};
declare const NO_VALUE: unique symbol;

/** The `SELECT` of a command, undefined where it has none. */
type SelectOf<S, K> = K extends keyof S ? (S[K] extends Select ? S[K] : undefined) : undefined;

/** The same by position; `names` are for messages. */
export async function runCommands(
  b24: Caller,
  commands: readonly Command[],
  { halt = false, ...options }: BatchOptions,
  names: readonly string[] = Object.keys(commands),
): Promise<Entry[]> {
  const entries: Entry[] = [];
  let failed: CallListError | undefined;
  for (const chunk of encode(commands, names, halt)) {
    const outcome = failed ? { skipped: failed } : await runChunk(b24, chunk, halt, options, entries.length > 0);
    for (const command of chunk) {
      const entry = entryOf(outcome, command, failed);
      if (!entry.ok && (halt || "broken" in outcome)) failed ??= entry.error;
      entries.push(entry);
    }
  }
  return entries;
}

interface Encoded {
  method: CallListMethod;
  params: object;
  /** The command's name on the wire. With a letter first, so that every map of the answer is an object. */
  wireKey: string;
  text: string;
}

/** Writes all commands before the first is sent, in chunks of 50. */
function encode(commands: readonly Command[], names: readonly string[], halt: boolean): Encoded[][] {
  const chunks: Encoded[][] = [];
  const places = new Map<Command, number>();
  for (const [index, command] of commands.entries()) {
    if (index % BATCH_SIZE === 0) chunks.push([]);
    const [method, params = {}] = command;
    const keyOf = (reference: Reference): string => {
      const place = places.get(reference.command);
      const why = whyNot(place, index, halt);
      if (why) throw new TypeError(`batch: ${names[index]} refers to ${why}`);
      return `c${place}`;
    };
    checkParams(method, params, isReference);
    chunks[chunks.length - 1]!.push({
      method,
      params,
      wireKey: `c${index}`,
      text: encodeCommand(method, params, keyOf),
    });
    places.set(command, index);
  }
  return chunks;
}

/** Why a command may not refer to the one at `place`. */
function whyNot(place: number | undefined, index: number, halt: boolean): string | undefined {
  if (place === undefined) return "a command that does not stand before it in this batch";
  if (Math.floor(place / BATCH_SIZE) !== Math.floor(index / BATCH_SIZE))
    return `a command of another request: only the same ${BATCH_SIZE} know each other`;
  if (!halt) return "another command: set halt to true, or the portal takes something else when that one fails";
  return undefined;
}

type ErrorMap = Record<string, ErrorBody | undefined>;

/** What became of a request: maps by wire key, or nothing but an error, or it was not sent. */
type ChunkOutcome =
  | { result: Record<string, unknown>; errors: ErrorMap }
  | { broken: CallListError }
  | { skipped: CallListError };

async function runChunk(
  b24: Caller,
  chunk: Encoded[],
  halt: boolean,
  options: CallOptions,
  keepsEarlier: boolean,
): Promise<ChunkOutcome> {
  const cmd = Object.fromEntries(chunk.map(({ wireKey, text }) => [wireKey, text]));
  try {
    const maps = await b24.call("batch", { cmd, halt }, options);
    const { result, result_error } = maps as { result: Record<string, unknown>; result_error: ErrorMap };
    return { result, errors: result_error };
  } catch (error) {
    if (error instanceof CallListError) return { broken: error };
    // The caller's limiter or token store, or the signal of the whole client. What was done before must not get lost for
    // it, and since it cannot be told here whether this request had left, what must not be repeated stays open.
    if (!keepsEarlier || options.signal?.aborted) throw error;
    return { broken: new ConnectionError("batch", "", true, "the portal, limiter or token store") };
  }
}

function entryOf(
  outcome: ChunkOutcome,
  { wireKey, method, params }: Encoded,
  failed: CallListError | undefined,
): Entry {
  if ("skipped" in outcome) return { ok: false, error: new SkippedError(method, outcome.skipped, false) };
  if ("broken" in outcome) return { ok: false, error: errorOfOne(outcome.broken, method, params) };
  const { result, errors } = outcome;
  if (wireKey in errors) return { ok: false, error: withOutcome(refusal(method, errors[wireKey]), method, params) };
  const value = result[wireKey];
  const read = resultOf(method, value);
  if (read !== undefined) return { ok: true, result: read as Result<typeof method> };
  // A command that the portal passed over leaves no trace.
  const isSkipped = failed && !(wireKey in result);
  const error = isSkipped
    ? new SkippedError(method, failed)
    : withOutcome(unexpectedResult(method, value), method, params);
  return { ok: false, error };
}

/** A request with an unknown outcome leaves open only the commands that must not be repeated. */
function errorOfOne(error: CallListError, method: CallListMethod, params: object): CallListError {
  const { cause } = error instanceof OutcomeUnknownError ? error : { cause: error };
  return withOutcome(cause, method, params);
}

/** An error inside a batch has no status; its code tells the class. */
function refusal(method: CallListMethod, body: ErrorBody | undefined): CallListError {
  if (!isObject(body)) return unexpectedResult(method, body);
  const { error, error_description, argument } = body as ErrorBody;
  return portalError(method, {
    status: 200,
    code: String(error),
    description: String(error_description ?? ""),
    ...(typeof argument === "string" && { argument }),
  });
}
