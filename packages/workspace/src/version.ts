// npm run version: turns the waiting changesets into versions and changelogs, and keeps what the next release is compared
// with. A run that was interrupted is taken up by the next one, but not among the changesets: those that are left would
// raise the new versions once more.
import { spawnSync } from "node:child_process";
import { globSync } from "node:fs";
import { root, run } from "@b24-calllist/testkit/run";
import { keepRelease } from "./keep-release.ts";

const isWaiting = globSync(".changeset/*.md", { cwd: root }).some((file) => !file.endsWith("README.md"));
if (!isWaiting)
  console.log("No changesets wait, so no version changes. What is released and not kept yet is kept now.");

const started = isWaiting ? changedFiles("*package.json", "*CHANGELOG.md") : "";
if (started) {
  console.error(
    `Changesets wait, but these files have changes that are not committed, perhaps of a run that was interrupted:\n${started}\nCommit what you meant, or put everything aside with \`git stash --include-untracked\`, and run this again.`,
  );
  process.exit(1);
}

const steps: [command: string, ...args: string[]][] = [
  ...(isWaiting ? ([["changeset", "version"]] as [string, string][]) : []),
  ["turbo", "run", "generate", "--output-logs=errors-only"],
  ["pnpm", "install", "--lockfile-only"],
];
for (const [command, ...args] of steps) {
  const code = await run(command, args);
  if (code !== 0) process.exit(code);
}

keepRelease(root);
console.log("Read the changes and commit them.");

function changedFiles(...paths: string[]): string {
  const args = ["status", "--porcelain", "--untracked-files=all", "--", ...paths];
  return spawnSync("git", args, { cwd: root, encoding: "utf8" }).stdout.trimEnd();
}
