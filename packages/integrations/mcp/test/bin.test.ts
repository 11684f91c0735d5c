// The built command, as an assistant starts it: over stdin and stdout, and ended by Ctrl-C.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { type Sandbox, startSandbox } from "@b24-calllist/sandbox";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { use } from "./assistant.ts";

const bin = fileURLToPath(new URL("../dist/bin.js", import.meta.url));
/** Not the sandbox's own code, which stands in every example. */
const SECRET = "s3cretcodes3cret";

let sandbox: Sandbox;
let webhookUrl: string;
const children: ChildProcess[] = [];
const clients: Client[] = [];
beforeAll(async () => {
  sandbox = await startSandbox({ limits: false });
  const { state } = sandbox.control;
  sandbox.control.seed({ ...state, webhooks: [...state.webhooks!, { user: 1, code: SECRET }] });
  webhookUrl = `${sandbox.url}/rest/1/${SECRET}/`;
});
beforeEach(() => sandbox.control.reset());
afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  for (const client of clients.splice(0)) await client.close();
});
afterAll(() => sandbox.close());

function run(args: string[], webhook: string | undefined): ChildProcess {
  const { B24_WEBHOOK_URL: _, ...env } = process.env;
  const child = spawn(process.execPath, [bin, ...args], {
    env: { ...env, ...(webhook !== undefined && { B24_WEBHOOK_URL: webhook }) },
  });
  children.push(child);
  return child;
}

/** What a process prints, which grows. */
function printed({ stdout, stderr }: ChildProcess): { out: string; err: string } {
  const texts = { out: "", err: "" };
  stdout?.on("data", (chunk) => (texts.out += chunk));
  stderr?.on("data", (chunk) => (texts.err += chunk));
  return texts;
}

async function output(args: string[], webhook?: string): Promise<{ code: number; out: string; err: string }> {
  const child = run(args, webhook);
  const texts = printed(child);
  child.stdin?.end();
  const [code] = await once(child, "close");
  return { code, ...texts };
}

/** An assistant on the command, and all that the command prints on stderr. */
async function connect(args: string[] = [], mode: "legacy" | "auto" = "legacy") {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [bin, ...args],
    env: { B24_WEBHOOK_URL: webhookUrl },
    stderr: "pipe",
  });
  let err = "";
  transport.stderr?.on("data", (chunk) => (err += chunk));
  const client = new Client({ name: "test", version: "0.0.0" }, { versionNegotiation: { mode } });
  await client.connect(transport);
  clients.push(client);
  return { client, err: () => err };
}

describe("an assistant on the built command", { tags: "slow" }, () => {
  it("reads, and cannot write", async () => {
    const { client } = await connect();
    expect((await client.listTools()).tools).toHaveLength(7);
    expect((await use(client, "read_participants", { LIST_ID: 13 })).json).toMatchObject({ rows: [{ ID: 9 }, {}, {}] });
  });

  it("writes with --allow-writes", async () => {
    const { client } = await connect(["--allow-writes"]);
    const before = sandbox.control.state.lists!.length;
    const { json } = await use(client, "crm_calllist_add", { ENTITY_TYPE: "CONTACT", ENTITIES: [9] });
    expect(json).toBe(51);
    expect(sandbox.control.state.lists).toHaveLength(before + 1);
  });

  it("may speak the protocol of 2025 or that of 2026", async () => {
    const [old, recent] = [await connect([], "legacy"), await connect([], "auto")];
    expect(old.client.getNegotiatedProtocolVersion()).toMatch(/^2025/);
    expect(recent.client.getNegotiatedProtocolVersion()).toMatch(/^2026/);
    for (const { client } of [old, recent])
      expect((await use(client, "crm_calllist_get", { ID: 13 })).json).toMatchObject({ ID: "13" });
  });

  it.each(["legacy", "auto"] as const)("reads a list with several calls (%s protocol)", async (mode) => {
    const { state } = sandbox.control;
    const participants = { from: 1, to: 600 };
    const list = { ID: 99, DATE_CREATE: "2026-08-20 09:00:00", CREATED_BY_ID: 1, ENTITY_TYPE_ID: 3, participants };
    sandbox.control.seed({ ...state, contacts: participants, lists: [list] } as never);
    const { client } = await connect([], mode);
    const first = (await use(client, "read_participants", { LIST_ID: 99 })).json as { next_cursor: string };
    const { json } = await use(client, "read_participants", { LIST_ID: 99, cursor: first.next_cursor });
    expect(json).toMatchObject({ total: 600, rows: { length: 100, 99: { ID: 600 } } });
    sandbox.control.seed(state);
  });

  it("is told of a limit at once", async () => {
    sandbox.control.addFault({ fault: "operation-time" });
    const { client } = await connect();
    expect((await use(client, "crm_calllist_statuslist")).text).toContain("Not before: ");
  });
});

describe("no secret", { tags: "slow" }, () => {
  it("is in anything that the tools answer or the command prints", async () => {
    const { client, err } = await connect(["--allow-writes"]);
    const add = { ENTITY_TYPE: "CONTACT", ENTITIES: [9] };
    const texts: string[] = [];
    for (const fault of [
      "reset-after",
      "error-html",
      "error-json",
      "html-200",
      "moved",
      "overload",
      "deleted",
    ] as const) {
      sandbox.control.addFault({ fault });
      texts.push((await use(client, "crm_calllist_add", add)).text);
    }
    texts.push((await use(client, "crm_calllist_get", { ID: 9999 })).text);
    texts.push(JSON.stringify(await client.listTools()), JSON.stringify(await client.listResources()));
    expect(texts.filter((text) => text.includes("Executed: "))).toHaveLength(8);
    expect(texts.join() + err()).not.toContain(SECRET);
  });
});

const INITIALIZE = JSON.stringify({
  jsonrpc: "2.0",
  id: 1,
  method: "initialize",
  params: { protocolVersion: "2025-06-18", capabilities: {}, clientInfo: { name: "test", version: "0" } },
});

describe("it ends", { tags: "slow" }, () => {
  const CALL = JSON.stringify({
    jsonrpc: "2.0",
    id: 2,
    method: "tools/call",
    params: { name: "crm_calllist_statuslist", arguments: {} },
  });

  it.each(["SIGINT", "SIGTERM"] as const)("on %s, with nothing printed but its answers", async (signal) => {
    const child = run([], webhookUrl);
    const texts = printed(child);
    child.stdin?.write(`${INITIALIZE}\n`);
    await once(child.stdout!, "data");
    child.kill(signal);
    expect(await once(child, "close")).toEqual([0, null]);
    expect(JSON.parse(texts.out)).toMatchObject({ id: 1, result: { serverInfo: { name: "b24-calllist" } } });
    expect(texts.err).toBe("");
  });

  it("on Ctrl-C in the middle of a call", async () => {
    // A portal that takes a request and never answers.
    const silent = createServer().listen(0, "127.0.0.1");
    await once(silent, "listening");
    const { port } = silent.address() as AddressInfo;
    const child = run([], `http://127.0.0.1:${port}/rest/1/${SECRET}/`);
    const texts = printed(child);
    child.stdin?.write(`${INITIALIZE}\n${CALL}\n`);
    const [request] = await once(silent, "request");
    const hungUp = once(request.socket, "close");
    child.kill("SIGINT");
    expect(await once(child, "close")).toEqual([0, null]);
    await hungUp;
    expect(texts.err).toBe("");
    silent.close();
  });

  it("when the assistant closes its end", async () => {
    expect(await output([], webhookUrl)).toEqual({ code: 0, out: "", err: "" });
  });
});

it("helps, without a webhook", { tags: "slow" }, async () => {
  const { out, code } = await output(["--help"]);
  expect(out).toContain(
    "Usage: B24_WEBHOOK_URL=https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/ b24-calllist-mcp",
  );
  expect(code).toBe(0);
});

it("says what is missing", { tags: "slow" }, async () => {
  const { code, err } = await output([]);
  expect(code).toBe(1);
  expect(err).toContain(
    "B24_WEBHOOK_URL: nothing was given. A webhook URL looks like https://example.bitrix24.com/rest/1/",
  );
});
