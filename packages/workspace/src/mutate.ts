// npm run mutate: changes the meaning of one place of a package's source at a time and looks whether a test notices.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { root } from "@b24-calllist/testkit/run";
import { packages, readConfig, TOOLS } from "./mutate/config.ts";
import { isGood, judge, report } from "./mutate/score.ts";

const all = packages();

const HELP = `Usage: npm run mutate -- [PACKAGE …] [--only FILE …] [--since REF]

Changes the meaning of one place of a package's source at a time, and runs its tests: a change that no test
notices survives, and is printed with its file, line and change. Then the scores; 1 is the exit code where they
are below their marks. What did not change since the run before is not tried again, where the tool can tell;
for PHP and Python that is the source alone, so delete the package's .mutation to try all of them again.

  PACKAGE       ${[...all.keys()].join(", ")};
                all that changed where only --since is given
  --only FILE   a source file of the package, such as src/outcome.ts; may be given several times
  --since REF   only files that differ from this commit, such as origin/main

A package's mutation.json names the files whose mark is higher, and the mutants that no test can notice.`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: "string", multiple: true },
    since: { type: "string" },
    help: { type: "boolean", short: "h" },
  },
});

const unknown = positionals.filter((name) => !all.has(name));
const wanted = positionals.length === 0 && values.since !== undefined ? [...all.keys()] : positionals;
if (values.help || wanted.length === 0 || unknown.length > 0) {
  if (unknown.length > 0) console.error(`There is no ${unknown.join(", ")} to mutate.\n`);
  console.error(HELP);
  process.exit(values.help ? 0 : 1);
}

/** Source files of a package that differ from a commit, those not yet in git among them. */
function changedSince(ref: string, folder: string): string[] {
  const git = (...args: string[]): string[] =>
    execFileSync("git", [...args, "--", "."], { cwd: folder, encoding: "utf8" })
      .split("\n")
      .filter(Boolean);
  const changed = git("diff", "--name-only", "--diff-filter=d", "--relative", ref);
  return [...changed, ...git("ls-files", "--others", "--exclude-standard")];
}

for (const name of wanted) {
  const inRoot = all.get(name)!;
  const config = readConfig(inRoot);
  const folder = join(root, inRoot);
  const files = values.only ?? (values.since === undefined ? undefined : changedSince(values.since, folder));
  if (files?.length === 0) continue;
  const { mutants } = await TOOLS[config.tool]();
  const result = judge(await mutants({ folder, ...(files && { files }) }), config);
  for (const line of report(inRoot, result)) console.log(line);
  if (!isGood(result)) process.exitCode = 1;
}
