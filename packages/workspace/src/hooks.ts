// npm run hooks: has git run the hooks in .githooks in this clone, which lint what is about to be committed.
import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";

const FOLDER = ".githooks";
const HELP = `npm run hooks: lints staged files before each commit in this clone

Usage: npm run hooks [-- --off]

  --off  turns it off
`;

/** Runs git with this clone's configuration and returns what it prints, without the line break. */
function config(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync("git", ["config", ...args], { encoding: "utf8" });
  // 1: there is no such key.
  if (status !== 0 && status !== 1) throw new Error(stderr.trim());
  return stdout.trim();
}

function readOptions() {
  try {
    return parseArgs({ options: { off: { type: "boolean" }, help: { type: "boolean", short: "h" } } }).values;
  } catch (error) {
    throw new Error(`${(error as Error).message.split(". ")[0]} (see npm run hooks -- --help)`);
  }
}

try {
  const { off, help } = readOptions();
  const other = config("--get", "core.hooksPath");
  if (help) process.stdout.write(HELP);
  else if (other && other !== FOLDER) {
    throw new Error(`git takes its hooks from ${other} (core.hooksPath). Nothing was changed.`);
  } else if (off) {
    if (other) config("--local", "--unset", "core.hooksPath");
    console.log("Commits are no longer linted. npm run hooks turns it on again.");
  } else {
    config("--local", "core.hooksPath", FOLDER);
    console.log("Staged files are linted before each commit. npm run hooks -- --off turns it off.");
  }
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
