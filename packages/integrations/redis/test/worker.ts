// A worker of the test with two processes: takes so many turns at once, and prints when it got each of them.
import type { Limits } from "@b24-calllist/client";
import { createClient } from "redis";
import { limiterOn } from "../src/limiter.ts";
import { systemClock } from "../src/time.ts";

/** What it is started with. */
export interface Settings {
  socketPath: string;
  password: string;
  portal: string;
  limits: Limits;
  turns: number;
}

const { socketPath, password, portal, limits, turns } = JSON.parse(process.argv[2]!) as Settings;

// Patient, so that a busy machine does not look like a Redis that is gone.
const PATIENCE = 600_000;

const client = createClient({
  password,
  socket: { path: socketPath, tls: false },
  commandOptions: { timeout: PATIENCE },
});
await client.connect();
const limiter = limiterOn(systemClock, { client, limits }, PATIENCE);
const { signal } = new AbortController();

console.log("ready");
process.stdin.once("data", async () => {
  const turn = async () => {
    await limiter.acquire(portal, signal);
    return Date.now();
  };
  console.log(JSON.stringify(await Promise.all(Array.from({ length: turns }, turn))));
  client.destroy();
  process.stdin.destroy();
});
