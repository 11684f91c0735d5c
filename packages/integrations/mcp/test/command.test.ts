// What the command does, in this process. That it can be started, and ends, is in bin.test.ts.
import { EventEmitter } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { PassThrough } from "node:stream";
import { afterEach, describe, expect, it, vi } from "vitest";
import { command, type Surroundings } from "../src/command.ts";

/** Not the sandbox's own code, which stands in every example. */
const SECRET = "s3cretcodes3cret";
const WEBHOOK = `https://example.bitrix24.com/rest/1/${SECRET}/`;

interface Fake {
  around: Surroundings;
  signals: EventEmitter;
  stdin: PassThrough;
  out(): string;
  err(): string;
}

const fakes: Fake[] = [];
afterEach(() => {
  for (const { stdin } of fakes.splice(0)) stdin.end();
});

/** A process with nothing but a webhook in its environment. */
function surroundings(webhook: string | undefined = WEBHOOK): Fake {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const texts = { out: "", err: "" };
  stdout.on("data", (chunk) => (texts.out += chunk));
  stderr.on("data", (chunk) => (texts.err += chunk));
  const signals = new EventEmitter();
  const streams = { stdin, stdout, stderr } as unknown as Pick<NodeJS.Process, "stdin" | "stdout" | "stderr">;
  const env = webhook === undefined ? {} : { B24_WEBHOOK_URL: webhook };
  const around = { env, ...streams, once: signals.once.bind(signals) };
  const fake = { around, signals, stdin, out: () => texts.out, err: () => texts.err };
  fakes.push(fake);
  return fake;
}

const request = (id: number, method: string, params: object): string =>
  `${JSON.stringify({ jsonrpc: "2.0", id, method, params })}\n`;
const INITIALIZE = request(1, "initialize", {
  protocolVersion: "2025-06-18",
  capabilities: {},
  clientInfo: { name: "test", version: "0" },
});
const LIST = request(2, "tools/list", {});
const CALL = request(2, "tools/call", { name: "crm_calllist_get", arguments: { ID: 13 } });

/** The answer to the second message. */
async function answered({ out }: Fake): Promise<Record<string, unknown>> {
  const lines = await vi.waitFor(() => {
    const whole = out().split("\n").slice(0, -1);
    expect(whole).toHaveLength(2);
    return whole;
  });
  return JSON.parse(lines[1]!).result;
}

it.each([
  [[], 7],
  [["--allow-writes"], 10],
])("with %j it offers %i tools", async (args, count) => {
  const fake = surroundings();
  expect(command(args, fake.around)).toBe(0);
  fake.stdin.write(INITIALIZE + LIST);
  expect((await answered(fake)).tools).toHaveLength(count);
  expect(fake.err()).toBe("");
  expect(JSON.parse(fake.out().split("\n")[0]!).result.serverInfo.version).toMatch(/^\d+\.\d+\.\d+$/);
});

it.each(["SIGINT", "SIGTERM"])(
  "calls the portal with its name and version, and ends the request on %s",
  async (signal) => {
    const agents: unknown[] = [];
    const asked = Promise.withResolvers<void>();
    const ended = Promise.withResolvers<void>();
    const portal = createServer((request) => {
      agents.push(request.headers["user-agent"]);
      request.socket.once("close", () => ended.resolve());
      asked.resolve();
    }).listen(0, "127.0.0.1");
    await new Promise((resolve) => portal.once("listening", resolve));
    const { port } = portal.address() as AddressInfo;
    const fake = surroundings(` http://127.0.0.1:${port}/rest/1/${SECRET}/\n`);
    command([], fake.around);
    fake.stdin.write(INITIALIZE + CALL);
    await asked.promise;
    fake.signals.emit(signal);
    await ended.promise;
    expect(fake.err()).toBe("");
    expect(agents[0]).toMatch(/^b24-calllist-mcp\/\d+\.\d+\.\d+\b/);
    portal.close();
  },
);

describe("what it prints on stderr holds no secret:", () => {
  it.each([
    ["nothing", "", "nothing was given"],
    ["a method behind it", `${WEBHOOK}crm.calllist.get`, "the path is not"],
    ["a user in it", `https://x@example.bitrix24.com/rest/1/${SECRET}/`, "there is a user or a password in it"],
    ["no URL", `example.bitrix24.com/${SECRET}`, "this is not a URL"],
    ["plain http", `http://example.bitrix24.com/rest/1/${SECRET}/`, "it has to be https"],
    ["another path", `https://example.bitrix24.com/rest/${SECRET}/`, "the path is not /rest/<user id>/<code>/"],
  ])("B24_WEBHOOK_URL is wrong (%s)", (_, url, text) => {
    const { around, out, err } = surroundings(url);
    expect([command([], around), out()]).toEqual([1, ""]);
    expect(err()).toMatch(/^b24-calllist-mcp: B24_WEBHOOK_URL: [^\n]*\n$/);
    expect(err()).toContain(text);
    expect(err()).toContain("https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/");
    expect(err()).not.toContain(SECRET);
  });

  it("B24_WEBHOOK_URL is missing", () => {
    const { around, err } = surroundings();
    around.env = {};
    expect(command([], around)).toBe(1);
    expect(err()).toContain("B24_WEBHOOK_URL: nothing was given");
  });

  it.each([WEBHOOK, `--webhook=${SECRET}`, `--${SECRET}`])("it was given as an argument (%#)", (arg) => {
    const { around, err } = surroundings();
    expect(command([arg], around)).toBe(1);
    expect(err()).toBe(
      "b24-calllist-mcp: it takes --allow-writes, --version and --help; the webhook goes into B24_WEBHOOK_URL\n",
    );
  });

  it("what comes on stdin is no message", async () => {
    const { around, stdin, err } = surroundings();
    command([], around);
    stdin.write(`{"jsonrpc":"1.0","${WEBHOOK}":1}\n`);
    await vi.waitFor(() => expect(err()).toBe("b24-calllist-mcp: what came on stdin is no message of MCP\n"));
  });

  it("a message whose text is printed: on one line, masked, without control characters, and not long", async () => {
    const { around, stdin, err } = surroundings();
    command([], around);
    const META = "io.modelcontextprotocol";
    // Of such a message the revision is printed.
    const _meta = {
      [`${META}/protocolVersion`]: `${WEBHOOK} \n\u202e\u009b2J${"x".repeat(100_000)}`,
      [`${META}/clientInfo`]: { name: "test", version: "0" },
      [`${META}/clientCapabilities`]: {},
    };
    stdin.write(`${JSON.stringify({ jsonrpc: "2.0", method: "notifications/any", params: { _meta } })}\n`);
    await vi.waitFor(() => expect(err()).not.toBe(""));
    expect(err()).toMatch(/^b24-calllist-mcp: Discarded a notification [^\n]{300,500}…\n$/);
    expect(err()).toContain("/rest/1/***/  \ufffd\ufffd2Jxxx");
    expect(err()).not.toContain(SECRET);
  });
});

it.each(["--help", "-h"])("%s helps, without a webhook", (flag) => {
  const { around, out, err } = surroundings("");
  expect([command([flag], around), err()]).toEqual([0, ""]);
  expect(out()).toContain(
    "\nUsage: B24_WEBHOOK_URL=https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/ b24-calllist-mcp",
  );
});

it("--version prints the version, without a webhook", () => {
  const { around, out } = surroundings("");
  expect(command(["--version"], around)).toBe(0);
  expect(out()).toMatch(/^\d+\.\d+\.\d+\n$/);
});
