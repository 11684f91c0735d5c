// A user's project: the packed client and the runtimes, installed from npm into a folder of their own.
import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { pack } from "@b24-calllist/testkit/packed";
import { root } from "@b24-calllist/testkit/run";
import { type BuildOptions, build } from "esbuild";
import type { Seen } from "./smoke.ts";

/** A project as users have them, and what its checks see. */
export interface Project {
  name: string;
  /** What npm installs beside the client. */
  install: string[];
  /** Its files, by their paths. */
  files: Record<string, string>;
  /** What its checks see, and should see. */
  run(dir: string, signal: AbortSignal): Promise<Seen>;
  expected: Seen;
}

const exec = promisify(execFile);
const here = fileURLToPath(new URL(".", import.meta.url));

/**
 * Fills the folder, and gives the path of the packed client. The client is found in its node_modules by what runs there,
 * never in this workspace.
 */
export async function makeProject(dir: string, runtimes: string[], signal: AbortSignal): Promise<string> {
  const stopping = { signal, killSignal: "SIGKILL" } as const;
  const client = { cwd: join(root, "packages/clients/typescript"), ...stopping };
  await exec("tsc", ["-p", "tsconfig.build.json"], client);
  const tarball = await pack("packages/clients/typescript", dir);
  await writeFile(join(dir, "package.json"), JSON.stringify({ private: true, type: "module" }));
  const flags = ["--no-audit", "--no-fund", "--ignore-scripts"];
  await exec("npm", ["install", ...flags, tarball, ...runtimes], { cwd: dir, ...stopping });

  const options: BuildOptions = { bundle: true, format: "esm", target: "es2022", logLevel: "error" };
  const sources = ["main.ts", "worker.ts", "smoke.ts"].map((name) => join(here, name));
  await build({ ...options, entryPoints: sources, outdir: dir, packages: "external", platform: "neutral" });
  const bundle = (from: string, to: string, more: BuildOptions) =>
    build({ ...options, entryPoints: [join(dir, from)], outfile: join(dir, to), ...more });
  await bundle("worker.js", "worker.bundle.js", {});
  await bundle("smoke.js", "page.bundle.js", { format: "iife", globalName: "checks" });
  return tarball;
}
