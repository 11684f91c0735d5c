// A portal written down once more, in the plainest way: arrays, one function for each method, from the description of the
// portal's behaviour alone. Nothing of the sandbox's own rules is imported. Slow and without the odd corners; what it
// does not know is not asked in the test that compares.

/** What a method comes to. A status of 500 stands for "PHP stopped"; only the status is compared then. */
export type Verdict =
  | { status: 200; result: unknown }
  | { status: 500 }
  | { status: number; error: string; error_description: string };

export interface Row {
  id: number;
  status: string;
  rank: number;
}

export interface ModelList {
  id: number;
  type: number;
  createdBy: number;
  form: number | null;
  rows: Row[];
}

export interface Rights {
  admin: boolean;
  /** By the number of the type: all that exist, or these. A type without an entry is closed. */
  reads: Record<number, true | number[]>;
}

export interface Model {
  now: string;
  records: Record<number, number[]>;
  forms: number[];
  statuses: { ID: number; NAME: string; SORT: number; STATUS_ID: string }[];
  users: Record<number, Rights>;
  lists: ModelList[];
  nextId: number;
}

export type Params = Record<string, unknown>;

const TYPE_NAMES: Record<number, string> = { 1: "LEAD", 3: "CONTACT", 4: "COMPANY" };
const ok = (result: unknown): Verdict => ({ status: 200, result });
const no = (status: number, error: string, error_description: string): Verdict => ({
  status,
  error,
  error_description,
});
const stopped: Verdict = { status: 500 };

/** Answers a call and changes the model as the portal would be changed. */
export function modelCall(model: Model, user: number, method: string, sent: Params): Verdict {
  const params = Object.fromEntries(
    Object.entries(sent).map(([name, value]) => [name === "start" ? name : name.toUpperCase(), value]),
  );
  const rights = model.users[user]!;
  switch (method) {
    case "crm.calllist.add":
      return add(model, user, rights, params);
    case "crm.calllist.get":
      return get(model, rights, params);
    case "crm.calllist.list":
      return list(model, params);
    case "crm.calllist.update":
      return update(model, rights, params);
    case "crm.calllist.items.get":
      return itemsGet(model, rights, params);
    default:
      return ok(model.statuses.toSorted((a, b) => a.SORT - b.SORT || a.ID - b.ID));
  }
}

function missing(params: Params, names: string[]): Verdict | undefined {
  const name = names.find((name) => !(name in params));
  return name === undefined ? undefined : no(400, "ERROR_ARGUMENT", `${name} is not found`);
}

/** PHP's cast, as far as the test goes: texts, numbers, null and lists. */
function toInt(value: unknown): number {
  if (Array.isArray(value)) return value.length > 0 ? 1 : 0;
  if (value === true) return 1;
  return Math.trunc(Number.parseFloat(String(value))) || 0;
}

/** 3 or 4; "crash" for another spelling of them; undefined for what cannot be called. */
function typeOf(value: unknown): number | "crash" | undefined {
  if (value === "CONTACT") return 3;
  if (value === "COMPANY") return 4;
  if (typeof value !== "string") return undefined;
  return ["CONTACT", "COMPANY", "C", "CO"].includes(value.trim().toUpperCase()) ? "crash" : undefined;
}

const exists = (model: Model, type: number, id: number): boolean => model.records[type]!.includes(id);

function canRead(model: Model, { admin, reads }: Rights, type: number, id: number): boolean {
  if (admin) return true;
  const ids = reads[type];
  return ids !== undefined && exists(model, type, id) && (ids === true || ids.includes(id));
}

const canReadType = ({ admin, reads }: Rights, type: number): boolean => admin || reads[type] !== undefined;

function allThereOnce(model: Model, type: number, ids: number[]): boolean {
  return new Set(ids).size === ids.length && ids.every((id) => exists(model, type, id));
}

function formOf(model: Model, value: unknown): { form: number | null } | { wrong: Verdict } {
  if (value === undefined || value === null) return { form: null };
  if (Array.isArray(value) || value === "" || Number.isNaN(Number(value))) return { wrong: stopped };
  const form = Math.trunc(Number(value));
  return model.forms.includes(form) ? { form } : { wrong: no(400, "WEBFORM_ERROR", "Incorrect webform id") };
}

function add(model: Model, user: number, rights: Rights, params: Params): Verdict {
  const absent = missing(params, ["ENTITY_TYPE", "ENTITIES"]);
  if (absent) return absent;
  if (!Array.isArray(params.ENTITIES)) return no(400, "ENTITIES_ERROR", "Entities is not array");
  const type = typeOf(params.ENTITY_TYPE);
  if (type === undefined) return no(400, "ENTITY_TYPE_ERROR", "Incorrect entity type");
  if (params.ENTITIES.length === 0) return no(400, "ENTITIES_ERROR", "Incorrect entities id");
  if (type === "crash") return stopped;
  const ids = params.ENTITIES.map(toInt);
  if (!allThereOnce(model, type, ids)) return no(400, "ENTITY_ERROR", "Incorrect entities id");
  const readable = ids.filter((id) => canRead(model, rights, type, id));
  if (readable.length === 0) return no(403, "ACCESS_ERROR", "You don't have access to these entities");
  const form = formOf(model, params.WEBFORM_ID);
  if ("wrong" in form) return form.wrong;
  const rows = readable.map((id, index) => ({ id, status: "IN_WORK", rank: 10 * (index + 1) }));
  model.lists.push({ id: model.nextId, type, createdBy: user, form: form.form, rows });
  return ok(model.nextId++);
}

function get(model: Model, rights: Rights, params: Params): Verdict {
  const absent = missing(params, ["ID"]);
  if (absent) return absent;
  const list = model.lists.find(({ id }) => id === toInt(params.ID));
  if (!list || !canReadType(rights, list.type)) return no(400, "LIST_ID_ERROR", "Incorrect list id");
  return ok({ ...row(model, list), ENTITY_TYPE: TYPE_NAMES[list.type] });
}

function row(model: Model, { id, createdBy, form, type }: ModelList): Record<string, string | null> {
  return {
    ID: `${id}`,
    DATE_CREATE: model.now,
    CREATED_BY_ID: `${createdBy}`,
    WEBFORM_ID: form === null ? null : `${form}`,
    ENTITY_TYPE_ID: `${type}`,
  };
}

function list(model: Model, params: Params): Verdict {
  const {
    SELECT: select = ["*"],
    FILTER: filter = {},
    ORDER: order = {},
  } = params as {
    SELECT?: string[];
    FILTER?: Record<string, unknown>;
    ORDER?: Record<string, string>;
  };
  const named = [...select, ...Object.keys(filter).map((key) => key.replace(/^\W+/, "")), ...Object.keys(order)];
  const unknown = named.find((name) => name === "TITLE");
  if (unknown) {
    const entity = "\\Bitrix\\Crm\\CallList\\Internals\\CallList";
    return no(400, "100", `Unknown field definition \`${unknown}\` (${unknown}) for ${entity} Entity.`);
  }
  const wrong = Object.values(order).find((direction) => !/^(ASC|DESC)$/i.test(direction));
  if (wrong !== undefined) return no(400, "ERROR_ARGUMENT", `Invalid order "${wrong.toUpperCase()}"`);
  const rows = model.lists.filter((list) => Object.entries(filter).every(([key, value]) => fits(list, key, value)));
  rows.sort((a, b) => a.id - b.id);
  if (Object.values(order).some((direction) => /DESC/i.test(direction))) rows.reverse();
  const start = toInt(params.start ?? 0);
  const page = start === -1 ? rows : rows.slice(Math.max(0, start), Math.max(0, start) + 50);
  return ok(page.map((list) => selected(row(model, list), select)));
}

function fits(list: ModelList, key: string, value: unknown): boolean {
  const [, prefix, name] = /^(\W*)(\w+)$/.exec(key)!;
  const column = { ID: list.id, CREATED_BY_ID: list.createdBy, WEBFORM_ID: list.form, ENTITY_TYPE_ID: list.type }[
    name!
  ]!;
  const values = [value].flat().map(toInt);
  const isIn = column === null ? values.includes(0) : values.includes(column);
  switch (prefix) {
    case "":
    case "=":
      return isIn;
    case "@":
      return column !== null && isIn;
    case "!@":
    case "!":
    case "!=":
      return column !== null && !isIn;
    case ">":
      return column !== null && column > values[0]!;
    case ">=":
      return column !== null && column >= values[0]!;
    case "<":
      return column !== null && column < values[0]!;
    default:
      return column !== null && column <= values[0]!;
  }
}

function selected(row: Record<string, string | null>, select: string[]): object {
  return select.includes("*")
    ? row
    : Object.fromEntries(select.map((name) => [name.toUpperCase(), row[name.toUpperCase()]]));
}

function update(model: Model, rights: Rights, params: Params): Verdict {
  const absent = missing(params, ["LIST_ID", "ENTITY_TYPE", "ENTITIES"]);
  if (absent) return absent;
  const type = typeOf(params.ENTITY_TYPE);
  if (type === undefined) return no(400, "ENTITY_TYPE_ERROR", "EntityType is incorrect");
  if (!Array.isArray(params.ENTITIES)) return no(400, "ENTITIES_ERROR", "Entities is not array");
  if (params.ENTITIES.length === 0) return no(400, "ENTITIES_ERROR", "Incorrect entities id");
  if (type === "crash") return stopped;
  const ids = params.ENTITIES.map(toInt);
  if (!allThereOnce(model, type, ids)) return no(400, "ENTITIES_ERROR", "Incorrect entities id");
  if (!canReadType(rights, type)) return no(403, "ACCESS_ERROR", "Access Denied");
  const list = model.lists.find(({ id }) => id === toInt(params.LIST_ID));
  const visible = (list?.rows ?? []).filter(
    ({ id }) => exists(model, list!.type, id) && canRead(model, rights, list!.type, id),
  );
  if (!list || !canReadType(rights, list.type) || (list.rows.length > 0 && visible.length === 0)) {
    return no(400, "LIST_ID_ERROR", "Incorrect list id or access denied");
  }
  if (list.type !== type) {
    return no(400, "ENTITY_TYPE_ERROR", "Discrepancy between the type of call participants and incoming type");
  }
  const form = formOf(model, params.WEBFORM_ID);
  if ("wrong" in form) return form.wrong;
  list.form = form.form;
  replace(model, rights, list, visible, ids);
  return ok(true);
}

/** The visible ones by status and rank, then the new ones, get new ranks; then those that were not sent go. */
function replace(model: Model, rights: Rights, list: ModelList, visible: Row[], ids: number[]): void {
  visible.sort((a, b) => (a.status === b.status ? a.rank - b.rank : a.status < b.status ? -1 : 1));
  const added = ids
    .filter((id) => !visible.some((row) => row.id === id) && canRead(model, rights, list.type, id))
    .map((id) => ({ id, status: "IN_WORK", rank: 0 }));
  for (const [index, row] of [...visible, ...added].entries()) row.rank = 10 * (index + 1);
  const dropped = visible.filter(({ id }) => !ids.includes(id));
  list.rows = [...list.rows, ...added].filter((row) => !dropped.includes(row));
  list.rows.sort((a, b) => a.rank - b.rank || a.id - b.id);
}

function itemsGet(model: Model, rights: Rights, params: Params): Verdict {
  const absent = missing(params, ["LIST_ID"]);
  if (absent) return absent;
  const id = toInt(params.LIST_ID);
  if (id <= 0) return no(400, "LIST_ID_ERROR", "List id should be positive");
  const list = model.lists.find((list) => list.id === id);
  if (!list) return no(400, "LIST_ID_ERROR", "Call list is not found");
  const { STATUS: status = null } = (params.FILTER ?? {}) as { STATUS?: unknown };
  if (status !== null && !model.statuses.some(({ STATUS_ID }) => STATUS_ID === status)) {
    return no(400, "STATUS_ERROR", "Incorrect status");
  }
  const start = Math.max(0, toInt(params.start ?? 0));
  const rows = list.rows
    .filter((row) => status === null || row.status === status)
    .slice(start, start + 50)
    .filter((row) => canRead(model, rights, list.type, row.id))
    .map((row) => ({ ID: row.id, STATUS: row.status, ENTITY_TYPE: list.type }));
  if (rows.length > 0) return ok(rows);
  return no(403, "ACCESS_ERROR", "You do not have access to the participants of this call list");
}

/** An administrator sets a status as the operator's window does. False where the portal rejects it. */
export function modelStatus(model: Model, listId: number, id: number, status: string): boolean {
  const list = model.lists.find((list) => list.id === listId)!;
  const sortOf = (code: string) => model.statuses.find(({ STATUS_ID }) => STATUS_ID === code)?.SORT ?? 0;
  const seen = list.rows.filter((row) => model.records[list.type]!.includes(row.id));
  const row = seen.find((row) => row.id === id);
  if (!row) return false;
  // As the table is read: by code, then rank. A sort keeps that where the rest is equal.
  seen.sort((a, b) => (a.status < b.status ? -1 : a.status > b.status ? 1 : a.rank - b.rank || a.id - b.id));
  row.status = status;
  row.rank += 5500;
  seen.sort((a, b) => sortOf(a.status) - sortOf(b.status) || a.rank - b.rank);
  for (const [index, row] of seen.entries()) row.rank = 10 * (index + 1);
  list.rows.sort((a, b) => a.rank - b.rank || a.id - b.id);
  return true;
}
