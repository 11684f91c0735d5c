// After publishing: what npm has gets a tag and a release, also where only a part was published, and only once.
import { execFile } from "node:child_process";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { root } from "@b24-calllist/testkit/run";
import { afterEach, beforeEach, expect, it } from "vitest";

const exec = promisify(execFile);

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "b24-calllist-tag-"));
  for (const folder of ["bin", "release", "on-npm", "releases"]) await mkdir(join(dir, folder));
  // npm view @b24-calllist/client@0.1.0 version
  await command("npm", '[ -e "on-npm/$(basename "$2")" ] && echo 0.1.0 || { echo npm error code E404 >&2; exit 1; }');
  await command(
    "gh",
    'file="releases/$(basename "$3")"; if [ "$2" = view ]; then [ -e "$file" ]; else echo "$4" >> "$file"; fi',
  );
  for (const name of ["client", "mock"]) {
    const component = { name: `@b24-calllist/${name}`, version: "0.1.0" };
    await writeFile(
      join(dir, `release/b24-calllist-${name}-0.1.0.cdx.json`),
      JSON.stringify({ metadata: { component } }),
    );
  }
  await git("init", "-q", "--bare", "origin.git");
  await git("init", "-q", "-b", "main");
  await git("remote", "add", "origin", "origin.git");
  await git("commit", "-q", "--allow-empty", "-m", "A release");
});
afterEach(() => rm(dir, { recursive: true }));

async function command(name: string, script: string): Promise<void> {
  await writeFile(join(dir, "bin", name), `#!/bin/sh\n${script}\n`);
  await chmod(join(dir, "bin", name), 0o755);
}

const git = (...args: string[]) =>
  exec("git", ["-c", "user.name=test", "-c", "user.email=test@localhost", ...args], { cwd: dir });
const tagged = async (): Promise<string> => (await git("-C", "origin.git", "tag")).stdout;
const run = () =>
  exec("bash", [join(root, ".github/tag-published.sh")], {
    cwd: dir,
    env: { ...process.env, PATH: `${dir}/bin:${process.env.PATH}` },
  });

it("tags what is on npm, and what comes later in another run", async () => {
  await writeFile(join(dir, "on-npm/client@0.1.0"), "");
  await run();
  await run();
  expect(await tagged()).toBe("@b24-calllist/client@0.1.0\n");
  expect(await readFile(join(dir, "releases/client@0.1.0"), "utf8")).toBe(
    "release/b24-calllist-client-0.1.0.cdx.json\n",
  );

  await writeFile(join(dir, "on-npm/mock@0.1.0"), "");
  await git("tag", "@b24-calllist/mock@0.1.0"); // from a run that was stopped before its release was made
  await run();
  expect(await tagged()).toBe("@b24-calllist/client@0.1.0\n@b24-calllist/mock@0.1.0\n");
});

it("takes what has its tag for published, and fails where npm does not say what it has", async () => {
  await command("npm", "echo npm error code ECONNREFUSED >&2; exit 1");
  await git("tag", "@b24-calllist/mock@0.1.0");
  await expect(run()).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining("ECONNREFUSED") });
  expect(await tagged()).toBe("@b24-calllist/mock@0.1.0\n");
});

it("goes on where GitHub refuses one release, and fails at the end", async () => {
  await command(
    "gh",
    'case "$2 $3" in "create "*/client@*) exit 1 ;; "create "*) touch "releases/$(basename "$3")" ;; *) exit 1 ;; esac',
  );
  for (const name of ["client", "mock"]) await writeFile(join(dir, `on-npm/${name}@0.1.0`), "");
  await expect(run()).rejects.toMatchObject({ code: 1 });
  expect(await readdir(join(dir, "releases"))).toEqual(["mock@0.1.0"]);
});

it("has nothing to do where nothing was published", async () => {
  await run();
  await rm(join(dir, "release"), { recursive: true });
  await run();
  expect(await tagged()).toBe("");
});
