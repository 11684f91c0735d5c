/** Ids as a seed gives them: each by itself, or a range with steps and gaps. */
export type Ids = readonly number[] | IdRange;

/** `{ from: 2, to: 10, step: 2, except: [6] }` is 2, 4, 8 and 10. */
export interface IdRange {
  from: number;
  to: number;
  /** @default 1 */
  step?: number;
  except?: readonly number[];
}

/** A set of ids that takes no more room for a million contacts than for two. */
export class IdSet {
  readonly seed: Ids;
  readonly #has: (id: number) => boolean;

  constructor(ids: Ids) {
    this.seed = ids;
    this.#has = isRange(ids) ? rangeTest(ids) : setTest(ids);
  }

  has(id: number): boolean {
    return this.#has(id);
  }
}

function isRange(ids: Ids): ids is IdRange {
  return !Array.isArray(ids);
}

function setTest(ids: readonly number[]): (id: number) => boolean {
  const set = new Set(ids);
  return (id) => set.has(id);
}

function rangeTest({ from, to, step = 1, except = [] }: IdRange): (id: number) => boolean {
  const gaps = new Set(except);
  return (id) =>
    id >= from && id <= to && (step === 1 || (id - from) % step === 0) && (gaps.size === 0 || !gaps.has(id));
}
