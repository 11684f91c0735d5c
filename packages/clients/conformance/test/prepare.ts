// Installs or compiles the clients once, before the tests run: two files at a time would do it in one folder.

import { missing, mustRun } from "@b24-calllist/testkit/toolchain";
import type { TestProject } from "vitest/node";
import { prepare, readTargets } from "../src/target.ts";

export default function setup({ config }: TestProject): void {
  for (const target of readTargets(config.env.CLIENT)) {
    if (missing(target.needs).length === 0 || mustRun()) prepare(target);
  }
}
