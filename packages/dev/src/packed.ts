import { execFile } from "node:child_process";
import { mkdtemp, readdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { root } from "./run.ts";

const exec = promisify(execFile);

/**
 * Packs packages of the workspace and installs them into an empty folder, as a user gets them; gives the folder.
 *
 * @param folders of the package and of all that it needs from here, since the registry has older ones or none
 */
export async function installPacked(...folders: string[]): Promise<string> {
  const project = await mkdtemp(join(tmpdir(), "b24-calllist-packed-"));
  for (const folder of folders)
    await exec("pnpm", ["pack", "--pack-destination", project], { cwd: join(root, folder) });
  const tarballs = (await readdir(project)).filter((name) => name.endsWith(".tgz"));
  await writeFile(join(project, "package.json"), JSON.stringify({ private: true, type: "module" }));
  const install = ["install", "--no-audit", "--no-fund", "--ignore-scripts"];
  await exec("npm", [...install, ...tarballs.map((name) => join(project, name))], { cwd: project });
  return project;
}
