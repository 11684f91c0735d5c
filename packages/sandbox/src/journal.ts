/** One request as the journal keeps it. No secret stands in it: neither URL nor parameters are kept. */
export interface JournalEntry {
  /** Rising, from 1. */
  number: number;
  /** On the sandbox's clock. */
  at: string;
  method: string;
  user?: number;
  /** Of the answer; missing where the connection broke before there was one. */
  status?: number;
  error?: string;
  fault?: string;
  /** What the connection came to, where no whole answer was sent. */
  connection?: "reset" | "cut";
  /** In words: `list 51 added, 3 participants`. Empty where nothing changed. */
  changes: string[];
}

const KEPT = 1000;

/** The last thousand requests. */
export class Journal {
  #entries: JournalEntry[] = [];
  #number = 0;

  get entries(): readonly JournalEntry[] {
    return this.#entries;
  }

  add(entry: Omit<JournalEntry, "number">): void {
    this.#entries.push({ number: ++this.#number, ...entry });
    if (this.#entries.length > 2 * KEPT) this.#entries = this.#entries.slice(-KEPT);
  }

  clear(): void {
    this.#entries = [];
  }
}
