// Pages of participants when some may not be read: the portal cuts the page first, and takes rows out of it afterwards.
import { LINE, picture, text } from "./svg.ts";

interface PageOfRows {
  start: number;
  /** How many rows are on the page, and which of them may be read. */
  rows: number;
  readable: (row: number) => boolean;
  /** Begins with what the portal answers, as a test sees to: `26 rows` or `403 ACCESS_ERROR`. */
  answer: string;
}

/** The pages of one list, in the order in which they are asked for. */
export const PAGES: PageOfRows[] = [
  { start: 0, rows: 50, readable: () => true, answer: "50 rows" },
  { start: 50, rows: 50, readable: (row) => row % 3 !== 0 && row < 40, answer: "26 rows: short, and not the last" },
  { start: 100, rows: 50, readable: () => false, answer: "403 ACCESS_ERROR, and not the end" },
  { start: 150, rows: 20, readable: (row) => row % 2 === 0, answer: "10 rows: the last, but it does not say so" },
  { start: 200, rows: 0, readable: () => false, answer: "403 ACCESS_ERROR again: the end" },
];

const COLUMNS = 25;
const CELL = 15;

/** The picture. */
export function paging(): string {
  const parts = [
    `<rect class="row" x="3" y="4" width="11" height="11" rx="2"/>`,
    text(20, 14, ["a row you may read"], "small"),
    `<rect class="hidden" x="163" y="4" width="11" height="11" rx="2"/>`,
    text(180, 14, ["one you may not"], "small"),
  ];
  let y = 30;
  for (const page of PAGES) {
    const { start, answer } = page;
    parts.push(text(2, y + 14, [`start: ${start}`], "strong"), text(96, y + 14, [answer]));
    parts.push(...cells(page, y + LINE + 4));
    y += LINE + Math.ceil(page.rows / COLUMNS) * CELL + 20;
  }
  return picture("docs/site/src/pictures/paging.ts", y - 10, parts);
}

function cells({ rows, readable }: PageOfRows, top: number): string[] {
  return Array.from({ length: rows }, (_, row) => {
    const [x, y] = [3 + (row % COLUMNS) * CELL, top + Math.floor(row / COLUMNS) * CELL];
    return `<rect class="${readable(row) ? "row" : "hidden"}" x="${x}" y="${y}" width="11" height="11" rx="2"/>`;
  });
}
