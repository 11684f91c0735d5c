import { isDeepStrictEqual } from "node:util";
import { table } from "@b24-calllist/testkit/bench-report";
import { expected } from "./expected.ts";
import type { Project } from "./project.ts";
import type { Runtime } from "./runtimes.ts";
import type { Seen } from "./smoke.ts";

/** What came of a runtime: what its checks saw, or why they did not run. */
export type Outcome = { runtime: Runtime; seen: Seen } | { runtime: Runtime; failed: string };

/** Prints a table of checks and runtimes, and what was missed. Gives the number of misses. */
export async function report(outcomes: Outcome[]): Promise<number> {
  const exports = Object.keys(await import("@b24-calllist/client")).sort(); // not before it is built
  const misses: string[] = [];
  let passed = 0;
  const names = new Set(outcomes.flatMap(({ runtime }) => Object.keys(expected(runtime, exports))));

  const cell = (outcome: Outcome, check: string): string => {
    const wanted = expected(outcome.runtime, exports);
    if ("failed" in outcome || !(check in wanted)) return "-";
    if (isDeepStrictEqual(outcome.seen[check], wanted[check])) {
      passed += 1;
      return "ok";
    }
    const [want, saw] = [wanted[check], outcome.seen[check]].map((value) => JSON.stringify(value));
    misses.push(`${outcome.runtime.name}, ${check}:\n  expected ${want}\n  saw      ${saw}`);
    return "MISS";
  };

  const rows = [...names].map((check) => [check, ...outcomes.map((outcome) => cell(outcome, check))]);
  table(["", ...outcomes.map(({ runtime }) => runtime.name)], rows);
  for (const outcome of outcomes) {
    if ("failed" in outcome) misses.push(`${outcome.runtime.name} did not run:\n  ${outcome.failed}`);
  }
  for (const miss of misses) console.error(`\n${miss}`);
  console.log(`\n${passed} passed, ${misses.length} failed`);
  return misses.length;
}

/** Prints what the checks of a project saw. Gives the number of misses. */
export function reportProject({ name, expected }: Project, seen: Seen): number {
  let misses = 0;
  const lines = [...new Set([...Object.keys(expected), ...Object.keys(seen)])].map((check) => {
    const [want, saw] = [expected[check], seen[check]].map((value) => JSON.stringify(value));
    if (want === saw) return `  ok    ${check}: ${saw}`;
    misses += 1;
    return `  MISS  ${check}: expected ${want}, saw ${saw}`;
  });
  console.log(`\n${name}\n${lines.join("\n")}`);
  return misses;
}
