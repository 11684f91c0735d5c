// What the waiting changesets announce: the next version of this package, and of those that follow from it.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isForUsers, packageFolders } from "@b24-calllist/testkit/packages";
import getReleasePlan from "@changesets/get-release-plan";
import { at } from "./paths.ts";

const SPEC = "@b24-calllist/spec";

export interface Announced {
  version: string;
  followers: Follower[];
}

/** A package that breaks where the description does. */
export interface Follower {
  name: string;
  released: string;
  announced: string;
}

export async function announced(): Promise<Announced> {
  const { releases } = await getReleasePlan(at(".."));
  const next = ({ name, version }: Manifest): string =>
    releases.find((release) => release.name === name)?.newVersion ?? version;
  return {
    version: next(JSON.parse(readFileSync(at("package.json"), "utf8"))),
    followers: manifests()
      .filter(follows)
      .map((manifest) => ({ name: manifest.name, released: manifest.version, announced: next(manifest) }))
      .sort((a, b) => a.name.localeCompare(b.name)),
  };
}

interface Manifest {
  name: string;
  version: string;
  scripts?: Record<string, string>;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

/** Its sources are generated from the description, or it reads it when it runs. */
function follows({ scripts = {}, dependencies = {}, devDependencies = {} }: Manifest): boolean {
  return SPEC in dependencies || ("generate" in scripts && SPEC in devDependencies);
}

/** Of the packages that users get. */
function manifests(): Manifest[] {
  return packageFolders(at(".."))
    .filter((folder) => folder.startsWith("packages/"))
    .map((folder) => at("..", folder))
    .filter(isForUsers)
    .map((folder) => JSON.parse(readFileSync(join(folder, "package.json"), "utf8")));
}
