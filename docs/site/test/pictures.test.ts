// What the pictures say is what client and portal do.
import {
  type CallListError,
  type CallListMethod,
  type Client,
  createClient,
  isPortalError,
  iterate,
  type Method,
  type RetryOptions,
  webhook,
} from "@b24-calllist/client";
import { startSandbox } from "@b24-calllist/sandbox";
import { broken, cutOff, json, ok, type Reply, silent, text } from "@b24-calllist/testkit/replies";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { readErrors } from "../src/errors/catalogue.ts";
import { FIRST_STATUS, LATER_STATUSES } from "../src/pictures/life.ts";
import { after, before, CALLED, LOST, PAGE, SIZE, STATUS } from "../src/pictures/moving.ts";
import { PAGES } from "../src/pictures/paging.ts";
import { ADVICE, adviceFor, type Failure } from "../src/pictures/repeat.ts";
import { picturesOfGuides } from "../src/site/pictures.ts";
import { inChromium, newPage, page } from "./reader.ts";

type Came = Omit<Failure, "adds">;

const refusal = (code: string, status: number): [Came, Reply] => [
  { came: "refusal", status, code },
  json({ error: code, error_description: "" }, status),
];
const html = (status: number): [Came, Reply] => [{ came: "page", status }, text("<html>", status)];

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
  ...[200, 400, 403, 404, 408, 413, 421, 425, 429, 500, 502, 503, 504].map(html),
  [{ came: "page", status: 302 }, redirect],
  [{ came: "no connection" }, broken("ECONNREFUSED")],
  [{ came: "no connection" }, broken("ENOTFOUND")],
  [{ came: "certificate" }, broken("CERT_HAS_EXPIRED")],
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
  update: ["crm.calllist.update", { LIST_ID: 13, ENTITY_TYPE: "CONTACT", ENTITIES: [9], WEBFORM_ID: 1 }],
  "items.get": ["crm.calllist.items.get", { LIST_ID: 13 }],
  statuslist: ["crm.calllist.statuslist", {}],
  "a batch that reads": ["batch", { cmd: { a: "crm.calllist.get?ID=13", b: "crm.calllist.statuslist" } }],
  "a batch with an update": ["batch", { cmd: ["crm.calllist.update?LIST_ID=13&ENTITY_TYPE=CONTACT&ENTITIES[]=9"] }],
  "a batch with add": ["batch", { cmd: ["crm.calllist.get?ID=13", "crm.calllist.add?ENTITY_TYPE=CONTACT"] }],
};
const ADDS = ["add", "a batch with add"];

const WEBHOOK_URL = "https://portal.example/rest/1/xxxxxxxxxxxxxxxx/";

/** A client that may follow the portal, and can renew its token. */
const OPTIONS = { auth: { ...webhook(WEBHOOK_URL), renew: async () => true }, trustedHosts: [RENAMED] };

/** A client whose requests get these replies, one after the other and the last for good. */
function portal(replies: Reply[], retry: RetryOptions | false): { client: Client; asked: Request[] } {
  const asked: Request[] = [];
  const fetch = async (url: string, init: RequestInit): Promise<Response> => {
    const request = new Request(url, init);
    asked.push(request);
    return (replies.length > 1 ? replies.shift()! : replies[0]!)(request);
  };
  const client = createClient({
    ...OPTIONS,
    retry,
    limits: false,
    timeout: 50,
    fetch: fetch as typeof globalThis.fetch,
  });
  return { client, asked };
}

/** How a call ends, however long it waits: the clock goes on while it does. */
async function ended(call: Promise<unknown>): Promise<unknown> {
  let isOver = false;
  const end = call
    .catch((error) => error)
    .finally(() => {
      isOver = true;
    });
  while (!isOver) await vi.advanceTimersByTimeAsync(1_000);
  return end;
}

/** Whether the client sends a call again that has met this once. */
async function isRepeated(reply: Reply, method: Method, params: object): Promise<boolean> {
  const { client, asked } = portal([reply, ok([])], { delay: 0 });
  await ended(client.call(method as CallListMethod, params as never));
  return asked.length > 1;
}

/** What the client knows about a call that meets this for good. */
async function executedAfter(reply: Reply, method: Method, params: object): Promise<string> {
  const { client } = portal([reply], false);
  const error = (await ended(client.call(method as CallListMethod, params as never))) as CallListError;
  return error.executed;
}

const nameOf = ({ came, status, code }: Came): string => [came, code, status].filter(Boolean).join(" ");

describe("The picture about repeating leads to what the client does", () => {
  beforeAll(() => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
  });
  afterAll(() => {
    vi.useRealTimers();
  });

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

describe("The picture about moving shows what a status does to a list", () => {
  const places = Array.from({ length: SIZE }, (_, place) => place);
  const contacts = places.map(before);
  const start = () =>
    startSandbox({
      seed: {
        users: [{ id: 1, admin: true }],
        contacts,
        statuses: ["IN_WORK", STATUS].map((STATUS_ID, index) => ({
          ID: 61 + index,
          NAME: STATUS_ID,
          SORT: 10 * (index + 1),
          STATUS_ID,
        })),
        lists: [
          { ID: 13, DATE_CREATE: "2025-07-14 08:47:19", CREATED_BY_ID: 1, ENTITY_TYPE_ID: 3, participants: contacts },
        ],
        webhooks: [{ user: 1, code: "xxxxxxxxxxxxxxxx" }],
      },
    });

  it("each contact has the place that is shown, pages counted off lose one, and an overlap shows it", async () => {
    const sandbox = await start();
    const b24 = createClient({ auth: webhook(sandbox.webhookUrl) });
    const page = async (start: number) =>
      (await b24.call("crm.calllist.items.get", { LIST_ID: 13, start })).map(({ ID }) => ID);

    const first = await page(0);
    sandbox.control.setParticipant(13, CALLED, { STATUS });
    expect(sandbox.control.participants(13).map(({ ID }) => ID)).toEqual(places.map(after));
    const counted = new Set([...first, ...(await page(PAGE)), ...(await page(2 * PAGE))]);
    expect(contacts.filter((contact) => !counted.has(contact))).toEqual([LOST]);
    expect([first.at(-1), (await page(PAGE - 1))[0]]).toEqual([before(PAGE - 1), after(PAGE - 1)]);
    expect(after(PAGE - 1)).toBe(LOST);
    await sandbox.close();
  });

  it("and the client, which overlaps its pages, returns every contact", async () => {
    const sandbox = await start();
    let isCalled = false;
    const call = (): void => {
      if (!isCalled) sandbox.control.setParticipant(13, CALLED, { STATUS });
      isCalled = true;
    };
    const b24 = createClient({ auth: webhook(sandbox.webhookUrl), hooks: { response: call } });
    const found: number[] = [];
    for await (const { ID } of iterate(b24, "crm.calllist.items.get", { LIST_ID: 13 })) found.push(ID);
    expect(found.toSorted((a, b) => a - b)).toEqual(contacts);
    await sandbox.close();
  });
});

describe("The picture of a list's life tells what a portal does", () => {
  it("from add to its end", async () => {
    const sandbox = await startSandbox();
    const admin = createClient({ auth: webhook(sandbox.webhookUrl) });
    const reader = createClient({ auth: webhook(`${sandbox.url}/rest/7/xxxxxxxxxxxxxxxx/`) }); // of even ids
    const statuses = async (id: number) =>
      Object.fromEntries(
        (await admin.call("crm.calllist.items.get", { LIST_ID: id })).map(({ ID, STATUS }) => [ID, STATUS]),
      );
    const contacts = { ENTITY_TYPE: "CONTACT" } as const;

    const id = await reader.call("crm.calllist.add", { ...contacts, ENTITIES: [8, 9, 10, 12], WEBFORM_ID: 1 });
    expect(await statuses(id)).toEqual({ 8: FIRST_STATUS, 10: FIRST_STATUS, 12: FIRST_STATUS });

    const dictionary = (await admin.call("crm.calllist.statuslist")).map(({ STATUS_ID }) => STATUS_ID);
    expect(dictionary).toEqual([FIRST_STATUS, ...LATER_STATUSES, "UC_A1B2C3"]);

    for (const contact of [8, 10]) sandbox.control.setParticipant(id, contact, { STATUS: LATER_STATUSES[0]! });
    const before = sandbox.control.state.activities;
    expect(before).toMatchObject([{ listId: id }]);
    await reader.call("crm.calllist.update", { ...contacts, LIST_ID: id, ENTITIES: [8, 12, 14], WEBFORM_ID: null });
    expect(await statuses(id)).toEqual({ 8: LATER_STATUSES[0], 12: FIRST_STATUS, 14: FIRST_STATUS });
    expect((await admin.call("crm.calllist.get", { ID: id })).WEBFORM_ID).toBeNull();
    expect(sandbox.control.state.activities).toEqual(before);

    for (const contact of [12, 14]) sandbox.control.setParticipant(id, contact, { STATUS: LATER_STATUSES[1]! });
    expect(sandbox.control.state.activities).toMatchObject([{ listId: id, completed: true }]);

    for (const method of ["delete", "close", "items.set"]) {
      const answer = await fetch(`${sandbox.webhookUrl}crm.calllist.${method}?ID=${id}`);
      expect(await answer.json()).toMatchObject({ error: "ERROR_METHOD_NOT_FOUND" });
    }
    await sandbox.close();
  });
});

inChromium("A picture", () => {
  it.each(Object.entries(picturesOfGuides()))("%s has its text in its boxes", async (_, svg) => {
    await newPage();
    await page.setContent(svg);
    const outside = await page.evaluate(() => {
      const boxes = [...document.querySelectorAll<SVGRectElement>("rect.box, rect.ground")].map((box) => box.getBBox());
      const area = ({ width, height }: DOMRect): number => width * height;
      boxes.sort((a, b) => area(a) - area(b));
      return [...document.querySelectorAll("text")]
        .filter((text) => {
          const { x, y, width, height } = text.getBBox();
          const around = (box: DOMRect): boolean =>
            x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height;
          const box = boxes.find(around)!;
          return x + width > box.x + box.width - 2 || y + height > box.y + box.height;
        })
        .map(({ textContent }) => textContent);
    });
    expect(outside).toEqual([]);
  });
});
