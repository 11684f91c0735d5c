// The clients that take part: every package with a file conformance.json.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export interface Target {
  /** The package's folder in packages/clients. */
  id: string;
  /** For people: Python. */
  name: string;
  folder: string;
  needs: string[];
  prepare?: string[][];
  command: string[];
}

const clients = fileURLToPath(new URL("../../", import.meta.url));

/** All targets, by the name of their folder, or the one with this id. */
export function readTargets(only?: string): Target[] {
  return readdirSync(clients)
    .filter((id) => (only ? id === only : true) && existsSync(`${clients}${id}/conformance.json`))
    .map((id) => {
      const text = readFileSync(`${clients}${id}/conformance.json`, "utf8");
      return { id, folder: `${clients}${id}`, ...(JSON.parse(text) as Omit<Target, "id" | "folder">) };
    });
}

/** Installs or compiles what a target needs. Its output is shown when that fails. */
export function prepare({ name, prepare = [], folder }: Target): void {
  for (const [command = "", ...args] of prepare) {
    const { status, stdout, stderr, error } = spawnSync(command, args, { cwd: folder, encoding: "utf8" });
    if (status === 0) continue;
    throw new Error(`${name}: ${[command, ...args].join(" ")} failed\n${error ?? ""}${stdout ?? ""}${stderr ?? ""}`);
  }
}
