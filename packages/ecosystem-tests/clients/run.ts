// npm run test:foreign: clients in other languages, unchanged, what stock generators make of the description, and
// schemathesis, against the sandbox.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { stopped } from "@b24-calllist/testkit/stopped";
import { CLIENTS, type Suite } from "./clients.ts";
import { GENERATORS } from "./generators/generators.ts";
import { startPortal } from "./portal.ts";
import { type Row, report } from "./report.ts";
import { SCHEMATHESIS } from "./schemathesis.ts";
import { build, HOW_TO_INSTALL, isThere, type Tool, virtualenv } from "./tools.ts";

const SUITES = [...CLIENTS, ...GENERATORS, SCHEMATHESIS];
const NAMES = SUITES.map(({ name }) => name);
const USAGE = `Usage: npm run test:foreign [-- --only NAME …], with ${NAMES.join(", ")}`;
/** For one suite; half a minute is usual for the slowest. */
const TIME = 180_000;

/** The suites asked for. */
function wanted(): Suite[] {
  try {
    const { values } = parseArgs({ options: { only: { type: "string", multiple: true }, help: { type: "boolean" } } });
    const { only = NAMES, help } = values;
    if (!help && only.every((name) => NAMES.includes(name))) return SUITES.filter(({ name }) => only.includes(name));
    console.log(USAGE);
    process.exit(help ? 0 : 1);
  } catch (error) {
    console.error(`${(error as Error).message}\n${USAGE}`);
    process.exit(1);
  }
}

async function rowsOf(suite: Suite, python: string | undefined, dir: string, stop: AbortSignal): Promise<Row[]> {
  const portal = await startPortal(stop);
  try {
    return await suite.run({ portal, python, dir, signal: AbortSignal.any([stop, AbortSignal.timeout(TIME)]) });
  } catch (error) {
    return [{ check: "runs", saw: "it did not", miss: String(error) }];
  } finally {
    await portal.close();
  }
}

const suites = wanted();
const stop = stopped();
const dir = await mkdtemp(join(tmpdir(), "b24-calllist-foreign-"));
try {
  const missing = new Set<Tool>();
  for (const tool of new Set(suites.flatMap(({ needs }) => needs))) if (!(await isThere(tool))) missing.add(tool);
  const present = suites.filter(({ needs }) => !needs.some((tool) => missing.has(tool)));
  await build(stop);
  const python = present.some(({ needs }) => needs.includes("python")) ? await virtualenv(stop) : undefined;

  const outcomes: { name: string; rows: Row[] }[] = [];
  for (const suite of present) {
    outcomes.push({ name: suite.name, rows: await rowsOf(suite, python, dir, stop) });
    stop.throwIfAborted();
  }
  if (report(outcomes) > 0) process.exitCode = 1;
  for (const { name, needs } of suites) {
    const lacking = needs.filter((tool) => missing.has(tool));
    if (lacking.length === 0) continue;
    console.log(`${name} was skipped; it needs ${lacking.map((tool) => HOW_TO_INSTALL[tool]).join(" and ")}.`);
    if (process.env.CI) process.exitCode = 1;
  }
} catch (error) {
  if (!stop.aborted) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
} finally {
  // A child that was ended may write to it for a moment yet.
  await rm(dir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}
