// npm test: everything that must hold, then one table and one line that say what ran.
// In CI a skipped test is a failure; elsewhere it is named.
import { globSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { readTargets } from "@b24-calllist/conformance/target";
import { missing } from "@b24-calllist/conformance/toolchain";
import { findChromium } from "./chromium.ts";
import { PARTS, type Part } from "./parts.ts";
import { root, run } from "./run.ts";
import { runTasks, type Task } from "./tasks.ts";

const HELP = `npm test: linters, types, generated files, size and all tests; what nothing has changed is not run again

Usage: npm test [-- --part PART]

  --part PART  this part alone, as in CI: ${Object.keys(PARTS).join(", ")}
`;

interface Report {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
}

const part = readPart();
const chromium = findChromium();
const targets = readTargets();
const absent = targets.map((target) => ({ ...target, programs: missing(target.needs) }));
const toolchains = absent.filter(({ programs }) => programs.length === 0).map(({ id }) => id);
const { code, tasks } = await runAll();

const total = { passed: 0, failed: 0, skipped: 0 };
const reports = globSync("{spec,examples,packages/*,docs/*}/.vitest/report.json", { cwd: root })
  .map((file) => ({ file, folder: dirname(dirname(file)) }))
  .filter(({ folder }) => part?.packages.includes(folder) ?? true);
if (reports.length > 0) console.log("\npassed  failed  skipped");
for (const { file, folder } of reports.sort((a, b) => a.folder.localeCompare(b.folder))) {
  const report: Report = JSON.parse(readFileSync(`${root}/${file}`, "utf8"));
  const counts = {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
  };
  total.passed += counts.passed;
  total.failed += counts.failed;
  total.skipped += counts.skipped;
  const columns = [counts.passed, counts.failed, counts.skipped].map((n, i) => String(n).padStart([6, 8, 9][i]!));
  console.log(`${columns.join("")}  ${folder}`);
}

if (total.skipped > 0 && !chromium)
  console.log("\nSkipped: the page tests need Chromium (Debian: apt-get install chromium).");
for (const { name, programs } of absent.filter(({ programs }) => programs.length > 0))
  console.log(`\nSkipped: the ${name} client needs ${programs.join(" and ")}.`);
for (const { folder, name } of tasks.filter(({ passed }) => passed === false)) {
  console.log(`\nFailed: ${name} of ${folder || "the workspace"}`);
  if (process.env.GITHUB_ACTIONS) console.log(`::error title=${name} failed::${name} of ${folder || "the workspace"}`);
}
if (reports.length > 0) console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
if (code !== 0) process.exitCode = code;
else if (total.skipped > 0 && process.env.CI) {
  console.error("Tests were skipped, and in CI everything has to run.");
  process.exitCode = 1;
}

function readPart(): Part | undefined {
  try {
    const { values } = parseArgs({ options: { part: { type: "string" }, help: { type: "boolean", short: "h" } } });
    if (values.help) {
      process.stdout.write(HELP);
      process.exit(0);
    }
    if (values.part === undefined) return undefined;
    if (Object.hasOwn(PARTS, values.part)) return PARTS[values.part];
    throw new Error(`There is no part "${values.part}"`);
  } catch (error) {
    console.error(`${(error as Error).message.split(". ")[0]} (see npm test -- --help)`);
    process.exit(2);
  }
}

/** All tasks, or those of the part, also where one before has failed. */
async function runAll(): Promise<{ code: number; tasks: Task[] }> {
  const env = {
    // Parts of the cache key: what was skipped without a browser or a language must not be replayed with one.
    ...(chromium && { CHROMIUM_PATH: chromium }),
    TOOLCHAINS: toolchains.join(),
  };
  const names = ["lint", "typecheck", "drift", "size", "test"];
  if (!part) return runTasks(names, [], env);

  const filters = part.packages.map((folder) => `--filter=./${folder}`);
  if (part === PARTS.typescript) filters.push("--filter=//"); // the linter of all of them
  const runs = part.alone
    ? [
        await runTasks(["build"], [], env),
        // A result in the cache would not depend on the tasks that it waits for otherwise; so it is not read.
        await runTasks(names, ["--only", "--force", ...filters], env),
      ]
    : [await runTasks(names, ["--continue=dependencies-successful", ...filters], env)];
  const tasks = runs.flatMap(({ tasks }) => tasks);
  const codes = runs.map(({ code }) => code);
  if (part.conformance) {
    const code = await run("node", ["packages/conformance/src/run.ts", part.conformance], env);
    tasks.push({ folder: `packages/${part.conformance}`, name: "conformance", passed: code === 0 });
    codes.push(code);
  }
  return { code: codes.find((code) => code !== 0) ?? 0, tasks };
}
