// The arguments of npm test, and what its tasks are split by.
import { spawnSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "@b24-calllist/testkit/run";
import { expect, it } from "vitest";
import { PARTS } from "../src/parts.ts";

const npmTest = (...args: string[]) =>
  spawnSync(process.execPath, [join(root, "packages/workspace/src/test.ts"), ...args], { encoding: "utf8" });

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

it("the tests of the site that run other clients, or read their sources, are in its task for them", () => {
  const folder = join(root, "docs/site");
  const { scripts } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const withClients = globSync("test/*.test.ts", { cwd: folder }).filter((file) =>
    /\.\/projects\.ts|packages\/clients\/(go|java|php|python)\/[^"]*\*/.test(readFileSync(join(folder, file), "utf8")),
  );
  const named = (script: string, before: string): string[] =>
    [...script.matchAll(new RegExp(`${before}(test/\\S+)`, "g"))].map(([, file]) => file!).sort();
  expect(withClients).not.toEqual([]);
  expect(named(scripts["test:samples"], "")).toEqual(withClients.sort());
  expect(named(scripts.test, "--exclude ")).toEqual(withClients.sort());
});
