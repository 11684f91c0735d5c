// mutmut makes the mutants of the package in Python; its script scripts/mutate.py runs the tests against each and prints them.
import { spawnSync } from "node:child_process";
import type { Mutant, MutationRequest } from "./mutant.ts";

export async function mutants({ folder, files }: MutationRequest): Promise<Mutant[]> {
  const sources = files?.filter((file) => /^src\/.*\.py$/.test(file));
  if (sources?.length === 0) return [];
  const { status, stdout } = spawnSync("python3", ["scripts/tools.py", "mutate", ...(sources ?? [])], {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (status !== 0) throw new Error("scripts/tools.py mutate has failed");
  return JSON.parse(stdout);
}
