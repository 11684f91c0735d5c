// The gate for breaking changes: what changed since the last release must be announced by the version.
import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import getReleasePlan from "@changesets/get-release-plan";
import type { Document } from "./bundle.ts";
import { type Change, type Impact, inWords } from "./diff-report.ts";
import { at } from "./paths.ts";
import { redocly } from "./redocly.ts";
import { rated } from "./rules.ts";

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const base = await lastRelease();
  if (!base) {
    console.log("redocly diff: there is no released description yet, so nothing can break.");
  } else {
    const revision = JSON.parse(await readFile(at("dist", "openapi.json"), "utf8"));
    const { passed, report } = await compare(base, revision, await announcedVersion());
    (passed ? console.log : console.error)(report);
    // A pull request shows it on its page of checks.
    if (process.env.GITHUB_STEP_SUMMARY) await appendFile(process.env.GITHUB_STEP_SUMMARY, `${report}\n`);
    if (!passed) process.exitCode = 1;
  }
}

/** The newest bundle in spec/releases, where `npm run version` keeps each released one. */
async function lastRelease(): Promise<Document | undefined> {
  const names = await readdir(at("releases")).catch(() => []);
  const newest = names.sort((a, b) => a.localeCompare(b, "en", { numeric: true })).at(-1);
  return newest && JSON.parse(await readFile(at("releases", newest), "utf8"));
}

/** The version that the waiting changesets will give this package. */
async function announcedVersion(): Promise<string> {
  const plan = await getReleasePlan(at(".."));
  const release = plan.releases.find(({ name }) => name === "@b24-calllist/spec");
  return release?.newVersion ?? JSON.parse(await readFile(at("package.json"), "utf8")).version;
}

/** Whether `announced` says enough about what changed from `base` to `revision`, with the changes in words. */
export async function compare(
  base: Document,
  revision: Document,
  announced: string,
): Promise<{ passed: boolean; report: string }> {
  const released = base.info.version;
  // The version itself is no change of the interface.
  const now = { ...revision, info: { ...revision.info, version: released } };
  const changes = await changesBetween(base, now);
  const bump =
    (["major", "minor"] as const).find((wanted) => changes.some(({ impact }) => impact === wanted)) ?? "patch";
  const needed = changes.length > 0 ? raised(released, bump) : released;
  const passed = !isLess(announced, needed);
  return { passed, report: inWords({ base, now, released, announced, needed, bump, changes, passed }) };
}

/** What `redocly diff` finds, each change rated by the bump that it needs. */
async function changesBetween(base: Document, now: Document): Promise<Change[]> {
  const dir = await mkdtemp(join(tmpdir(), "b24-calllist-diff-"));
  try {
    const [before, after] = [join(dir, "released.json"), join(dir, "now.json")];
    await writeFile(before, unwrapped(base));
    await writeFile(after, unwrapped(now));
    const options = ["--config", at("redocly.diff.yaml"), "--fail-on", "none", "--format", "json"];
    const { code, stdout, output } = await redocly(["diff", before, after, ...options], dir);
    if (code !== 0) throw new Error(`redocly diff failed:\n${output}`);
    const { changes } = JSON.parse(stdout) as { changes: Change[] };
    return changes.map((change) => rated(change, { base, now }));
  } finally {
    await rm(dir, { recursive: true });
  }
}

/** A schema that is `allOf` one other is that other. */
const unwrapped = (document: Document): string =>
  JSON.stringify(document, (_, value) => (isAllOfOne(value) ? value.allOf[0] : value));

const isAllOfOne = (value: Document | null): boolean =>
  Array.isArray(value?.allOf) && value.allOf.length === 1 && Object.keys(value).length === 1;

/** `raised("1.2.3", "minor")` is `1.3.0`. */
function raised(version: string, bump: Impact): string {
  const [major, minor, patch] = numbers(version);
  if (bump === "major") return `${major + 1}.0.0`;
  return bump === "minor" ? `${major}.${minor + 1}.0` : `${major}.${minor}.${patch + 1}`;
}

function isLess(one: string, other: string): boolean {
  const [a, b] = [numbers(one), numbers(other)];
  const differs = a.findIndex((number, index) => number !== b[index]);
  return differs >= 0 && a[differs]! < b[differs]!;
}

function numbers(version: string): [major: number, minor: number, patch: number] {
  return version.split("-")[0]!.split(".").map(Number) as [number, number, number];
}
