// Every client passes every case. A client whose toolchain is not here is skipped, and named.
import { describe, expect, it } from "vitest";
import { play } from "../src/play.ts";
import { prepare, readTargets } from "../src/target.ts";
import { missing, mustRun } from "../src/toolchain.ts";
import { readVectors } from "../src/vector.ts";

const vectors = readVectors();

for (const target of readTargets()) {
  const absent = missing(target.needs);
  if (absent.length > 0 && !mustRun()) {
    describe.skip(target.name, () => it(`is skipped: ${absent.join(" and ")} not found`, () => {}));
    continue;
  }
  prepare(target);
  const played = await play(target, vectors);
  describe(target.name, () => {
    it.each(played.map(({ vector: { id, title }, wrong }) => [id, title, wrong] as const))("%s: %s", (_, __, wrong) => {
      expect(wrong).toEqual([]);
    });
  });
}
