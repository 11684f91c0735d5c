// One pass over a list: when rows count as the same, what its pages tell of the list, and which are looked at once more.
import { describe, expect, it } from "vitest";
import { type Page, Pass, type Rows, sameRows } from "../src/internal/pass.ts";
import { readable } from "./lists.ts";

const row = (ID: number, STATUS = "IN_WORK"): Rows[number] => ({ ID, STATUS, ENTITY_TYPE: 3 });

it("rows are the same by id, status and place", () => {
  const rows = [row(1), row(2, "SUCCESS")];
  expect(sameRows(rows, [row(1), row(2, "SUCCESS")])).toBe(true);
  expect(sameRows([], [])).toBe(true);
  for (const others of [[row(1), row(3, "SUCCESS")], [row(1), row(2)], [row(1)], [...rows].reverse(), []])
    expect(sameRows(rows, others)).toBe(false);
});

/** A page at this place, with these participants. */
const page = (start: number, ids: readonly number[]): Page => ({ start, rows: ids.map((id) => row(id)) });
/** A full page: 50 participants from this id on. */
const full = (start: number, from: number): Page => page(start, readable(50, from));

/** A first pass that has read these pages. */
function passOf(...pages: Page[]): Pass {
  const pass = new Pass(1);
  const seen = new Map<number, number>();
  for (const page of pages) {
    pass.add(page, (id) => seen.get(id));
    for (const { ID } of page.rows) seen.set(ID, 1);
  }
  return pass;
}

describe("pages that overlap by a row", () => {
  it("show a list that stood still where the last row of each is the first of the next", () => {
    expect(passOf(full(0, 1), full(49, 50), page(98, [99, 100]))).toMatchObject({ moved: false, hole: false });
  });

  it("show no movement where rows are hidden: behind a page that is not full, none or some of them come again", () => {
    for (const next of [full(49, 50), full(49, 20)])
      expect(passOf(page(0, readable(20)), next)).toMatchObject({ moved: false, hole: false });
  });

  it.each<[what: string, next: Page]>([
    ["the last row of a page comes later", page(49, [51, 50, ...readable(48, 52)])],
    ["the row has another status", { start: 49, rows: [row(50, "SUCCESS"), ...page(0, readable(49, 51)).rows] }],
    ["another row comes again behind it", page(49, [50, 30, ...readable(48, 51)])],
  ])("show a movement where %s", (_, next) => {
    expect(passOf(full(0, 1), next)).toMatchObject({ moved: true, hole: false });
  });

  it("show a movement where somebody comes again that an earlier page had", () => {
    expect(passOf(full(0, 1), full(49, 50), page(98, [99, 3]))).toMatchObject({ moved: true, hole: false });
  });

  it("show a movement where the row that comes again was not the last one of a page that is not full", () => {
    expect(passOf(page(0, readable(20)), page(49, [5, 60])).moved).toBe(true);
  });

  it("have a hole between them where they share no row, and the first is full", () => {
    expect(passOf(full(0, 1), full(49, 51))).toMatchObject({ moved: true, hole: true });
  });
});

it("empty pages count as a gap where rows come behind them: the longest one", () => {
  const empty = (start: number): Page => page(start, []);
  expect(passOf(full(0, 1), empty(49), empty(98), empty(147)).longestGap).toBe(0);
  const [first, second] = [passOf(full(0, 1), empty(49), empty(98), full(147, 60)), passOf(empty(0), full(49, 1))];
  expect([first.longestGap, second.longestGap]).toEqual([2, 1]);
  expect(passOf(empty(0), empty(49), full(98, 1), empty(147), full(196, 60)).longestGap).toBe(2);
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

  it("are of a very long list those at the end of the last 50 requests, and the first 50", () => {
    const pages = starts(passOver(700), 200);
    expect(pages).toEqual([699, ...readable(49, 20).map((request) => request * 10 + 9), ...readable(50, 0)]);
  });
});
