// The hooks that people can choose, in a repository made for the test.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "@b24-calllist/testkit/run";
import { missing, mustRun } from "@b24-calllist/testkit/toolchain";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

let dir = "";
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "b24-calllist-hooks-"));
  run("git", "init", "--quiet");
});
afterEach(() => rmSync(dir, { recursive: true }));

function run(command: string, ...args: string[]) {
  // Only what this repository says, and not the git that runs the tests.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_")));
  const PATH = `${join(root, "node_modules/.bin")}:${process.env.PATH}`;
  const more = { PATH, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" };
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: dir, env: { ...env, ...more }, encoding: "utf8" });
  return { status, text: stdout + stderr };
}

const script = (name: string, ...args: string[]) =>
  run(process.execPath, join(root, "packages/workspace/src", name), ...args);
const hooksPath = () => run("git", "config", "--get", "core.hooksPath").text;

describe("npm run hooks", () => {
  it("has git run ours, and --off undoes it", () => {
    expect(script("hooks.ts").status).toBe(0);
    expect(hooksPath()).toBe(".githooks\n");
    expect(script("hooks.ts").status).toBe(0);
    expect(script("hooks.ts", "--off").status).toBe(0);
    expect(hooksPath()).toBe("");
    expect(script("hooks.ts", "--off").status).toBe(0);
  });

  it("leaves the hooks of somebody else alone", () => {
    run("git", "config", "core.hooksPath", ".husky");
    for (const args of [[], ["--off"]]) {
      const { status, text } = script("hooks.ts", ...args);
      expect([status, text]).toEqual([1, "git takes its hooks from .husky (core.hooksPath). Nothing was changed.\n"]);
    }
    expect(hooksPath()).toBe(".husky\n");
  });

  it("says in a line what is wrong with an option", () => {
    expect(script("hooks.ts", "--of")).toEqual({
      status: 1,
      text: "Unknown option '--of' (see npm run hooks -- --help)\n",
    });
  });
});

describe("the hook before a commit", () => {
  const stage = (name: string, text: string): void => {
    writeFileSync(join(dir, name), text);
    run("git", "add", name);
  };

  it("has nothing to say where nothing is staged, or all is well", () => {
    expect(script("hooks/staged.ts")).toEqual({ status: 0, text: "" });
    stage("right file.ts", "export const one = 1;\n");
    writeFileSync(join(dir, "not-staged.ts"), "var x\n");
    expect(script("hooks/staged.ts")).toEqual({ status: 0, text: "" });
  });

  it("names a staged file that a linter would stop", () => {
    stage("wrong.ts", "export let one=1\n");
    const { status, text } = script("hooks/staged.ts");
    expect(status).toBe(1);
    expect(text).toContain("wrong.ts");
    expect(text).toContain("Nothing was committed.");
  });

  it("has nothing to say of a file that is deleted", () => {
    stage("wrong.ts", "export let one=1\n");
    run("git", "-c", "user.name=Test", "-c", "user.email=test@example.com", "commit", "--quiet", "--message", "one");
    run("git", "rm", "--quiet", "wrong.ts");
    expect(script("hooks/staged.ts")).toEqual({ status: 0, text: "" });
  });

  it.skipIf(!mustRun() && missing(["go"]).length > 0)("looks at Go", () => {
    stage("wrong.go", "package  wrong\n");
    const { status, text } = script("hooks/staged.ts");
    expect([status, text]).toEqual([1, expect.stringContaining("gofmt: not formatted:\nwrong.go\n")]);
  });
});
