import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";

const need = (args: string[], CI = ""): { status: number | null; output: string } => {
  const script = new URL("../src/need.ts", import.meta.url).pathname;
  const env = { ...process.env, CI };
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { encoding: "utf8", env });
  return { status, output: stdout + stderr };
};

it("runs the command where its programs are, and ends with its exit code", () => {
  expect(need(["node", "--", process.execPath, "-e", "process.exit(3)"]).status).toBe(3);
});

it("names what is missing and is skipped; in CI that is a failure", () => {
  const args = ["no-such-program", "--", process.execPath, "-e", "process.exit(3)"];
  const output = expect.stringContaining("skipped: no-such-program not found");
  expect(need(args)).toEqual({ status: 0, output });
  expect(need(args, "true")).toEqual({ status: 1, output });
});

it("says how it is called", () => {
  expect(need(["go"])).toEqual({ status: 2, output: "Usage: need PROGRAM … -- COMMAND ARGUMENT …\n" });
});
