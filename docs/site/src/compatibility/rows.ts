// Which version of a package was made from which version of the description, and what it runs on.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import getReleasePlan from "@changesets/get-release-plan";
import { rootDir } from "../paths.ts";
import { PACKAGES } from "../site/package-list.ts";

/** A version of a package and the description's version that it was made from and tested with. */
export interface Row {
  version: string;
  description: string;
  /** It is not released yet. */
  next?: boolean;
}

/** A package with its versions, the newest first. */
export interface Compatibility {
  folder: string;
  /** The oldest version of the language that it runs on, such as `PHP 8.2`; none for data. */
  needs?: string | undefined;
  rows: Row[];
}

/** An entry of docs/releases.json, which `npm run version` writes. */
type Release = Pick<Row, "version" | "description"> & { package: string };

/** All packages, in the reader's order. */
export async function readCompatibility(): Promise<Compatibility[]> {
  const released: Release[] = JSON.parse(await read("docs/releases.json").catch(() => "[]")); // none before the first
  const plan = await getReleasePlan(rootDir);
  const nextOf = (name: string): string | undefined =>
    plan.releases.find((release) => release.name === name && release.type !== "none")?.newVersion;
  const description = nextOf("@b24-calllist/spec") ?? JSON.parse(await read("spec/package.json")).version;
  return Promise.all(
    Object.keys(PACKAGES).map(async (folder) => {
      const { name, engines } = JSON.parse(await read(`${folder}/package.json`));
      const next = nextOf(name);
      const past = released.filter((release) => release.package === name);
      return {
        folder,
        needs: await needsOf(folder, engines),
        rows: [
          ...(next ? [{ version: next, description, next: true }] : []),
          ...past.map(({ version, description }) => ({ version, description })),
        ],
      };
    }),
  );
}

/** Where each language's own manifest names its oldest version. */
const MANIFESTS: [file: string, pattern: RegExp, language: string][] = [
  ["composer.json", /"php": ">=([\d.]+)"/, "PHP"],
  ["pyproject.toml", /^requires-python = ">=([\d.]+)"/m, "Python"],
  ["go.mod", /^go ([\d.]+)$/m, "Go"],
  ["pom.xml", /<maven.compiler.release>([\d.]+)</, "Java"],
];

async function needsOf(folder: string, engines?: { node?: string }): Promise<string | undefined> {
  if (engines?.node) return `Node ${engines.node.replace(">=", "")}`;
  for (const [file, pattern, language] of MANIFESTS) {
    const [, version] = (await read(`${folder}/${file}`).catch(() => "")).match(pattern) ?? [];
    if (version) return `${language} ${version}`;
  }
  return undefined;
}

const read = (path: string): Promise<string> => readFile(join(rootDir, path), "utf8");
