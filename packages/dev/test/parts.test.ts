// The arguments of npm test.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";
import { PARTS } from "../src/parts.ts";
import { root } from "../src/run.ts";

const npmTest = (...args: string[]) =>
  spawnSync(process.execPath, [join(root, "packages/dev/src/test.ts"), ...args], { encoding: "utf8" });

it("--help names all parts", () => {
  const { status, stdout } = npmTest("--help");
  expect(status).toBe(0);
  expect(stdout).toContain(`this part alone, as in CI: ${Object.keys(PARTS).join(", ")}\n`);
});

it.each([
  [["--part", "rust"], 'There is no part "rust" (see npm test -- --help)\n'],
  [["--prat", "go"], "Unknown option '--prat' (see npm test -- --help)\n"],
])("%j is rejected in a line, and nothing runs", (args, text) => {
  const { status, stdout, stderr } = npmTest(...args);
  expect([status, stdout, stderr]).toEqual([2, "", text]);
});
