// The mock and the MCP server take a method that is added to the description, too. What they read is a copy of it.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { document, PARAMS, RESULT, WIRE } from "@b24-calllist/conformance/seventh-method";
import { startMock } from "@b24-calllist/mock";
import { afterAll, beforeAll, expect, it } from "vitest";

let folder: string;
let mock: Awaited<ReturnType<typeof startMock>>;
let server: ChildProcess | undefined;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "b24-calllist-seventh-"));
  writeFileSync(join(folder, "openapi.json"), JSON.stringify(document));
  mock = await startMock({ port: 0, spec: join(folder, "openapi.json") });
});
afterAll(async () => {
  server?.kill();
  await mock.close();
  rmSync(folder, { recursive: true });
});

const call = (params: object): Promise<Response> =>
  fetch(`${mock.webhookUrl}${WIRE}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(params),
  });

it("the mock responds with its example, and reports what breaks its description", async () => {
  const response = await call(PARAMS);
  expect(await response.json()).toMatchObject({ result: RESULT });
  expect(response.headers.get("sl-violations")).toBeNull();
  expect((await call({ ...PARAMS, COLOR: "BLUE" })).headers.get("sl-violations")).toContain("COLOR");
});

it("the MCP server offers it as a tool, and calls it", async () => {
  server = spawn(process.execPath, [join(mcpWith(document), "dist/bin.js"), "--allow-writes"], {
    env: { ...process.env, B24_WEBHOOK_URL: mock.webhookUrl },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const about = { protocolVersion: "2025-06-18", capabilities: {}, clientInfo: { name: "test", version: "1" } };
  await ask(server, "initialize", about);
  const { tools } = await ask(server, "tools/list", {});
  const tool = tools.find(({ name }: { name: string }) => name === WIRE.replaceAll(".", "_"));
  expect(tool).toMatchObject({ title: "Mark a call list", annotations: { idempotentHint: true, readOnlyHint: false } });
  expect(tool.description).toContain("Colours fade.");
  const result = await ask(server, "tools/call", { name: tool.name, arguments: PARAMS });
  expect(result).toMatchObject({ structuredContent: RESULT });
});

/** The built server beside a copy of the description. */
function mcpWith(sdk: object): string {
  const [from, to] = [
    dirname(fileURLToPath(import.meta.resolve("@b24-calllist/mcp/package.json"))),
    join(folder, "mcp"),
  ];
  const spec = join(to, "node_modules/@b24-calllist/spec");
  mkdirSync(dirname(spec), { recursive: true });
  cpSync(join(from, "dist"), join(to, "dist"), { recursive: true });
  cpSync(join(from, "package.json"), join(to, "package.json"));
  for (const scope of ["", "@b24-calllist"]) {
    for (const name of readdirSync(join(from, "node_modules", scope))) {
      if (name === "spec" || name === "@b24-calllist") continue;
      symlinkSync(join(from, "node_modules", scope, name), join(to, "node_modules", scope, name));
    }
  }
  cpSync(join(from, "node_modules/@b24-calllist/spec"), spec, { recursive: true, dereference: true });
  writeFileSync(join(spec, "dist/sdk.json"), JSON.stringify(sdk));
  return to;
}

// biome-ignore lint/suspicious/noExplicitAny: a result of JSON-RPC is looked into freely here.
async function ask({ stdin, stdout }: ChildProcess, method: string, params: object): Promise<any> {
  const lines = createInterface({ input: stdout! });
  stdin!.write(`${JSON.stringify({ jsonrpc: "2.0", id: method, method, params })}\n`);
  const [line] = await once(lines, "line");
  lines.close();
  return JSON.parse(line).result;
}
