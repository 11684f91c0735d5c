// What the pictures say is what client and portal do.
import { createClient, isPortalError, webhook } from "@b24-calllist/client";
import { startSandbox } from "@b24-calllist/sandbox";
import { describe, expect, it } from "vitest";
import type { CallListMethod, Method } from "../../../packages/client/src/index.ts";
import { DECISIONS, outcomeOf } from "../../../packages/client/src/outcome.ts";
import {
  broken,
  cutOff,
  failure,
  json,
  ok,
  portal,
  type Reply,
  silent,
  text,
  WEBHOOK_URL,
} from "../../../packages/client/test/portal.ts";
import { readErrors } from "../src/errors/catalogue.ts";
import { PAGES } from "../src/pictures/paging.ts";
import { ADVICE, adviceFor, type Failure } from "../src/pictures/repeat.ts";

type Came = Omit<Failure, "adds">;

const refusal = (code: string, status: number): [Came, Reply] => [
  { came: "refusal", status, code },
  json({ error: code, error_description: "" }, status),
];
const page = (status: number): [Came, Reply] => [{ came: "page", status }, text("<html>", status)];

/** To the same path on a host that the client may follow to. */
const redirect: Reply = ({ url }) => {
  const { pathname } = new URL(url);
  return new Response("<html>", { status: 302, headers: { Location: `https://${RENAMED}${pathname}` } });
};
const RENAMED = "renamed.example";

/** Each status in which each known code comes; in a batch a code comes in an entry, as if with 200. */
const known = (await readErrors()).flatMap(({ code, answers }) =>
  [...new Set(answers.map(({ status }) => status))].map((status) => refusal(code, status)),
);

const CAME: [Came, Reply][] = [
  ...known,
  ...["", "NOT_KNOWN"].flatMap((code) => [200, 400, 403, 429, 500, 502, 503].map((status) => refusal(code, status))),
  refusal("OVERLOAD_LIMIT", 503), // by the older documentation
  ...[200, 400, 403, 404, 413, 429, 500, 502, 503, 504].map(page),
  [{ came: "page", status: 302 }, redirect],
  [{ came: "no connection" }, broken("ECONNREFUSED")],
  [{ came: "no connection" }, broken("ENOTFOUND")],
  [{ came: "no connection" }, broken("CERT_HAS_EXPIRED")],
  [{ came: "no answer" }, broken("ECONNRESET")],
  [{ came: "no answer" }, cutOff()],
  [{ came: "no answer" }, silent],
  [{ came: "cut", status: 200 }, text('{"result":', 200, "application/json")],
  [{ came: "cut", status: 200 }, text("", 200)],
];

const CALLS: Record<string, [method: Method, params: object]> = {
  add: ["crm.calllist.add", { ENTITY_TYPE: "CONTACT", ENTITIES: [9] }],
  get: ["crm.calllist.get", { ID: 13 }],
  list: ["crm.calllist.list", {}],
  update: ["crm.calllist.update", { LIST_ID: 13, ENTITY_TYPE: "CONTACT", ENTITIES: [9] }],
  "items.get": ["crm.calllist.items.get", { LIST_ID: 13 }],
  statuslist: ["crm.calllist.statuslist", {}],
  "a batch that reads": ["batch", { cmd: { a: "crm.calllist.get?ID=13", b: "crm.calllist.statuslist" } }],
  "a batch with an update": ["batch", { cmd: ["crm.calllist.update?LIST_ID=13&ENTITY_TYPE=CONTACT&ENTITIES[]=9"] }],
  "a batch with add": ["batch", { cmd: ["crm.calllist.get?ID=13", "crm.calllist.add?ENTITY_TYPE=CONTACT"] }],
};
const ADDS = ["add", "a batch with add"];

/** A client that may follow the portal, and can renew its token. */
const OPTIONS = { auth: { ...webhook(WEBHOOK_URL), renew: async () => true }, trustedHosts: [RENAMED] };

/** Whether the client sends a call again that has met this once. */
async function isRepeated(reply: Reply, method: Method, params: object): Promise<boolean> {
  const { client, asked } = portal([reply, ok([])], OPTIONS);
  await client.call(method as CallListMethod, params as never).catch(() => {});
  return asked.length > 1;
}

/** What the client knows about a call that meets this for good. */
async function executedAfter(reply: Reply, method: Method, params: object): Promise<string> {
  const { client } = portal(reply, { ...OPTIONS, retry: false });
  const error = (await failure(client.call(method as CallListMethod, params as never))) as Error;
  return DECISIONS[outcomeOf((error.cause ?? error) as never)].executed;
}

const nameOf = ({ came, status, code }: Came): string => [came, code, status].filter(Boolean).join(" ");

describe("The picture about repeating leads to what the client does", () => {
  it.each(Object.entries(CALLS))("with %s", async (name, [method, params]) => {
    const differences: string[] = [];
    for (const [came, reply] of CAME) {
      const { executed, repeat } = adviceFor({ ...came, adds: ADDS.includes(name) });
      const picture = `executed: ${executed}, repeat: ${repeat}`;
      const client = `executed: ${await executedAfter(reply, method, params)}, repeat: ${await isRepeated(reply, method, params)}`;
      if (picture !== client) differences.push(`${nameOf(came)}: the picture has ${picture}; the client ${client}`);
    }
    expect(differences).toEqual([]);
  });

  it("and every place in it is reached", () => {
    const reached = CAME.flatMap(([came]) => [true, false].map((adds) => adviceFor({ ...came, adds })));
    expect(ADVICE.filter((advice) => !reached.includes(advice))).toEqual([]);
  });
});

describe("The picture about pages shows what a portal answers", () => {
  /** Row 0 of the first page is contact 1, and so on; on a page of the picture, which of them user 7 may read. */
  const idsOn = ({ start, rows }: (typeof PAGES)[number]) => Array.from({ length: rows }, (_, row) => start + row + 1);
  const readable = PAGES.map((page) => idsOn(page).filter((id) => page.readable(id - page.start - 1)));

  it("with such rows", async () => {
    const everybody = PAGES.flatMap(idsOn);
    const sandbox = await startSandbox({
      seed: {
        users: [{ id: 7, reads: { CONTACT: readable.flat() } }],
        contacts: everybody,
        lists: [
          { ID: 13, DATE_CREATE: "2025-07-14 08:47:19", CREATED_BY_ID: 7, ENTITY_TYPE_ID: 3, participants: everybody },
        ],
        webhooks: [{ user: 7, code: "xxxxxxxxxxxxxxxx" }],
      },
    });
    const b24 = createClient({ auth: webhook(sandbox.webhookUrl) });
    for (const [index, { start, answer }] of PAGES.entries()) {
      const found = await b24.call("crm.calllist.items.get", { LIST_ID: 13, start }).catch((error) => error);
      const refused = isPortalError(found, "crm.calllist.items.get");
      const ids = refused ? [] : found.map(({ ID }: { ID: number }) => ID);
      expect([start, ids]).toEqual([start, readable[index]]);
      expect([start, answer]).toEqual([
        start,
        expect.stringMatching(refused ? `^${found.status} ${found.code}\\b` : `^${ids.length} rows\\b`),
      ]);
    }
    await sandbox.close();
  });
});
