// Reads the participants of a list while people work on it. Each status that an operator sets moves participants from
// page to page. So pages overlap, and a list on which something has moved is read again: docs/decisions/0010.
import type { Command } from "../command.ts";
import { type CallListError, sameRowsAgain, UnstableListError } from "../errors.ts";
import {
  BATCH_SIZE,
  MAX_PASSES,
  MAX_STALE_PAGES,
  PAGE_OVERLAP,
  PAGE_OVERLAP_MOVING,
  PAGE_SIZE,
  REQUEST_OVERLAP_MOVING,
} from "../generated/numbers.ts";
import type { Params } from "../methods.ts";
import { type Page, Pass, type Rows, sameRows } from "./pass.ts";

const METHOD = "crm.calllist.items.get";

/** Reads one list. It says which pages to request, accepts what comes back, and knows when the list is complete. */
export class ParticipantReader {
  readonly #params: Params<typeof METHOD>;
  readonly #gap: number;
  /** By id, the pass that has seen the participant last. */
  readonly #seen = new Map<number, number>();
  #pass = new Pass(1);
  /** The place behind the last page of the pass before. */
  #end = 0;
  /** What was requested last. */
  #starts!: number[];
  #checks!: Page[];
  done = false;
  /** Why the list could not be read. */
  error: CallListError | undefined;

  /** @param gap how many empty pages in a row are the end; 0 where every row is readable, so that a short page is the last */
  constructor(params: Params<typeof METHOD>, gap: number) {
    this.#params = params;
    this.#gap = gap;
  }

  /** The most empty pages in a row that the last pass found in the middle of the list. */
  get longestGap(): number {
    return this.#pass.longestGap;
  }

  /** How many pages are best requested together: as many as were read so far, or as decide about the end. */
  get wanted(): number {
    const { number, count, empty } = this.#pass;
    if (this.#isEnd) return 0;
    if (empty > 0) return this.#gap - empty;
    if (number > 1) return Math.max(1, Math.ceil((this.#end - this.#next) / (PAGE_SIZE - PAGE_OVERLAP_MOVING)) + 1);
    return count === 0 ? 1 : Math.max(count, this.#gap);
  }

  /** Where the next request begins. */
  get #next(): number {
    const { number, last } = this.#pass;
    return last ? last.start + PAGE_SIZE - (number > 1 ? REQUEST_OVERLAP_MOVING : PAGE_OVERLAP) : 0;
  }

  /** The next pages, `pages` at most; together with the checks that are due, not more than `room` commands. */
  commands(pages: number, room = BATCH_SIZE): Command<typeof METHOD>[] {
    const { number, empty } = this.#pass;
    const isKnown = this.#isEnd || empty > 0 || this.#isShort || number > 1;
    const count = Math.min(isKnown ? this.wanted : pages, pages, room);
    const [start, stride] = [this.#next, PAGE_SIZE - (number > 1 ? PAGE_OVERLAP_MOVING : PAGE_OVERLAP)];
    this.#starts = Array.from({ length: count }, (_, index) => start + index * stride);
    this.#checks = this.#isCheckDue ? this.#pass.landmarks(room - count) : [];
    return [...this.#starts, ...this.#checks.map(({ start }) => start)].map((start) => [
      METHOD,
      { ...this.#params, start },
    ]);
  }

  /**
   * Accepts the pages that were requested, in their order, up to the first that failed. Returns the new participants. What
   * failed behind the end of the list does not matter.
   */
  take(pages: readonly Rows[], error?: CallListError): Rows {
    const fresh: Rows = [];
    for (const [index, rows] of pages.slice(0, this.#starts.length).entries()) {
      if (this.#isEnd) break;
      const page = { start: this.#starts[index]!, rows };
      this.#pass.add(page, (id) => this.#seen.get(id));
      this.#keep(rows, fresh);
    }
    this.#pass.endRequest();
    const checked = pages.slice(this.#starts.length);
    for (const [index, rows] of checked.entries()) {
      if (!sameRows(this.#checks[index]!.rows, rows)) this.#pass.moved = true;
      this.#keep(rows, fresh);
    }
    const isBehindEnd = this.#isEnd && pages.length < this.#starts.length;
    if (error && !isBehindEnd) this.error = error;
    else if (this.#pass.stale >= MAX_STALE_PAGES) this.error = sameRowsAgain(METHOD);
    else if (this.#isEnd) this.#conclude(checked.length > 0);
    return fresh;
  }

  #keep(rows: Rows, fresh: Rows): void {
    for (const row of rows) {
      if (!this.#seen.has(row.ID)) {
        this.#pass.fresh = true;
        fresh.push(row);
      }
      this.#seen.set(row.ID, this.#pass.number);
    }
  }

  get #isEnd(): boolean {
    const { last, empty } = this.#pass;
    return last !== undefined && (this.#gap === 0 ? last.rows.length < PAGE_SIZE : empty >= this.#gap);
  }

  /**
   * At the end of the first pass, where nothing seems to have moved, pages that were read are looked at once more. That
   * shows what the borders of pages cannot: what was hidden from the user has moved, or what is hidden from an operator
   * kept its place. The check goes with the last pages, where the end is near.
   */
  get #isCheckDue(): boolean {
    const { number, moved, empty } = this.#pass;
    return number === 1 && !moved && (this.#isEnd || empty > 0 || this.#isShort);
  }

  /** Only the first page was read, and it is not full: most likely, that is all. */
  get #isShort(): boolean {
    const { count, last } = this.#pass;
    return count === 1 && last!.rows.length < PAGE_SIZE;
  }

  /** The pass has come to the end of the list. */
  #conclude(isChecked: boolean): void {
    const { number, count, last, fresh, moved, hole } = this.#pass;
    const isOnePage = count === 1 || this.#seen.size === 0;
    if (number === 1 && !moved && !isChecked && !isOnePage) return; // the check comes next
    // With a status, new ones may join all the time, and none of them has to be read.
    const bringsNobody = !fresh || (this.#params.FILTER?.STATUS != null && number > 2);
    this.done = number === 1 ? !moved : !hole && bringsNobody;
    if (this.done) return;
    if (number === MAX_PASSES) this.error = new UnstableListError(METHOD, number);
    this.#end = last!.start + PAGE_SIZE;
    this.#pass = new Pass(number + 1);
  }
}
