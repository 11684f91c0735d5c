// @module-tag slow
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
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

  it("ends with the exit code 1 for what is wrong", async () => {
    const { code, err } = await output("--state", "/nodir/x");
    expect(err).toBe("b24-calllist-sandbox: the state cannot be kept in /nodir/x: its folder does not exist\n");
    expect(code).toBe(1);
  });
});
