// Installs or compiles the clients once, before the tests run: two files at a time would do it in one folder.
import { prepare, readTargets } from "../src/target.ts";
import { missing, mustRun } from "../src/toolchain.ts";

export default function setup(): void {
  for (const target of readTargets()) if (missing(target.needs).length === 0 || mustRun()) prepare(target);
}
