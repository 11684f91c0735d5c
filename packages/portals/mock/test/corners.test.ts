// Where one answer of the mock ends and the next begins.
import { readFile, rm, writeFile } from "node:fs/promises";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type Mock, startMock } from "../src/index.ts";
import { readPrefer } from "../src/prefer.ts";
import { resolveReferences } from "../src/reference.ts";

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

const FORM = "application/x-www-form-urlencoded";

async function post(path: string, body: object | string, headers: Record<string, string> = {}) {
  const response = await fetch(mock.url + path, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: text.startsWith("{") ? JSON.parse(text) : {},
  };
}

const call = (method: string, body: object) => post(`/rest/1/x/${method}`, body);
const problems = (): string[] => mock.violations.flatMap(({ violations }) => violations.map(({ message }) => message));

describe("A batch", () => {
  const batch = async (cmd: unknown, more: object = {}) => (await call("batch", { cmd, ...more })).body.result;
  const good = "crm.calllist.get?ID=13";
  const bad = "crm.calllist.get";

  it("of 50 commands is none too long", async () => {
    expect((await batch(Array(50).fill(good))).result).toHaveLength(50);
    expect(problems()).toEqual([]);
  });

  it("of more than 50 says so for each of the rest, as a portal does", async () => {
    const { result, result_error } = await batch(Array(52).fill(good));
    expect(result).toHaveLength(50);
    const error = { error: "ERROR_BATCH_LENGTH_EXCEEDED", error_description: "Max batch length exceeded" };
    expect(result_error).toEqual({ 50: error, 51: error });
    expect(mock.violations[0]!.violations).toContainEqual({
      location: ["request", "body", "cmd"],
      severity: "Error",
      code: "maxItems",
      message: "A batch takes 50 commands; these are 52",
    });
  });

  it("has the time of each command that succeeded", async () => {
    const { result_time } = await batch({ a: good, b: bad });
    expect(result_time).toEqual({ a: expect.objectContaining({ start: expect.any(Number) }) });
  });

  it.each([
    ["upload", "upload"],
    ["download", "download"],
    ["batch", "batch"],
  ])("does not run %s", async (_, method) => {
    const { result_error } = await batch({ a: `${method}?x=1` });
    expect(result_error).toEqual({
      a: { error: "ERROR_BATCH_METHOD_NOT_ALLOWED", error_description: "Method is not allowed for batch usage" },
    });
    expect(mock.violations[0]!.violations).toEqual([
      {
        location: ["request", "body", "cmd", "a"],
        severity: "Error",
        code: "method",
        message: `Command a: Method is not allowed for batch usage ${method}`,
      },
    ]);
  });

  it("runs another batch that is spelt in another way, as a portal does", async () => {
    const { result } = await batch({ a: "Batch?cmd[b]=crm.calllist.statuslist" });
    expect(Object.keys(result.a.result)).toEqual(["b"]);
  });

  it.each([
    ["no name", "/crm.calllist.get?ID=13", "Method not found!"],
    ["an unknown name", "crm.calllist.delete?ID=13", "Method not found! crm.calllist.delete"],
    ["the token endpoint", "oauth/token/?grant_type=x", "Method not found! (a name of 12 characters)"],
  ])("knows no method for a command with %s", async (_, command, message) => {
    const { result_error } = await batch({ a: command });
    expect(result_error).toEqual({ a: { error: "ERROR_METHOD_NOT_FOUND", error_description: "Method not found!" } });
    expect(problems().at(-1)).toBe(`Command a: ${message}`);
  });

  it("skips what is no text", async () => {
    const { result, result_error } = await batch([{ a: 1 }, good]);
    expect([Object.keys(result), result_error]).toEqual([["1"], []]);
  });

  it.each([null, "crm.calllist.get", 5])("without commands, as %j, gives empty arrays", async (cmd) => {
    expect(await batch(cmd)).toMatchObject({ result: [], result_error: [] });
  });

  const halts: [halt: unknown, stops: boolean][] = [
    [true, true],
    [1, true],
    ["1", true],
    ["false", true],
    [[0], true],
    [{ a: 1 }, true],
    [false, false],
    [0, false],
    ["0", false],
    ["", false],
    [null, false],
    [[], false],
  ];
  it.each(halts)("with halt %j stops at an error: %s", async (halt, stops) => {
    const { result, result_error } = await batch({ a: good, b: bad, c: good }, { halt });
    expect([Object.keys(result), Object.keys(result_error)]).toEqual([stops ? ["a"] : ["a", "c"], ["b"]]);
  });

  it("says of a reference which command has it, and what it refers to", async () => {
    await batch({ a: "crm.calllist.get?ID=$result[b]", b: good });
    expect(mock.violations[0]!.violations).toEqual([
      {
        location: ["request", "body", "cmd", "a"],
        severity: "Error",
        code: "reference",
        message:
          "Command a: $result[b] refers to no earlier command that succeeded; a portal makes 0 or 1 of it without a word",
      },
    ]);
  });

  it("that crashes reports the commands before, too, and answers as the portal's last word", async () => {
    const crash = "crm.calllist.add?ENTITY_TYPE=contact&ENTITIES[]=9";
    const { status, body } = await call("batch", { cmd: { a: bad, b: crash, c: bad } });
    expect([status, body.error]).toEqual([500, "INTERNAL_SERVER_ERROR"]);
    expect(problems().map((message) => message.split(":", 1)[0])).toEqual(["Command a", "Command b"]);
    expect(mock.violations[0]!.violations[0]!.location).toEqual(["request", "body", "cmd", "a"]);
  });

  it("says at which place of a command it is wrong", async () => {
    await batch({ a: "crm.calllist.list?FILTER[ID][]=x&FILTER[GRID_ID]=1" });
    expect(mock.violations[0]!.violations[0]!.location.slice(0, 5)).toEqual(["request", "body", "cmd", "a", "FILTER"]);
  });
});

describe("A page", () => {
  it("begins with the first example and ends at 50", async () => {
    const at = async (start: unknown) => (await call("crm.calllist.items.get", { LIST_ID: 13, start })).status;
    expect([await at(0), await at(49), await at(50), await at("50"), await at(51)]).toEqual([200, 200, 403, 403, 403]);
    // Other methods have no pages.
    expect((await call("crm.calllist.get", { ID: 13, start: 50 })).status).toBe(200);
  });
});

describe("A preferred example that is not there", () => {
  it("is answered with all that are, and is a mistake of the header", async () => {
    const { status, body } = await post("/rest/1/x/crm.calllist.get", { ID: 13 }, { Prefer: "example=nope" });
    expect([status, body.error]).toEqual([400, "MOCK_NO_SUCH_EXAMPLE"]);
    expect(body.error_description).toMatch(
      /^crm\.calllist\.get has no example for this Prefer header\. There are: code=200, example=\w+.* · code=\d+, example=/,
    );
    expect(mock.violations).toEqual([
      {
        method: "crm.calllist.get",
        status: 400,
        violations: [
          {
            location: ["request", "header", "prefer"],
            severity: "Error",
            code: "example",
            message: "crm.calllist.get has no example for this Prefer header; the answer lists those there are",
          },
        ],
      },
    ]);
  });
});

describe("A method that is not there", () => {
  it.each([
    ["crm.calllist.delete", "crm.calllist.delete", "There is no method crm.calllist.delete"],
    ["profile", "", "There is no method at this path"],
    ["crm.a%20b", "(a name of 7 characters)", "There is no method (a name of 7 characters)"],
  ])("%s is reported as %j", async (path, method, message) => {
    expect((await call(path, { X: 1 })).body).toEqual({
      error: "ERROR_METHOD_NOT_FOUND",
      error_description: "Method not found!",
    });
    expect(mock.violations).toMatchObject([
      { method, status: 404, violations: [{ location: ["request", "path"], code: "method", message }] },
    ]);
    expect(lines).toEqual([`mock: ${method || "a request"} breaks the description: ${message}; answered with 404`]);
  });
});

describe("Credentials that are missing", () => {
  it("are all that is said, whatever the parameters are", async () => {
    await post("/rest/crm.calllist.get", { X: 1 });
    expect(mock.violations).toMatchObject([{ status: 401, violations: [{ location: ["request"], code: "security" }] }]);
  });
});

describe("What the description lets pass", () => {
  it("and a portal refuses is a mistake of the body", async () => {
    await post("/rest/1/x/crm.calllist.items.get", { LIST_ID: 13, FILTER: { STATUS: "DONE" } }, { Prefer: "code=200" });
    expect(mock.violations[0]!.violations).toEqual([
      {
        location: ["request", "body"],
        severity: "Error",
        code: "status-unknown",
        message: "The portal refuses this: Incorrect status",
      },
    ]);
  });

  it("a parameter of the token endpoint that is none is a mistake of the query", async () => {
    await fetch(`${mock.url}/oauth/token/?grant_type=refresh_token&client_id=x&client_secret=x&refresh_token=x&a=1`);
    expect(mock.violations[0]!.violations).toEqual([
      {
        location: ["request", "query"],
        severity: "Error",
        code: "additionalProperties",
        message: "There is no parameter a",
      },
    ]);
  });

  it("a token beside a webhook is told once", async () => {
    await post("/rest/1/x/crm.calllist.get", { X: 1, auth: "t" });
    expect(mock.violations[0]!.violations).toEqual([
      {
        location: ["request"],
        severity: "Error",
        code: "transport",
        message: "There is a token beside the webhook URL; a portal then looks at the token only",
      },
    ]);
  });
});

describe("The way a request is sent", () => {
  const GET = "/rest/1/x/crm.calllist.get";
  const OAUTH = "/rest/crm.calllist.get";
  const ways: [string, string, string, string, RegExp | undefined][] = [
    ["JSON with a charset", GET, '{"ID":13}', "Application/JSON; charset=utf-8", undefined],
    ["JSON of a vendor", GET, '{"ID":13}', "application/vnd.api+json", undefined],
    ["white space around JSON", GET, ' {"ID":13}\n', "application/json", undefined],
    ["a list", "/rest/1/x/crm.calllist.statuslist", "[]", "application/json", undefined],
    ["nothing", "/rest/1/x/crm.calllist.statuslist", "", "application/json", undefined],
    ["a lone null", "/rest/1/x/crm.calllist.statuslist", "null", "application/json", /not a JSON object/],
    ["a lone number", "/rest/1/x/crm.calllist.statuslist", "13", "application/json", /not a JSON object/],
    ["a byte order mark", "/rest/1/x/crm.calllist.statuslist", "\ufeff{}", "application/json", /not a JSON object/],
    ["a type that only ends like JSON", "/rest/1/x/crm.calllist.statuslist", "{}", "text/application/json", /without/],
    ["JSON as a form", GET, '{"ID":13}', FORM, undefined],
    ["a token in the body", OAUTH, '{"ID":13,"auth":"x"}', "application/json", undefined],
    [
      "a token behind other parameters",
      `${OAUTH}?x=1&access_token=x`,
      '{"ID":13}',
      "application/json",
      /in the address/,
    ],
    ["a name that ends like a token's", `${GET}?xauth=1`, '{"ID":13}', "application/json", undefined],
  ];
  it.each(ways)("%s", async (_, path, body, type, says) => {
    await post(path, body, { "Content-Type": type });
    const transport = mock.violations
      .flatMap(({ violations }) => violations)
      .filter(({ code }) => code === "transport")
      .map(({ message }) => message);
    if (says) expect(transport).toEqual([expect.stringMatching(says)]);
    else expect(transport).toEqual([]);
  });
});

describe("The token endpoint", () => {
  const right = "grant_type=refresh_token&client_id=x&client_secret=x&refresh_token=x";
  const token = async (url: string, body: string, verb = "POST") => {
    const init = { method: verb, headers: { "Content-Type": FORM }, ...(verb === "POST" && { body }) };
    return (await fetch(mock.url + url, init)).status;
  };

  it("reads the body of a POST, and its query only without one", async () => {
    expect(await token("/oauth/token/", right)).toBe(200);
    expect(await token(`/oauth/token/?${right}`, "")).toBe(200);
    expect(await token(`/oauth/token/?${right}`, "grant_type=refresh_token")).toBe(400);
    expect(await token(`/oauth/token/?${right}`, "", "GET")).toBe(200);
  });

  it.each([
    ["/oauth/token", 200],
    ["//oauth//token//", 200],
    ["/x/oauth/token/", 404],
    ["/oauth/token/x", 404],
    ["/oauth/tokens", 404],
  ])("%s: %i", async (path, status) => {
    expect(await token(path, right)).toBe(status);
  });
});

describe("readPrefer", () => {
  it.each([
    [undefined, {}],
    ["", {}],
    ["code=400", { code: 400 }],
    ["example=a", { example: "a" }],
    ["code=400, example=a", { code: 400, example: "a" }],
    ["code=400;example=a", { code: 400, example: "a" }],
    [["code=400", "example=a"], { code: 400, example: "a" }],
    [' CODE = "400" , Example="a b"', { code: 400, example: "a b" }],
    ["respond-async, wait=5, example=a", { example: "a" }],
    ['example="a', { example: '"a' }],
    ['example=a"', { example: 'a"' }],
    ["example", {}],
    ["example=", {}],
  ])("%j: %j", (header, preference) => {
    expect(readPrefer(header)).toEqual(preference);
  });
});

describe("References to results", () => {
  const results = { a: [{ ID: "13", TAGS: ["x"] }], b: 51, n: null, "1": "one" };
  it.each([
    ["$result[b]", 51],
    ["$result[1]", "one"],
    ["$result[a][0][ID]", "13"],
    ["$result[a][0][TAGS]", ["x"]],
    // Where the path stops matching, the deepest value that was found.
    ["$result[a][0][ID][x]", "13"],
    ["$result[a][5][ID]", results.a],
    ["$result[a][]", results.a],
    ["$result[a][0][toString]", results.a[0]],
    ["$result[n][x]", null],
    // Only a whole value is one.
    ["x$result[b]", "x$result[b]"],
    ["$result[b]x", "$result[b]x"],
    ["$result", "$result"],
    ["$result[]", "$result[]"],
    [13, 13],
    [null, null],
  ])("%j becomes %j", (value, becomes) => {
    const { params, missing } = resolveReferences({ A: value, B: [{ C: value }] }, results);
    expect(params).toEqual({ A: becomes, B: [{ C: becomes }] });
    expect(missing).toEqual([]);
  });

  it("names the commands that are not there, and makes 1 of them", () => {
    const { params, missing } = resolveReferences({ A: "$result[x]", B: ["$result[toString]"] }, results);
    expect([params, missing]).toEqual([{ A: 1, B: [1] }, ["x", "toString"]]);
  });
});

describe("The server", () => {
  it("keeps the last thousand requests that broke the description", async () => {
    const old = (status: number) => ({ method: "old", status, violations: [] });
    mock.violations.push(...Array.from({ length: 999 }, (_, index) => old(index)));
    await call("crm.calllist.get", {});
    expect(mock.violations).toHaveLength(1000);
    await call("crm.calllist.get", {});
    expect(mock.violations).toHaveLength(1000);
    expect(mock.violations[0]!.status).toBe(1);
    expect(mock.violations.at(-1)!.method).toBe("crm.calllist.get");
  });

  it("writes to stderr unless it is told otherwise", async () => {
    const error = vi.spyOn(console, "error").mockImplementation(() => {});
    const own = await startMock();
    await fetch(`${own.webhookUrl}crm.calllist.get`);
    await own.close();
    expect(error.mock.calls).toEqual([[expect.stringMatching(/^mock: crm\.calllist\.get breaks the description: /)]]);
    error.mockRestore();
  });

  it("an example that breaks its own schema is a mistake of the description, not an answer", async () => {
    const spec = join(tmpdir(), `b24-calllist-broken-example-${process.pid}.json`);
    const bundle = await readFile(fileURLToPath(import.meta.resolve("@b24-calllist/spec/openapi.json")), "utf8");
    const document = JSON.parse(bundle);
    const { examples } = document.paths["/crm.calllist.add"].post.responses["200"].content["application/json"];
    examples.broken = { value: { result: "no id" } };
    await writeFile(spec, JSON.stringify(document));
    const told: string[] = [];
    const own = await startMock({ spec, log: (line) => told.push(line) });
    const response = await fetch(`${own.webhookUrl}crm.calllist.add`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Prefer: "example=broken" },
      body: '{"ENTITY_TYPE":"CONTACT","ENTITIES":[9]}',
    });
    const { error, error_description } = (await response.json()) as Record<string, string>;
    expect([response.status, error]).toEqual([500, "MOCK_ERROR"]);
    expect(error_description).toMatch(/^the example breaks the description: Response body .*; Response body /);
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    expect(told).toEqual([`mock: ${error_description}`]);
    expect(own.violations).toEqual([]);
    await Promise.all([own.close(), rm(spec)]);
  });

  it("says nothing of a look at its root or an icon, and something of any other path", async () => {
    for (const path of ["/", "/favicon.ico"]) expect((await fetch(mock.url + path)).status).toBe(404);
    expect(lines).toEqual([]);
    const { body } = await post("/x", {});
    expect(body).toEqual({
      error: "MOCK_NO_SUCH_PATH",
      error_description:
        "This is the mock of a Bitrix24 portal. A portal's methods are at /rest/<user>/<code>/<method> and /rest/<method>.",
    });
    expect(mock.violations).toMatchObject([{ method: "", status: 404, violations: [{ code: "path" }] }]);
  });

  it("has the headers of a portal on each answer", async () => {
    const portal = {
      "access-control-allow-origin": "*",
      "access-control-allow-headers": "origin, content-type, accept, prefer",
      "x-content-type-options": "nosniff",
    };
    const preferring = (Prefer: string) => post("/rest/1/x/crm.calllist.get", { ID: 13 }, { Prefer });
    const options = await fetch(mock.url, { method: "OPTIONS" });
    for (const { headers } of [options, await preferring(""), await preferring("code=502"), await post("/x", {})]) {
      expect(Object.fromEntries(headers)).toMatchObject(portal);
    }
    expect((await preferring("code=502")).headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect((await preferring("")).headers.get("content-type")).toBe("application/json; charset=utf-8");
  });

  it("the header holds as many violations as fit into 6000 characters, in half as often as needed", async () => {
    const told = async (length: number): Promise<number> => {
      const names = Object.fromEntries(Array.from({ length }, (_, index) => [`X${index + 10}`, 1]));
      const header = (await call("crm.calllist.get", { ID: 13, ...names })).headers.get("sl-violations")!;
      expect(header.length).toBeLessThanOrEqual(6000);
      return JSON.parse(header).length;
    };
    // Each takes 154 characters and a comma; 38 of them 5891.
    expect([await told(1), await told(38), await told(39), await told(78)]).toEqual([1, 38, 19, 19]);
  });

  const hasIpv6 = Object.values(networkInterfaces())
    .flat()
    .some((each) => each?.address === "::1");
  it.skipIf(!hasIpv6)(
    "has brackets around an IPv6 address, and names this machine for all of its addresses",
    async () => {
      for (const host of ["::1", "::"]) {
        const own = await startMock({ host });
        expect(own.url).toMatch(/^http:\/\/\[::1\]:\d+$/);
        await own.close();
      }
    },
  );
});
