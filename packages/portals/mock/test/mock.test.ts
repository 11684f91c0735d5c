// The mock as a caller meets it: portal URLs, ways of speaking, chosen answers, and requests that break the description.
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

interface Ask {
  verb?: string;
  body?: unknown;
  type?: string;
  prefer?: string;
}

async function ask(path: string, { verb = "POST", body, type = "application/json", prefer }: Ask = {}) {
  const response = await fetch(mock.url + path, {
    method: verb,
    redirect: "manual",
    headers: { ...(body !== undefined && { "Content-Type": type }), ...(prefer && { Prefer: prefer }) },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: text.startsWith("{") ? JSON.parse(text) : text,
  };
}

const problemsSeen = (): string[] =>
  mock.violations.flatMap(({ violations }) => violations.map(({ message }) => message));

describe("a right request, however it is spoken", () => {
  const get13 = { ID: 13 };
  const ways: [string, string, Ask][] = [
    ["webhook", "/rest/1/xxxxxxxxxxxxxxxx/crm.calllist.get", { body: get13 }],
    ["OAuth, token in the body", "/rest/crm.calllist.get", { body: { ...get13, auth: "xxxxxxxxxxxxxxxx" } }],
    ["any letter case", "/rest/1/x/CRM.CallList.Get", { body: get13 }],
    [".json", "/rest/1/x/crm.calllist.get.json", { body: get13 }],
    ["trailing slash", "/rest/1/x/crm.calllist.get/", { body: get13 }],
    ["double slash", "//rest//1/x//crm.calllist.get", { body: get13 }],
    [
      "the SDKs' own query parameters",
      "/rest/1/x/crm.calllist.get?bx24_request_id=1&bx24_sdk_ver=2&bx24_sdk_type=3",
      { body: get13 },
    ],
    ["numbers as text", "/rest/1/x/crm.calllist.get", { body: { ID: "13" } }],
    ["names in small letters", "/rest/1/x/crm.calllist.get", { body: { id: 13 } }],
    ["a form", "/rest/1/x/crm.calllist.get", { body: "ID=13", type: "application/x-www-form-urlencoded" }],
    ["GET with a query", "/rest/1/x/crm.calllist.get?ID=13", { verb: "GET" }],
  ];
  for (const [way, path, options] of ways) {
    it(`${way}: the documented answer, and nothing to complain about`, async () => {
      const { status, body, headers } = await ask(path, options);
      expect(status).toBe(200);
      expect(body.result).toMatchObject({ ID: "13", ENTITY_TYPE: "CONTACT", WEBFORM_ID: "1" });
      expect(body.time).toHaveProperty("start");
      expect(problemsSeen()).toEqual([]);
      expect(headers.has("sl-violations")).toBe(false);
      expect(headers.get("content-type")).toBe("application/json; charset=utf-8");
      expect(headers.get("access-control-allow-origin")).toBe("*");
    });
  }

  it("GET without parameters", async () => {
    const { body } = await ask("/rest/1/x/crm.calllist.statuslist.json", { verb: "GET" });
    expect(body.result[0]).toMatchObject({ STATUS_ID: "IN_WORK" });
    expect(problemsSeen()).toEqual([]);
  });

  it("a form with arrays, as PHP sends them", async () => {
    const form = "ENTITY_TYPE=CONTACT&ENTITIES%5B0%5D=9&ENTITIES%5B1%5D=17";
    const { body } = await ask("/rest/1/x/crm.calllist.add", { body: form, type: "application/x-www-form-urlencoded" });
    expect(body.result).toBe(51);
    expect(problemsSeen()).toEqual([]);
  });

  it("a request that a named example shows gets the answer of the same name", async () => {
    const filtered = {
      SELECT: ["ID", "WEBFORM_ID"],
      FILTER: { "=ENTITY_TYPE_ID": 3, "!WEBFORM_ID": null },
      ORDER: { ID: "ASC" },
    };
    const { body } = await ask("/rest/1/x/crm.calllist.list", { body: filtered });
    expect(body.result).toEqual([
      { ID: "13", WEBFORM_ID: "1" },
      { ID: "30", WEBFORM_ID: "5" },
      { ID: "50", WEBFORM_ID: "5" },
    ]);
    const pastTheEnd = await ask("/rest/1/x/crm.calllist.list", { body: { ORDER: { ID: "ASC" }, start: 50 } });
    expect(pastTheEnd.body.result).toEqual([]);
  });
});

it("a loop over pages ends: the second page is past the end", async () => {
  const items = await ask("/rest/1/x/crm.calllist.items.get", { body: { LIST_ID: 13, start: 50 } });
  expect([items.status, items.body.error]).toEqual([403, "ACCESS_ERROR"]);
  const lists = await ask("/rest/1/x/crm.calllist.list", { body: { start: 150 } });
  expect([lists.status, lists.body.result]).toEqual([200, []]);
  expect(problemsSeen()).toEqual([]);
});

describe("Prefer chooses any example", () => {
  it("by status and name", async () => {
    const { status, body } = await ask("/rest/1/x/crm.calllist.get", {
      body: { ID: 13 },
      prefer: "code=400, example=list-not-found",
    });
    expect(status).toBe(400);
    expect(body).toEqual({ error: "LIST_ID_ERROR", error_description: "Incorrect list id" });
    expect(problemsSeen()).toEqual([]);
  });

  it("by name alone, wherever it is", async () => {
    expect(
      (await ask("/rest/1/x/crm.calllist.get", { body: { ID: 13 }, prefer: "example=expired-token" })).status,
    ).toBe(401);
  });

  it("by status alone: the first with it", async () => {
    const { status, body } = await ask("/rest/1/x/crm.calllist.get", { body: { ID: 13 }, prefer: "code=503" });
    expect([status, body.error]).toEqual([503, "QUERY_LIMIT_EXCEEDED"]);
  });

  it("pages and redirects too", async () => {
    const page = await ask("/rest/1/x/crm.calllist.get", { body: { ID: 13 }, prefer: "example=bad-gateway" });
    expect([page.status, page.headers.get("content-type")]).toEqual([502, "text/html; charset=utf-8"]);
    expect(page.text).toContain("<h1>502 Bad Gateway</h1>");
    const moved = await ask("/rest/1/x/crm.calllist.get", { body: { ID: 13 }, prefer: "code=302" });
    expect(moved.headers.get("location")).toMatch(/^https:\/\/example-renamed\.bitrix24\.com\//);
  });

  it("a wrong request is reported all the same", async () => {
    const { status } = await ask("/rest/1/x/crm.calllist.get", { body: {}, prefer: "code=200, example=contacts" });
    expect(status).toBe(200);
    expect(problemsSeen()).toEqual(["Request body must have required property 'ID'"]);
  });

  it("one that is not there is answered with those that are", async () => {
    const { status, body } = await ask("/rest/1/x/crm.calllist.get", {
      body: { ID: 13 },
      prefer: "code=400, example=nope",
    });
    expect([status, body.error]).toEqual([400, "MOCK_NO_SUCH_EXAMPLE"]);
    expect(body.error_description).toContain("code=400, example=list-not-found");
    expect(problemsSeen()).toHaveLength(1);
  });
});

describe("a request that breaks the description", () => {
  const wrong: [why: string, method: string, body: unknown, answer: [number, unknown], says: RegExp][] = [
    ["a missing parameter", "crm.calllist.get", {}, [400, "ERROR_ARGUMENT"], /required property 'ID'/],
    ["the first of two missing ones", "crm.calllist.add", {}, [400, "ERROR_ARGUMENT"], /ENTITY_TYPE/],
    [
      "a text for an array",
      "crm.calllist.add",
      { ENTITY_TYPE: "CONTACT", ENTITIES: "9,17" },
      [400, "ENTITIES_ERROR"],
      /ENTITIES must be array/,
    ],
    [
      "small letters, which crash a portal",
      "crm.calllist.add",
      { ENTITY_TYPE: "contact", ENTITIES: [9] },
      [500, "INTERNAL_SERVER_ERROR"],
      /allowed values/,
    ],
    [
      "another entity type",
      "crm.calllist.add",
      { ENTITY_TYPE: "LEAD", ENTITIES: [9] },
      [400, "ENTITY_TYPE_ERROR"],
      /allowed values/,
    ],
    [
      "an id twice",
      "crm.calllist.add",
      { ENTITY_TYPE: "CONTACT", ENTITIES: [9, 9] },
      [400, "ENTITY_ERROR"],
      /duplicate/,
    ],
    [
      "an id twice, once as text",
      "crm.calllist.update",
      { LIST_ID: 13, ENTITY_TYPE: "CONTACT", ENTITIES: [9, "9"] },
      [400, "ENTITIES_ERROR"],
      /Incorrect entities id/,
    ],
    [
      "WEBFORM_ID as a word",
      "crm.calllist.add",
      { ENTITY_TYPE: "CONTACT", ENTITIES: [9], WEBFORM_ID: "abc" },
      [500, "INTERNAL_SERVER_ERROR"],
      /WEBFORM_ID/,
    ],
    [
      "an id that is no number",
      "crm.calllist.items.get",
      { LIST_ID: "abc" },
      [400, "LIST_ID_ERROR"],
      /LIST_ID must match pattern/,
    ],
    [
      "a status that the portal does not know",
      "crm.calllist.items.get",
      { LIST_ID: 13, FILTER: { STATUS: "DONE" } },
      [400, "STATUS_ERROR"],
      /Incorrect status/,
    ],
    ["an unknown field", "crm.calllist.list", { FILTER: { TITLE: 1 } }, [400, "100"], /TITLE/],
    ["a wrong direction", "crm.calllist.list", { ORDER: { ID: "UP" } }, [400, "ERROR_ARGUMENT"], /allowed values/],
    [
      "an empty array where it ends in a database error",
      "crm.calllist.list",
      { FILTER: { "@ID": [] } },
      [500, "ERROR_CORE"],
      /fewer than 1/,
    ],
  ];
  for (const [why, method, body, answer, says] of wrong) {
    it(`${why}: answered as a portal would, and reported in header, log and violations`, async () => {
      const response = await ask(`/rest/1/x/${method}`, { body });
      expect([response.status, response.body.error]).toEqual(answer);
      expect(problemsSeen().join("; ")).toMatch(says);
      const header = JSON.parse(response.headers.get("sl-violations")!);
      expect(header).toEqual(mock.violations[0]!.violations);
      expect(header[0]).toMatchObject({ location: expect.arrayContaining(["request"]), severity: "Error" });
      expect(lines).toHaveLength(1);
      expect(lines[0]).toMatch(new RegExp(`^mock: ${method} breaks the description: .*; answered with ${answer[0]}$`));
    });
  }

  const shrugged: [why: string, method: string, body: unknown, says: RegExp][] = [
    [
      "a misspelt parameter, which clears the form",
      "crm.calllist.update",
      { LIST_ID: 13, ENTITY_TYPE: "CONTACT", ENTITIES: [9], WEBFROM_ID: 1 },
      /WEBFROM_ID/,
    ],
    [
      "a key in small letters inside FILTER",
      "crm.calllist.items.get",
      { LIST_ID: 13, FILTER: { status: "SUCCESS" } },
      /status/,
    ],
    ["an empty SELECT", "crm.calllist.list", { SELECT: [] }, /fewer than 1/],
    ["START in capitals", "crm.calllist.list", { START: 50 }, /START/],
  ];
  for (const [why, method, body, says] of shrugged) {
    it(`${why}: a portal shrugs and answers 200, so the report is all there is`, async () => {
      const { status } = await ask(`/rest/1/x/${method}`, { body });
      expect(status).toBe(200);
      expect(problemsSeen().join("; ")).toMatch(says);
    });
  }

  it("malformed JSON is dropped, as on a portal: the parameter is missing", async () => {
    const { body } = await ask("/rest/1/x/crm.calllist.get", { body: '{"ID":13' });
    expect(body.error_description).toBe("ID is not found");
  });

  it("JSON with another content type is dropped", async () => {
    const { body } = await ask("/rest/1/x/crm.calllist.get", { body: { ID: 13 }, type: "text/plain" });
    expect(body.error_description).toBe("ID is not found");
  });

  it("no credentials: 401", async () => {
    const { status, body } = await ask("/rest/crm.calllist.get", { body: { ID: 13 } });
    expect([status, body.error]).toEqual([401, "NO_AUTH_FOUND"]);
    expect(problemsSeen().join()).toContain("There are no credentials");
  });

  it("an unknown method: 404, before credentials are looked at", async () => {
    for (const path of [
      "/rest/1/x/crm.calllist.delete",
      "/rest/crm.calllist.delete",
      "/rest/1/x/crm.calllist.get.csv",
      "/rest/1/x/y/z",
    ]) {
      const { status, body } = await ask(path, { body: {} });
      expect([path, status, body.error]).toEqual([path, 404, "ERROR_METHOD_NOT_FOUND"]);
    }
    expect(mock.violations).toHaveLength(4);
  });

  it(".xml is answered in JSON, and said so", async () => {
    const { body } = await ask("/rest/1/x/crm.calllist.get.xml", { body: { ID: 13 } });
    expect(body.result.ID).toBe("13");
    expect(problemsSeen()).toEqual(["Answers are JSON only here, not .xml"]);
  });

  const dropped: [why: string, path: string, options: Ask, status: number, says: RegExp][] = [
    ["malformed JSON", "/rest/1/x/crm.calllist.list", { body: '{"FILTER":{"ID":13}' }, 200, /not a JSON object/],
    [
      "JSON as text",
      "/rest/1/x/crm.calllist.list",
      { body: "{}", type: "text/plain" },
      200,
      /without Content-Type: application\/json/,
    ],
    [
      "a body with PUT",
      "/rest/1/x/crm.calllist.list",
      { verb: "PUT", body: {} },
      200,
      /does not read the body of a PUT/,
    ],
    [
      "a token beside a webhook",
      "/rest/1/x/crm.calllist.get",
      { body: { ID: 13, auth: "t" } },
      401,
      /token beside the webhook/,
    ],
    ["a token in the address", "/rest/crm.calllist.get?auth=t", { body: { ID: 13 } }, 200, /token is in the address/],
  ];
  for (const [why, path, options, status, says] of dropped) {
    it(`${why}: answered as a portal would, and said so`, async () => {
      expect((await ask(path, options)).status).toBe(status);
      expect(problemsSeen().join("; ")).toMatch(says);
    });
  }

  it("a status that the portal does not know is reported beside a preferred answer, too", async () => {
    await ask("/rest/1/x/crm.calllist.items.get", {
      body: { LIST_ID: 13, FILTER: { STATUS: "DONE" } },
      prefer: "code=200",
    });
    expect(problemsSeen()).toEqual(["The portal refuses this: Incorrect status"]);
  });

  it("what looks like no name is not printed: it may be a body with a secret", async () => {
    const body = '{"ID":13,"auth":"s3cretc0de8h1d3m"}';
    const { headers } = await ask("/rest/1/x/crm.calllist.get", { body, type: "application/x-www-form-urlencoded" });
    expect(problemsSeen().join()).toMatch(/found '\(a name of \d+ characters\)'/);
    expect((lines.join() + headers.get("sl-violations")).toLowerCase()).not.toContain("s3cret");
  });

  it("a key with a line break cannot forge a line of the log", async () => {
    await ask("/rest/1/x/crm.calllist.list", { body: { FILTER: { "@ID\nmock: forged": [] } } });
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toContain("\n");
  });

  it("the header stays short however much is wrong", async () => {
    const FILTER = Object.fromEntries(Array.from({ length: 3000 }, (_, n) => [`TITLE${n}`, 1]));
    const { status, headers } = await ask("/rest/1/x/crm.calllist.list", { body: { FILTER } });
    expect(status).toBe(400);
    expect(headers.get("sl-violations")!.length).toBeLessThan(6001);
  });

  it("no line of the log holds the webhook's code or the token", async () => {
    await ask("/rest/1/s3cretc0de8h1d3m/crm.calllist.get", { body: {} });
    await ask("/rest/crm.calllist.get", { body: { auth: "s3cretc0de8h1d3m", s: 1 } });
    await ask("/rest/1/s3cretc0de8h1d3m/nope", { body: {} });
    expect(lines).toHaveLength(3);
    expect(lines.join()).not.toContain("s3cretc0de8h1d3m");
  });

  it("letters outside ASCII do not break the header", async () => {
    const { headers } = await ask("/rest/1/x/crm.calllist.get", { body: { ID: 13, Имя: 1 } });
    expect(JSON.parse(headers.get("sl-violations")!)[0].message).toContain("Имя");
  });
});

describe("batch", () => {
  const batch = (body: unknown, prefer?: string) => ask("/rest/1/x/batch", { body, ...(prefer && { prefer }) });

  it("answers each command under its own name", async () => {
    const { body } = await batch({ cmd: { statuses: "crm.calllist.statuslist", list: "crm.calllist.get?ID=13" } });
    expect(Object.keys(body.result.result)).toEqual(["statuses", "list"]);
    expect(body.result.result.list.ID).toBe("13");
    expect(body.result).toMatchObject({ result_error: [], result_total: [], result_next: [] });
    expect(Object.keys(body.result.result_time)).toEqual(["statuses", "list"]);
    expect(problemsSeen()).toEqual([]);
  });

  it("by position, maps are arrays until one fails", async () => {
    const good = await batch({ cmd: ["crm.calllist.get?ID=13", "crm.calllist.statuslist"] });
    expect(good.body.result.result).toHaveLength(2);
    const mixed = await batch({ cmd: ["crm.calllist.get", "crm.calllist.get?ID=13"] });
    expect(mixed.body.result.result_error).toEqual([{ error: "ERROR_ARGUMENT", error_description: "ID is not found" }]);
    expect(mixed.body.result.result).toHaveProperty("1.ID", "13");
    expect(problemsSeen()).toEqual(["Command 0: Request body must have required property 'ID'"]);
  });

  it("understands encoded filters, and complains of raw ones that lose their key", async () => {
    await batch({ cmd: { a: "crm.calllist.list?FILTER%5B%3E%3DID%5D=14&ORDER%5BID%5D=ASC" } });
    expect(problemsSeen()).toEqual([]);
    await batch({ cmd: { a: "crm.calllist.list?FILTER[>=ID]=14" } });
    expect(problemsSeen()).not.toEqual([]);
  });

  it("halt stops after the first failure", async () => {
    const { body } = await batch({
      cmd: { a: "crm.calllist.get?ID=13", b: "crm.calllist.get", c: "crm.calllist.statuslist" },
      halt: 1,
    });
    expect([Object.keys(body.result.result), Object.keys(body.result.result_error)]).toEqual([["a"], ["b"]]);
  });

  it("runs 50 commands and refuses the rest", async () => {
    const { body } = await batch({ cmd: Array.from({ length: 51 }, () => "crm.calllist.get?ID=13") });
    expect(body.result.result).toHaveLength(50);
    expect(body.result.result_error["50"].error).toBe("ERROR_BATCH_LENGTH_EXCEEDED");
    expect(problemsSeen()).toContain("A batch takes 50 commands; these are 51");
  });

  it("refuses unknown methods and batches inside it", async () => {
    const { body } = await batch({ cmd: { a: "crm.calllist.delete?ID=13", b: "batch?cmd[]=x" } });
    expect(body.result.result_error).toMatchObject({
      a: { error: "ERROR_METHOD_NOT_FOUND" },
      b: { error: "ERROR_BATCH_METHOD_NOT_ALLOWED" },
    });
    expect(problemsSeen()).toEqual([
      "Command a: Method not found! crm.calllist.delete",
      "Command b: Method is not allowed for batch usage batch",
    ]);
  });

  it("reports a reference to a command that is not there or comes later", async () => {
    for (const cmd of [
      { a: "crm.calllist.get?ID=$result[nope]" },
      { a: "crm.calllist.get?ID=$result[b]", b: "crm.calllist.add?ENTITY_TYPE=CONTACT&ENTITIES[]=9" },
    ]) {
      mock.violations.length = 0;
      expect((await batch({ cmd })).status).toBe(200);
      expect(problemsSeen()).toEqual([
        expect.stringMatching(/^Command a: \$result\[\w+\] refers to no earlier command/),
      ]);
    }
  });

  it("checks the other parameters of a command with a reference", async () => {
    const cmd = {
      l: "crm.calllist.list",
      u: "crm.calllist.update?LIST_ID=$result[l][0][ID]&ENTITY_TYPE=CONTACT&WEBFROM_ID=3",
    };
    await batch({ cmd });
    expect(problemsSeen().join("; ")).toMatch(/Command u: .*'ENTITIES'.*WEBFROM_ID/);
  });

  it("puts in what a reference refers to", async () => {
    const { body } = await batch({
      cmd: {
        new: "crm.calllist.add?ENTITY_TYPE=CONTACT&ENTITIES[]=9",
        items: "crm.calllist.items.get?LIST_ID=$result[new]",
      },
    });
    expect(body.result.result.items).toHaveLength(3);
    expect(problemsSeen()).toEqual([]);
  });

  it("one command that crashes takes the whole batch down", async () => {
    const { status } = await batch({
      cmd: { a: "crm.calllist.statuslist", b: "crm.calllist.add?ENTITY_TYPE=contact&ENTITIES[]=9" },
    });
    expect(status).toBe(500);
    expect(problemsSeen()[0]).toMatch(/^Command b:/);
  });

  it("without commands: five empty arrays", async () => {
    const { body } = await batch({ cmd: [] });
    expect(body.result).toEqual({ result: [], result_error: [], result_total: [], result_next: [], result_time: [] });
  });

  it("Prefer brings the examples of the description", async () => {
    const { body } = await batch({ cmd: {} }, "example=first-of-list-failed");
    expect(Object.keys(body.result.result)).toEqual(["1"]);
  });
});

describe("the token endpoint", () => {
  const query = "client_id=local.x&client_secret=x";

  it("gives new tokens", async () => {
    const { status, body } = await ask(`/oauth/token/?grant_type=refresh_token&refresh_token=x&${query}`, {
      verb: "GET",
    });
    expect([status, body.expires_in, typeof body.refresh_token]).toEqual([200, 3600, "string"]);
    expect(problemsSeen()).toEqual([]);
  });

  it("refuses a request without the refresh token", async () => {
    const { status, body } = await ask(`/oauth/token?grant_type=refresh_token&${query}`, { verb: "GET" });
    expect([status, body.error]).toEqual([400, "invalid_request"]);
  });

  const wrong: [why: string, query: string, says: RegExp][] = [
    ["authorization_code without a code", `grant_type=authorization_code&${query}`, /refresh_token|code/],
    ["no secret", "grant_type=refresh_token&refresh_token=x&client_id=local.x", /client_secret/],
    ["another grant", `grant_type=password&refresh_token=x&${query}`, /grant_type/],
  ];
  for (const [why, wrongQuery, says] of wrong) {
    it(`refuses ${why}`, async () => {
      const { status, body } = await ask(`/oauth/token/?${wrongQuery}`, { verb: "GET" });
      expect([status, body.error]).toEqual([400, "invalid_request"]);
      expect(problemsSeen().join("; ")).toMatch(says);
    });
  }

  it("reports a misspelt parameter", async () => {
    await ask(`/oauth/token/?grant_type=refresh_token&refresh_token=x&clientid=1&${query}`, { verb: "GET" });
    expect(problemsSeen()).toEqual(["There is no parameter clientid"]);
  });

  it("shows every error by Prefer, the one with HTTP 200 too", async () => {
    const { status, body } = await ask(`/oauth/token/?grant_type=refresh_token&refresh_token=x&${query}`, {
      verb: "GET",
      prefer: "example=wrong-client",
    });
    expect([status, body]).toEqual([200, { error: "wrong_client" }]);
  });
});

describe("the server", () => {
  it("answers OPTIONS with the CORS headers and nothing else", async () => {
    const { status, text, headers } = await ask("/rest/1/x/crm.calllist.get", { verb: "OPTIONS" });
    expect([status, text, headers.get("access-control-allow-headers")]).toEqual([
      200,
      "",
      "origin, content-type, accept, prefer",
    ]);
  });

  it("lets web pages read sl-violations, whatever the response is", async () => {
    const responses = await Promise.all([
      ask("/rest/1/x/crm.calllist.get"),
      ask("/rest/1/x/crm.calllist.get", { prefer: "example=internal-error-page" }),
      ask("/nowhere"),
    ]);
    expect(responses.map(({ headers }) => headers.get("access-control-expose-headers"))).toEqual([
      "sl-violations",
      "sl-violations",
      "sl-violations",
    ]);
  });

  it("says what it is on any other path", async () => {
    for (const path of ["/favicon.ico", "/crm.calllist.get", "/rest/api/crm.calllist.get"]) {
      const { status, body } = await ask(path, { verb: "GET" });
      expect(status).toBe(404);
      expect(body.error_description).toContain("/rest/<user>/<code>/<method>");
    }
    expect(mock.violations).toHaveLength(2); // a look at an icon is no mistake
  });

  it("shows an address that can be called when it listens on all of them", async () => {
    const everywhere = await startMock({ host: "0.0.0.0" });
    expect(everywhere.webhookUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/rest\//);
    expect((await fetch(`${everywhere.webhookUrl}crm.calllist.statuslist`)).status).toBe(200);
    await everywhere.close();
  });

  it("listens on 127.0.0.1, on a free port by default", () => {
    expect(mock.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(mock.webhookUrl).toBe(`${mock.url}/rest/1/xxxxxxxxxxxxxxxx/`);
  });

  it("a taken port is an EADDRINUSE error", async () => {
    await expect(startMock({ port: Number(new URL(mock.url).port) })).rejects.toMatchObject({ code: "EADDRINUSE" });
  });

  it("close frees the port, also with a connection kept alive", async () => {
    const other = await startMock({ log: () => {} });
    await fetch(`${other.url}/`);
    await other.close();
    await expect(fetch(`${other.url}/`)).rejects.toThrow();
  });
});

describe("a portal below a path", () => {
  let below: Mock;
  beforeAll(async () => {
    below = await startMock({ prefix: "crm/", log: (line) => lines.push(line) });
  });
  afterAll(() => below.close());

  const status = async (path: string) => (await fetch(new URL(path, below.url))).status;

  it("has the prefix in its URLs", async () => {
    expect(below.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/crm$/);
    expect(below.webhookUrl).toBe(`${below.url}/rest/1/xxxxxxxxxxxxxxxx/`);
    expect((await fetch(`${below.webhookUrl}crm.calllist.get?ID=13`)).status).toBe(200);
  });

  it("serves OAuth calls below it, too, and sees a token beside a webhook URL", async () => {
    expect(await status("/crm/rest/crm.calllist.get?ID=13&auth=x")).toBe(200);
    expect(await status("/crm/rest/1/x/crm.calllist.get?ID=13&auth=x")).toBe(401);
  });

  it("says where the methods are on other paths, without the prefix too", async () => {
    const response = await fetch(new URL("/rest/1/x/crm.calllist.get?ID=13", below.url));
    expect(response.status).toBe(404);
    expect(await response.text()).toContain("at /crm/rest/<user>/<code>/<method> and /crm/rest/<method>");
  });

  it("has the token endpoint below it, too", async () => {
    const query = "grant_type=refresh_token&client_id=x&client_secret=x&refresh_token=x";
    expect(await status(`/crm/oauth/token/?${query}`)).toBe(200);
    expect(await status(`/oauth/token/?${query}`)).toBe(404);
  });

  it("rejects a prefix that is not a plain path", async () => {
    await expect(startMock({ prefix: "/crm?x" })).rejects.toThrow("A prefix is a plain path such as /crm");
  });
});
