// The sandbox and the description cannot drift apart: each answer that the description shows, for each operation and
// status, is brought about here, and is the documented one; and whatever the sandbox says is valid by the description.

import openapi from "@b24-calllist/spec/openapi.json" with { type: "json" };
import { descriptionOf, type Media } from "@b24-calllist/testkit/description";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Control, type Sandbox, type Seed, startSandbox } from "../src/index.ts";

const { medias, problems } = descriptionOf(openapi);

/** How an answer comes about, starting from the demo seed. */
interface Way {
  /** The portal as it has to be. */
  seed?: (demo: Seed) => Partial<Seed>;
  /** What has to happen before. */
  before?: (control: Control, method: string) => void;
  /** The request: an example of the description by name, or parameters. By default the operation's first example. */
  request?: string | object;
  /** The method that is asked for, where it is another. */
  method?: (described: string) => string;
  /** Who asks, in place of the administrator's webhook: the path before the method, and a token for the body. */
  base?: string;
  token?: string;
}

const TOKEN = "sandbox-access-token";
const app = (change: object) => (demo: Seed) => ({ apps: [{ ...demo.apps![0]!, ...change }] });
const webhook = (change: object) => (demo: Seed) => ({ webhooks: [{ ...demo.webhooks![0]!, ...change }] });
const fault = (name: Parameters<Control["addFault"]>[0]["fault"]) => (control: Control) =>
  control.addFault({ fault: name });
const withoutOwnStatus = ({ statuses }: Seed) => ({ statuses: statuses!.slice(0, 4) });
const commands = (cmd: object, halt = 0) => ({ cmd, halt });

const ENTITIES = { ENTITY_TYPE: "CONTACT", ENTITIES: [9, 17, 19] };
const LIST = { LIST_ID: 13, ...ENTITIES };
const { ENTITY_TYPE: _, ...withoutType } = ENTITIES;

/** By the names of the description's examples. */
const WAYS: Record<string, Way> = {
  "add.contacts": {},
  "add.entities-empty": { request: { ...ENTITIES, ENTITIES: [] } },
  "add.entities-missing": { request: { ENTITY_TYPE: "CONTACT" } },
  "add.entities-not-array": { request: { ...ENTITIES, ENTITIES: 9 } },
  "add.entity-type-missing": { request: withoutType },
  "add.entity-type-wrong": { request: { ...ENTITIES, ENTITY_TYPE: "LEAD" } },
  "add.entity-unknown-or-twice": { request: { ...ENTITIES, ENTITIES: [9, 9] } },
  "add.no-access": { request: ENTITIES, base: "rest/9/xxxxxxxxxxxxxxxx" },
  "add.webform-unknown": { request: { ...ENTITIES, WEBFORM_ID: 99 } },

  "get.contacts": { request: "get.request.contacts" },
  "get.companies-without-form": { request: { ID: 20 } },
  "get.id-missing": { request: {} },
  "get.leads-from-the-grid": { request: { ID: 1 } },
  "get.list-not-found": { request: { ID: 99 } },
  "get.without-type": {
    seed: ({ lists }) => ({ lists: [...lists!, untyped], nextListId: 61 }),
    request: { ID: 60 },
  },

  "items-get.everybody": { request: "items-get.request.everybody" },
  "items-get.in-work": { request: "items-get.request.in-work" },
  "items-get.last-page": { request: "items-get.request.last-page" },
  "items-get.own-status": {
    // Of the first page of list 30, user 7 may read two rows here.
    seed: ({ users }) => ({
      users: users.map((user) => (user.id === 7 ? { id: 7, reads: { CONTACT: [85, 39] } } : user)),
    }),
    request: { LIST_ID: 30 },
    base: "rest/7/xxxxxxxxxxxxxxxx",
  },
  "items-get.list-id-missing": { request: {} },
  "items-get.list-id-not-positive": { request: { LIST_ID: 0 } },
  "items-get.list-not-found": { request: { LIST_ID: 99 } },
  "items-get.nothing-on-this-page": { request: { LIST_ID: 40 } },
  "items-get.status-unknown": { request: { LIST_ID: 13, FILTER: { STATUS: "NEW" } } },

  "list.all": { request: "list.request.all" },
  "list.filtered": { request: "list.request.filtered" },
  "list.newest-first": { request: "list.request.newest-first" },
  "list.next-by-id": { request: "list.request.next-by-id" },
  "list.past-the-end": { request: "list.request.second-page" },
  "list.alias-taken": { request: { SELECT: { ID: "WEBFORM_ID" } } },
  "list.field-path-wrong": { request: { FILTER: { "ID.TITLE": 1 } } },
  "list.order-invalid": { request: { ORDER: { ID: "UP" } } },
  "list.order-not-text": { request: { ORDER: { ID: ["ASC"] } } },
  "list.select-not-text": { request: { SELECT: [1] } },
  "list.unknown-field": { request: { FILTER: { TITLE: "x" } } },
  "list.unknown-field-number": {
    seed: () => ({ quirks: { unknownFieldCode: "number" } }),
    request: { FILTER: { TITLE: "x" } },
  },

  "statuslist.default": { seed: withoutOwnStatus },
  "statuslist.with-own-status": {},
  "statuslist.empty-dictionary": { seed: () => ({ statuses: [] }) },

  "update.updated": { request: "update.request.keep-form" },
  "update.entities-missing": { request: { LIST_ID: 13, ENTITY_TYPE: "CONTACT" } },
  "update.entities-not-array": { request: { ...LIST, ENTITIES: "9" } },
  "update.entities-wrong": { request: { ...LIST, ENTITIES: [9, 999] } },
  "update.entity-type-differs": { request: { ...LIST, LIST_ID: 20 } },
  "update.entity-type-missing": { request: { LIST_ID: 13, ENTITIES: [9] } },
  "update.entity-type-wrong": { request: { ...LIST, ENTITY_TYPE: "LEAD" } },
  "update.list-id-missing": { request: ENTITIES },
  "update.list-not-found": { request: { ...LIST, LIST_ID: 99 } },
  "update.no-access": { request: LIST, base: "rest/9/xxxxxxxxxxxxxxxx" },
  "update.webform-unknown": { request: { ...LIST, WEBFORM_ID: 99 } },

  "batch.by-name": { seed: withoutOwnStatus, request: "batch.request.by-name" },
  "batch.by-position": { request: "batch.request.by-position" },
  "batch.create-then-read": { request: "batch.request.create-then-read" },
  "batch.all-failed": { request: commands(["crm.calllist.get?ID=99", "crm.calllist.items.get?LIST_ID=40"]) },
  "batch.command-not-found": { request: commands({ gone: "crm.calllist.delete?ID=13" }) },
  "batch.command-over-time-limit": {
    before: (control) => control.addWorkingTime("crm.calllist.items.get", 1, 480),
    request: commands({ list: "crm.calllist.get?ID=13", participants: "crm.calllist.items.get?LIST_ID=13" }),
  },
  "batch.command-with-database-error": {
    request: commands({
      update: "crm.calllist.update?LIST_ID=13&ENTITY_TYPE=CONTACT&ENTITIES%5B0%5D=09",
      after: "crm.calllist.get?ID=13",
    }),
  },
  "batch.command-without-scope": {
    seed: webhook({ scope: [] }),
    request: commands({ list: "crm.calllist.get?ID=13" }),
  },
  "batch.empty": { request: commands({}) },
  "batch.first-of-list-failed": { request: commands(["crm.calllist.get?ID=99", "crm.calllist.get?ID=20"]) },
  "batch.halted": {
    request: commands(
      [13, 99, 20].map((id) => `crm.calllist.get?ID=${id}`),
      1,
    ),
  },
  "batch.not-allowed": { request: commands({ inner: "batch?cmd[a]=crm.calllist.statuslist" }) },
  "batch.one-failed": { request: commands({ list: "crm.calllist.get?ID=20", missing: "crm.calllist.get?ID=99" }) },
  "batch.too-many": { request: commands(Array(51).fill("crm.calllist.delete")) },

  "error.no-auth-found": { base: "rest" },
  "error.invalid-credentials": { base: "rest/1/wrong" },
  "error.https-required": { seed: () => ({ quirks: { webhookNeedsHttps: true } }) },
  "error.webhook-scope": { seed: webhook({ scope: [] }) },
  "error.overload-limit": { seed: webhook({ blocked: true }) },
  "error.subscription-only": { seed: () => ({ plan: "free" }) },
  "error.commercial-plans-only": { seed: () => ({ plan: "free" }), token: TOKEN },
  "error.invalid-token": { token: "wrong" },
  "error.expired-token": { before: (control) => control.turnClock(3600), token: TOKEN },
  "error.token-scope": { seed: app({ scope: [] }), token: TOKEN },
  "error.application-not-found": { seed: app({ state: "inactive" }), token: TOKEN },
  "error.application-not-installed": { seed: app({ state: "removed" }), token: TOKEN },
  "error.payment-required": { seed: app({ state: "unpaid" }), token: TOKEN },
  "error.user-without-access": { seed: app({ users: [7] }), token: TOKEN },
  "error.user-unauthorized": {
    seed: ({ users }) => ({ users: users.map((user) => ({ ...user, dismissed: user.id === 1 })) }),
  },
  "error.method-not-found": { method: (described) => `${described}s`, request: {} },
  "error.internal-server-error": { before: fault("error-json") },
  "error.operation-time-limit": { before: (control, method) => control.addWorkingTime(method, 1, 480) },
  "error.query-limit-exceeded": { before: fault("rate-limit") },
  "error.portal-deleted": { seed: () => ({ deleted: true }) },
  "page.internal-error": { before: fault("error-html") },
  "page.bad-gateway": { before: fault("bad-gateway") },
  "page.gateway-timeout": { before: fault("gateway-timeout") },
  "page.moved": { before: fault("moved") },
};

/** Where one example stands for different causes. */
const WAYS_OF_ONE: Record<string, Way> = {
  "/crm.calllist.list error.sql-query-error": { request: { FILTER: { "@ID": [] } } },
  "/crm.calllist.update error.sql-query-error": { request: { ...LIST, ENTITIES: ["09"] } },
};

/** What no state of this portal leads to. */
const NOT_HERE: Record<string, string> = {
  "error.authorization-server-unreachable": "the sandbox is its own authorisation server",
  "error.invalid-client": "a token of another portal is no token here: invalid_token",
  "error.verification-needed": "Bitrix24's licence server refuses",
  "error.empty-code": "methods of other modules refuse so",
  "page.forbidden": "the cloud's front end in place of a portal",
  "/batch error.webhook-scope": "batch needs no scope; each of its commands is refused",
  "/batch error.token-scope": "batch needs no scope; each of its commands is refused",
  "token.invalid-scope": "applications of the sandbox have one scope",
  "token.invalid-grant-with-domain": "sent by some of the cloud's servers only",
};

const untyped = {
  ID: 60,
  DATE_CREATE: "2018-01-02 03:04:05",
  CREATED_BY_ID: 1,
  WEBFORM_ID: null,
  ENTITY_TYPE_ID: null,
  participants: [],
};

let sandbox: Sandbox;
let demo: Seed;
beforeAll(async () => {
  sandbox = await startSandbox();
  demo = sandbox.control.state;
});
afterAll(() => sandbox.close());

/** Brings an answer about. */
async function ask(
  method: string,
  way: Way,
): Promise<{ status: number; type: string; body: unknown; response: Response }> {
  sandbox.control.seed({ ...demo, ...way.seed?.(demo) });
  way.before?.(sandbox.control, method);
  const base = way.base ?? (way.token ? "rest" : "rest/1/xxxxxxxxxxxxxxxx");
  const response = await fetch(`${sandbox.url}/${base}/${method}`, {
    method: "POST",
    redirect: "manual",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ ...requestOf(method, way.request), ...(way.token && { auth: way.token }) }),
  });
  const type = response.headers.get("content-type")!.split(";")[0]!;
  const text = await response.text();
  return { status: response.status, type, body: type === "application/json" ? JSON.parse(text) : text, response };
}

function requestOf(method: string, request: Way["request"]): object {
  if (typeof request === "object") return request;
  const examples = Object.values(requests.find(({ path }) => path === `/${method}`)!.examples);
  return (request ? examples.find(({ name }) => name === request) : examples[0])!.value as object;
}

/** An answer without what each run has anew: blocks of time. */
function timeless(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if ("date_start" in value) return "<time>";
  return Array.isArray(value)
    ? value.map(timeless)
    : Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, timeless(inner)]));
}

const requests = medias.filter(({ where, path }) => where === "request" && path !== "/oauth/token/");
const answers = medias.filter(({ where, path }) => where !== "request" && path !== "/oauth/token/");
const examplesOf = (media: Media) => Object.values(media.examples);

describe.each(requests.map((media) => [media.path.slice(1), media] as const))("%s", (method, { path }) => {
  for (const media of answers.filter((answer) => answer.path === path)) {
    for (const { name, value } of examplesOf(media)) {
      if (name in NOT_HERE || `${path} ${name}` in NOT_HERE) continue;
      it(`${media.where} ${name}`, async () => {
        const way = WAYS_OF_ONE[`${path} ${name}`] ?? WAYS[name];
        expect(way, "no way to this answer is known").toBeDefined();
        const { status, type, body } = await ask(way!.method?.(method) ?? method, way!);
        expect({ status, type }).toEqual({ status: Number(media.where), type: media.mediaType });
        expect(problems(media.schema, body)).toEqual([]);
        if (type === "application/json") expect(timeless(body)).toEqual(timeless(value));
      });
    }
  }

  const ok = answers.find((answer) => answer.path === path && answer.where === "200")!;
  for (const { name } of examplesOf(requests.find((request) => request.path === path)!)) {
    it(`the request ${name} has an answer by the description`, async () => {
      const { status, body } = await ask(method, { request: name });
      expect({ status, problems: problems(ok.schema, body) }).toEqual({ status: 200, problems: [] });
    });
  }
});

describe("oauth/token/", () => {
  const good = {
    grant_type: "refresh_token",
    client_id: "local.sandbox",
    client_secret: "sandbox-client-secret",
    refresh_token: "sandbox-refresh-token",
  };
  const ways: Record<string, { seed?: Way["seed"]; before?: Way["before"]; query: object }> = {
    "token.refreshed": { query: good },
    "token.wrong-client": { query: { ...good, client_id: "local.unknown" } },
    "token.invalid-client": { query: { ...good, client_secret: "wrong" } },
    "token.invalid-grant": { query: { ...good, refresh_token: "wrong" } },
    "token.invalid-request": { query: { ...good, refresh_token: "" } },
    "token.not-installed": { seed: app({ state: "removed" }), query: good },
    "token.payment-required": { seed: app({ state: "unpaid" }), query: good },
    "token.code-expired": {
      before: (control) => control.turnClock(30),
      query: { ...good, grant_type: "authorization_code", code: "sandbox-code" },
    },
  };

  for (const media of medias.filter(({ path, where }) => path === "/oauth/token/" && where !== "request")) {
    for (const { name, value } of examplesOf(media)) {
      if (name in NOT_HERE || media.mediaType !== "application/json" || name.startsWith("error.")) continue;
      it(`${media.where} ${name}`, async () => {
        const { seed, before, query } = ways[name]!;
        sandbox.control.seed({ ...demo, ...seed?.(demo) });
        before?.(sandbox.control, "");
        const response = await fetch(
          `${sandbox.url}/oauth/token/?${new URLSearchParams(query as Record<string, string>)}`,
        );
        const body = (await response.json()) as object;
        expect(response.status).toBe(Number(media.where));
        expect(problems(media.schema, body)).toEqual([]);
        // Tokens and times are new each time; their names are not.
        if (name === "token.refreshed") expect(Object.keys(body).sort()).toEqual(Object.keys(value as object).sort());
        else expect(body).toEqual(value);
      });
    }
  }
});

it("what is said not to happen here is an example of the description", () => {
  const names = new Set(
    medias.flatMap((media) => examplesOf(media).flatMap(({ name }) => [name, `${media.path} ${name}`])),
  );
  expect([WAYS, WAYS_OF_ONE, NOT_HERE].flatMap(Object.keys).filter((name) => !names.has(name))).toEqual([]);
});
