import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, it, onTestFinished } from "vitest";
import { PASSWORD, PORTAL, socketPath, withRedis } from "./redis.ts";
import type { Settings } from "./worker.ts";

const LIMITS = { burst: 5, perSecond: 50 };
const TURNS = 20;

interface Worker {
  process: ChildProcess;
  lines: AsyncIterator<string>;
}

/** A worker in a process of its own, which is ready to begin. */
async function startWorker(): Promise<Worker> {
  const settings: Settings = {
    socketPath: socketPath(),
    password: PASSWORD,
    portal: PORTAL,
    limits: LIMITS,
    turns: TURNS,
  };
  const script = fileURLToPath(new URL("./worker.ts", import.meta.url));
  const process = spawn(globalThis.process.execPath, [script, JSON.stringify(settings)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  onTestFinished(() => void process.kill());
  const lines = createInterface({ input: process.stdout! })[Symbol.asyncIterator]();
  expect((await lines.next()).value).toBe("ready");
  return { process, lines };
}

withRedis("two processes", () => {
  it("share one allowance: at no time have more gone than a burst, and those that had time to leak out", async () => {
    const workers = await Promise.all([startWorker(), startWorker()]);
    const start = Date.now();
    for (const { process } of workers) process.stdin!.write("go\n");
    const times = await Promise.all(workers.map(async ({ lines }) => JSON.parse((await lines.next()).value)));

    expect(times.map((own) => own.length)).toEqual([TURNS, TURNS]);
    // A busy machine makes calls go later than they might, never earlier. Times are cut to milliseconds.
    const tooEarly = times
      .flat()
      .sort((a, b) => a - b)
      .map((time, index) => time - start - ((index + 1 - LIMITS.burst) / LIMITS.perSecond) * 1000)
      .filter((ms) => ms < -2);
    expect(tooEarly).toEqual([]);
  });
});
