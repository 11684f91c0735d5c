import { type Entry, runCommands } from "./batch.ts";
import type { Caller, CallOptions } from "./caller.ts";
import type { Command } from "./command.ts";
import type { CallListError } from "./errors.ts";
import { BATCH_SIZE, MAX_EMPTY_PAGES } from "./generated/numbers.ts";
import { isOfRequest, pagesOf, settle } from "./internal/pages.ts";
import { ParticipantReader } from "./internal/participant-reader.ts";
import { checkGap, type IterateOptions, type IterateParams } from "./iterate.ts";
import type { Params, Result } from "./methods.ts";

type Participants = Result<"crm.calllist.items.get">;
type Id = Params<"crm.calllist.items.get">["LIST_ID"];

/** A list with all its participants, or why it could not be read. */
export type ListOfParticipants = { LIST_ID: Id } & Entry<"crm.calllist.items.get">;

/** A list that is being read. */
interface Reading {
  LIST_ID: Id;
  reader: ParticipantReader;
  items: Participants;
  error?: CallListError | undefined;
}

/**
 * Reads the participants of many lists with few requests: first pages of 50 lists at a time, then the rest of those that
 * have more. Each list comes once, complete, as soon as it is read; short ones before long ones. A list that cannot be
 * read (it was deleted, or never comes to rest) comes with its error and does not hold up the others.
 *
 * What {@link iterate} promises, while operators are calling too, holds for each list. With `gap: 0`, 500 lists of fewer
 * than 50 take 10 requests.
 *
 * @param params.FILTER only participants with this status
 * @throws what ends every request: an aborted signal, and errors after which no list can be read
 *
 * @example
 * ```ts
 * import { createClient, participantsOf, webhook } from "@b24-calllist/client";
 *
 * const b24 = createClient({ auth: webhook("https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/") });
 * for await (const { LIST_ID, ok, result, error } of participantsOf(b24, [13, 20], { FILTER: { STATUS: "IN_WORK" } })) {
 *   console.log(LIST_ID, ok ? `${result.length} to be called` : error.message);
 * }
 * ```
 */
export async function* participantsOf(
  b24: Caller,
  listIds: Iterable<Id>,
  params: Omit<IterateParams<"crm.calllist.items.get">, "LIST_ID"> = {},
  { gap = MAX_EMPTY_PAGES, onProgress, ...options }: IterateOptions = {},
): AsyncGenerator<ListOfParticipants, void, undefined> {
  checkGap(gap);
  const waiting: Reading[] = Array.from(listIds, (LIST_ID) => ({
    LIST_ID,
    reader: new ParticipantReader({ ...params, LIST_ID }, gap),
    items: [],
  }));
  const progress = { rows: 0, pages: 0 };
  while (waiting.length > 0) {
    const asked = nextPages(waiting);
    await readRound(b24, asked, options);
    for (const { reading, commands } of asked) {
      progress.pages += commands.length;
      if (!reading.error && !reading.reader.done) waiting.push(reading);
      else progress.rows += reading.items.length;
    }
    onProgress?.({ ...progress });
    for (const { reading } of asked) {
      const { LIST_ID, error, items } = reading;
      if (error) yield { LIST_ID, ok: false, error };
      else if (reading.reader.done) yield { LIST_ID, ok: true, result: items };
    }
  }
}

interface Asked {
  reading: Reading;
  commands: Command<"crm.calllist.items.get">[];
}

/** Fills a batch from the front of the queue: a list's first page, then as many as it has had, or as its gap takes. */
function nextPages(waiting: Reading[]): Asked[] {
  const asked: Asked[] = [];
  let room = BATCH_SIZE;
  for (let reading = waiting[0]; reading; reading = waiting[0]) {
    const commands = reading.reader.commands(reading.reader.wanted, room);
    if (commands.length === 0) break; // no room for what it needs
    room -= commands.length;
    asked.push({ reading, commands });
    waiting.shift();
  }
  return asked;
}

async function readRound(b24: Caller, asked: Asked[], options: CallOptions): Promise<void> {
  const entries = await runCommands(
    b24,
    asked.flatMap(({ commands }): readonly Command[] => commands),
    options,
  );
  for (const { reading, commands } of asked) {
    const own = entries.splice(0, commands.length);
    const settled = await Promise.all(own.map((entry, index) => settle(b24, commands[index]!, entry, options)));
    const { pages, error } = pagesOf<"crm.calllist.items.get">(settled);
    for (const row of reading.reader.take(pages, error)) reading.items.push(row);
    reading.error = reading.reader.error;
    if (error && reading.error === error && isOfRequest(error)) throw error;
  }
}
