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

  find(id: number): Participant | undefined {
    return this.#rows.find(({ ID }) => ID === id);
  }

  /** Changes a participant; false when there is none of that id. */
  set(id: number, change: Partial<Omit<Participant, "ID">>): boolean {
    const found = this.find(id);
    if (found === undefined) return false;
    Object.assign(found, change);
    this.#changed();
    return true;
  }

  /** Numbers the given rows 10, 20, 30, ... and adds those that are new. */
  renumber(rows: Iterable<Participant>): void {
    const known = new Set(this.#rows);
    let rank = 0;
    for (const row of rows) {
      rank += STEP;
      row.RANK = rank;
      known.add(row);
    }
    this.#rows = [...known];
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
  const isSorted = rows.every((row, index) => index === 0 || compare(rows[index - 1]!, row) <= 0);
  return isSorted ? rows : rows.sort(compare);
}

function compare(a: Participant, b: Participant): number {
  return a.RANK - b.RANK || a.ID - b.ID;
}
