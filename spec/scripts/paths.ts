import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";

/** This package's folder. */
export const specDir = fileURLToPath(new URL("..", import.meta.url));

/** Absolute path of a file of this package. */
export const at = (...parts: string[]): string => join(specDir, ...parts);

/** Reads a YAML file of this package. */
export async function readYaml<T>(...parts: string[]): Promise<T> {
  return parse(await readFile(at(...parts), "utf8")) as T;
}
