// A redis-server of the test's own, on a socket in a folder of its own.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "redis";
import { afterAll, afterEach, beforeAll, describe } from "vitest";

/** The server's password. Nothing that a user of the limiter sees may hold it. */
export const PASSWORD = "s3cretp4ssw0rd";
export const PORTAL = "portal.example";

const installed = spawnSync("redis-server", ["--version"]).status === 0;
if (!installed) console.warn("Tests with Redis are skipped: there is no redis-server (apt-get install redis-server).");

export type Redis = ReturnType<typeof client>;

let server: ChildProcess;
let folder: string;
const clients: Redis[] = [];

/** Tests with a real Redis, each beginning with an empty one. They are skipped where redis-server is not installed. */
export function withRedis(title: string, tests: () => void): void {
  describe.skipIf(!installed)(`${title} (skipped where redis-server is not installed)`, () => {
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), "b24-calllist-redis-"));
      await startRedis();
    });
    afterEach(async () => {
      // Whatever the test did to it.
      if (server.signalCode) await startRedis();
      wakeRedis();
      await (await connected()).flushAll();
      for (const client of clients.splice(0)) if (client.isOpen) client.destroy();
    });
    afterAll(async () => {
      await killRedis();
      await rm(folder, { recursive: true });
    });
    tests();
  });
}

/** Starts it, and waits until it can be connected to. */
export async function startRedis(): Promise<void> {
  const place = ["--port", "0", "--unixsocket", socketPath(), "--dir", folder];
  server = spawn("redis-server", [...place, "--save", "", "--requirepass", PASSWORD]);
  let output = "";
  for await (const text of server.stdout!.iterator({ destroyOnReturn: false })) {
    output += text;
    if (!output.includes("eady to accept connections")) continue;
    server.stdout!.resume();
    return;
  }
  throw new Error(`redis-server did not start: ${output}`);
}

/** Ends it as a crash does: nothing is saved. */
export async function killRedis(): Promise<void> {
  if (server.signalCode) return;
  const exit = once(server, "exit");
  server.kill("SIGKILL");
  await exit;
}

/** Connections stay open, and nobody answers. */
export const hangRedis = (): boolean => server.kill("SIGSTOP");
export const wakeRedis = (): boolean => server.kill("SIGCONT");

/** Where other processes find it. */
export const socketPath = (): string => join(folder, "redis.sock");

/** A client that has not been told to connect. It is closed after the test. */
export function newClient(): Redis {
  const made = client();
  clients.push(made);
  return made;
}

/** node-redis' own patience is 5 seconds, which a busy machine may need. */
const client = () =>
  createClient({
    password: PASSWORD,
    socket: { path: socketPath(), tls: false, reconnectStrategy: 20 },
    commandOptions: { timeout: 600_000 },
  }).on("error", () => {});

export async function connected(): Promise<Redis> {
  return newClient().connect();
}

/** Lets so much time pass for a portal's bucket, which measures it from the times it has kept. */
export async function pass(redis: Redis, ms: number, portal = PORTAL): Promise<void> {
  const key = `b24-calllist:${portal}`;
  await redis.multi().hIncrByFloat(key, "at", -ms).hIncrByFloat(key, "objected", -ms).exec();
}
