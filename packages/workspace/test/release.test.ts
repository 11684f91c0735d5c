// A release, dry: what `changeset version` makes of the waiting changesets, in a copy of the package files.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { root } from "@b24-calllist/testkit/run";
import { expect, it } from "vitest";

const exec = promisify(execFile);

it("changesets raise the versions and write the changelogs of what users get, and of nothing else", async () => {
  const dir = await mkdtemp(join(tmpdir(), "b24-calllist-release-"));
  try {
    const { stdout } = await exec("git", ["ls-files", "-co", "--exclude-standard"], { cwd: root });
    const files = stdout
      .split("\n")
      .filter((file) => /(^|\/)package\.json$|^\.changeset\/|^pnpm-workspace/.test(file))
      .filter((file) => existsSync(join(root, file))); // git still lists what a release has just removed
    for (const file of files) await cp(join(root, file), join(dir, file), { recursive: true });
    const git = (...args: string[]) =>
      exec("git", ["-c", "user.name=test", "-c", "user.email=test@localhost", ...args], { cwd: dir });
    await git("init", "-q", "-b", "main");
    await git("add", "-A");
    await git("commit", "-qm", "before");

    const packages = files.filter((file) => file.endsWith("package.json") && file !== "package.json");
    // One more, so that something waits right after a release as well.
    await writeFile(join(dir, ".changeset/test.md"), '---\n"@b24-calllist/client": patch\n---\n\nA test.\n');
    await exec(join(root, "node_modules/.bin/changeset"), ["version"], { cwd: dir });

    let raised = 0;
    for (const file of packages) {
      const before = JSON.parse(await readFile(join(root, file), "utf8"));
      const after = JSON.parse(await readFile(join(dir, file), "utf8"));
      const changelog = await readFile(join(dir, file, "../CHANGELOG.md"), "utf8").catch(() => "");
      // The clients of other languages are published elsewhere than on npm.
      const isOurs = before.private && !existsSync(join(root, file, "../conformance.json"));
      if (isOurs) expect([file, after.version, changelog]).toEqual([file, before.version, ""]);
      else if (after.version !== before.version) {
        raised++;
        expect([file, changelog]).toEqual([file, expect.stringContaining(`## ${after.version}`)]);
      }
    }
    expect(raised).toBeGreaterThan(0);
  } finally {
    await rm(dir, { recursive: true });
  }
});
