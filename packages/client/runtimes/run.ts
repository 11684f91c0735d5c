// npm run test:runtimes: installs the packed client and the runtimes from npm, and runs the same checks in each.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { stopped } from "../../dev/src/stopped.ts";
import { startPortal } from "./portal.ts";
import { makeProject } from "./project.ts";
import { type Outcome, report } from "./report.ts";
import { RUNTIMES, type Runtime } from "./runtimes.ts";

const NAMES = RUNTIMES.map(({ name }) => name);
const USAGE = `Usage: npm run test:runtimes [-- --only NAME …], with ${NAMES.join(", ")}`;
/** For one runtime; a second is usual. */
const TIME = 60_000;

/** The runtimes asked for. */
function wanted(): Runtime[] {
  try {
    const { values } = parseArgs({ options: { only: { type: "string", multiple: true }, help: { type: "boolean" } } });
    const { only = NAMES, help } = values;
    if (!help && only.every((name) => NAMES.includes(name))) return RUNTIMES.filter(({ name }) => only.includes(name));
    console.log(USAGE);
    process.exit(help ? 0 : 1);
  } catch (error) {
    console.error(`${(error as Error).message}\n${USAGE}`);
    process.exit(1);
  }
}

async function runIn(runtime: Runtime, dir: string, signal: AbortSignal): Promise<Outcome> {
  const portal = await startPortal();
  try {
    return {
      runtime,
      seen: await runtime.run(dir, portal.places, AbortSignal.any([signal, AbortSignal.timeout(TIME)])),
    };
  } catch (error) {
    return { runtime, failed: String(error) };
  } finally {
    portal.close();
  }
}

const runtimes = wanted();
const stop = stopped();
const dir = await mkdtemp(join(tmpdir(), "b24-calllist-runtimes-"));
try {
  const present = runtimes.filter(({ missing }) => !missing);
  await makeProject(
    dir,
    present.flatMap(({ install }) => install ?? []),
    stop,
  );
  const outcomes: Outcome[] = [];
  for (const runtime of present) {
    outcomes.push(await runIn(runtime, dir, stop));
    stop.throwIfAborted();
  }
  if (report(outcomes) > 0) process.exitCode = 1;
  for (const { name, missing } of runtimes) {
    if (!missing) continue;
    console.log(`${name} is missing: ${missing}`);
    if (process.env.CI) process.exitCode = 1;
  }
} catch (error) {
  if (!stop.aborted) throw error;
} finally {
  // A child that was ended may write to it for a moment yet.
  await rm(dir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}
