// Random conversations with a small portal: who asks what, and what an administrator and operators do meanwhile.

import openapi from "@b24-calllist/spec/openapi.json" with { type: "json" };
import { descriptionOf } from "@b24-calllist/testkit/description";
import fc from "fast-check";
import type { Sandbox, Seed } from "../src/index.ts";
import { type Model, type ModelList, modelCall, modelStatus, type Params, type Rights, type Verdict } from "./model.ts";

const { operationOf, problems, schemaOf } = descriptionOf(openapi);

const KINDS = { LEAD: 1, CONTACT: 3, COMPANY: 4 } as const;
type Kind = keyof typeof KINDS;
const STATUSES = ["IN_WORK", "SUCCESS", "WRONG_NUMBER", "STOP_CALLING", "UC_A1B2C3"];

/** Contacts 5 and 8 were deleted. */
const CONTACTS = [1, 2, 3, 4, 6, 7, 9, 10];
const COMPANIES = [1, 2, 3, 4];

/** Three lists; and with 55 more, which are a page. */
const LISTS: ModelList[] = [
  { id: 1, type: 1, createdBy: 1, form: null, rows: rows([2, "IN_WORK"], [3, "SUCCESS"]) },
  {
    id: 2,
    type: 3,
    createdBy: 7,
    form: 5,
    rows: rows([5, "SUCCESS"], [9, "IN_WORK"], [2, "STOP_CALLING"], [4, "IN_WORK"]),
  },
  { id: 3, type: 4, createdBy: 1, form: 1, rows: rows([1, "WRONG_NUMBER"], [2, "UC_A1B2C3"]) },
  { id: 4, type: 3, createdBy: 9, form: null, rows: [] },
  // Two pages, of which user 7 at first reads every other row.
  {
    id: 5,
    type: 3,
    createdBy: 1,
    form: null,
    rows: Array.from({ length: 70 }, (_, n) => ({ id: 101 + n, status: STATUSES[n % 2]!, rank: 10 + n })),
  },
];

function rows(...pairs: [id: number, status: string][]): ModelList["rows"] {
  return pairs.map(([id, status], index) => ({ id, status, rank: 10 * (index + 1) }));
}

export function newModel(): Model {
  const many = LISTS[4]!.rows.map(({ id }) => id);
  return structuredClone({
    now: "2025-11-20 12:00:00",
    records: { 1: [1, 2, 3], 3: [...CONTACTS, ...many], 4: COMPANIES },
    forms: [1, 5],
    statuses: STATUSES.map((STATUS_ID, index) => ({
      ID: 61 + index,
      NAME: STATUS_ID,
      SORT: 10 * ((index * 3) % 5), // another order than by id
      STATUS_ID,
    })),
    users: {
      1: { admin: true, reads: {} },
      7: { admin: false, reads: { 3: [...CONTACTS, ...many].filter((id) => id % 2 === 0) } },
      9: { admin: false, reads: {} },
    },
    lists: LISTS,
    nextId: 6,
  });
}

/** The model's start as a seed. */
export function seedOf(model: Model): Seed {
  return {
    timezone: "+02:00",
    clock: "2025-11-20T12:00:00+02:00",
    users: Object.entries(model.users).map(([id, rights]) => ({ id: Number(id), ...seedRights(rights) })),
    leads: model.records[1]!,
    contacts: model.records[3]!,
    companies: model.records[4]!,
    webforms: model.forms,
    statuses: model.statuses,
    lists: model.lists.map(({ id, type, createdBy, form, rows }) => ({
      ID: id,
      DATE_CREATE: model.now,
      CREATED_BY_ID: createdBy,
      WEBFORM_ID: form,
      ENTITY_TYPE_ID: type,
      participants: rows.map(({ id, status, rank }) => ({ ID: id, STATUS: status, RANK: rank })),
    })),
    nextListId: model.nextId,
    webhooks: Object.keys(model.users).map((user) => ({ user: Number(user), code: "k" })),
  };
}

function seedRights({ admin, reads }: Rights): Pick<Seed["users"][number], "admin" | "reads"> {
  return { admin, reads: reads as Record<string, true | number[]> };
}

/** One thing that happens. */
export type Step =
  | { user: number; method: string; params: Params; form: boolean }
  | { operator: { list: number; place: number; status: string } }
  | { rights: { user: number; reads: Partial<Record<Kind, true | number[]>> } };

const often = <T>(common: fc.Arbitrary<T>, rare: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 9, arbitrary: common }, { weight: 1, arbitrary: rare });
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined });

const type = often(
  fc.constantFrom("CONTACT", "CONTACT", "COMPANY"),
  fc.constantFrom("contact", " CO", "LEAD", "X", "", "3", 3, null, []),
);
/** Some are deleted (5, 8), some were never there (0, 99), some come twice, some as text. */
const entity = often(fc.constantFrom(...CONTACTS), fc.constantFrom(5, 8, 0, -1, 99, 101, 120));
const entities = often(
  fc.oneof(
    fc.array(entity, { minLength: 1, maxLength: 4 }),
    fc.uniqueArray(fc.constantFrom(...CONTACTS), { minLength: 1, maxLength: 6 }),
    fc.uniqueArray(fc.constantFrom(...COMPANIES), { minLength: 1 }),
    fc.uniqueArray(fc.constantFrom(...CONTACTS).map(String), { minLength: 1, maxLength: 6 }),
  ),
  fc.constantFrom([], "1,2", null, 7),
);
const listId = often(
  fc.integer({ min: 1, max: 9 }),
  fc.constantFrom("2", "3abc", " 4", 2.9, 0, -1, "abc", "", null, [], [2], true, 99),
);
const webform = often(fc.constantFrom(1, 5, null, "1"), fc.constantFrom("", "abc", [], 0, false, true, 5.5, " 5", 7));
const start = fc.constantFrom(0, 0, 1, 2, 50, 60, 99, -1, -2, "1", "abc");
const field = often(fc.constantFrom("ID", "WEBFORM_ID", "ENTITY_TYPE_ID", "CREATED_BY_ID"), fc.constant("TITLE"));
const prefix = fc.constantFrom("", "=", "!", "!=", "@", "!@", ">", ">=", "<", "<=");
const filterValue = fc.oneof(
  fc.integer({ min: 0, max: 9 }),
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 3 }),
);
const filter = fc.dictionary(
  fc.tuple(prefix, field).map((parts) => parts.join("")),
  filterValue,
  { maxKeys: 2 },
);
const select = fc.oneof(
  fc.constant(["*"]),
  fc.uniqueArray(fc.oneof(field, fc.constant("DATE_CREATE")), { minLength: 1, maxLength: 3 }),
);
const order = fc.constantFrom({ ID: "ASC" }, { ID: "DESC" }, { ID: "desc" }, {});
const status = often(fc.constantFrom(...STATUSES), fc.constantFrom("success", "", "GONE", 5, null, []));

const sets = (fields: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Params> =>
  // Now and then without one of the fields, and with names in lower case.
  fc.tuple(fc.record(fields), fc.nat({ max: 30 }), fc.nat({ max: 5 })).map(([record, absent, lower]) => {
    const entries = Object.entries(record).filter(([, value], index) => value !== undefined && index !== absent);
    return Object.fromEntries(entries.map(([name, value]) => [lower === 0 ? name.toLowerCase() : name, value]));
  });

const CALLS: Record<string, fc.Arbitrary<Params>> = {
  "crm.calllist.add": sets({ ENTITY_TYPE: type, ENTITIES: entities, WEBFORM_ID: maybe(webform) }),
  "crm.calllist.update": sets({ LIST_ID: listId, ENTITY_TYPE: type, ENTITIES: entities, WEBFORM_ID: maybe(webform) }),
  "crm.calllist.get": sets({ ID: listId }),
  // Nobody has written down which of several mistakes the query builder names, so there is one at most.
  "crm.calllist.list": often(
    sets({ SELECT: maybe(select), FILTER: maybe(filter), ORDER: maybe(order), start: maybe(start) }),
    fc.constant({ ORDER: { ID: "down" } }),
  ) as fc.Arbitrary<Params>,
  "crm.calllist.items.get": sets({
    LIST_ID: listId,
    FILTER: maybe(fc.record({ STATUS: status })),
    start: maybe(start),
  }),
  "crm.calllist.statuslist": fc.constant({}),
};

const call = (method: string): fc.Arbitrary<Step> =>
  fc.record({
    user: fc.constantFrom(1, 1, 7, 9),
    method: fc.constant(method),
    params: CALLS[method]!,
    form: fc.boolean(),
  });
const operator = fc.record({
  list: fc.integer({ min: 1, max: 9 }),
  place: fc.nat({ max: 5 }),
  status: fc.constantFrom(...STATUSES),
});
const reads = fc.oneof(fc.constant(true as const), fc.uniqueArray(fc.constantFrom(...CONTACTS, 5), { maxLength: 6 }));
const rights = fc.record({
  user: fc.constantFrom(7, 9),
  reads: fc.record({ LEAD: reads, CONTACT: reads, COMPANY: reads }, { requiredKeys: [] }),
});

export const conversation: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: call("crm.calllist.add") },
    { weight: 8, arbitrary: call("crm.calllist.update") },
    { weight: 3, arbitrary: call("crm.calllist.get") },
    { weight: 4, arbitrary: call("crm.calllist.list") },
    { weight: 6, arbitrary: call("crm.calllist.items.get") },
    { weight: 1, arbitrary: call("crm.calllist.statuslist") },
    { weight: 5, arbitrary: operator.map((operator) => ({ operator })) },
    { weight: 3, arbitrary: rights.map((rights) => ({ rights })) },
  ),
  { minLength: 5, maxLength: 40, size: "max" },
);

/** Lets a step happen in the model. What the portal would answer, where the step is a call. */
export function tellModel(model: Model, step: Step): Verdict | undefined {
  if ("method" in step) return modelCall(model, step.user, step.method, step.params);
  if ("rights" in step) {
    const entries = Object.entries(step.rights.reads).map(([kind, ids]) => [KINDS[kind as Kind], ids]);
    model.users[step.rights.user]!.reads = Object.fromEntries(entries);
  } else {
    const row = participantAt(model, step.operator);
    if (row) modelStatus(model, step.operator.list, row.id, step.operator.status);
  }
  return undefined;
}

/** Lets the same step happen in the sandbox; `model` says who stands where. */
export async function tellSandbox(sandbox: Sandbox, model: Model, step: Step): Promise<Verdict | undefined> {
  if ("method" in step) return ask(sandbox, step.user, step.method, step.params, isForm(step));
  if ("rights" in step) sandbox.control.setUser({ id: step.rights.user, reads: definedOf(step.rights.reads) });
  else {
    const row = participantAt(model, step.operator);
    if (row) setStatus(sandbox, step.operator.list, row.id, step.operator.status);
  }
  return undefined;
}

/** Contacts that were deleted stay on lists, and no operator can set their status. */
function setStatus(sandbox: Sandbox, list: number, id: number, STATUS: string): void {
  try {
    sandbox.control.setParticipant(list, id, { STATUS });
  } catch (error) {
    if (
      !(error as Error).message.includes("was deleted") &&
      !(error as Error).message.includes("has no participant that")
    )
      throw error;
  }
}

function participantAt(
  model: Model,
  { list, place }: { list: number; place: number },
): { id: number; status: string } | undefined {
  return model.lists.find(({ id }) => id === list)?.rows[place];
}

function definedOf<T>(record: Partial<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as Record<string, T>;
}

/** A form holds texts alone, and no empty lists: such parameters go as JSON. */
function isForm({ form, params }: { form: boolean; params: Params }): boolean {
  return form && Object.values(params).every(fitsForm);
}

function fitsForm(value: unknown): boolean {
  if (typeof value !== "object") return typeof value !== "boolean";
  return value !== null && Object.keys(value).length > 0 && Object.values(value).every(fitsForm);
}

function formText(params: Params): string {
  return Object.entries(params)
    .flatMap(([name, value]) => fields(name, value))
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join("&");
}

function fields(name: string, value: unknown): [name: string, value: string][] {
  if (typeof value !== "object") return [[name, String(value)]];
  return Object.entries(value as object).flatMap(([key, inner]) => fields(`${name}[${key}]`, inner));
}

/** Whatever was asked, the description knows the answer. */
function assertDescribed(method: string, status: number, answer: object): void {
  if (!operationOf(method)) return;
  const schema = schemaOf(`/${method}`, String(status));
  const found = schema ? problems(schema, answer) : [`no answer with ${status} is described`];
  if (found.length > 0) throw new Error(`${method}, ${JSON.stringify(answer)}: ${found.join("; ")}`);
}

/** Asks the sandbox. Of an answer with 500 only the status is told. */
export async function ask(
  sandbox: Sandbox,
  user: number,
  method: string,
  params: Params,
  form = false,
): Promise<Verdict> {
  const response = await fetch(`${sandbox.url}/rest/${user}/k/${method}`, {
    method: "POST",
    headers: { "Content-Type": form ? "application/x-www-form-urlencoded" : "application/json" },
    body: form ? formText(params) : JSON.stringify(params),
  });
  const { status } = response;
  const answer = (await response.json()) as Record<string, unknown>;
  assertDescribed(method, status, answer);
  const { time: _, argument: __, ...body } = answer;
  return (status === 500 ? { status } : { status, ...body }) as Verdict;
}
