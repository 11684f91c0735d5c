// @module-tag slow
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const bin = fileURLToPath(new URL("../dist/bin.js", import.meta.url));
let folder: string;
const children: ChildProcess[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sandbox-"));
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  await rm(folder, { recursive: true, force: true });
});

function run(...args: string[]): ChildProcess {
  const child = spawn(process.execPath, [bin, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  children.push(child);
  return child;
}

async function start(...args: string[]): Promise<{ child: ChildProcess; webhookUrl: string }> {
  const child = run("--port", "0", ...args);
  for await (const line of createInterface(child.stdout!)) {
    const [, webhookUrl] = /^Sandbox portal: (\S+)$/.exec(line) ?? [];
    if (webhookUrl) return { child, webhookUrl };
  }
  throw new Error("it ended before it listened");
}

async function output(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const child = run(...args);
  const texts = { out: "", err: "" };
  child.stdout?.on("data", (chunk) => (texts.out += chunk));
  child.stderr?.on("data", (chunk) => (texts.err += chunk));
  const [code] = await once(child, "close");
  return { code, ...texts };
}

const get = async (url: string): Promise<Record<string, unknown>> => (await fetch(url)).json() as never;

describe("b24-calllist-sandbox", () => {
  it("listens, answers, and ends on a signal", async () => {
    const { child, webhookUrl } = await start();
    expect(await get(`${webhookUrl}crm.calllist.get?ID=13`)).toMatchObject({ result: { ID: "13" } });
    child.kill("SIGINT");
    expect((await once(child, "close"))[0]).toBe(0);
  });

  it("keeps its state in a file, also when it is killed", async () => {
    const file = join(folder, "portal.json");
    const first = await start("--state", file);
    await get(`${first.webhookUrl}crm.calllist.add?ENTITY_TYPE=CONTACT&ENTITIES[]=5`);
    await expect.poll(() => readFile(file, "utf8").catch(() => ""), { timeout: 10_000 }).toContain('"ID":51');
    first.child.kill("SIGKILL");
    await once(first.child, "close");
    const second = await start("--state", file);
    expect(await get(`${second.webhookUrl}crm.calllist.items.get?LIST_ID=51`)).toMatchObject({ result: [{ ID: 5 }] });
  });

  it("writes the state at the end, too", async () => {
    const file = join(folder, "portal.json");
    const { child, webhookUrl } = await start("--state", file);
    await get(`${webhookUrl}crm.calllist.add?ENTITY_TYPE=CONTACT&ENTITIES[]=5`);
    child.kill("SIGTERM");
    await once(child, "close");
    expect(JSON.parse(await readFile(file, "utf8")).nextListId).toBe(52);
  });

  it("ends with an error where the last state cannot be written", async () => {
    const own = join(folder, "own");
    await mkdir(own);
    const { child } = await start("--state", join(own, "portal.json"));
    await rm(own, { recursive: true });
    let err = "";
    child.stderr?.on("data", (chunk) => (err += chunk));
    child.kill("SIGTERM");
    expect((await once(child, "close"))[0]).toBe(1);
    expect(err).toContain(`the state cannot be kept in ${join(own, "portal.json")}: its folder does not exist`);
  });

  it("takes a large seed, and one of your own", async () => {
    const large = await start("--seed", "large:1000");
    expect(await get(`${large.webhookUrl}crm.calllist.items.get?LIST_ID=1&start=999`)).toMatchObject({
      result: [{ ID: 1000 }],
    });
    const file = join(folder, "mine.yaml");
    await writeFile(file, "users: [{ id: 3, admin: true }]\nwebhooks: [{ user: 3, code: abc }]\n");
    const own = await start("--seed", file);
    expect(own.webhookUrl).toMatch(/\/rest\/3\/abc\/$/);
    expect(await get(`${own.webhookUrl}crm.calllist.list`)).toMatchObject({ result: [] });
  });

  it("limits requests unless told otherwise", async () => {
    const statuses = async (url: string): Promise<number[]> =>
      Promise.all(Array.from({ length: 60 }, async () => (await fetch(`${url}profile`)).status));
    expect(await statuses((await start()).webhookUrl)).toContain(503);
    expect(await statuses((await start("--no-limits")).webhookUrl)).not.toContain(503);
  });

  it("lets operators work", async () => {
    const { webhookUrl } = await start("--operators", "chance=1,list=13,back=0");
    for (let round = 0; round < 3; round++) await get(`${webhookUrl}profile`);
    expect(await get(`${webhookUrl}crm.calllist.items.get?LIST_ID=13&FILTER[STATUS]=IN_WORK`)).toMatchObject({
      error: "ACCESS_ERROR",
    });
  });

  it("can be below a path, and on an address that other machines reach, with a key for its control", async () => {
    const child = run("--port", "0", "--prefix", "/crm", "--host", "127.0.0.2", "--allow-host", "sandbox");
    const lines: string[] = [];
    for await (const line of createInterface(child.stdout!)) if (lines.push(line) === 3) break;
    expect(lines[0]).toMatch(/^Sandbox portal: http:\/\/127\.0\.0\.2:\d+\/crm\/rest\/1\/x+\/$/);
    const [, page = "", key] = /^Control: +(\S+)\?key=(\S+)$/.exec(lines[1]!) ?? [];
    expect(lines[2]).toContain("Authorization: Bearer KEY");
    const ask = async (headers: HeadersInit) => (await fetch(`${page}clock`, { headers })).status;
    expect(await ask({})).toBe(401);
    expect(await ask({ Authorization: `Bearer ${key}` })).toBe(200);
  });

  it.each([
    [["--prefix", "crm"], "prefix must be a path such as /crm"],
    [["--host", "192.0.2.1"], "--host takes an address of this machine, such as 0.0.0.0"],
    [["--operators", "0.2"], '"0.2" is not understood; --operators takes chance=0.2'],
    [["--port", "x"], "--port takes a number from 0 to 65535"],
    [["--seed", "nothing.yaml"], "there is no file nothing.yaml; --seed takes demo, large or a file"],
    [["--seed", "large:0"], "large takes a size from 1 to 1000000"],
    [["--sed", "demo"], "(see --help)"],
    [["--seed", "a\n\u001b[2Jb\u202e.yaml"], "there is no file a \ufffd[2Jb\ufffd.yaml; --seed takes"],
    [["--state", "/nodir/x"], "the state cannot be kept in /nodir/x: its folder does not exist"],
    [["--allow-host", "sandbox:4020"], "--allow-host (allowHosts) takes a name without a port, such as sandbox"],
  ])("%j: says what is right", async (args, text) => {
    const { code, err } = await output(...args);
    expect(err).toContain(text);
    expect(code).toBe(1);
  });

  it("helps", async () => {
    const { out, code } = await output("--help");
    expect(out).toContain("Usage: b24-calllist-sandbox");
    expect(code).toBe(0);
  });
});
