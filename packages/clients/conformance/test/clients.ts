// The clients whose toolchains are here, or the one that CLIENT names, for the tests that play something to each of them.

import { missing, mustRun } from "@b24-calllist/testkit/toolchain";
import { describe, it } from "vitest";
import { readTargets, type Target } from "../src/target.ts";

/** Runs `suite` for each client; one whose toolchain is not here is skipped, and named. */
export async function forEachClient(suite: (target: Target) => void | Promise<void>): Promise<void> {
  for (const target of readTargets(process.env.CLIENT)) {
    const absent = missing(target.needs);
    if (absent.length === 0 || mustRun()) await suite(target);
    else describe.skip(target.name, () => it(`is skipped: ${absent.join(" and ")} not found`, () => {}));
  }
}
