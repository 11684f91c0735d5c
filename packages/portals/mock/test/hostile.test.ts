// Requests that want to do harm: to the terminal, to the log, to the memory, or to other tests.
import { connect } from "node:net";
import { MAX_BODY_BYTES, printableText } from "@b24-calllist/protocol";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Mock, startMock } from "../src/index.ts";

let mock: Mock;
const lines: string[] = [];
beforeAll(async () => {
  mock = await startMock({ log: (line) => lines.push(line) });
});
afterAll(() => mock.close());
beforeEach(() => {
  mock.violations.length = 0;
  lines.length = 0;
});

async function post(path: string, body: object | string, headers: Record<string, string> = {}) {
  const response = await fetch(mock.url + path, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, body: await response.text() };
}

/** Sends these bytes, and reads the head of the answer. */
async function raw(bytes: string): Promise<string> {
  const socket = connect(Number(new URL(mock.url).port), "127.0.0.1");
  socket.write(bytes);
  let text = "";
  for await (const chunk of socket) {
    text += chunk;
    if (text.includes("\r\n\r\n")) break;
  }
  return text;
}

const GET = "/rest/1/x/crm.calllist.get";
const LIST = "/rest/1/x/crm.calllist.list";
const FORGED = "a\r\nmock: all is well\x1b[2J\u009b\u202e\u2028";

describe("Control characters and secrets in names never reach the log, the header or the violations", () => {
  const ways: [string, string, object | string, Record<string, string>?][] = [
    ["of a parameter", GET, { ID: 13, [FORGED]: 1 }],
    ["of a field in a filter", LIST, { FILTER: { [FORGED]: { [FORGED]: 1 } } }],
    ["of a field in an order", LIST, { ORDER: { [FORGED]: FORGED } }],
    ["in a selection", LIST, { SELECT: { [FORGED]: [FORGED] } }],
    ["in a value", GET, { ID: FORGED }],
    ["of a command", "/rest/1/x/batch", { cmd: { [FORGED]: "crm.calllist.get" } }],
    ["of a command's parameter", "/rest/1/x/batch", { cmd: [`crm.calllist.get?ID=1&${encodeURIComponent(FORGED)}=1`] }],
    ["of a reference", "/rest/1/x/batch", { cmd: [`crm.calllist.get?ID=$result[${encodeURIComponent(FORGED)}]`] }],
    ["of a command's method", "/rest/1/x/batch", { cmd: [FORGED] }],
    ["of a method", `/rest/1/x/crm.${encodeURIComponent(FORGED)}`, {}],
    ["in a path", `/${encodeURIComponent(FORGED)}`, {}],
    [
      "in a form",
      GET,
      `ID=13&${encodeURIComponent(FORGED)}=1`,
      { "Content-Type": "application/x-www-form-urlencoded" },
    ],
    ["for the token endpoint", "/oauth/token/", `${encodeURIComponent(FORGED)}=1`],
    ["of an example", GET, { ID: 13 }, { Prefer: "example=\u009b" }],
  ];
  it.each(ways)("%s", async (_, path, body, headers) => {
    const { headers: answered } = await post(path, body, headers);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toBe(printableText(lines[0]!));
    expect(lines[0]).not.toContain("all is well");
    const [seen] = mock.violations;
    const texts = seen!.violations.flatMap(({ location, message }) => [...location, message]);
    expect(texts.map(printableText)).toEqual(texts);
    expect(texts.join()).not.toContain("all is well");
    expect(JSON.parse(answered.get("sl-violations")!)).toEqual(seen!.violations);
  });

  it("names that look like names are told, fields with their operators too", async () => {
    await post(LIST, { FILTER: { ">=ID": {} } });
    expect(lines[0]).toContain("Request body property FILTER.>=ID must be");
    expect(mock.violations[0]!.violations.map(({ location }) => location.join("/"))).toContain(
      "request/body/FILTER/>=ID",
    );
  });
});

describe("Names of JavaScript's own are names like any other", () => {
  const names = ["__proto__", "constructor", "toString", "hasOwnProperty"];
  it.each(names)("%s as a parameter, a method, a command and a reference", async (name) => {
    expect((await post(GET, `{"ID":13,"${name}":{"ID":1}}`)).status).toBe(200);
    expect(lines.pop()).toContain(`found '${name.toUpperCase()}'`);
    expect((await post(`/rest/1/x/${name}`, {})).status).toBe(404);
    expect((await post(GET, { ID: 13 }, { Prefer: `example=${name}` })).status).toBe(400);
    const cmd = `{"${name}":"crm.calllist.statuslist","next":"crm.calllist.get?ID=$result[${name}][0][ID]"}`;
    const { result } = JSON.parse((await post("/rest/1/x/batch", `{"cmd":${cmd}}`)).body).result;
    expect(Object.keys(result)).toEqual([name, "next"]);
    lines.length = 0;
    await post("/rest/1/x/batch", { cmd: [`crm.calllist.get?ID=$result[${name}]`] });
    expect(lines[0]).toContain("refers to no earlier command that succeeded");
    expect(({} as Record<string, unknown>).ID).toBeUndefined();
  });
});

describe("A body that is too large is answered with 413, and the mock goes on", () => {
  const head = `POST ${GET} HTTP/1.1\r\nHost: mock\r\nContent-Type: application/json\r\n`;

  it("which says so itself, and never comes", async () => {
    expect(await raw(`${head}Content-Length: ${MAX_BODY_BYTES + 1}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 413 /);
    expect(lines).toEqual([
      "mock: a request breaks the description: The body is larger than any call needs, and was not read; answered with 413",
    ]);
    expect((await post(GET, { ID: 13 })).status).toBe(200);
  });

  it("which comes in chunks", async () => {
    const size = MAX_BODY_BYTES + 1;
    const chunked = `${head}Transfer-Encoding: chunked\r\n\r\n${size.toString(16)}\r\n${" ".repeat(size)}`;
    expect(await raw(chunked)).toMatch(/^HTTP\/1\.1 413 /);
    expect((await post(GET, { ID: 13 })).status).toBe(200);
  });

  it("one of the largest size is read", { tags: "slow" }, async () => {
    const body = `{"ID":13}${" ".repeat(MAX_BODY_BYTES - 9)}`;
    expect((await post(GET, body)).status).toBe(200);
    expect(lines).toEqual([]);
  });
});

it("a client that hangs up while it sends leaves no line, and the mock goes on", async () => {
  const socket = connect(Number(new URL(mock.url).port), "127.0.0.1");
  const head = `POST ${GET} HTTP/1.1\r\nHost: mock\r\nContent-Length: 9\r\n\r\n`;
  await new Promise<void>((resolve) => socket.write(`${head}{"ID"`, () => resolve()));
  socket.resetAndDestroy();
  expect((await post(GET, { ID: 13 })).status).toBe(200);
  expect(lines).toEqual([]);
});

describe("A body full of mistakes", () => {
  const many: [string, string, object][] = [
    ["parameters", GET, Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`X${index}`, 1]))],
    ["values", "/rest/1/x/crm.calllist.add", { ENTITY_TYPE: "CONTACT", ENTITIES: Array(5000).fill("x") }],
    ["keys of a filter", LIST, { FILTER: Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`X${i}`, 1])) }],
    ["commands", "/rest/1/x/batch", { cmd: Array(5000).fill({ a: 1 }) }],
  ];
  it.each(many)("is reported by its first hundred: %s", async (_, path, body) => {
    await post(path, body);
    const { violations } = mock.violations[0]!;
    expect(violations).toHaveLength(101);
    expect(violations.at(-1)!.message).toBe("There is more than these 100");
    expect(lines).toEqual([expect.stringMatching(/; There is more than these 100; answered with \d+$/)]);
    expect(lines[0]!.length).toBeLessThan(101 * 310);
  });

  it("a hundred mistakes are told one by one", async () => {
    await post(GET, { ID: 13, ...Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`X${index}`, 1])) });
    expect(mock.violations[0]!.violations).toHaveLength(100);
    expect(lines[0]).not.toContain("There is more");
  });
});

it("JSON that nests deeper than PHP reads is dropped, and the caller is told", async () => {
  const nested = (depth: number): string => `{"ID":${"[".repeat(depth)}${"]".repeat(depth)}}`;
  await post(GET, nested(510));
  expect(lines.pop()).not.toContain("drops it");
  await post(GET, nested(511));
  expect(lines.pop()).toContain("The body is not a JSON object, so a portal drops it");
});

it("pages of any site may use the mock, as they may a portal; what others did is not in any answer", async () => {
  await post(GET, { ID: 13, SECRET_OF_ANOTHER_TEST: 1 });
  const page = { Origin: "https://evil.example", "Sec-Fetch-Site": "cross-site" };
  for (const path of ["/", GET, "/rest/1/x/profile", "/violations"]) {
    const { headers, body } = await post(path, {}, page);
    expect(headers.get("access-control-allow-origin"), path).toBe("*");
    expect(headers.get("access-control-allow-credentials"), path).toBeNull();
    expect(JSON.stringify([...headers]) + body, path).not.toContain("SECRET_OF_ANOTHER_TEST");
  }
});
