// Packages as users get them: packed, and installed where nothing else is.
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { packageFolders } from "./packages.ts";
import { root } from "./run.ts";

const exec = promisify(execFile);
const INSTALL = ["install", "--no-audit", "--no-fund", "--ignore-scripts"];

/** Packs a package of the workspace into a folder and gives the tarball's path. */
export async function pack(folder: string, into: string): Promise<string> {
  const { stdout } = await exec("pnpm", ["pack", "--json", "--pack-destination", into], { cwd: join(root, folder) });
  return JSON.parse(stdout).filename;
}

/** Packs a package, and installs it into an empty folder; gives the folder. */
export async function installPacked(folder: string): Promise<string> {
  const project = await mkdtemp(join(tmpdir(), "b24-calllist-packed-"));
  await writeFile(join(project, "package.json"), JSON.stringify({ private: true, type: "module" }));
  await exec("npm", [...INSTALL, ...(await packAll([folder, ...neededBy(folder)], project))], { cwd: project });
  return project;
}

/** Unpacks a package, and installs what it needs at run time below it; gives the folder. */
export async function unpackWithDependencies(folder: string): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), "b24-calllist-unpacked-"));
  await exec("tar", ["-xzf", await pack(folder, dir), "-C", dir]);
  const unpacked = join(dir, "package");
  const file = join(unpacked, "package.json");
  // npm would look for these as well, and some of them are nowhere but here.
  const { devDependencies, ...manifest } = JSON.parse(await readFile(file, "utf8"));
  await writeFile(file, JSON.stringify(manifest));
  await exec("npm", [...INSTALL, "--no-save", ...(await packAll(neededBy(folder), dir))], { cwd: unpacked });
  return unpacked;
}

const packAll = (folders: string[], into: string): Promise<string[]> =>
  Promise.all(folders.map((folder) => pack(folder, into)));

/** Folders of what a package needs from this workspace: the registry has older ones of them, or none. */
function neededBy(folder: string): string[] {
  const { dependencies, peerDependencies } = manifestOf(folder);
  const names = Object.keys({ ...dependencies, ...peerDependencies });
  const direct = names.flatMap((name) => folderOf.get(name) ?? []);
  return [...new Set(direct.flatMap((one) => [one, ...neededBy(one)]))];
}

const manifestOf = (folder: string) => JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));

const folderOf = new Map<string, string>(packageFolders(root).map((folder) => [manifestOf(folder).name, folder]));
