// The calls, in the order in which each learns what the next one needs.
import { MAX_ID } from "@b24-calllist/protocol";

/** A call and what it should get. */
export interface Call {
  method: string;
  /** What is asked for, in some words. */
  about: string;
  params?: Record<string, unknown>;
  /**
   * Status, and code where it is a refusal: `200`, `400 LIST_ID_ERROR`; of a batch each command's, too:
   * `200 list=LIST_ID_ERROR people=nothing`. Any of these is right.
   */
  gets: string[];
  /** The request breaks the description, to be refused. */
  isWrong?: true;
  /** Refusals that are about the contacts that were given, not about the portal. */
  refusesContacts?: string[];
}

/** Makes a call, tells how it went, and gives its `result` where it went as it should. */
export type Make = (call: Call) => Promise<unknown>;

/** An id that no list and no record has, and a page that no list has. */
const NONE = MAX_ID;

const OK = ["200"];
/** Nobody on this page, or nobody that the webhook's user may read: portals do not tell one from the other. */
const OK_OR_NOBODY = ["200", "403 ACCESS_ERROR"];
const NO_SUCH_LIST = ["400 LIST_ID_ERROR"];

/** What only reads. */
export async function reads(make: Make): Promise<void> {
  const statuses = await make({ method: "crm.calllist.statuslist", about: "all statuses", gets: OK });
  const lists = await make({
    method: "crm.calllist.list",
    about: "newest first",
    params: { ORDER: { ID: "DESC" }, start: 0 },
    gets: OK,
  });
  await findLists(make);
  await makeRefused(make);
  await batches(make);
  const list = fieldOf(Array.isArray(lists) && lists[0], "ID");
  const status = fieldOf(Array.isArray(statuses) && statuses.at(-1), "STATUS_ID");
  if (list !== undefined) await readList(make, list, status);
}

async function findLists(make: Make): Promise<void> {
  const method = "crm.calllist.list";
  await make({ method, about: "two fields of each", params: { SELECT: ["ID", "WEBFORM_ID"] }, gets: OK });
  const filter = { ">=ID": 1, "@ENTITY_TYPE_ID": [3, 4], "!CREATED_BY_ID": 0 };
  await make({ method, about: "with a filter", params: { FILTER: filter }, gets: OK });
  await make({ method, about: "the second page", params: { ORDER: { ID: "ASC" }, start: 50 }, gets: OK });
  await make({ method, about: "none to be found", params: { FILTER: { ">=ID": NONE } }, gets: OK });
}

async function makeRefused(make: Make): Promise<void> {
  const [list, get, items] = ["crm.calllist.list", "crm.calllist.get", "crm.calllist.items.get"] as const;
  const wrong = { isWrong: true } as const;
  const missing = ["400 ERROR_ARGUMENT"];
  await make({
    method: list,
    about: "by a wrong field",
    params: { FILTER: { TITLE: 1 } },
    gets: ["400 100"],
    ...wrong,
  });
  await make({ method: list, about: "in a wrong order", params: { ORDER: { ID: "UP" } }, gets: missing, ...wrong });
  await make({ method: get, about: "without an id", gets: missing, ...wrong });
  await make({ method: get, about: "a list that is not there", params: { ID: NONE }, gets: NO_SUCH_LIST });
  await make({ method: items, about: "without an id", gets: missing, ...wrong });
  await make({ method: items, about: "of a list that is not there", params: { LIST_ID: NONE }, gets: NO_SUCH_LIST });
}

async function batches(make: Make): Promise<void> {
  const [statuses, lists] = ["crm.calllist.statuslist", "crm.calllist.list?ORDER[ID]=DESC"];
  const noList = `crm.calllist.get?ID=${NONE}`;
  const method = "batch";
  const named = { cmd: { statuses, lists } };
  await make({ method, about: "commands by name", params: named, gets: ["200 statuses=ok lists=ok"] });
  const row = { cmd: [noList, statuses] };
  await make({ method, about: "in a row, one refused", params: row, gets: ["200 0=LIST_ID_ERROR 1=ok"] });
  const stopped = { cmd: { none: noList, statuses }, halt: true };
  await make({
    method,
    about: "until one is refused",
    params: stopped,
    gets: ["200 none=LIST_ID_ERROR statuses=nothing"],
  });
}

async function readList(make: Make, ID: unknown, status: unknown): Promise<void> {
  const [get, items] = ["crm.calllist.get", "crm.calllist.items.get"] as const;
  // The user of the webhook may not be allowed to read what is in it.
  const found = { params: { ID }, gets: [...OK, ...NO_SUCH_LIST] };
  await make({ method: get, about: "the newest list", ...found });
  await make({ method: items, about: "of the newest list", params: { LIST_ID: ID }, gets: OK_OR_NOBODY });
  if (status !== undefined) {
    const params = { LIST_ID: ID, FILTER: { STATUS: status } };
    await make({ method: items, about: "with the last status", params, gets: OK_OR_NOBODY });
  }
  const unknown = { LIST_ID: ID, FILTER: { STATUS: "NO_SUCH_STATUS" } };
  await make({ method: items, about: "with an unknown status", params: unknown, gets: ["400 STATUS_ERROR"] });
  const past = { LIST_ID: ID, start: NONE };
  await make({ method: items, about: "past the last page", params: past, gets: ["403 ACCESS_ERROR"] });
  const people = "crm.calllist.items.get?LIST_ID=$result[list][ID]";
  const params = { cmd: { list: `crm.calllist.get?ID=${ID}`, people }, halt: true };
  const gets = ["ok people=ok", "ok people=ACCESS_ERROR", "LIST_ID_ERROR people=nothing"].map(
    (all) => `200 list=${all}`,
  );
  await make({ method: "batch", about: "one uses another's result", params, gets });
}

/** Makes a list of the given contacts and changes it. Gives `made` the list's id as soon as there is one. */
export async function writes(make: Make, contacts: number[], made: (id: unknown) => void): Promise<void> {
  const [add, update, items] = ["crm.calllist.add", "crm.calllist.update", "crm.calllist.items.get"] as const;
  const ENTITY_TYPE = "CONTACT";
  const unknown = { ENTITY_TYPE, ENTITIES: [NONE] };
  await make({ method: add, about: "a contact that is not there", params: unknown, gets: ["400 ENTITY_ERROR"] });
  const LIST_ID = await make({
    method: add,
    about: "a list",
    params: { ENTITY_TYPE, ENTITIES: contacts },
    gets: OK,
    refusesContacts: ["400 ENTITY_ERROR", "403 ACCESS_ERROR"],
  });
  if (LIST_ID === undefined) return;
  made(LIST_ID);
  const [first] = contacts;
  await make({ method: "crm.calllist.get", about: "the list made", params: { ID: LIST_ID }, gets: OK });
  await make({ method: items, about: "of the list made", params: { LIST_ID }, gets: OK });
  const fewer = { LIST_ID, ENTITY_TYPE, ENTITIES: [first] };
  await make({ method: update, about: "to the first contact alone", params: fewer, gets: OK });
  const elsewhere = { ...fewer, LIST_ID: NONE };
  await make({ method: update, about: "a list that is not there", params: elsewhere, gets: NO_SUCH_LIST });
  const all = contacts.map((id) => `ENTITIES[]=${id}`).join("&");
  const cmd = {
    changed: `${update}?LIST_ID=${LIST_ID}&ENTITY_TYPE=${ENTITY_TYPE}&${all}`,
    people: `${items}?LIST_ID=${LIST_ID}`,
  };
  const gets = ["200 changed=ok people=ok"];
  await make({ method: "batch", about: "back to all contacts", params: { cmd, halt: true }, gets });
}

function fieldOf(row: unknown, name: string): string | undefined {
  const value = (row as Record<string, unknown> | undefined)?.[name];
  return typeof value === "string" ? value : undefined;
}
