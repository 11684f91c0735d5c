// npm run contract -- --serve: the proxy that stands between tests of one's own and a portal.

import { request } from "node:http";
import { webhook } from "@b24-calllist/client";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { portalBehind } from "../contract/portal.ts";
import { startProxy } from "../contract/proxy.ts";
import { assertAllowed, RefusedError } from "../contract/read-only.ts";
import { type Served, serve } from "../contract/serve.ts";
import { type Description, readDescription } from "../src/description.ts";
import { type BentPortal, CODE, inResultOf, startBentPortal } from "./bent-portal.ts";

let description: Description;
let portal: BentPortal;
let proxy: Served;
const log: string[] = [];
beforeAll(async () => {
  description = await readDescription();
});
beforeEach(async () => {
  portal = await startBentPortal();
  proxy = await start(false);
});
afterEach(async () => {
  await proxy.close();
  await portal.close();
  expect(log.splice(0).join("\n")).not.toContain(CODE);
});

async function start(allowWrites: boolean, url = portal.webhookUrl): Promise<Served> {
  const ask = await startProxy(description, portalBehind(webhook(url), { limits: false }), allowWrites);
  const { redact } = webhook(url);
  return serve({ description, ask, port: 0, redact, log: (line) => log.push(redact(line)) });
}

interface Request {
  verb?: string;
  type?: string;
  body?: string | object;
  headers?: Record<string, string>;
}

async function ask(path: string, { verb = "POST", type, body, headers }: Request = {}, at = proxy) {
  const text = typeof body === "object" ? JSON.stringify(body) : body;
  const response = await fetch(at.webhookUrl.replace("/rest/1/xxxxxxxxxxxxxxxx/", path), {
    method: verb,
    redirect: "manual",
    headers: { ...(text !== undefined && { "Content-Type": type ?? "application/json" }), ...headers },
    ...(text !== undefined && { body: text }),
  });
  const answer = await response.text();
  expect(answer + JSON.stringify([...response.headers])).not.toContain(CODE);
  return { status: response.status, type: response.headers.get("content-type"), answer };
}

const FORM = "application/x-www-form-urlencoded";
const ADD = { ENTITY_TYPE: "CONTACT", ENTITIES: [9, 17] };
const ADD_FORM = "ENTITY_TYPE=CONTACT&ENTITIES[]=9&ENTITIES[]=17";
const HOOK = "/rest/1/xxxxxxxxxxxxxxxx/";

describe("What only reads", () => {
  const ways: [string, string, Request][] = [
    ["as JSON", `${HOOK}crm.calllist.get`, { body: { ID: 13 } }],
    ["as a form", `${HOOK}crm.calllist.get`, { body: "ID=13", type: FORM }],
    ["as a query", `${HOOK}CRM.CallList.Get.json?ID=13`, { verb: "GET" }],
    ["as an SDK sends it", `${HOOK}crm.calllist.get?bx24_sdk_ver=1`, { body: { id: 13 } }],
  ];
  it.each(ways)("%s gets the portal's answer, and is sent in one form", async (_, path, request) => {
    const { status, type, answer } = await ask(path, request);
    expect([status, type]).toEqual([200, "application/json; charset=utf-8"]);
    expect(JSON.parse(answer).result).toMatchObject({ ID: "13", ENTITY_TYPE: "CONTACT" });
    expect(portal.requests).toEqual([`POST /rest/1/${CODE}/crm.calllist.get`]);
  });

  it("gets it without the code, wherever the portal shows that", async () => {
    portal.bend = inResultOf("crm.calllist.statuslist", ({ result }: { result: { NAME: string }[] }) => {
      result[0]!.NAME = CODE;
    });
    const { status, answer } = await ask(`${HOOK}crm.calllist.statuslist`, { body: {} }); // which looks for it
    expect([status, JSON.parse(answer).result[0].NAME]).toEqual([200, "***"]);
  });

  it("gets the portal's refusal", async () => {
    const { status, answer } = await ask(`${HOOK}crm.calllist.get`, { body: { ID: 999 } });
    expect([status, JSON.parse(answer).error]).toEqual([400, "LIST_ID_ERROR"]);
    expect(log).toEqual([]);
  });

  it("goes in a batch", async () => {
    const cmd = { list: "crm.calllist.get?ID=13", people: "CRM.calllist.items.get?LIST_ID=$result[list][ID]" };
    const { status, answer } = await ask(`${HOOK}batch`, { body: { cmd } });
    expect([status, Object.keys(JSON.parse(answer).result.result)]).toEqual([200, ["list", "people"]]);
  });
});

describe("What might write is refused, and nothing is sent", () => {
  const inBatch = (...cmd: unknown[]): [string, Request] => [`${HOOK}batch`, { body: { cmd } }];
  const ways: [string, string, Request][] = [
    ["add", `${HOOK}crm.calllist.add`, { body: ADD }],
    ["update", `${HOOK}crm.calllist.update`, { body: { ...ADD, LIST_ID: 13 } }],
    ["in other letters", `${HOOK}CRM.CallList.ADD`, { body: ADD }],
    ["with .json", `${HOOK}crm.calllist.add.json`, { body: ADD }],
    ["with slashes", `/${HOOK}/crm.calllist.add/`, { body: ADD }],
    ["percent-encoded", `${HOOK}crm%2Ecalllist.%61dd`, { body: ADD }],
    ["as a form", `${HOOK}crm.calllist.add`, { body: ADD_FORM, type: FORM }],
    ["as a query", `${HOOK}crm.calllist.add?${ADD_FORM}`, { verb: "GET" }],
    ["with a token", "/rest/crm.calllist.add", { body: { ...ADD, auth: "x" } }],
    ["in a batch", ...inBatch(`crm.calllist.add?${ADD_FORM}`)],
    [
      "behind a command that reads",
      ...inBatch("crm.calllist.statuslist", `crm.calllist.update?LIST_ID=13&${ADD_FORM}`),
    ],
    ["in a batch, in other letters", ...inBatch(`Crm.Calllist.Add?${ADD_FORM}`)],
    ["in a batch by name", `${HOOK}BATCH.json`, { body: { CMD: { a: `crm.calllist.add?${ADD_FORM}` } } }],
    [
      "in a batch as a form",
      `${HOOK}batch`,
      { body: `cmd[a]=crm.calllist.add?${encodeURIComponent(ADD_FORM)}`, type: FORM },
    ],
    ["in a batch as a query", `${HOOK}batch?cmd[]=crm.calllist.add`, { verb: "GET" }],
    ["in a batch of a batch", ...inBatch("Batch?cmd[a]=crm.calllist.add")],
    ["in a batch, as a URL", ...inBatch(`x:crm.calllist.add?${ADD_FORM}`)],
    ["in a batch, not as text", ...inBatch(["crm.calllist.add"])],
    ["in a batch, in a map", ...inBatch({ a: "crm.calllist.add" })],
    ["in a batch that is given twice", `${HOOK}batch?cmd[]=crm.calllist.get`, { body: { CMD: ["crm.calllist.add"] } }],
    ["another method", `${HOOK}crm.contact.delete`, { body: { ID: 9 } }],
    ["another method in a batch", ...inBatch("crm.contact.delete?ID=9")],
    ["the token endpoint", "/oauth/token/?grant_type=refresh_token", { verb: "GET" }],
  ];
  it.each(ways)("%s", async (_, path, request) => {
    const { status, answer } = await ask(path, request);
    expect([status, JSON.parse(answer).error]).toEqual([403, "CONTRACT_REFUSED"]);
    expect(portal.requests).toEqual([]);
    expect(log).toEqual([expect.stringMatching(/^CONTRACT_REFUSED /)]);
  });

  it.each(["cmd", "CMD", "Cmd"])("whoever asks, and however %s is written", (name) => {
    expect(() => assertAllowed("batch", { [name]: { a: "crm.calllist.add?ID=1" } }, false)).toThrow(
      new RefusedError("crm.calllist.add writes, and --allow-writes was not given"),
    );
  });

  it("with --allow-writes lists are made and changed, and other methods still refused", async () => {
    const writing = await start(true);
    const added = await ask(`${HOOK}crm.calllist.add`, { body: ADD }, writing);
    expect(JSON.parse(added.answer).result).toBe(51);
    const cmd = [`crm.calllist.update?LIST_ID=51&ENTITY_TYPE=CONTACT&ENTITIES[]=9`];
    await ask(`${HOOK}batch`, { body: { cmd } }, writing);
    const made = portal.sandbox.control.state.lists?.find(({ ID }) => ID === 51);
    expect(made?.participants).toHaveLength(1);
    expect((await ask(`${HOOK}crm.contact.delete`, { body: { ID: 9 } }, writing)).status).toBe(403);
    expect((await ask(`${HOOK}batch`, { body: { cmd: ["crm.contact.delete?ID=9"] } }, writing)).status).toBe(403);
    await writing.close();
  });
});

describe("What breaks the description is an error", () => {
  const wrong: [string, string, Request, RegExp][] = [
    ["a name that is not there", "crm.calllist.get", { body: { ID: 13, NAME: 1 } }, /\/NAME is not in the description/],
    ["a missing one", "crm.calllist.items.get", { body: {} }, /must have required property 'LIST_ID'/],
    ["an id too long for a number", "crm.calllist.get", { body: '{"ID":1152921504606846977}' }, /\/ID/],
    ["JSON that is none", "crm.calllist.get", { body: "{ID:13}" }, /not a JSON object/],
    ["XML", "crm.calllist.get.XML", { body: { ID: 13 } }, /not \.xml/],
    ["a body that is not read", "crm.calllist.get?ID=13", { body: "ID=13", verb: "PUT" }, /does not read the body/],
  ];
  it.each(wrong)("in a request, which is not sent: %s", async (_, path, request, says) => {
    const { status, answer } = await ask(HOOK + path, request);
    expect([status, JSON.parse(answer).error]).toEqual([422, "CONTRACT_REQUEST"]);
    expect(JSON.parse(answer).error_description).toMatch(says);
    expect(portal.requests).toEqual([]);
    expect(log[0]).toMatch(/^CONTRACT_REQUEST crm\.calllist\.(items\.)?get: /);
  });

  const commands: [string, string, RegExp][] = [
    ["a name that is not there", "crm.calllist.list?X=1", /: \/cmd\/a\/X is not in the description$/],
    ["a missing one", "crm.calllist.items.get?LIST_ID=", /: \/cmd\/a\/LIST_ID /],
    ["none at all", "crm.calllist.get", /: \/cmd\/a must have required property 'ID'$/],
  ];
  it.each(commands)("in a command of a batch, which is not sent: %s", async (_, command, says) => {
    const cmd = { list: "crm.calllist.get?ID=13", a: command };
    const { status, answer } = await ask(`${HOOK}batch`, { body: { cmd } });
    expect([status, JSON.parse(answer).error]).toEqual([422, "CONTRACT_REQUEST"]);
    expect(JSON.parse(answer).error_description).toMatch(says);
    expect(portal.requests).toEqual([]);
    log.splice(0);
  });

  it("names a method that does not go through, and nothing that is none", async () => {
    const refused = async (method: string) => JSON.parse((await ask(HOOK + method, { body: {} })).answer);
    expect((await refused("crm.contact.add")).error_description).toMatch(/^crm\.contact\.add: only the methods of/);
    expect((await refused("abcdef")).error_description).toMatch(/^only the methods of/);
    log.splice(0);
  });

  it("in an answer", async () => {
    portal.bend = inResultOf(
      "crm.calllist.get",
      ({ result }: { result: object }) => void Object.assign(result, { ID: 1 }),
    );
    const { status, answer } = await ask(`${HOOK}crm.calllist.get`, { body: { ID: 13 } });
    const error_description = "crm.calllist.get: /result/ID must be string";
    expect([status, JSON.parse(answer)]).toEqual([422, { error: "CONTRACT_ANSWER", error_description }]);
    expect(log).toEqual([`CONTRACT_ANSWER ${error_description}`]);
  });

  it("no answer at all", async () => {
    const alone = await start(false, `http://127.0.0.1:9/rest/1/${CODE}/`);
    const { status, answer } = await ask(`${HOOK}crm.calllist.get`, { body: { ID: 13 } }, alone);
    expect([status, JSON.parse(answer).error]).toEqual([502, "CONTRACT_NO_ANSWER"]);
    await alone.close();
  });
});

describe("A redirect", () => {
  it("is passed on without the address it leads to", async () => {
    const location = `https://other.example.com/rest/1/${CODE}/crm.calllist.get`;
    portal.bend = () => ({
      status: 302,
      headers: { "content-type": "text/html", location },
      body: `<a href="${location}">`,
    });
    const { status } = await ask(`${HOOK}crm.calllist.get`, { body: { ID: 13 } });
    expect(status).toBe(302);
  });
});

describe("A web page", () => {
  it.each([
    ["of another site", { Origin: "https://example.com" }],
    ["that shows it as a picture", { "Sec-Fetch-Site": "cross-site" }],
    ["by a name that leads here", { Host: "portal.example.com:4030" }],
  ])("%s may not use the proxy", async (_, headers) => {
    // fetch would set these by itself
    const url = new URL(`${proxy.webhookUrl}crm.calllist.statuslist`);
    const status = await new Promise((resolve) => {
      request(url, { method: "POST", headers }, (response) => resolve(response.resume().statusCode)).end();
    });
    expect([status, portal.requests]).toEqual([403, []]);
  });
});
