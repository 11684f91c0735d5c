import { existsSync, globSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { root } from "@b24-calllist/testkit/run";
import type { Mutant } from "./mutant.ts";

/** A package's `mutation.json`. */
export interface MutationConfig {
  tool: keyof typeof TOOLS;
  /** Files that decide about users' data and secrets; the mark for them is 90 %, for all others 80 %. */
  deciding: string[];
  /** Mutants that no test can notice, each with the reason. */
  equivalent: Equivalent[];
}

export interface Equivalent extends Pick<Mutant, "file" | "change"> {
  /** The source line, without the white space around it; its number would change with every edit. */
  line: string;
  reason: string;
}

/** The tool that mutates each language, and what it is called with. */
export const TOOLS = {
  stryker: () => import("./stryker.ts"),
  php: () => import("./php.ts"),
  gremlins: () => import("./gremlins.ts"),
  pit: () => import("./pit.ts"),
  mutmut: () => import("./mutmut.ts"),
} as const;

/** Packages that can be mutated, those with a `mutation.json`: their names and folders. */
export function packages(): Map<string, string> {
  const folders = globSync("packages/{*,*/*}/mutation.json", { cwd: root }).map(dirname);
  return new Map(folders.map((folder): [string, string] => [basename(folder), folder]).sort());
}

/** The `mutation.json` of a package's folder. */
export function readConfig(name: string): MutationConfig {
  const folder = join(root, name);
  const file = join(folder, "mutation.json");
  const config: MutationConfig = JSON.parse(readFileSync(file, "utf8"));
  const wrong = (what: string): Error => new Error(`${name}/mutation.json: ${what}`);
  if (!(config.tool in TOOLS)) throw wrong(`"tool" must be one of ${Object.keys(TOOLS).join(", ")}`);
  for (const path of config.deciding) {
    if (!existsSync(join(folder, path))) throw wrong(`"deciding" names ${path}, which does not exist`);
  }
  for (const { file: path, line, change, reason } of config.equivalent) {
    if (!path || !line || !change || !reason) throw wrong('each of "equivalent" needs file, line, change and reason');
    const lines = existsSync(join(folder, path)) ? readFileSync(join(folder, path), "utf8").split("\n") : [];
    if (!lines.some((text) => text.trim() === line))
      throw wrong(`"equivalent" names a line that is not in ${path} (any more): ${line}`);
  }
  return config;
}
