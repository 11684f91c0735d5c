// Whatever comes over the wire, the sandbox answers as a portal would: with one of its statuses, in its formats, soon, and
// without an error of its own. Random garbage first, then what is known to hurt parsers.
//
// @module-tag slow
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../src/index.ts";
import { runs } from "./property.ts";
import { type RawAnswer, type RawRequest, sendBytes, sendRaw } from "./raw-http.ts";

const lines: string[] = [];
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ limits: false, log: (line) => lines.push(line) });
});
afterAll(() => sandbox.close());
beforeEach(() => {
  lines.length = 0;
  sandbox.control.reset();
});

const HOOK = "/rest/1/xxxxxxxxxxxxxxxx";
const JSON_TYPE = ["Content-Type", "application/json"] as const;

/** What a portal can answer without a fault; 400 is also Node's word for what is no HTTP. */
const STATUSES = [200, 400, 401, 403, 404, 500];

/** Makes sure that an answer is one of a portal. */
function check({ verb }: { verb: string }, answer: RawAnswer): void {
  const { status, headers, body } = answer;
  expect(lines, "the sandbox failed by itself").toEqual([]);
  expect(STATUSES, answer.text.slice(0, 300)).toContain(status);
  if (headers["access-control-allow-origin"] === undefined) {
    expect([status, body], "an answer of Node alone").toEqual([400, ""]);
    return;
  }
  expect(headers["x-content-type-options"]).toBe("nosniff");
  const type = headers["content-type"] ?? "";
  if (verb === "HEAD" || verb === "OPTIONS") expect(body).toBe("");
  else if (type.startsWith("application/json")) checkJson(status, body);
  else if (type.startsWith("text/xml")) checkXml(body);
  else expect([status, type, body]).toEqual([404, "text/plain; charset=utf-8", expect.stringContaining("sandbox")]);
}

function checkJson(status: number, body: string): void {
  const keys = Object.keys(JSON.parse(body)).join();
  // The token endpoint has its own.
  if (status !== 200) expect(keys).toMatch(/^error(,error_description)?(,argument)?$/);
  else expect(keys).toMatch(/^result,time$|^access_token,|^error$/);
}

/** Every element is closed in its place. */
function checkXml(body: string): void {
  const open: string[] = [];
  for (const [, slash, name, empty] of body.matchAll(/<(\/?)([^<>/]*)(\/?)>/g)) {
    if (slash) expect(open.pop(), body).toBe(name);
    else if (!empty) open.push(name!);
  }
  expect(body).toMatch(/^<response>.*<\/response>$/s);
  expect(open, body).toEqual([]);
}

async function ask(request: RawRequest): Promise<RawAnswer> {
  const answer = await sendRaw(sandbox.url, request);
  check(request, answer);
  return answer;
}

// --- random garbage

const METHODS = ["add", "get", "list", "update", "items.get", "statuslist"].map((name) => `crm.calllist.${name}`);
const NAMES = [
  "ID",
  "LIST_ID",
  "ENTITY_TYPE",
  "ENTITIES",
  "WEBFORM_ID",
  "SELECT",
  "FILTER",
  "ORDER",
  "start",
  "cmd",
  "halt",
];
const RESERVED = ["auth", "access_token", "aplogin", "ap", "sessid", "token", "method", "state", "auth_connector"];
const WORDS = [
  "CONTACT",
  "COMPANY",
  "ID",
  "*",
  "*_ID",
  "__proto__",
  "constructor",
  "LOGIC",
  "OR",
  "NOT",
  "DATE_CREATE",
  "GRID_ID",
  ">ID",
  "!@ID",
  "><ID",
  "?GRID_ID",
  "*%GRID_ID",
  "%FILTER_PARAMS",
  "$result[a]",
  "$error[a][error]",
  "$time[a]",
  "IN_WORK",
  "-1",
  "1e99",
  "0",
  "13",
];

const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: fc.constantFrom(..."%[]&=+.;$?#/\\<>'\"\u0000 aA1é☎\u{1f4de}") }),
  fc.constantFrom(...WORDS),
);
const scalar = fc.oneof(text, fc.integer(), fc.double(), fc.boolean(), fc.constant(null), fc.bigInt().map(Number));
const value = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "medium", withCrossShrink: true },
    scalar,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.oneof(text, fc.constantFrom(...WORDS)), tie("value"), { maxKeys: 4 }),
  ),
})).value;
const params = fc.dictionary(
  fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...NAMES) },
    { weight: 1, arbitrary: fc.constantFrom(...RESERVED) },
    { weight: 1, arbitrary: text },
  ),
  value,
  { maxKeys: 6 },
);

/** Parameters as a form or query, with some of the percent-encoding broken or left out. */
const query = fc.oneof(
  params.map((params) =>
    Object.entries(params)
      .flatMap(([name, value]) => pairs(name, value))
      .join("&"),
  ),
  fc
    .tuple(
      fc.constantFrom(...NAMES),
      fc.string({ unit: fc.constantFrom("[", "]", "a", "0", "%5B", "%5D", "%", "%zz", "%e2", "=", "&") }),
    )
    .map((parts) => parts.join("")),
  text,
);
function pairs(name: string, value: unknown): string[] {
  if (typeof value === "object" && value !== null) {
    return Object.entries(value).flatMap(([key, inner]) => pairs(`${name}[${key}]`, inner));
  }
  return [`${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`];
}

const command = fc
  .tuple(fc.oneof(fc.constantFrom(...METHODS, "batch", "Batch", "profile", "server.time"), text), query)
  .map((parts) => parts.join("?"));
const batch = fc.record({
  cmd: fc.oneof(
    fc.array(command, { maxLength: 60 }),
    fc.dictionary(fc.constantFrom("a", "b", "7", "x y"), command),
    value,
  ),
  halt: value,
});

/** What stands in a request line: no spaces or line ends, or it is another request. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it is about
const inLine = (text: string): string => text.replace(/[\s\u0000-\u001f]/g, "%20");
const url = fc
  .oneof(
    {
      weight: 6,
      arbitrary: fc
        .tuple(
          fc.constantFrom(
            HOOK,
            `${HOOK}/`,
            "/rest",
            "//rest",
            "/rest/7/xxxxxxxxxxxxxxxx",
            "/rest/1/wrong",
            "http://portal/rest",
          ),
          fc.constantFrom(...METHODS, "batch", "BATCH", "profile", "nothing"),
          fc.constantFrom("", ".json", ".xml", ".XML", "/"),
          query,
        )
        .map(([root, method, suffix, query]) => `${root}/${method}${suffix}?${query}`),
    },
    {
      weight: 1,
      arbitrary: query.map(
        (query) => `/oauth/token/?client_id=local.sandbox&client_secret=sandbox-client-secret&${query}`,
      ),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(fc.constantFrom("/", "/rest/", "/rest/1/", "*", "/%", "/rest/api/", "/r%65st/", ""), text)
        .map((parts) => parts.join("")),
    },
  )
  .map(inLine)
  .map((url) => (url.startsWith("/__sandbox") ? "/" : url || "/"));

const header = (text: string): string => text.replace(/[^\u0020-\u007e\u00a0-\u00ff]/g, "").trim();
const contentType = fc.oneof(
  fc.constantFrom(
    "application/json",
    "application/JSON; charset=koi8-r",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "multipart/form-data; boundary=x",
    "multipart/form-data; boundary=",
    "text/plain",
    "text/xml",
    "application/vnd.api+json",
    ";",
    ",",
  ),
  text.map(header),
);
const headers = fc
  .tuple(
    fc.option(
      contentType.map((type) => ["Content-Type", type] as const),
      { nil: undefined },
    ),
    fc.option(
      fc.tuple(
        fc.constantFrom("Authorization", "Host", "X-Forwarded-Proto", "Cookie", "Expect-CT", "Accept", "Origin"),
        fc.oneof(text.map(header), fc.constantFrom("Bearer x", "Bearer", "https", "[::1", "a b")),
      ),
      { nil: undefined },
    ),
  )
  .map((pairs) => pairs.filter((pair) => pair !== undefined));

const body = fc.oneof(
  params.map((params) => JSON.stringify(params)),
  batch.map((batch) => JSON.stringify(batch)),
  value.map((value) => JSON.stringify(value) ?? ""),
  fc.tuple(params, fc.nat({ max: 60 })).map(([params, cut]) => JSON.stringify(params).slice(0, -cut)),
  query,
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  fc
    .array(
      fc.oneof(
        text,
        fc.constantFrom("--x\r\n", "--x--", 'Content-Disposition: form-data; name="ID"\r\n\r\n', "\r\n", "13"),
      ),
    )
    .map((parts) => parts.join("")),
);

const request: fc.Arbitrary<RawRequest> = fc.record({
  verb: fc.oneof(
    { weight: 5, arbitrary: fc.constant("POST") },
    { weight: 2, arbitrary: fc.constant("GET") },
    {
      weight: 3,
      arbitrary: fc.constantFrom(
        "PUT",
        "PATCH",
        "DELETE",
        "HEAD",
        "OPTIONS",
        "TRACE",
        "PROPFIND",
        "PURGE",
        "M-SEARCH",
        "BREW",
        "post",
      ),
    },
  ),
  url,
  headers,
  body,
});

describe("random garbage", () => {
  it("gets the answer of a portal", async () => {
    await fc.assert(
      fc.asyncProperty(request, async (request) => void (await ask(request))),
      runs(1000),
    );
    expect(sandbox.control.requests.length, "the journal does not grow for ever").toBeLessThanOrEqual(2000);
  });

  it("as parameters of a method, gets the answer of a portal", async () => {
    const call = fc.record({ method: fc.constantFrom(...METHODS), user: fc.constantFrom(1, 7), params });
    await fc.assert(
      fc.asyncProperty(call, async ({ method, user, params }) => {
        await ask({
          verb: "POST",
          url: `/rest/${user}/xxxxxxxxxxxxxxxx/${method}`,
          headers: [JSON_TYPE],
          body: JSON.stringify(params),
        });
      }),
      runs(750),
    );
  });

  it("as commands of a batch, gets the answer of a portal", async () => {
    await fc.assert(
      fc.asyncProperty(batch, async (batch) => {
        await ask({ verb: "POST", url: `${HOOK}/batch`, headers: [JSON_TYPE], body: JSON.stringify(batch) });
      }),
      runs(400),
    );
  });

  const MB = 2 ** 20;
  const json = (text: string): Pick<RawRequest, "headers" | "body"> => ({ headers: [JSON_TYPE], body: text });
  const form = (body: string): Pick<RawRequest, "headers" | "body"> => ({
    headers: [["Content-Type", "application/x-www-form-urlencoded"]],
    body,
  });
  it.each<[what: string, Pick<RawRequest, "headers" | "body">]>([
    ["one long text", json(JSON.stringify({ ID: "9".repeat(10 * MB) }))],
    ["a million ids", json(JSON.stringify({ ENTITY_TYPE: "CONTACT", ENTITIES: Array(MB).fill(123456789) }))],
    ["arrays in arrays", json(`{"FILTER":${"[".repeat(5 * MB)}${"]".repeat(5 * MB)}}`)],
    [
      "names by the hundred thousand",
      json(`{${Array.from({ length: MB / 4 }, (_, index) => `"name${index}":""`).join()}}`),
    ],
    ["a form of brackets", form(`FILTER${"[a]".repeat(3 * MB)}=1`)],
    ["a form of pairs", form("ENTITIES[]=9&".repeat(MB))],
    ["a form of percent signs", form(`FILTER[STATUS]=${"%".repeat(10 * MB)}`)],
    ["zeros", json("\0".repeat(10 * MB))],
  ])("of megabytes (%s) gets the answer of a portal", async (_, body) => {
    for (const method of ["crm.calllist.list", "crm.calllist.add", "batch"]) {
      await ask({ verb: "POST", url: `${HOOK}/${method}`, ...body });
    }
  });

  it("that is no HTTP at all harms nobody", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 300 }), async (bytes) => {
        // Two line ends make it a whole request, if it is one.
        await sendBytes(sandbox.url, Buffer.concat([bytes, Buffer.from("\r\n\r\n")]), { hangUp: true });
        expect(lines).toEqual([]);
      }),
      runs(100),
    );
    await ask({ verb: "GET", url: `${HOOK}/profile` });
  });
});
