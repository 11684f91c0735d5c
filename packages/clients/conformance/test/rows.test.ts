import { expect, it } from "vitest";
import { withRows } from "../src/rows.ts";

const rows = (from: number, to: number, as: unknown, step?: number): object => ({
  rows: { from, to, ...(step !== undefined && { step }) },
  as,
});

it("rows stand for one element a number, in it as number or as text, between the others", () => {
  const result = [{ ID: 9 }, rows(1, 3, { ID: "<n>", TEXT: "'<n>'", STATUS: "IN_WORK" }), { ID: 10 }];
  expect(withRows({ result })).toEqual({
    result: [
      { ID: 9 },
      { ID: 1, TEXT: "1", STATUS: "IN_WORK" },
      { ID: 2, TEXT: "2", STATUS: "IN_WORK" },
      { ID: 3, TEXT: "3", STATUS: "IN_WORK" },
      { ID: 10 },
    ],
  });
});

it("they may leave numbers out, and count down", () => {
  expect(withRows([rows(50, 150, "<n>", 50), rows(2, 1, "<n>")])).toEqual([50, 100, 150, 2, 1]);
});

it("rows within rows have their own numbers", () => {
  expect(withRows([rows(1, 2, { page: "<n>", ids: [rows(7, 8, "<n>")] })])).toEqual([
    { page: 1, ids: [7, 8] },
    { page: 2, ids: [7, 8] },
  ]);
});
