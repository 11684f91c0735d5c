import { printableText } from "@b24-calllist/protocol";

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
const LONGEST = 200;

/** Methods are as the client wrote them, and must neither fill the memory nor disturb a terminal. */
function shown(text: string): string {
  const letters = [...printableText(text)];
  return letters.length > LONGEST ? `${letters.slice(0, LONGEST).join("")}…` : letters.join("");
}

/** The last thousand requests. */
export class Journal {
  #entries: JournalEntry[] = [];
  #number = 0;

  get entries(): readonly JournalEntry[] {
    return this.#entries;
  }

  add(entry: Omit<JournalEntry, "number">): void {
    const { method, changes } = entry;
    this.#entries.push({ number: ++this.#number, ...entry, method: shown(method), changes: changes.map(shown) });
    if (this.#entries.length > 2 * KEPT) this.#entries = this.#entries.slice(-KEPT);
  }

  clear(): void {
    this.#entries = [];
  }
}
