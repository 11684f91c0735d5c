// A list of 1,000,000 participants: pages anywhere in it, making such a list, and the memory of it; and how long a start
// takes. The sandbox is the program that people run, in a process of its own.
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { median, ratio, table } from "@b24-calllist/testkit/bench-report";
import { request } from "undici";

const SIZE = 1_000_000;
const ROUNDS = 200;

/** Starts the program, and waits for the line that it is up. */
async function start(seed: string): Promise<{ child: ChildProcess; webhook: string; ms: number }> {
  const bin = fileURLToPath(new URL("../dist/bin.js", import.meta.url));
  const started = performance.now();
  const child = spawn(process.execPath, [bin, "--port", "0", "--seed", seed, "--no-limits"]);
  let text = "";
  for await (const chunk of child.stdout) {
    text += chunk;
    const webhook = /http:\S+\/rest\/1\/\w+\//.exec(text)?.[0];
    if (webhook) return { child, webhook, ms: performance.now() - started };
  }
  throw new Error(`the sandbox did not start: ${text}`);
}

/** Milliseconds that a call takes. */
async function timed(webhook: string, method: string, params: object): Promise<number> {
  const started = performance.now();
  const { statusCode, body } = await request(webhook + method, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(params),
  });
  await body.text();
  if (statusCode !== 200) throw new Error(`${method}: ${statusCode}`);
  return performance.now() - started;
}

/** Resident megabytes of a process, at most so far. */
function peak({ pid }: ChildProcess): string {
  const [, kilobytes] = /VmHWM:\s*(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))!;
  return (Number(kilobytes) / 1024).toFixed(0);
}

const demo = await start("demo");
demo.child.kill();
const large = await start(`large:${SIZE}`);
try {
  const afterStart = peak(large.child);
  const starts = [0, 50, SIZE / 2, SIZE - 50];
  const times = new Map(starts.map((at) => [at, [] as number[]]));
  for (let number = 0; number < ROUNDS; number++) {
    for (const [at, own] of times) {
      own.push(await timed(large.webhook, "crm.calllist.items.get", { LIST_ID: 1, start: at }));
    }
  }
  const first = times.get(0)!;
  console.log(`\nPages of a list of ${SIZE.toLocaleString("en")} participants (medians of ${ROUNDS})`);
  table(
    ["start", "ms", "x first page", "target"],
    [...times].map(([at, own]) => [String(at), median(own).toFixed(2), ratio(median(own) / median(first)), "≤ 2"]),
  );

  const ENTITIES = Array.from({ length: SIZE }, (_, index) => index + 1);
  const add = await timed(large.webhook, "crm.calllist.add", { ENTITY_TYPE: "CONTACT", ENTITIES });
  console.log("\nOn the whole");
  table(
    ["", "measured", "target"],
    [
      ["start with the demo seed, ms", demo.ms.toFixed(0), "≤ 300"],
      [`start with large:${SIZE}, ms`, large.ms.toFixed(0), ""],
      [`memory after the start, most so far, MB`, afterStart, "≤ 500"],
      [`add of ${SIZE.toLocaleString("en")} ids, s`, (add / 1000).toFixed(2), "≤ 5"],
      ["memory with both lists, most so far, MB", peak(large.child), "≤ 500"],
    ],
  );
} finally {
  large.child.kill();
}
