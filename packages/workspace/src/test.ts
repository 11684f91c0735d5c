// npm test: everything that must hold, then one table and one line that say what ran.
// In CI a skipped test is a failure; elsewhere it is named.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { readTargets } from "@b24-calllist/conformance/target";
import { findChromium } from "@b24-calllist/testkit/chromium";
import { root } from "@b24-calllist/testkit/run";
import { missing } from "@b24-calllist/testkit/toolchain";
import { CLIENTS, PARTS, type Part } from "./parts.ts";
import { runTasks, type Task } from "./tasks.ts";

const HELP = `npm test: linters, types, generated files, size and all tests, as far as something has changed since they passed

Usage: npm test [-- --part PART]

  --part PART  this part alone, as in CI: ${Object.keys(PARTS).join(", ")}
`;

const NAMES = ["lint", "typecheck", "drift", "size", "test", "test:samples"];
const OF_CLIENTS = CLIENTS.map((id) => `test:${id}`);

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
const toolchains = absent
  .filter(({ programs }) => programs.length === 0)
  .map(({ id, needs }) => `${id}: ${needs.map(versionOf).join()}`);
const { code, tasks } = await runAll();

const total = { passed: 0, failed: 0, skipped: 0 };
const reports = tasks
  .filter(({ passed }) => passed !== undefined)
  .flatMap(({ folder, name }) => {
    const [test, client = "report"] = name.split(":");
    const file = join(root, folder, `.vitest/${client}.json`);
    return test === "test" && existsSync(file) ? [{ file, label: `${folder}${name.slice("test".length)}` }] : [];
  });
if (reports.length > 0) console.log("\npassed  failed  skipped");
for (const { file, label } of reports.sort((a, b) => a.label.localeCompare(b.label))) {
  const report: Report = JSON.parse(readFileSync(file, "utf8"));
  const counts = {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
  };
  total.passed += counts.passed;
  total.failed += counts.failed;
  total.skipped += counts.skipped;
  const columns = [counts.passed, counts.failed, counts.skipped].map((n, i) => String(n).padStart([6, 8, 9][i]!));
  console.log(`${columns.join("")}  ${label}`);
}

if (total.skipped > 0 && !chromium)
  console.log("\nSkipped: the page tests need Chromium (Debian: apt-get install chromium).");
const needed = absent.filter(({ id }) => !part || part.client === id);
for (const { name, programs } of needed.filter(({ programs }) => programs.length > 0))
  console.log(`\nSkipped: the ${name} client needs ${programs.join(" and ")}.`);
for (const { folder, name } of tasks.filter(({ passed }) => passed === false)) {
  console.log(`\nFailed: ${name} of ${folder || "the workspace"}`);
  if (process.env.GITHUB_ACTIONS) console.log(`::error title=${name} failed::${name} of ${folder || "the workspace"}`);
}
const leftOut = tasks.filter(({ cached, name }) => cached && name !== "build");
if (leftOut.length > 0) {
  console.log("\nNot run, since it has passed with the same files, settings and tools:");
  for (const name of [...NAMES, ...OF_CLIENTS]) {
    const folders = leftOut.filter((task) => task.name === name).map(({ folder }) => folder || "the workspace");
    if (folders.length > 0) console.log(`  ${name.padEnd(12)}  ${folders.sort().join(", ")}`);
  }
  console.log(
    "The same files: of the package, of those it depends on, and what its turbo.json names. CI runs everything.",
  );
}
if (reports.length > 0) console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
if (code !== 0) process.exitCode = code;
else if (total.skipped > 0 && process.env.CI) {
  console.error("Tests were skipped, and in CI everything has to run.");
  process.exitCode = 1;
}

/** What a program says of its version. */
function versionOf(program: string): string {
  const answers = ["--version", "version"].map((argument) => spawnSync(program, [argument], { encoding: "utf8" }));
  return answers.find(({ status }) => status === 0)?.stdout.replaceAll(/\s+/g, " ") ?? "";
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
    // Parts of the cache key: what was skipped without a browser or a language must not be replayed with one, and what
    // passed with one version of a tool not with another.
    ...(chromium && { CHROMIUM_PATH: chromium }),
    TOOLCHAINS: toolchains.join(),
  };
  if (!part) return runTasks([...NAMES, ...OF_CLIENTS], [], env);

  const filters = part.packages.map((folder) => `--filter=./${folder}`);
  if (part === PARTS.typescript) filters.push("--filter=//"); // the linter of all of them
  const goOn = "--continue=dependencies-successful";
  const runs = part.alone
    ? [
        await runTasks(["build"], [], env),
        // A result in the cache would not depend on the tasks that it waits for otherwise; so it is not read.
        await runTasks(NAMES, ["--only", "--force", ...filters], env),
      ]
    : [await runTasks(NAMES, [goOn, ...filters], env)];
  if (part.client) runs.push(await runTasks([`test:${part.client}`], [goOn], env));
  const tasks = runs.flatMap(({ tasks }) => tasks);
  return {
    code: runs.find(({ code }) => code !== 0)?.code ?? 0,
    // The second run looks up in the cache what the first one has run.
    tasks: tasks.filter(
      ({ folder, name }, at) => at === tasks.findIndex((t) => t.folder === folder && t.name === name),
    ),
  };
}
