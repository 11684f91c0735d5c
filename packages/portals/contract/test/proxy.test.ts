// npm run contract -- --serve: the proxy that stands between tests of one's own and a portal.

import { type IncomingMessage, request } from "node:http";
import { connect } from "node:net";
import { gzipSync } from "node:zlib";
import { webhook } from "@b24-calllist/client";
import { type Description, readDescription } from "@b24-calllist/mock/checks";
import { MAX_BODY_BYTES, printableText } from "@b24-calllist/protocol";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { portalBehind } from "../src/portal.ts";
import { startProxy } from "../src/proxy.ts";
import { assertAllowed, RefusedError } from "../src/read-only.ts";
import { type Served, serve } from "../src/serve.ts";
import { type BentPortal, CODE, inResultOf, startBentPortal } from "./bent-portal.ts";

let description: Description;
let portal: BentPortal;
let proxy: Served;
const log: string[] = [];
/** Told of the next line. */
let onLog = (_line: string): void => {};
beforeAll(async () => {
  description = await readDescription();
  portal = await startBentPortal();
  proxy = await start(false);
});
afterAll(async () => {
  await proxy.close();
  await portal.close();
});
beforeEach(() => {
  portal.sandbox.control.reset();
  portal.requests.length = 0;
  portal.bend = undefined;
});
afterEach(() => {
  expect(log.splice(0).join("\n")).not.toContain(CODE);
});

async function start(allowWrites: boolean, url = portal.webhookUrl): Promise<Served> {
  const ask = await startProxy(description, portalBehind(webhook(url), { limits: false }), allowWrites);
  const { redact } = webhook(url);
  return serve({
    description,
    ask,
    port: 0,
    redact,
    log: (line) => {
      log.push(redact(line));
      onLog(line);
    },
  });
}

interface Request {
  verb?: string;
  type?: string;
  body?: string | object;
  headers?: Record<string, string>;
}

async function ask(path: string, { verb = "POST", type, body, headers }: Request = {}, at = proxy) {
  const text = typeof body === "object" ? JSON.stringify(body) : body;
  const { origin, pathname } = new URL(at.webhookUrl);
  const response = await fetch(origin + path.replace(HOOK, pathname), {
    method: verb,
    redirect: "manual",
    headers: { ...(text !== undefined && { "Content-Type": type ?? "application/json" }), ...headers },
    ...(text !== undefined && { body: text }),
  });
  const answer = await response.text();
  expect(answer + JSON.stringify([...response.headers])).not.toContain(CODE);
  return { status: response.status, type: response.headers.get("content-type"), headers: response.headers, answer };
}

/** Sends these bytes, and reads until the proxy ends the connection. */
async function raw(bytes: string): Promise<string> {
  const socket = connect(Number(new URL(proxy.webhookUrl).port), "127.0.0.1");
  socket.write(bytes);
  let text = "";
  for await (const chunk of socket) {
    text += chunk;
    if (text.includes("\r\n\r\n")) break;
  }
  return text;
}

const codeOf = ({ webhookUrl }: Served): string => webhookUrl.split("/").at(-2)!;

const FORM = "application/x-www-form-urlencoded";
const ADD = { ENTITY_TYPE: "CONTACT", ENTITIES: [9, 17] };
const ADD_FORM = "ENTITY_TYPE=CONTACT&ENTITIES[]=9&ENTITIES[]=17";
/** Stands for the proxy's own user and code. */
const HOOK = "/rest/1/CODE/";

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

  it("is asked for from where the caller says", async () => {
    const [first, second] = [0, 50].map((start) =>
      ask(`${HOOK}crm.calllist.items.get`, { body: { LIST_ID: 13, start } }),
    );
    expect([(await first!).status, JSON.parse((await second!).answer).error]).toEqual([200, "ACCESS_ERROR"]);
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

describe("Whoever does not know the URL", () => {
  const wrong: [string, (own: string) => string][] = [
    ["another code", () => "/rest/1/xxxxxxxxxxxxxxxx/"],
    ["the portal's own code", () => `/rest/1/${CODE}/`],
    ["another user", (own) => own.replace("/1/", "/2/")],
    ["no user", (own) => own.replace("/1/", "/")],
    ["a shorter code", (own) => own.replace(/.\/$/, "/")],
    ["a longer code", (own) => own.replace(/\/$/, "x/")],
    ["the code in capitals", (own) => own.toUpperCase().replace("REST", "rest")],
    ["the code elsewhere", (own) => `/rest/1/x${own.replace("/rest", "")}`],
    ["no webhook", () => "/rest/"],
    ["a path that is none of a portal", () => "/"],
    ["the token endpoint", () => "/oauth/token/?grant_type=refresh_token&x="],
    ["REST 3", (own) => own.replace("/rest/", "/rest/api/")],
  ];
  it.each(wrong)("%s: is answered as by a portal, and nothing is sent", async (_, change) => {
    // The code of the first start may hold no letter; such a one has no capitals.
    while (!/[a-z]/.test(codeOf(proxy))) {
      await proxy.close();
      proxy = await start(false);
    }
    const path = change(new URL(proxy.webhookUrl).pathname);
    const { status, type, answer } = await ask(`${path}crm.calllist.statuslist`, { body: {} });
    expect([status, type]).toEqual([401, "application/json; charset=utf-8"]);
    expect(JSON.parse(answer)).toEqual({
      error: "INVALID_CREDENTIALS",
      error_description: "Invalid request credentials",
    });
    expect(portal.requests).toEqual([]);
    expect(log).toEqual(["INVALID_CREDENTIALS this is not the URL that was printed at the start"]);
  });

  it.each([
    ["in a body", { body: { aplogin: "1", ap: "" } }],
    ["in a header", { body: {}, headers: { Authorization: "Bearer " } }],
  ])("the code %s is none, even the right one", async (_, request: Request) => {
    const text = JSON.stringify(request).replace('"ap":"', `"ap":"${codeOf(proxy)}`);
    const sent = JSON.parse(text.replace("Bearer ", `Bearer ${codeOf(proxy)}`));
    expect((await ask("/rest/crm.calllist.statuslist", sent)).status).toBe(401);
    expect(portal.requests).toEqual([]);
    log.splice(0);
  });

  it("a token beside the right URL is refused: a portal would look at the token only", async () => {
    const { status } = await ask(`${HOOK}crm.calllist.statuslist`, { body: { auth: "x" } });
    expect([status, portal.requests]).toEqual([422, []]);
    log.splice(0);
  });

  it("is answered before the body comes", async () => {
    const answer = await raw("POST /rest/1/x/batch HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\n{");
    expect(answer).toMatch(/^HTTP\/1\.1 401 /);
    log.splice(0);
  });

  it("each start has another code, of the form of a portal's", async () => {
    const codes = new Set<string>();
    for (let round = 0; round < 5; round++) {
      const another = await start(false);
      expect(new URL(another.webhookUrl).pathname).toMatch(/^\/rest\/1\/[0-9a-z]{16}\/$/);
      codes.add(codeOf(another));
      await another.close();
    }
    expect(codes.size).toBe(5);
  });
});

describe("A redirect", () => {
  let other: BentPortal;
  beforeAll(async () => {
    other = await startBentPortal();
  });
  afterAll(() => other.close());
  // Each leads to a server that is really there: had anybody followed it, the request would be seen.
  const targets: [string, (other: string) => string][] = [
    ["another host", (other) => `http://${other}/rest/1/${CODE}/crm.calllist.get`],
    ["another host without a scheme", (other) => `//${other}/rest/1/${CODE}/crm.calllist.get`],
    [
      "another name of the same machine",
      (other) => `http://${other.replace("127.0.0.1", "localhost")}/rest/1/${CODE}/x`,
    ],
    ["the portal itself", () => `${portal.webhookUrl}crm.calllist.list`],
    ["another path of the portal", () => `/rest/1/${CODE}/crm.calllist.list`],
  ];
  for (const status of [302, 307]) {
    it.each(targets)(`${status} to %s is not followed, and its address is not shown`, async (_, target) => {
      const location = target(new URL(other.webhookUrl).host);
      const headers = { "content-type": "text/html", location };
      portal.bend = () => ({ status, headers, body: `<a href="${location}">` });
      const { answer } = await ask(`${HOOK}crm.calllist.get`, { body: { ID: 13 } });
      expect(answer).not.toContain(CODE);
      expect(other.requests).toEqual([]);
      expect(portal.requests).toEqual([`POST /rest/1/${CODE}/crm.calllist.get`]);
      log.splice(0);
    });
  }

  it("to a portal that was renamed is passed on as 302, without a Location", async () => {
    const location = `https://other.example.com/rest/1/${CODE}/crm.calllist.get`;
    portal.bend = () => ({
      status: 302,
      headers: { "content-type": "text/html", location },
      body: `<a href="${location}">`,
    });
    const { status, headers } = await ask(`${HOOK}crm.calllist.get`, { body: { ID: 13 } });
    expect([status, headers.get("location")]).toEqual([302, null]);
  });
});

describe("What a portal may send", () => {
  it("nothing at all: nothing is passed on, and the proxy goes on", async () => {
    portal.bend = () => ({ status: 200, headers: {}, body: "" });
    const { status } = await ask(`${HOOK}crm.calllist.get`, { body: { ID: 13 } });
    expect(status).toBeGreaterThanOrEqual(200);
    log.splice(0);
    portal.bend = undefined;
    expect((await ask(`${HOOK}crm.calllist.get`, { body: { ID: 13 } })).status).toBe(200);
  });

  it("more than 64 MiB once it is unpacked: it is no answer, though it would be a right one", {
    tags: "slow",
  }, async () => {
    portal.bend = (_, { body }) => ({
      headers: { "content-type": "application/json", "content-encoding": "gzip" },
      body: gzipSync(body + " ".repeat(65 * 2 ** 20)),
    });
    const { status, answer } = await ask(`${HOOK}crm.calllist.statuslist`, { body: {} });
    expect([status, JSON.parse(answer).error]).toEqual([422, "CONTRACT_ANSWER"]);
    expect(answer.length).toBeLessThan(1000);
    expect(log.splice(0)).toHaveLength(1);
    portal.bend = undefined;
    expect((await ask(`${HOOK}crm.calllist.get`, { body: { ID: 13 } })).status).toBe(200);
  });

  it("control characters in a name: the line in the terminal has none", async () => {
    portal.bend = inResultOf("crm.calllist.get", ({ result }: { result: object }) => {
      Object.assign(result, { "A\n\x1b[2J\u202eB": 1, "__proto__x\u009b": 1 });
    });
    const { status, answer } = await ask(`${HOOK}crm.calllist.get`, { body: { ID: 13 } });
    expect(status).toBe(422);
    expect(log[0]).toBe(printableText(log[0]!));
    expect(JSON.parse(answer).error_description).toBe(log[0]!.replace("CONTRACT_ANSWER ", ""));
    log.splice(0);
  });
});

describe("A request that is too large", () => {
  it("by its own word, of which nothing has come", async () => {
    const { pathname } = new URL(proxy.webhookUrl);
    const head = `POST ${pathname}crm.calllist.get HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n`;
    const answer = await raw(`${head}Content-Length: ${MAX_BODY_BYTES + 1}\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).toContain("<title>413 Request Entity Too Large</title>");
    expect([portal.requests, log]).toEqual([[], [expect.stringMatching(/^CONTRACT_REQUEST the body is larger/)]]);
    log.splice(0);
    expect((await ask(`${HOOK}crm.calllist.get`, { body: { ID: 13 } })).status).toBe(200);
  });

  it("whose sender hangs up: the proxy goes on", async () => {
    const { pathname, port } = new URL(proxy.webhookUrl);
    const socket = connect(Number(port), "127.0.0.1");
    const logged = new Promise<string>((resolve) => (onLog = resolve));
    socket.write(`POST ${pathname}crm.calllist.get HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9\r\n\r\n{"ID"`, () =>
      socket.resetAndDestroy(),
    );
    expect(await logged).toMatch(/^CONTRACT_NO_ANSWER /);
    log.splice(0);
    expect((await ask(`${HOOK}crm.calllist.get`, { body: { ID: 13 } })).status).toBe(200);
  });
});

describe("A web page", () => {
  const pages: [string, Record<string, string>][] = [
    ["of another site", { Origin: "https://example.com" }],
    ["on another port", { Origin: "http://localhost:8080" }],
    ["that is a file", { Origin: "null" }],
    ["that shows it as a picture", { "Sec-Fetch-Site": "cross-site" }],
    ["on another port, as a picture", { "Sec-Fetch-Site": "same-site" }],
    ["by a name that leads here", { Host: "portal.example.com:4030" }],
  ];
  it.each(pages)("%s may not use the proxy, not even with the right URL", async (_, headers) => {
    const url = new URL(`${proxy.webhookUrl}crm.calllist.statuslist`);
    for (const method of ["GET", "POST", "OPTIONS"]) {
      // fetch would set these by itself
      const answer = await new Promise<IncomingMessage>((resolve) => {
        request(url, { method, headers }, (response) => resolve(response.resume())).end();
      });
      expect([answer.statusCode, portal.requests], method).toEqual([403, []]);
      expect(Object.keys(answer.headers).filter((name) => name.startsWith("access-control"))).toEqual([]);
      expect(log.splice(0)).toEqual(["CONTRACT_REFUSED web pages may not use this proxy"]);
    }
  });

  it("gets no leave to read or to run an answer", async () => {
    const { headers } = await ask(`${HOOK}crm.calllist.get`, { body: { ID: 13 } });
    expect(Object.fromEntries(headers)).toMatchObject({
      "x-content-type-options": "nosniff",
      "cross-origin-resource-policy": "same-origin",
    });
    expect(headers.get("access-control-allow-origin")).toBeNull();
  });
});
