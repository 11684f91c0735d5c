// Each client reads and changes lists on which operators work, at up to a status before each command.
import { describe, expect, it } from "vitest";
import { live, scenesOf } from "../src/live.ts";
import { forEachClient } from "./clients.ts";

/** The same lists each time; PROPERTY_RUNS=10 takes ten times as many. */
const { PROPERTY_RUNS: factor = "1" } = process.env;
const READINGS = 300 * Number(factor);
const CHANGES = 60 * Number(factor);

await forEachClient((target) => {
  describe(target.name, () => {
    it(
      `loses nobody and doubles nobody in ${READINGS} readings of lists that operators work on`,
      async () => {
        const lived = await live(target, "read", scenesOf(READINGS, 1));
        expect(lived.filter(({ wrong }) => wrong.length > 0)).toEqual([]);
        expect(lived.reduce((sum, { statusesSet }) => sum + statusesSet, 0)).toBeGreaterThan(READINGS);
      },
      300_000 * Number(factor),
    );

    it(
      `changes ${CHANGES} such lists exactly as asked, or says why it has written nothing`,
      async () => {
        const lived = await live(target, "change", scenesOf(CHANGES, 2));
        expect(lived.filter(({ wrong }) => wrong.length > 0)).toEqual([]);
      },
      300_000 * Number(factor),
    );
  });
});
