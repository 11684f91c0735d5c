// One pass over a list: when rows count as the same, and which pages are looked at once more.
import { describe, expect, it } from "vitest";
import { Pass, type Rows, sameRows } from "../src/pass.ts";

const row = (ID: number, STATUS = "IN_WORK"): Rows[number] => ({ ID, STATUS, ENTITY_TYPE: 3 });

it("rows are the same by id, status and place", () => {
  const rows = [row(1), row(2, "SUCCESS")];
  expect(sameRows(rows, [row(1), row(2, "SUCCESS")])).toBe(true);
  expect(sameRows([], [])).toBe(true);
  for (const others of [[row(1), row(3, "SUCCESS")], [row(1), row(2)], [row(1)], [...rows].reverse(), []])
    expect(sameRows(rows, others)).toBe(false);
});

describe("the pages that are looked at once more", () => {
  /** A pass over so many full pages, each request with ten. */
  const passOver = (pages: number): Pass => {
    const pass = new Pass(1);
    for (let page = 0; page < pages; page++) {
      const start = page * 49;
      pass.add({ start, rows: Array.from({ length: 50 }, (_, index) => row(start + index)) }, () => undefined);
      if (page % 10 === 9) pass.endRequest();
    }
    return pass;
  };
  const starts = (pass: Pass, room: number): number[] => pass.landmarks(room).map(({ start }) => start / 49);

  it("are all of a short list: the last of a status, those at the end of a request, and the first ones", () => {
    expect(starts(passOver(12), 50)).toEqual([11, 9, 0, 1, 2, 3, 4, 5, 6, 7, 8, 10]);
  });

  it("are 25 of a long list, and none where there is room for fewer", () => {
    expect(starts(passOver(60), 25)).toHaveLength(25);
    expect(starts(passOver(60), 24)).toEqual([]);
    expect(starts(passOver(12), 11)).toEqual([]);
    expect(starts(passOver(12), 12)).toHaveLength(12);
  });
});
