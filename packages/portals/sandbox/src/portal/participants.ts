/** One row of a call list. */
export interface Participant {
  /** Of the contact, company or other record. */
  ID: number;
  STATUS: string;
  /** Decides the order, rising. */
  RANK: number;
  CALL_ID: number | null;
}

export const IN_WORK = "IN_WORK";
const STEP = 10;

/** The participants of one call list in the order of their ranks. */
export class Participants {
  #rows: Participant[];
  /** Made when it is asked for, dropped when anything changes: pages of a filtered list cost no more than others. */
  readonly #byStatus = new Map<string, Participant[]>();

  constructor(rows: Participant[]) {
    this.#rows = byRank(rows);
  }

  /** New ones: in work, ranks 10, 20, 30, ... */
  static of(ids: readonly number[]): Participants {
    return new Participants(ids.map((ID, index) => ({ ID, STATUS: IN_WORK, RANK: STEP * (index + 1), CALL_ID: null })));
  }

  /** In the order of their ranks. Do not change it. */
  get all(): readonly Participant[] {
    return this.#rows;
  }

  /** Those of one status in the order of their ranks. */
  withStatus(status: string): readonly Participant[] {
    const known = this.#byStatus.get(status);
    if (known) return known;
    const rows = this.#rows.filter(({ STATUS }) => STATUS === status);
    this.#byStatus.set(status, rows);
    return rows;
  }

  /** Whether some participant has the status. */
  has(status: string): boolean {
    return this.#rows.some(({ STATUS }) => STATUS === status);
  }

  find(id: number): Participant | undefined {
    return this.#rows.find(({ ID }) => ID === id);
  }

  /** Adds rows, which `renumber` then puts in their places. */
  add(rows: readonly Participant[]): void {
    this.#rows = [...this.#rows, ...rows];
  }

  /** Numbers rows of this list 10, 20, 30, ... in the given order. Rows that are not given keep their rank. */
  renumber(rows: readonly Participant[]): void {
    for (let index = 0; index < rows.length; index++) rows[index]!.RANK = STEP * (index + 1);
    if (rows.length === this.#rows.length) this.#rows = [...rows];
    this.#changed();
  }

  delete(ids: ReadonlySet<number>): void {
    this.#rows = this.#rows.filter(({ ID }) => !ids.has(ID));
    this.#changed();
  }

  #changed(): void {
    this.#rows = byRank(this.#rows);
    this.#byStatus.clear();
  }
}

/** Equal ranks follow the id, as in the portal's table. */
function byRank(rows: Participant[]): Participant[] {
  for (let index = 1; index < rows.length; index++) {
    if (compare(rows[index - 1]!, rows[index]!) > 0) return rows.sort(compare);
  }
  return rows;
}

function compare(a: Participant, b: Participant): number {
  return a.RANK - b.RANK || a.ID - b.ID;
}
