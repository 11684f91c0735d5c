// What changed in each package: its CHANGELOG.md, as changesets writes it, and before that what waits for the next release.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import getReleasePlan from "@changesets/get-release-plan";
import { rootDir } from "../paths.ts";
import { PACKAGES } from "../site/package-list.ts";

/** A version of a package. */
export interface Version {
  version: string;
  /** It is not released yet. */
  next?: boolean;
  /** Markdown, with a heading of the third level for each size of change. */
  changes: string;
}

/** The versions of a package, the newest first. */
export interface Changelog {
  folder: string;
  versions: Version[];
}

type Plan = Awaited<ReturnType<typeof getReleasePlan>>;

/** The packages that have changed at all, in the reader's order. */
export async function readChangelogs(): Promise<Changelog[]> {
  const plan = await getReleasePlan(rootDir);
  const all = await Promise.all(
    Object.keys(PACKAGES).map(async (folder) => {
      const { name } = JSON.parse(await readFile(join(rootDir, folder, "package.json"), "utf8"));
      const markdown = await readFile(join(rootDir, folder, "CHANGELOG.md"), "utf8").catch(nothing);
      return { folder, versions: [...waiting(plan, name), ...released(markdown)] };
    }),
  );
  return all.filter(({ versions }) => versions.length > 0);
}

/** The version that the waiting changesets will make. */
export function waiting({ releases, changesets }: Plan, name: string): Version[] {
  const release = releases.find((release) => release.name === name);
  if (!release || release.type === "none") return [];
  const parts = (["major", "minor", "patch"] as const).map((size) => {
    const texts = changesets
      .filter(({ releases }) => releases.some((release) => release.name === name && release.type === size))
      .map(({ summary }) => `- ${summary.trim().replaceAll("\n", "\n  ")}`);
    return texts.length > 0 ? `### ${size[0]!.toUpperCase()}${size.slice(1)} Changes\n\n${texts.join("\n\n")}\n\n` : "";
  });
  // Without a changeset of its own, a package is released because one that it needs is.
  return [{ version: release.newVersion, next: true, changes: parts.join("") || "- Updated dependencies\n" }];
}

/** The versions in a CHANGELOG.md. */
export function released(markdown: string): Version[] {
  const [, ...sections] = markdown.split(/^## /m);
  return sections.map((section) => {
    const end = section.indexOf("\n");
    return { version: section.slice(0, end).trim(), changes: section.slice(end) };
  });
}

/** Before its first release a package has no file. */
function nothing(error: NodeJS.ErrnoException): string {
  if (error.code !== "ENOENT") throw error;
  return "";
}
