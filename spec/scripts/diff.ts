// The gate for breaking changes: what changed since the last release must be announced by the version.
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import getReleasePlan from "@changesets/get-release-plan";
import type { Document } from "./bundle.ts";
import { at } from "./paths.ts";
import { redocly } from "./redocly.ts";

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const base = await lastRelease();
  if (!base) {
    console.log("redocly diff: there is no released description yet, so nothing can break.");
  } else {
    const revision = JSON.parse(await readFile(at("dist", "openapi.json"), "utf8"));
    const { passed, report } = await compare(base, revision, await announcedVersion());
    console.log(report);
    if (!passed) {
      console.error(
        "\nThe description changed more than its version says. Mend: npm run changeset, and choose the bump named above.",
      );
      process.exitCode = 1;
    }
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
  const dir = await mkdtemp(join(tmpdir(), "b24-calllist-diff-"));
  try {
    const [before, after] = [join(dir, "released.json"), join(dir, "now.json")];
    await writeFile(before, JSON.stringify(base));
    await writeFile(after, JSON.stringify({ ...revision, info: { ...revision.info, version: announced } }));
    const config = at("redocly.diff.yaml");
    const { code, output } = await redocly(
      ["diff", before, after, "--config", config, "--fail-on", "none", "--check-version"],
      dir,
    );
    return { passed: code === 0, report: output.trim() };
  } finally {
    await rm(dir, { recursive: true });
  }
}
