import { spawnSync } from "node:child_process";

/** Which of these programs do not answer to `--version` (Go's to `version`) here. */
export function missing(programs: readonly string[]): string[] {
  return programs.filter((program) =>
    ["--version", "version"].every((argument) => spawnSync(program, [argument], { stdio: "ignore" }).status !== 0),
  );
}

/** Where everything has to be there, nothing is skipped. */
export const mustRun = (): boolean => ["true", "1"].includes(process.env.CI ?? "");
