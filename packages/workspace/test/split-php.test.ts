// The repository that Packagist reads: the PHP client at its top, with a tag, and nothing but the client in its archive.
import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { root } from "@b24-calllist/testkit/run";
import { afterEach, beforeEach, expect, it } from "vitest";

const exec = promisify(execFile);
const folder = "packages/clients/php";

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "b24-calllist-split-"));
  await git("init", "-q", "--bare", "php.git");
  await git("init", "-q", "-b", "main");
  await mkdir(join(dir, folder), { recursive: true });
  for (const name of [
    ".gitattributes",
    "LICENSE",
    "README.md",
    "composer.json",
    "src",
    "conformance",
    "conformance.json",
  ])
    await cp(join(root, folder, name), join(dir, folder, name), { recursive: true });
  await writeFile(join(dir, "another.txt"), "of another package");
  await commit("0.1.0");
});
afterEach(() => rm(dir, { recursive: true }));

const git = (...args: string[]) =>
  exec("git", ["-c", "user.name=test", "-c", "user.email=test@localhost", ...args], { cwd: dir });
const inSplit = async (...args: string[]): Promise<string[]> =>
  (await git("-C", "php.git", ...args)).stdout.split("\n").filter(Boolean);
const run = (...args: string[]) => exec("bash", [join(root, ".github/split-php.sh"), ...args], { cwd: dir });

async function commit(version: string): Promise<void> {
  await writeFile(join(dir, folder, "package.json"), JSON.stringify({ name: "php", version, private: true }, null, 2));
  await git("add", "-A", "--", "packages", "another.txt");
  await git("commit", "-q", "-m", `Version ${version}`);
}

it("has the client at its top, tagged, and its archive holds nothing else", async () => {
  await run("php.git");
  expect(await inSplit("tag")).toEqual(["v0.1.0"]);
  const files = await inSplit("ls-tree", "--name-only", "v0.1.0");
  expect(files).toEqual(expect.arrayContaining(["composer.json", "conformance", "src"]));
  expect(files).not.toContain("another.txt");

  const archive = join(dir, "client.tar");
  await git("-C", "php.git", "archive", "--output", archive, "v0.1.0");
  const { stdout } = await exec("tar", ["-tf", archive]);
  const top = new Set(
    stdout
      .split("\n")
      .filter(Boolean)
      .map((path) => path.split("/")[0]),
  );
  expect([...top].sort()).toEqual(["LICENSE", "README.md", "composer.json", "src"]);
});

it("gets each version once, and its history", async () => {
  await run("php.git");
  expect((await run("php.git")).stdout).toContain("v0.1.0 is tagged already");
  await commit("0.2.0");
  await run("php.git");
  expect(await inSplit("tag")).toEqual(["v0.1.0", "v0.2.0"]);
  expect(await inSplit("log", "--format=%s", "main")).toEqual(["Version 0.2.0", "Version 0.1.0"]);
});

it("is refused a client that was never released, and says how it is called", async () => {
  await commit("0.0.0");
  await expect(run("php.git")).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining("no release yet") });
  await expect(run()).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining("split-php.sh REPOSITORY") });
  expect(await inSplit("tag")).toEqual([]);
});
