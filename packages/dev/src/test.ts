// npm test: everything that must hold, then one table and one line that say what ran.
// In CI a skipped test is a failure; elsewhere it is named.
import { globSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { readTargets } from "@b24-calllist/conformance/target";
import { missing } from "@b24-calllist/conformance/toolchain";
import { findChromium } from "./chromium.ts";
import { root, run } from "./run.ts";

interface Report {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
}

const chromium = findChromium();
const targets = readTargets();
const absent = targets.map((target) => ({ ...target, programs: missing(target.needs) }));
const toolchains = absent.filter(({ programs }) => programs.length === 0).map(({ id }) => id);
const code = await run("turbo", ["run", "lint", "typecheck", "drift", "test", "--output-logs=new-only"], {
  // Parts of the cache key: what was skipped without a browser or a language must not be replayed with one.
  ...(chromium && { CHROMIUM_PATH: chromium }),
  TOOLCHAINS: toolchains.join(),
});

const total = { passed: 0, failed: 0, skipped: 0 };
console.log("\npassed  failed  skipped");
for (const file of globSync(["{spec,examples,packages/*,docs/*}/.vitest/report.json"], { cwd: root }).sort()) {
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
  console.log(`${columns.join("")}  ${dirname(dirname(file))}`);
}

if (total.skipped > 0 && !chromium)
  console.log("\nSkipped: the page tests need Chromium (Debian: apt-get install chromium).");
for (const { name, programs } of absent.filter(({ programs }) => programs.length > 0))
  console.log(`\nSkipped: the ${name} client needs ${programs.join(" and ")}.`);
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
if (code !== 0) process.exitCode = code;
else if (total.skipped > 0 && process.env.CI) {
  console.error("Tests were skipped, and in CI everything has to run.");
  process.exitCode = 1;
}
