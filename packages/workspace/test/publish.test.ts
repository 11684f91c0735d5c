// .github/publish.sh: what npm has is left alone, what it does not have is published, what it does not say stops the run.
import { execFile } from "node:child_process";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { root } from "@b24-calllist/testkit/run";
import { afterEach, beforeEach, expect, it } from "vitest";

const exec = promisify(execFile);

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "b24-calllist-publish-"));
  for (const folder of ["bin", "release", "on-npm"]) await mkdir(join(dir, folder));
  for (const name of ["client", "mock"]) {
    await mkdir(join(dir, name, "package"), { recursive: true });
    const manifest = { name: `@b24-calllist/${name}`, version: "0.1.0" };
    await writeFile(join(dir, name, "package/package.json"), JSON.stringify(manifest));
    await exec("tar", ["-czf", join(dir, `release/b24-calllist-${name}-0.1.0.tgz`), "-C", join(dir, name), "package"]);
  }
  await npm("echo npm error code E404 >&2; exit 1", "exit 0");
});
afterEach(() => rm(dir, { recursive: true }));

/** A stand-in for npm that notes what it is asked to publish. */
async function npm(view: string, publish: string): Promise<void> {
  const script = `#!/bin/sh
case "$1" in
  view) [ -e "on-npm/$(basename "$2")" ] && exit 0; ${view} ;;
  publish) echo "$*" >> published; ${publish} ;;
esac
`;
  await writeFile(join(dir, "bin/npm"), script);
  await chmod(join(dir, "bin/npm"), 0o755);
}

const run = () =>
  exec("bash", [join(root, ".github/publish.sh")], {
    cwd: dir,
    env: { ...process.env, PATH: `${dir}/bin:${process.env.PATH}` },
  });
const published = async (): Promise<string[]> =>
  (await readFile(join(dir, "published"), "utf8").catch(() => "")).split("\n").filter(Boolean);

const publishes = (name: string): string =>
  `publish ./release/b24-calllist-${name}-0.1.0.tgz --access public --provenance --ignore-scripts`;

it("publishes what npm does not have, with provenance and without running scripts", async () => {
  await writeFile(join(dir, "on-npm/client@0.1.0"), "");
  await run();
  expect(await published()).toEqual([publishes("mock")]);
});

it("publishes nothing where npm does not say what it has, and fails", async () => {
  await npm("echo npm error code ECONNREFUSED >&2; exit 1", "exit 0");
  await expect(run()).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining("ECONNREFUSED") });
  expect(await published()).toEqual([]);
});

it("goes on after a package that npm refuses, and fails at the end", async () => {
  await npm("echo npm error code E404 >&2; exit 1", 'case "$2" in *client*) exit 1 ;; esac');
  await expect(run()).rejects.toMatchObject({ code: 1 });
  expect(await published()).toEqual([publishes("client"), publishes("mock")]);
});
