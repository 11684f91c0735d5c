// CI's guard of what is kept of releases, as the workflow runs it on a pull request.
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { root } from "@b24-calllist/testkit/run";
import { afterEach, beforeEach, expect, it } from "vitest";

const exec = promisify(execFile);

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "b24-calllist-kept-"));
  await git("init", "-q", "-b", "main");
  await commit("spec/releases/1.0.0/openapi.json", "{}");
  await git("switch", "-q", "-c", "change");
});
afterEach(() => rm(dir, { recursive: true }));

const git = (...args: string[]) =>
  exec("git", ["-c", "user.name=test", "-c", "user.email=test@localhost", ...args], { cwd: dir });

async function commit(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(dir, path)), { recursive: true });
  await writeFile(join(dir, path), text);
  await git("add", "--all");
  await git("commit", "-q", "-m", path);
}

/** Whether CI lets the branch pass. */
async function passes(): Promise<boolean> {
  await git("update-ref", "refs/remotes/origin/main", "main");
  const workflow = await readFile(join(root, ".github/workflows/ci.yml"), "utf8");
  const [, command = ""] = workflow.match(/run: (git diff .*spec\/releases)$/m) ?? [];
  return exec("bash", ["-ec", command], { cwd: dir, env: { ...process.env, GITHUB_BASE_REF: "main" } }).then(
    ({ stdout }) => stdout === "" && command !== "",
    () => false,
  );
}

it("a pull request adds a release", async () => {
  await commit("spec/releases/1.1.0/openapi.json", "{}");
  expect(await passes()).toBe(true);
});

it("a pull request changes none", async () => {
  await commit("spec/releases/1.0.0/openapi.json", "{ }");
  expect(await passes()).toBe(false);
});

it("a pull request is behind main, where a release was made in the meantime", async () => {
  await commit("README.md", "A change.");
  await git("switch", "-q", "main");
  await commit("spec/releases/1.1.0/openapi.json", "{}");
  await git("switch", "-q", "change");
  expect(await passes()).toBe(true);
});
