// Requests a second, and processor time a request, beside Prism and the barest server there is, which sends the same
// bytes. One process and one core each; the rounds take turns, so that what else the machine does hits them alike.
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { median, ratio, table } from "@b24-calllist/testkit/bench-report";
import { request } from "undici";

const ROUNDS = 5;
const CALLS: Record<string, number> = { bare: 4000, sandbox: 4000, prism: 500 };
const AT_A_TIME = 32;
const headers = { "Content-Type": "application/json" };

interface Target {
  name: string;
  child: ChildProcess;
  url: string;
}

async function start(name: string, path: string, env = {}): Promise<Target> {
  const child = fork(new URL("server.ts", import.meta.url), [name], { env: { ...process.env, ...env } });
  const [port] = await once(child, "message");
  return { name, child, url: `http://127.0.0.1:${port}/${path}` };
}

/** Microseconds of processor time that a server has used. */
async function used({ child }: Target): Promise<number> {
  child.send("cpu");
  const [time] = await once(child, "message");
  return time;
}

/** How many requests a second a server answers, and the microseconds it works for one. */
async function round(target: Target, body: string): Promise<{ perSecond: number; cpu: number }> {
  const calls = CALLS[target.name]!;
  let left = calls;
  const worker = async (): Promise<void> => {
    while (left-- > 0) {
      const { statusCode, body: answer } = await request(target.url, { method: "POST", headers, body });
      await answer.text();
      if (statusCode !== 200) throw new Error(`${target.name} answers with ${statusCode}`);
    }
  };
  const before = await used(target);
  const started = performance.now();
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
  const seconds = (performance.now() - started) / 1000;
  return { perSecond: calls / seconds, cpu: ((await used(target)) - before) / calls };
}

/** A description with this answer as the method's one example: Prism has no state to make it of. */
async function describe(folder: string, method: string, value: object): Promise<string> {
  const document = JSON.parse(await readFile(new URL("../../../../spec/dist/openapi.json", import.meta.url), "utf8"));
  document.paths[`/${method}`].post.responses["200"].content["application/json"].examples = { page: { value } };
  const file = join(folder, `${method}.json`);
  await writeFile(file, JSON.stringify(document));
  return file;
}

async function compare(folder: string, method: string, params: object): Promise<void> {
  const body = JSON.stringify(params);
  const sandbox = await start("sandbox", `rest/1/xxxxxxxxxxxxxxxx/${method}`);
  const answer = await (await request(sandbox.url, { method: "POST", headers, body })).body.text();
  const rows = (JSON.parse(answer).result as unknown[]).length;
  const bare = await start("bare", "", { BODY: answer });
  const DESCRIPTION = await describe(folder, method, JSON.parse(answer));
  const prism = await start("prism", method, { DESCRIPTION });
  const targets = [bare, sandbox, prism];
  try {
    const rounds = new Map(targets.map(({ name }) => [name, [] as Awaited<ReturnType<typeof round>>[]]));
    for (const target of targets) await round(target, body);
    for (let number = 0; number < ROUNDS; number++) {
      for (const target of number % 2 ? targets.toReversed() : targets) {
        rounds.get(target.name)!.push(await round(target, body));
      }
    }
    const own = rounds.get("sandbox")!;
    console.log(`\n${method}, ${rows} rows, ${AT_A_TIME} at a time (medians of ${ROUNDS} rounds)`);
    table(
      ["server", "requests/s", "µs of processor", "sandbox is x as fast"],
      [...rounds].map(([name, measured]) => [
        name,
        median(measured.map(({ perSecond }) => perSecond)).toFixed(0),
        median(measured.map(({ cpu }) => cpu)).toFixed(0),
        ratio(median(measured.map(({ cpu }, index) => cpu / own[index]!.cpu))),
      ]),
    );
  } finally {
    for (const { child } of targets) child.disconnect();
  }
}

const folder = await mkdtemp(join(tmpdir(), "b24-calllist-bench-"));
try {
  await compare(folder, "crm.calllist.items.get", { LIST_ID: 1 });
  await compare(folder, "crm.calllist.list", {});
} finally {
  await rm(folder, { recursive: true });
}
console.log(
  "\nTargets: at least 0.5 of bare, at least 8 x Prism, by processor time: the asking side is a core of its own.",
);
