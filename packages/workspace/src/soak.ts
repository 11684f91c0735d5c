// npm run soak: all programs under load, and stores after kill -9, until Ctrl-C or the end.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { run } from "@b24-calllist/testkit/run";
import { stopped } from "@b24-calllist/testkit/stopped";
import { killAll } from "./soak/child.ts";
import { Dice } from "./soak/dice.ts";
import { load } from "./soak/load.ts";
import type { Outcome, Setting } from "./soak/outcome.ts";
import { killSandboxes } from "./soak/state-kills.ts";
import { killApplications } from "./soak/token-kills.ts";

const HELP = `npm run soak: runs mock, sandbox, contract proxy and MCP server under good and bad load, and kills what keeps state

Usage: npm run soak -- [--minutes 5] [--kills 1000] [--seed N] [--only PART]

  --minutes N  minutes under good and bad load, with restarts; memory and handles have to stay flat (default 5)
  --kills N    how often a sandbox is killed while it keeps its state in a file, and a fifth as often an application while
               it renews its tokens; nothing that was confirmed may be lost, but for the last second (default 1000)
  --seed N     repeats the choices of the run that printed this seed
  --only PART  load, state or tokens
  --help       print this

Ends with 1 where something is not as it has to be. The files of such a run are kept, and named.
`;

const PARTS = ["load", "state", "tokens"] as const;
/** Sandboxes at the same time; they mostly wait. */
const LANES = 6;

try {
  const options = readOptions();
  if (options === undefined) process.stdout.write(HELP);
  else await soak(options);
} catch (error) {
  console.error((error as Error).message);
  process.exitCode ||= 1;
}

interface Options {
  minutes: number;
  kills: number;
  seed: number;
  parts: readonly (typeof PARTS)[number][];
}

/** What was asked for; undefined for the help. */
function readOptions(): Options | undefined {
  const text = { type: "string" } as const;
  const { values } = parseArgs({
    options: { minutes: text, kills: text, seed: text, only: text, help: { type: "boolean", short: "h" } },
  });
  if (values.help) return undefined;
  const number = (name: "minutes" | "kills" | "seed", otherwise: number): number => {
    const given = values[name] === undefined ? otherwise : Number(values[name]);
    if (given >= 0) return given;
    throw new Error(`--${name} takes a number, such as ${otherwise}`);
  };
  const only = PARTS.find((part) => part === values.only);
  if (values.only !== undefined && !only) throw new Error(`--only takes ${PARTS.join(", ")}`);
  return {
    minutes: number("minutes", 5),
    kills: number("kills", 1000),
    seed: number("seed", Math.floor(Math.random() * 1_000_000)),
    parts: only ? [only] : PARTS,
  };
}

async function soak({ minutes, kills, seed, parts }: Options): Promise<void> {
  const signal = stopped();
  const names = ["client", "mock", "sandbox", "mcp"].map((name) => `--filter=@b24-calllist/${name}`);
  const built = await run(
    "turbo",
    ["run", "build", ...names, "--output-logs=errors-only", "--log-prefix=none"],
    {},
    "quiet",
  );
  if (built !== 0) throw new Error("The build failed; see above.");
  console.log(`Seed ${seed}\n`);
  const folder = mkdtempSync(join(tmpdir(), "soak-"));
  const runPart: Record<(typeof PARTS)[number], (dice: Dice, setting: Setting) => Promise<Outcome>> = {
    load: (dice, setting) => load(minutes * 60, Math.max(4, Math.round(4 * minutes)), dice, setting),
    state: (dice, setting) => killSandboxes(kills, LANES, dice, setting),
    tokens: (dice, setting) => killApplications(Math.ceil(kills / 5), LANES, dice, setting),
  };
  let failures = 0;
  try {
    for (const [index, part] of PARTS.entries()) {
      if (!parts.includes(part) || signal.aborted) continue;
      const outcome = await runPart[part](new Dice(seed).for(index), { folder, signal, progress: progressOf(part) });
      failures += outcome.failures.length;
      console.log(`${part}: ${outcome.summary}`);
      for (const failure of outcome.failures) console.error(`${part} FAILED: ${failure}`);
    }
  } finally {
    killAll();
    if (failures === 0) rmSync(folder, { recursive: true, force: true });
  }
  if (failures > 0) throw new Error(`\n${failures} failures with the seed ${seed}. Files: ${folder}`);
}

/** Prints how far a part is, every ten seconds. */
function progressOf(part: string): (text: string) => void {
  let printedAt = 0;
  return (text) => {
    if (performance.now() < printedAt + 10_000) return;
    printedAt = performance.now();
    console.log(`${part}: ${text}`);
  };
}
