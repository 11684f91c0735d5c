// npm run test:runtimes: installs the packed client and the runtimes from npm, and runs the same checks in each; and in
// frameworks and test runners, checks of their own.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { stopped } from "@b24-calllist/testkit/stopped";
import { startPortal } from "./portal.ts";
import { makeProject, type Project } from "./project.ts";
import { PROJECTS, runProject } from "./projects.ts";
import { type Outcome, report, reportProject } from "./report.ts";
import { RUNTIMES, type Runtime } from "./runtimes.ts";

const NAMES = [...RUNTIMES, ...PROJECTS].map(({ name }) => name);
const USAGE = `Usage: npm run test:runtimes [-- --only NAME …], with ${NAMES.join(", ")}`;
/** For one runtime; a second is usual. */
const TIME = 60_000;
/** For all projects, which install and build. */
const PROJECTS_TIME = 600_000;

/** The names asked for. */
function wanted(): string[] {
  try {
    const { values } = parseArgs({ options: { only: { type: "string", multiple: true }, help: { type: "boolean" } } });
    const { only = NAMES, help } = values;
    if (!help && only.every((name) => NAMES.includes(name))) return only;
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

/** Runs projects at the same time, since most of it is waiting for npm. Gives the number of misses. */
async function runProjects(projects: Project[], dir: string, tarball: string, signal: AbortSignal): Promise<number> {
  const inTime = AbortSignal.any([signal, AbortSignal.timeout(PROJECTS_TIME)]);
  const misses = projects.map(async (project) => {
    const seen = await runProject(project, dir, tarball, inTime).catch((error) => ({ threw: String(error) }));
    return reportProject(project, seen);
  });
  return (await Promise.all(misses)).reduce((sum, count) => sum + count, 0);
}

const only = wanted();
const runtimes = RUNTIMES.filter(({ name }) => only.includes(name));
const projects = PROJECTS.filter(({ name }) => only.includes(name));
const stop = stopped();
const dir = await mkdtemp(join(tmpdir(), "b24-calllist-runtimes-"));
try {
  const present = runtimes.filter(({ missing }) => !missing);
  const tarball = await makeProject(
    dir,
    present.flatMap(({ install }) => install ?? []),
    stop,
  );
  const outcomes: Outcome[] = [];
  for (const runtime of present) {
    outcomes.push(await runIn(runtime, dir, stop));
    stop.throwIfAborted();
  }
  if (outcomes.length > 0 && (await report(outcomes)) > 0) process.exitCode = 1;
  if ((await runProjects(projects, dir, tarball, stop)) > 0) process.exitCode = 1;
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
