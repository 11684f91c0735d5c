// What the command does, without a process of its own: see bin.test.ts for that.
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { command, type Surroundings } from "../src/command.ts";

let folder: string;
let out: string;
let err: string;
let around: Surroundings;
const signals = new Map<string, () => unknown>();

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "command-"));
  [out, err] = ["", ""];
  around = {
    stdout: { write: (text: string) => (out += text) } as never,
    stderr: { write: (text: string) => (err += text) } as never,
    once: (signal, run) => signals.set(signal, run),
  };
});
afterEach(async () => {
  await end();
  await rm(folder, { recursive: true, force: true });
});

async function end(signal = "SIGTERM"): Promise<void> {
  const close = signals.get(signal);
  signals.clear();
  await close?.();
}

async function start(...args: string[]): Promise<string> {
  await command(["--port", "0", ...args], around);
  expect(err).toBe("");
  return /^Sandbox portal: (\S+)$/m.exec(out)![1]!;
}

const get = async (url: string) => (await fetch(url)).json();

it("tells where the portal and its control are", async () => {
  await start();
  expect(out).toMatch(/^Sandbox portal: (http:\/\/127\.0\.0\.1:\d+)\/rest\/1\/x{16}\/\nControl: {8}\1\/__sandbox\/\n$/);
  expect([...signals.keys()]).toEqual(["SIGINT", "SIGTERM"]);
});

it.each(["SIGINT", "SIGTERM"])("ends on %s, and writes the state", async (signal) => {
  const file = join(folder, "portal.json");
  const url = await start("--state", file, "--no-limits");
  await get(`${url}crm.calllist.add?ENTITY_TYPE=CONTACT&ENTITIES[]=5`);
  await end(signal);
  expect(JSON.parse(await readFile(file, "utf8")).nextListId).toBe(52);
  await expect(fetch(url)).rejects.toThrow();
  expect(around.exitCode).toBeUndefined();
});

it("says so, with the exit code 1, where the last state cannot be written", async () => {
  await start("--state", join(folder, "portal.json"));
  await rm(folder, { recursive: true });
  await end();
  expect(err).toBe(
    `b24-calllist-sandbox: the state cannot be kept in ${join(folder, "portal.json")}: its folder does not exist\n`,
  );
  expect(around.exitCode).toBe(1);
});

it("has limits unless told otherwise", async () => {
  const statuses = async (url: string) =>
    Promise.all(Array.from({ length: 60 }, async () => (await fetch(`${url}profile`)).status));
  expect(await statuses(await start())).toContain(503);
  await end();
  out = "";
  expect(await statuses(await start("--no-limits"))).not.toContain(503);
});

it("takes a seed of one's own, operators, a path and names", async () => {
  const seed = join(folder, "mine.yaml");
  await writeFile(seed, "users: [{ id: 3, admin: true }]\nwebhooks: [{ user: 3, code: abc }]\n");
  const url = await start("--seed", seed, "--prefix", "/crm", "--operators", "chance=1", "--allow-host", "sandbox");
  expect(url).toMatch(/\/crm\/rest\/3\/abc\/$/);
  expect(await get(`${url}crm.calllist.list`)).toMatchObject({ result: [] });
  const control = url.replace(/\/rest\/.*/, "/__sandbox");
  expect(await get(`${control}/operators`)).toMatchObject({ setting: { chance: 1 } });
  expect((await get(`${control}/journal`))[0]).toMatchObject({ user: 3 });
});

it("prints the key where other machines reach it", async () => {
  const url = await start("--host", "127.0.0.2");
  const [, control, key] = /^Control: {8}(\S+)\?key=([\w-]{32})$/m.exec(out)!;
  expect(out).toContain(
    "\nOther machines reach this portal. Its control asks for the key: Authorization: Bearer KEY\n",
  );
  expect(url).toMatch(/^http:\/\/127\.0\.0\.2:/);
  expect((await fetch(`${control}clock`)).status).toBe(401);
  expect((await fetch(`${control}clock?key=${key}`)).status).toBe(200);
});

it("helps", async () => {
  for (const flag of ["--help", "-h"]) await command([flag], around);
  expect(out).toContain("Usage: b24-calllist-sandbox [--port 4020] [--seed demo]");
  for (const flag of [
    "--port N",
    "--seed SEED",
    "--state FILE",
    "--no-limits",
    "--operators",
    "--prefix",
    "--host HOST",
  ])
    expect(out).toContain(`\n  ${flag}`);
  expect(signals.size, "nothing was started").toBe(0);
});

it("tells its version", async () => {
  await command(["--version"], around);
  const { version } = JSON.parse(await readFile(new URL("../package.json", import.meta.url), "utf8"));
  expect(out).toBe(`${version}\n`);
});

describe("what is wrong is said on one line, and makes the exit code 1", () => {
  const cases: [args: string[], text: string][] = [
    [["--prefix", "crm"], 'prefix must be a path such as /crm, without a slash at its end, not "crm"'],
    [["--host", "192.0.2.1"], "--host takes an address of this machine, such as 0.0.0.0; 192.0.2.1 is none"],
    [
      ["--operators", "0.2"],
      '"0.2" is not understood; --operators takes chance=0.2 (before each method) or every=2000',
    ],
    [["--port", "x"], "--port takes a number from 0 to 65535, such as 4020"],
    [["--port", "65536"], "--port takes a number from 0 to 65535, such as 4020"],
    [["--port", "1 2"], "--port takes a number from 0 to 65535, such as 4020"],
    [["--port="], "--port takes a number from 0 to 65535, such as 4020"],
    [["--seed", "nothing.yaml"], "there is no file nothing.yaml; --seed takes demo, large or a file in YAML or JSON"],
    [["--seed", "a\n\u001b[2Jb\u202e.yaml"], "there is no file a \ufffd[2Jb\ufffd.yaml; --seed takes demo"],
    [["--seed", "large:0"], "large takes a size from 1 to 1000000, such as large:100000"],
    [["--state", "/nodir/x"], "the state cannot be kept in /nodir/x: its folder does not exist"],
    [["--allow-host", "sandbox:4020"], "--allow-host (allowHosts) takes a name without a port, such as sandbox"],
    [["--sed", "demo"], "Unknown option '--sed' (see --help)\n"],
    [["demo"], "Unexpected argument 'demo'. This command does not take positional arguments (see --help)\n"],
  ];
  it.each(cases)("%j", async (args, text) => {
    await command(args, around);
    expect(err.startsWith(`b24-calllist-sandbox: ${text}`), err).toBe(true);
    expect(err.indexOf("\n"), "one line").toBe(err.length - 1);
    expect(around.exitCode).toBe(1);
    expect(out).toBe("");
  });

  it("a port that is taken", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    await command(["--port", String(port)], around);
    expect(err).toBe(`b24-calllist-sandbox: port ${port} is taken; choose another with --port\n`);
    server.close();
  });
});
