// What is kept of a release, so that the next one can be compared with it.
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { isForUsers, packageFolders } from "@b24-calllist/testkit/packages";

/** A version of a package, and the description's version that it was made from. */
export interface Release {
  package: string;
  version: string;
  description: string;
}

/** Tests of the TypeScript client that a new version of it still has to pass: what compiled and worked. */
export const TESTS = {
  "packages/clients/typescript/test/types.test-d.ts": "packages/clients/typescript/released/types.test-d.ts",
  "packages/portals/mock/test/contract.test.ts": "packages/portals/mock/released/contract.test.ts",
};

/**
 * Keeps, in the workspace at `root`, what its packages' present versions promise: the description and the error catalogue
 * in `spec/releases/`, the client's tests beside it, and a row for each package in `docs/releases.json`. What is kept of a
 * version never changes; without new versions nothing does.
 */
export function keepRelease(root: string): void {
  const read = (path: string) => JSON.parse(readFileSync(join(root, path), "utf8"));
  const copy = (from: string, to: string): void => cpSync(join(root, from), join(root, to));

  const { version: description } = read("spec/package.json");
  const folders = releasedPackages(root);
  for (const file of folders.includes("spec") ? ["openapi.json", "errors.json", "behaviour.json"] : []) {
    const released = `spec/releases/${description}/${file}`;
    if (!existsSync(join(root, released))) copy(`spec/dist/${file}`, released);
  }

  const list = "docs/releases.json";
  const before: Release[] = existsSync(join(root, list)) ? read(list) : [];
  const present = folders.map((folder): Release => {
    const { name, version } = read(`${folder}/package.json`);
    return { package: name, version, description };
  });
  const isNew = (one: Release): boolean =>
    !before.some((other) => other.package === one.package && other.version === one.version);
  const added = present.filter(isNew);
  if (added.some((one) => one.package === "@b24-calllist/client")) {
    for (const [from, to] of Object.entries(TESTS)) copy(from, to);
    writeFileSync(join(root, "packages/clients/typescript/released/exports.ts"), exportsOfClient(root));
  }
  // The list comes last: it says that all is kept, also to whoever takes up where this was interrupted.
  mkdirSync(dirname(join(root, list)), { recursive: true });
  writeFileSync(join(root, list), `${JSON.stringify([...added, ...before], null, 2)}\n`);
}

/** The client's `index.ts` as a file that only compiles as long as each of its names can be imported. */
const exportsOfClient = (root: string): string =>
  readFileSync(join(root, "packages/clients/typescript/src/index.ts"), "utf8").replaceAll(
    / from ".*"/g,
    ' from "../src/index.ts"',
  );

/** Folders of the packages that users get, and whose version is released: their changelog names it. */
function releasedPackages(root: string): string[] {
  return packages(root, (folder) => isForUsers(join(root, folder))).filter((folder) => {
    const { version } = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
    const changelog = join(root, folder, "CHANGELOG.md");
    return existsSync(changelog) && readFileSync(changelog, "utf8").split("\n").includes(`## ${version}`);
  });
}

/** Folders of the packages that are on npm. */
export const npmPackages = (root: string): string[] =>
  packages(root, (folder) => JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8")).private !== true);

const packages = (root: string, wanted: (folder: string) => boolean): string[] => packageFolders(root).filter(wanted);
