// The oldest platforms that the client claims: what came after ES2022 and the web of 2022 is taken away, and it still works.
// Older Safari lacks URL.canParse, jsdom has no fetch, React Native has neither DOMException nor reasons of an abort.
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const exec = promisify(execFile);
const source = fileURLToPath(new URL("../src/index.ts", import.meta.url));

/** What newer platforms have, by the object that has it. */
const NEWER: Record<string, string[]> = {
  globalThis: [
    "DOMException",
    "TextDecoder",
    "structuredClone",
    "reportError",
    "Response",
    "Request",
    "fetch",
    "Iterator",
    "navigator",
  ],
  URL: ["canParse", "parse"],
  AbortSignal: ["any", "timeout", "abort"],
  "AbortSignal.prototype": ["throwIfAborted", "reason"],
  Promise: ["withResolvers", "try"],
  Object: ["hasOwn", "groupBy"],
  Map: ["groupBy"],
  Array: ["fromAsync"],
  "Array.prototype": ["at", "findLast", "findLastIndex", "toSorted", "toReversed", "toSpliced", "with"],
  "String.prototype": ["at", "replaceAll", "toWellFormed", "isWellFormed"],
  "Set.prototype": ["union", "intersection", "difference", "isSubsetOf"],
  RegExp: ["escape"],
};

/** Runs as a program of its own, since a test runner needs what is taken away. */
const PROGRAM = `
const newer = ${JSON.stringify(NEWER)};
const print = console.log;
const { Response, Headers } = globalThis; // loads what Node loads late, and needs whole
for (const [path, names] of Object.entries(newer)) {
  const owner = path.split(".").reduce((value, name) => value?.[name], globalThis);
  for (const name of names) if (owner && !Reflect.deleteProperty(owner, name)) throw new Error(path + "." + name);
}

const { createClient, webhook, oauth, memoryStore, batch, iterate, leakyBucket } = await import(process.argv[2]);
const replies = [];
const reply = (body, status = 200) => ({ status, headers: new Headers(), text: async () => JSON.stringify(body) });
const fetch = (url, { signal }) => {
  const next = replies.shift();
  if (next) return Promise.resolve(next);
  return new Promise((_, reject) => signal.addEventListener("abort", () => reject(new Error("aborted"))));
};
const auth = webhook("https://portal.example/rest/1/xxxxxxxxxxxxxxxx/");
const b24 = createClient({ auth, fetch, retry: { delay: 1 }, userAgent: "old/1.0" });
const told = (promise) => promise.then((value) => ({ value }), ({ name, code, status, message }) => ({ name, code, status, message }));
const seen = {};

replies.push(reply({ result: 51 }));
seen.call = await told(b24.call("crm.calllist.add", { ENTITY_TYPE: "CONTACT", ENTITIES: [9] }));
replies.push(reply({ error: "\\ud800" }, 400));
seen.refusal = await told(b24.call("crm.calllist.get", { ID: 13 }));
replies.push({ ...reply("", 302), headers: new Headers({ Location: "https://elsewhere.example/" }) });
seen.redirect = await told(b24.call("crm.calllist.get", { ID: 13 }));
replies.push(reply({ result: { result: { c0: { ID: "13" } }, result_error: { c1: { error: "X" } } } }));
seen.batch = (await batch(b24, [["crm.calllist.get", { ID: 13 }], ["crm.calllist.get", { ID: 14 }]])).map(({ ok }) => ok);
seen.timeout = await told(b24.call("crm.calllist.get", { ID: 13 }, { timeout: 20, deadline: 20 }));
const controller = new AbortController();
setTimeout(() => controller.abort(), 20);
seen.abort = await told(b24.call("crm.calllist.get", { ID: 13 }, { signal: controller.signal }));
seen.aborted = await told(b24.call("crm.calllist.get", { ID: 13 }, { signal: controller.signal }));
replies.push(reply({ error: "expired_token" }, 401), reply({ access_token: "t2", refresh_token: "r2" }), reply({ result: [] }));
const store = memoryStore({ access_token: "t1", refresh_token: "r1", expires_in: 1, client_endpoint: "https://portal.example/rest/" });
const application = createClient({ auth: oauth({ clientId: "a", clientSecret: "b", store }), fetch });
seen.renewal = await told(application.call("crm.calllist.list"));
const slow = createClient({ auth, fetch, limiter: leakyBucket({ burst: 1, perSecond: 20 }) });
replies.push(reply({ result: [] }), reply({ result: [] }));
seen.limits = await told(Promise.all([slow.call("crm.calllist.list"), slow.call("crm.calllist.statuslist")]));
replies.push(reply({ result: [{ ID: "13" }] }));
seen.rows = [];
for await (const row of iterate(b24, "crm.calllist.list")) seen.rows.push(row);
const reading = iterate(b24, "crm.calllist.list");
const first = reading.next();
await new Promise((resolve) => setTimeout(resolve, 20));
seen.ended = await told(Promise.all([first, reading.return()]));
try { webhook("no url"); } catch (error) { seen.wrong = error.message.slice(0, 40); }
print(JSON.stringify(seen));
`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "b24-calllist-platform-"));
});
afterAll(() => rm(folder, { recursive: true }));

it("works where nothing newer is", async () => {
  const bundle = join(folder, "client.mjs");
  await build({
    entryPoints: [source],
    bundle: true,
    format: "esm",
    target: "es2022",
    outfile: bundle,
    logLevel: "error",
  });
  await writeFile(join(folder, "program.mjs"), PROGRAM);
  const { stdout } = await exec(process.execPath, [join(folder, "program.mjs"), bundle]);
  expect(JSON.parse(stdout)).toEqual({
    call: { value: 51 },
    refusal: expect.objectContaining({ name: "PortalError", status: 400 }),
    redirect: expect.objectContaining({
      name: "PortalMovedError",
      message: expect.stringContaining("elsewhere.example"),
    }),
    batch: [true, false],
    timeout: expect.objectContaining({ name: "TimeoutError" }),
    abort: expect.objectContaining({ name: "AbortError" }),
    aborted: expect.objectContaining({ name: "AbortError" }),
    renewal: { value: [] },
    limits: { value: [[], []] },
    rows: [{ ID: "13" }],
    ended: { value: [{ done: true }, { done: true }] },
    wrong: expect.stringContaining("webhook(url): "),
  });
});

describe("the bundle", () => {
  it("holds no syntax that older platforms cannot read: no lookbehind", async () => {
    const { outputFiles } = await build({
      entryPoints: [source],
      bundle: true,
      format: "esm",
      write: false,
      logLevel: "error",
    });
    expect(outputFiles[0]!.text).not.toMatch(/\(\?<[=!]/);
  });
});
