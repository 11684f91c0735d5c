import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, relative } from "node:path";

/** Generated files: absolute path -> whole content. */
export type Files = Record<string, string>;

/** The first line of a generated file. `from` names the sources, so that a reader knows where to go. */
export function header(from: string): string {
  return `Generated from ${from} by \`npm run generate\`. Do not edit.`;
}

/**
 * Ends a generator: writes its files, or, when the command line says `--check`, compares them with
 * what is on disk and fails with the command that mends it.
 *
 * The comparison is with the working tree, not with git: a change that was generated but not yet
 * committed is in order.
 */
export async function emit(files: Files, check = process.argv.includes("--check")): Promise<void> {
  if (!check) {
    for (const [path, content] of Object.entries(files)) {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, content);
    }
    return;
  }
  const stale = await staleFiles(files);
  if (stale.length === 0) return;
  for (const path of stale) console.error(`out of date: ${relative(process.cwd(), path)}`);
  console.error("\nThese files are generated and do not match their sources. Mend: npm run generate");
  process.exitCode = 1;
}

/** The paths whose content on disk differs from what was generated, missing files included. */
export async function staleFiles(files: Files): Promise<string[]> {
  const stale: string[] = [];
  for (const [path, content] of Object.entries(files)) {
    const onDisk = await readFile(path, "utf8").catch(() => undefined);
    if (onDisk !== content) stale.push(path);
  }
  return stale;
}
