// The packages of this workspace.
import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Folders of the packages below `root`, in the order of their names: `packages/clients/go`, `spec` … */
export const packageFolders = (root: string): string[] =>
  globSync(["{spec,examples,docs/site}/package.json", "packages/{*,*/*}/package.json"], { cwd: root })
    .map(dirname)
    .sort();

/** Whether users get the package in this folder: from npm, or, with a `conformance.json`, where their language has it. */
export function isForUsers(folder: string): boolean {
  const { private: isPrivate = false } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return !isPrivate || existsSync(join(folder, "conformance.json"));
}
