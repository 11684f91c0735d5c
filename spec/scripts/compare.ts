// What changed between two versions of the description, and whether a version that is announced says so.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { Behaviour } from "@b24-calllist/codegen/behaviour";
import { redocly } from "@b24-calllist/testkit/redocly";
import type { Announced, Follower } from "./announced.ts";
import { behaviourChanges } from "./behaviour-diff.ts";
import type { Change, Impact } from "./change.ts";
import { inWords, type Lacking } from "./diff-report.ts";
import type { Document } from "./document.ts";
import { type ErrorsFile, errorChanges } from "./errors-diff.ts";
import { at } from "./paths.ts";
import { rated } from "./rules.ts";

/** What programs use of this package: openapi.json, errors.json and behaviour.json. */
export interface Release {
  description: Document;
  errors: ErrorsFile;
  behaviour: Behaviour;
}

/** Whether the changesets announce enough for what changed from the `released` to the `present` one, and the changes in words. */
export async function compare(
  released: Release,
  present: Release,
  { version: announced, followers }: Announced,
): Promise<{ passed: boolean; report: string }> {
  const base = released.description;
  const { version } = base.info;
  // The version itself is no change of the interface.
  const now = { ...present.description, info: { ...present.description.info, version } };
  const changes = [
    ...(await changesBetween(base, now)),
    ...errorChanges(released.errors, present.errors),
    ...behaviourChanges(released.behaviour, present.behaviour),
  ];
  const bump =
    (["major", "minor"] as const).find((wanted) => changes.some(({ impact }) => impact === wanted)) ?? "patch";
  const needed = changes.length > 0 ? raised(version, bump) : version;
  const enough = !isLess(announced, needed);
  const silent = changes.some(isBreaking)
    ? followers.filter(({ released }) => released !== "0.0.0").flatMap(lacking)
    : [];
  const report = inWords({ base, now, released: version, announced, needed, bump, changes, enough, silent });
  return { passed: enough && silent.length === 0, report };
}

/** What breaks those who call, or only those who use a name that is generated. */
const isBreaking = ({ impact, breaks }: Change): boolean => impact === "major" || breaks !== undefined;

/** What a package has to announce when it breaks, where it announces less. */
function lacking({ name, released, announced }: Follower): Lacking[] {
  const bump = released.startsWith("0.") ? "minor" : "major";
  const needed = raised(released, bump);
  return isLess(announced, needed) ? [{ name, bump, needed }] : [];
}

/** What `redocly diff` finds, each change rated by the bump that it needs. */
async function changesBetween(base: Document, now: Document): Promise<Change[]> {
  if (isDeepStrictEqual(base, now)) return [];
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

/** A schema that is `allOf` one other is that other; a text beside it stays. */
const unwrapped = (document: Document): string =>
  JSON.stringify(document, (_, value) => {
    if (!isAllOfOne(value)) return value;
    const { allOf, ...texts } = value;
    return { ...allOf[0], ...texts };
  });

const isAllOfOne = (value: Document | null): boolean =>
  Array.isArray(value?.allOf) &&
  value.allOf.length === 1 &&
  Object.keys(value).every((key) => key === "allOf" || key === "description");

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
