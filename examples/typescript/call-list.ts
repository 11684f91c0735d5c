// Creates a call list of contacts from a CSV file, waits until all have been called, and exports their statuses.
import { readFile, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import {
  type Client,
  changeParticipants,
  createClient,
  isPortalError,
  iterate,
  OutcomeUnknownError,
  waitUntilDone,
  webhook,
} from "@b24-calllist/client";

const HELP = `Usage: node call-list.ts [--within HOURS] [--every SECONDS] [--list ID] CONTACTS.csv RESULT.csv

Creates a call list of the contacts in CONTACTS.csv, waits until operators have called them all, and writes who has which
status to RESULT.csv. CONTACTS.csv has the id of a contact at the beginning of each line, and may have a header.

  --within HOURS   how long to wait (8)
  --every SECONDS  how often to look (30)
  --list ID        continue with this list, after the program was stopped

The webhook's URL is taken from B24_WEBHOOK_URL. Exit code: 0 when all have been called, 3 when time is up, 1 on errors.
`;

class UsageError extends Error {}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof Error)) throw error;
  console.error(error.message);
  if (error instanceof OutcomeUnknownError)
    console.error("The list may exist. Check the portal before you start again.");
  else if (isPortalError(error)) console.error(`See ${error.docUrl}`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}

async function main(): Promise<number> {
  const { values, positionals } = readArguments();
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const [contactsFile, resultFile] = positionals;
  if (contactsFile === undefined || resultFile === undefined || positionals.length > 2) throw new UsageError(HELP);
  const within = positive(values.within, "--within") * 3_600_000;
  const interval = positive(values.every, "--every") * 1000;
  const url = process.env.B24_WEBHOOK_URL;
  if (!url) throw new UsageError("Set B24_WEBHOOK_URL, such as https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/");

  const ids = readIds(contactsFile, await readFile(contactsFile, "utf8"));
  const b24 = createClient({ auth: webhook(url) });
  const list = values.list === undefined ? await createList(b24, ids) : positive(values.list, "--list");
  console.error(`Call list ${list}. If this program is stopped, continue with --list ${list}`);
  const listed = await statuses(b24, list);
  const missing = ids.filter((id) => !listed.has(id));
  if (missing.length > 0) console.error(`Not on the list, since unknown or not readable: ${missing.join(", ")}`);

  const { done, open, deleted } = await waitUntilDone(b24, list, {
    within,
    interval,
    onProgress: ({ open }) => console.error(`Still to be called: ${some(open)}`),
  });
  if (deleted.length > 0) console.error(`Deleted in the CRM, cannot be called: ${some(deleted)}`);
  const rows = [...(await statuses(b24, list)), ...missing.map((id) => [id, "NOT_ON_LIST"])];
  await writeFile(resultFile, ["ID,STATUS", ...rows.map((row) => row.join(",")), ""].join("\n"));
  console.error(done ? "All contacts have been called." : `Time is up. Not called: ${some(open)}`);
  return done ? 0 : 3;
}

/** The portal rejects a list for one unknown id and does not say which; changeParticipants does, but needs a list. */
async function createList(b24: Client, ids: number[]): Promise<number> {
  const whole = await add(b24, ids, "ENTITY_ERROR");
  if (whole !== undefined) return whole;
  for (const [index, id] of ids.entries()) {
    const list = await add(b24, [id], "ENTITY_ERROR", "ACCESS_ERROR");
    if (list === undefined) continue;
    await addKnown(b24, list, ids.slice(index + 1));
    return list;
  }
  throw new UsageError("The portal knows none of these contacts.");
}

/** The new list, or undefined where the portal rejects it with one of these codes. */
async function add(b24: Client, ids: number[], ...codes: string[]): Promise<number | undefined> {
  try {
    return await b24.call("crm.calllist.add", { ENTITY_TYPE: "CONTACT", ENTITIES: ids });
  } catch (error) {
    if (isPortalError(error) && codes.includes(error.code)) return undefined;
    throw error;
  }
}

async function addKnown(b24: Client, list: number, ids: number[]): Promise<void> {
  try {
    await changeParticipants(b24, list, { add: ids });
  } catch (error) {
    if (!isPortalError(error) || error.ids.length === 0) throw error;
    const unknown = new Set(error.ids);
    await changeParticipants(b24, list, { add: ids.filter((id) => !unknown.has(id)) });
  }
}

/** Everybody on the list with the status, also while operators are calling. */
async function statuses(b24: Client, list: number): Promise<Map<number, string>> {
  const found = new Map<number, string>();
  for await (const { ID, STATUS } of iterate(b24, "crm.calllist.items.get", { LIST_ID: list })) found.set(ID, STATUS);
  return found;
}

/** The number at the beginning of each line. Each id comes once, or the portal would reject the list. */
function readIds(file: string, text: string): number[] {
  const ids = new Set<number>();
  for (const [index, line] of text.split("\n").entries()) {
    const [, id] = /^\uFEFF?"?([1-9]\d{0,14})"?\s*([,;]|$)/.exec(line) ?? [];
    if (id !== undefined) ids.add(Number(id));
    else if (index > 0 && line.trim()) throw new UsageError(`${file}, line ${index + 1} does not begin with an id.`);
  }
  if (ids.size === 0) throw new UsageError(`${file} has no ids.`);
  return [...ids];
}

function readArguments() {
  const text = { type: "string" } as const;
  const options = {
    within: { ...text, default: "8" },
    every: { ...text, default: "30" },
    list: text,
    help: { type: "boolean", short: "h" },
  } as const;
  try {
    return parseArgs({ allowPositionals: true, options });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function positive(text: string, option: string): number {
  const number = Number(text);
  if (number > 0) return number;
  throw new UsageError(`${option} needs a number above 0.`);
}

function some(ids: number[]): string {
  return ids.slice(0, 10).join(", ") + (ids.length > 10 ? ", …" : "");
}
