// What the waiting changesets announce: the next version of this package, and of those that follow from it.
import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
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
      .map((manifest) => ({ name: manifest.name, released: manifest.version, announced: next(manifest) })),
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

/** Of the packages that users get: from npm, or, with a `conformance.json`, where their language has them. */
function manifests(): Manifest[] {
  const packages = at("..", "packages");
  return globSync("*/package.json", { cwd: packages })
    .sort()
    .map((file) => ({ file, manifest: JSON.parse(readFileSync(join(packages, file), "utf8")) }))
    .filter(({ file, manifest }) => !manifest.private || existsSync(join(packages, file, "../conformance.json")))
    .map(({ manifest }) => manifest);
}
