// Projects as users have them: the packed client inside a framework, a test runner or a company's network, installed from
// npm.
import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { jest } from "./jest.ts";
import { next } from "./next.ts";
import type { Project } from "./project.ts";
import { proxy } from "./proxy.ts";
import type { Seen } from "./smoke.ts";

const exec = promisify(execFile);

export const PROJECTS: Project[] = [
  next("next14", ["next@14", "react@18", "react-dom@18"]),
  next("next15", ["next@15", "react@19", "react-dom@19"]),
  jest(),
  proxy(),
];

/** Installs a project into a folder of its own, and runs its checks. */
export async function runProject(project: Project, root: string, tarball: string, signal: AbortSignal): Promise<Seen> {
  const dir = join(root, project.name);
  for (const [path, text] of Object.entries({ "package.json": '{ "private": true }', ...project.files })) {
    await mkdir(dirname(join(dir, path)), { recursive: true });
    await writeFile(join(dir, path), text);
  }
  const flags = ["--no-audit", "--no-fund", "--ignore-scripts"];
  const options = { cwd: dir, signal, killSignal: "SIGKILL" } as const;
  await exec("npm", ["install", ...flags, tarball, ...project.install], options);
  return project.run(dir, signal);
}
