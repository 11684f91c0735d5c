// A user's project: the packed client and the runtimes, installed from npm into a folder of their own.
import { execFile } from "node:child_process";
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type BuildOptions, build } from "esbuild";

const exec = promisify(execFile);
const here = fileURLToPath(new URL(".", import.meta.url));

/**
 * Fills the folder, and gives the path of the packed client. The client is found in its node_modules by what runs there,
 * never in this workspace.
 */
export async function makeProject(dir: string, runtimes: string[], signal: AbortSignal): Promise<string> {
  const stopping = { signal, killSignal: "SIGKILL" } as const;
  const inPackage = { cwd: join(here, ".."), ...stopping };
  await exec("tsc", ["-p", "tsconfig.build.json"], inPackage);
  await exec("pnpm", ["pack", "--pack-destination", dir], inPackage);
  const tarball = (await readdir(dir)).find((name) => name.endsWith(".tgz"))!;
  await writeFile(join(dir, "package.json"), JSON.stringify({ private: true, type: "module" }));
  const flags = ["--no-audit", "--no-fund", "--ignore-scripts"];
  await exec("npm", ["install", ...flags, `./${tarball}`, ...runtimes], { cwd: dir, ...stopping });

  const options: BuildOptions = { bundle: true, format: "esm", target: "es2022", logLevel: "error" };
  const sources = ["main.ts", "worker.ts", "smoke.ts"].map((name) => join(here, name));
  await build({ ...options, entryPoints: sources, outdir: dir, packages: "external", platform: "neutral" });
  const bundle = (from: string, to: string, more: BuildOptions) =>
    build({ ...options, entryPoints: [join(dir, from)], outfile: join(dir, to), ...more });
  await bundle("worker.js", "worker.bundle.js", {});
  await bundle("smoke.js", "page.bundle.js", { format: "iife", globalName: "checks" });
  return join(dir, tarball);
}
