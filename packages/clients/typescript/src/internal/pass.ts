// One pass over the participants of a list: whether its pages fit together.

import { MIN_CHECK_PAGES, PAGE_SIZE } from "../generated/numbers.ts";
import type { Result } from "../methods.ts";

export type Rows = Result<"crm.calllist.items.get">;

/** A page as it was read: the place of its first row, and the rows that may be read. */
export interface Page {
  start: number;
  rows: Rows;
}

export class Pass {
  readonly number: number;
  /** Pages read. */
  count = 0;
  /** Empty pages in a row. */
  empty = 0;
  /** The most empty pages in a row that had rows behind them. */
  longestGap = 0;
  /** It found a participant that no earlier pass had seen. */
  fresh = false;
  /** Pages in a row, empty ones aside, without anybody who is new to this pass. */
  stale = 0;
  /** A row was not where it had to be. */
  moved = false;
  /** Two pages that overlap have no row in common: between them, somebody may be missing. */
  hole = false;
  /** The page before. */
  last: Page | undefined;
  #ids: ReadonlySet<number> = new Set();
  /** Pages to compare with what they say later: the first ones, the last of each request, and the last of each status. */
  readonly #first: Page[] = [];
  readonly #borders: Page[] = [];
  readonly #ends = new Map<string, Page>();

  constructor(number: number) {
    this.number = number;
  }

  /** Adds the next page. Of each row, `before` says in which pass it was seen last. */
  add(page: Page, before: (id: number) => number | undefined): void {
    const { last } = this;
    if (last) this.#compare(last, last.start + PAGE_SIZE - page.start, page.rows);
    // Whoever comes again behind the overlap has moved.
    if (page.rows.some(({ ID }) => before(ID) === this.number && !this.#ids.has(ID))) this.moved = true;
    this.count += 1;
    if (page.rows.length > 0) this.longestGap = Math.max(this.longestGap, this.empty);
    this.empty = page.rows.length > 0 ? 0 : this.empty + 1;
    this.last = page;
    this.#ids = new Set(page.rows.map(({ ID }) => ID));
    if (page.rows.length === 0) return;
    this.stale = page.rows.some(({ ID }) => before(ID) !== this.number) ? 0 : this.stale + 1;
    if (this.#first.length < PAGE_SIZE) this.#first.push(page);
    for (const { STATUS } of page.rows) this.#ends.set(STATUS, page);
  }

  /** A request ends here: until the next one, much may move. */
  endRequest(): void {
    if (this.last && this.empty === 0) this.#borders.push(this.last);
  }

  /** The pages that show best whether anything has moved since they were read; none where there is no room for enough. */
  landmarks(room: number): Page[] {
    const pages = [...new Set([...this.#ends.values(), ...this.#borders.slice(-PAGE_SIZE), ...this.#first])];
    return pages.length <= room || room >= MIN_CHECK_PAGES ? pages.slice(0, room) : [];
  }

  /** Pages overlap, so the last rows of one are the first of the next. Behind a page with hidden rows, some of them. */
  #compare(last: Page, overlap: number, rows: Rows): void {
    const common = rows.filter(({ ID }) => this.#ids.has(ID)).length;
    const isFull = last.rows.length === PAGE_SIZE;
    const expected = isFull ? overlap : Math.min(common, overlap);
    if (common !== expected || !sameRows(last.rows.slice(last.rows.length - expected), rows.slice(0, expected)))
      this.moved = true;
    if (isFull && common === 0) this.hole = true;
  }
}

export function sameRows(a: Rows, b: Rows): boolean {
  return (
    a.length === b.length && a.every(({ ID, STATUS }, index) => ID === b[index]!.ID && STATUS === b[index]!.STATUS)
  );
}
