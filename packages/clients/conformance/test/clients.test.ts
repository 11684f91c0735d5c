// Every client passes every case. A client whose toolchain is not here is skipped, and named.
import { describe, expect, it } from "vitest";
import { play } from "../src/play.ts";
import { readVectors } from "../src/vectors.ts";
import { forEachClient } from "./clients.ts";

const vectors = readVectors();

await forEachClient(async (target) => {
  const played = await play(target, vectors);
  describe(target.name, () => {
    it.each(played.map(({ vector: { id, title }, wrong }) => [id, title, wrong] as const))("%s: %s", (_, __, wrong) => {
      expect(wrong).toEqual([]);
    });
  });
});
