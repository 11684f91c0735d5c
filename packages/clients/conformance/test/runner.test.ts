// The runner finds what is wrong with a client: each of these drivers has one mistake.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { play } from "../src/play.ts";
import type { Vector } from "../src/vector.ts";
import { readVectors } from "../src/vectors.ts";

const vectors = readVectors();
const vector = (id: string): Vector => vectors.find((one) => one.id === id)!;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "b24-calllist-conformance-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** A driver that sends what it is told to, to the address it gets, and tells what is written here. */
async function wrongBy(id: string, code: string): Promise<string> {
  const file = join(folder, "driver.mjs");
  await writeFile(
    file,
    `import { createInterface } from "node:readline";
    for await (const text of createInterface({ input: process.stdin })) {
      const { id, auth, call } = JSON.parse(text);
      const post = (body = call.params, method = call.method) => fetch(auth.url + method, {
        method: "POST", redirect: "manual", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
      }).then((response) => response.json(), (error) => ({ error: { kind: "connection" } }));
      const tell = (told) => console.log(JSON.stringify({ id, shown: "a client", ...told }));
      ${code}
    }`,
  );
  const target = { id: "x", name: "X", folder, needs: [], command: [process.execPath, file] };
  const [played] = await play(target, [vector(id)]);
  return played!.wrong.join("\n");
}

const GOOD = "tell({ result: (await post()).result });";

describe("the runner", () => {
  it("has nothing to say about a client that does it right", async () => {
    expect(await wrongBy("get/contacts", GOOD)).toBe("");
  });

  it.each(["field/gzip-get", "field/bom-get", "field/below-a-path"])("plays %s byte by byte", async (id) => {
    expect(await wrongBy(id, GOOD)).toBe("");
  });

  const mistakes: [what: string, id: string, code: string, says: RegExp][] = [
    ["another result", "get/contacts", `await post(); tell({ result: { ID: 14 } });`, /ended in .*14.*should in/],
    ["a result that is left out", "list/all", "await post(); tell({ result: [] });", /ended in/],
    ["no error", "refusals/list-not-found", "await post(); tell({ result: null });", /ended in .*should in/],
    ["another kind of error", "refusals/access", `await post(); tell({ error: { kind: "portal" } });`, /ended in/],
    ["another body", "get/contacts", "tell({ result: (await post({ ID: 14 })).result });", /\{"ID":14\}, and not/],
    [
      "PHP's [] for an empty filter",
      "items/empty-filter",
      "tell(await post({ ...call.params, FILTER: [] }));",
      /FILTER/,
    ],
    ["another method", "get/contacts", `tell(await post({}, "crm.calllist.list"));`, /and not POST/],
    ["a request too many", "add/contacts", `await post(); ${GOOD}`, /2 requests were sent, and not 1/],
    [
      "a request too few",
      "retries/reset/get",
      `await post().catch(() => {}); tell({ result: null });`,
      /1 requests .* not 2/,
    ],
    [
      "a request too early",
      "iterate/put-off",
      `for (const method of ["crm.calllist.list", "batch", "crm.calllist.list"]) await post({}, method); tell({});`,
      /request 3: it came \d+ ms too early/,
    ],
    [
      "a wrong time to come again",
      "busy/retry-after",
      `await post();
      const error = { kind: "limit", status: 503, code: "QUERY_LIMIT_EXCEEDED", retryAt: Date.now() + 60_000 };
      tell({ error });`,
      /ended in .*retryAt.*should in .*"retryAfter":90/,
    ],
    [
      "a time to come again that nobody knows",
      "batch/busy",
      `await post({}, "batch");
      const error = { kind: "limit", status: 200, code: "QUERY_LIMIT_EXCEEDED", retryAt: Date.now() + 60_000 };
      tell({ result: [{ error }] });`,
      /ended in .*retryAt.*should in .*"retryAfter":null/,
    ],
    [
      "a redirect that is followed",
      "moved/login",
      `await fetch(auth.url + call.method, { method: "POST" }); tell({});`,
      /other server/,
    ],
    [
      "a list made twice",
      "really/add-reset-after",
      `await post(); await post(); tell({ error: { kind: "outcome-unknown" } });`,
      /2 call lists were made/,
    ],
    [
      "a list made by a call that was not executed, as the client says",
      "really/add-reset-after",
      `await post(); tell({ error: { kind: "outcome-unknown", executed: "no", sent: true } });`,
      /1 call lists were made, and the client says that nothing was executed/,
    ],
    [
      "an error that does not say whether the call was executed",
      "refusals/access",
      `const { error: code, error_description: description } = await post();
      tell({ error: { kind: "access", status: 403, code, description } });`,
      /ended in .*should in .*"executed":"no","sent":true/,
    ],
    [
      "a secret that is shown",
      "get/contacts",
      "tell({ result: (await post()).result, shown: auth.url });",
      /a secret \(code\)/,
    ],
    [
      "add over a connection that was used",
      "field/new-connection-add",
      `await post();
      await new Promise(setImmediate);
      tell({ result: (await post()).result });`,
      /request 2: it came over a connection that had brought a request before/,
    ],
    [
      "compression that is not accepted",
      "field/gzip-get",
      `const headers = { "Content-Type": "application/json", "Accept-Encoding": "identity" };
      const init = { method: "POST", headers, body: JSON.stringify(call.params) };
      tell({ result: (await (await fetch(auth.url + call.method, init)).json()).result });`,
      /request 1: Accept-Encoding identity, without gzip/,
    ],
    [
      "an error that does not say what came",
      "field/result-get-null",
      `await post(); tell({ error: { kind: "unexpected-response", status: 200 } });`,
      /ended in .*should in .*"says":"result: null"/,
    ],
    ["a secret in the log", "get/contacts", `console.error(auth.url); ${GOOD}`, /its error output/],
    ["nothing shown", "get/contacts", `tell({ result: (await post()).result, shown: "" });`, /does not show/],
    ["a driver that ends", "get/contacts", "process.exit(1);", /gave no answer: Error: it ended/],
    ["a driver that chatters", "get/contacts", `console.log("hello");`, /gave no answer: SyntaxError/],
  ];
  it.each(mistakes)("finds %s", async (_, id, code, says) => {
    expect(await wrongBy(id, code)).toMatch(says);
  });
});
