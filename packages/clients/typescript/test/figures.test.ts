// The figures of the guide on complete lists, measured anew.
//
// @module-tag slow
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { iterate } from "../src/index.ts";
import { BusyList, busyPortal } from "./busy-list.ts";

const guide = new URL("../../../../docs/guides/complete-lists.md", import.meta.url);

describe("The figures about lost participants", () => {
  const [SIZE, READINGS, PAGE, LIST] = [1000, 200, 50, { LIST_ID: 13 }] as const;
  const rows = readFileSync(guide, "utf8").matchAll(
    /^\| (?:none: no operator is calling|(\d+) %) \| (\d+) % \| (\d+) % \| ([\d.]+) \|$/gm,
  );
  const figures = [...rows].map(([, chance = "0", ...others]) => [chance, ...others].map(Number));
  const seeds = Array.from({ length: READINGS }, (_, index) => index + 1);
  const percent = (count: number): number => Math.round((100 * count) / READINGS);
  const hasLost = (list: BusyList, found: ReadonlySet<number>): boolean => list.expected().some((id) => !found.has(id));

  /** Pages 0, 50, 100 and so on: the first alone, then 10, then the others in one request. */
  function countOff(list: BusyList): Set<number> {
    const found = new Set<number>();
    for (let page = 0; page * PAGE < SIZE; page++) {
      if ([0, 1, 11].includes(page)) list.pause();
      for (const { ID } of list.page(page * PAGE) ?? []) found.add(ID);
    }
    return found;
  }

  it.each(figures)("in row %# are those of 200 readings", async (chance, counted, complete, requests) => {
    const listOf = (seed: number): BusyList => new BusyList({ seed, size: SIZE, chance: chance! / 100 });
    const lostByCounting = seeds.map(listOf).filter((list) => hasLost(list, countOff(list))).length;
    let [lost, sent] = [0, 0];
    for (const portal of seeds.map((seed) => busyPortal(listOf(seed)))) {
      const found = new Set<number>();
      for await (const { ID } of iterate(portal, "crm.calllist.items.get", LIST)) found.add(ID);
      if (hasLost(portal.list, found)) lost += 1;
      sent += portal.requests;
    }
    const average = Math.round((10 * sent) / READINGS) / 10;
    expect([percent(lostByCounting), percent(lost), average]).toEqual([counted, complete, requests]);
  });

  it("are four", () => {
    expect(figures).toHaveLength(4);
  });
});
