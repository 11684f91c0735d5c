// The pre-commit hook: lints the staged files as they lie in the working tree, in seconds. What takes longer (types, tests,
// Java's formatter, whether generated files are up to date) is left to npm run check.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

interface Linter {
  files: RegExp;
  command: [string, ...string[]];
  /** The command ends with 0 and names the files that are wrong. */
  names?: true;
}

const RUFF = "packages/clients/python/build/venv/bin/ruff";

const LINTERS: Linter[] = [
  {
    files: /./,
    command: ["biome", "check", "--error-on-warnings", "--no-errors-on-unmatched", "--files-ignore-unknown=true"],
  },
  { files: /\.go$/, command: ["gofmt", "-l", "-s"], names: true },
  { files: /\.php$/, command: ["phpcs", "-q", "--standard=packages/clients/php/phpcs.xml.dist"] },
  { files: /\.py$/, command: [RUFF, "check", "--quiet", "--force-exclude"] },
  { files: /\.py$/, command: [RUFF, "format", "--check", "--quiet", "--force-exclude"] },
];

const git = spawnSync("git", ["diff", "--cached", "--name-only", "--diff-filter=ACMR", "-z"], { encoding: "utf8" });
const staged = git.stdout.split("\0").filter((file) => file && existsSync(file));

for (const { files, command, names } of LINTERS) {
  const chosen = staged.filter((file) => files.test(file));
  if (chosen.length === 0) continue;
  const [program, ...args] = command;
  const { status, stdout, stderr, error } = spawnSync(program, [...args, ...chosen], { encoding: "utf8" });
  if ((error as NodeJS.ErrnoException | undefined)?.code === "ENOENT") {
    console.error(`skipped: ${program} not found`);
    continue;
  }
  if (status === 0 && !(names && stdout)) continue;
  console.error(`${names ? `${program}: not formatted:\n` : ""}${stdout}${stderr}${error ?? ""}`.trimEnd());
  process.exitCode = 1;
}
if (process.exitCode)
  console.error("\nNothing was committed. npm run format fixes most of it; git commit --no-verify commits anyway.");
