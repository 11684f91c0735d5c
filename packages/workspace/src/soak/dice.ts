/** Random choices that a seed repeats (mulberry32). */
export class Dice {
  readonly #seed: number;
  #state: number;

  constructor(seed: number) {
    this.#seed = seed;
    this.#state = seed >>> 0;
  }

  /** From 0 to below 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from `from` to below `to`. */
  between(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from));
  }

  one<T>(items: readonly T[]): T {
    return items[this.between(0, items.length)]!;
  }

  /** So many of the items, each once. */
  some<T>(items: readonly T[], count: number): T[] {
    const left = [...items];
    return Array.from({ length: Math.min(count, left.length) }, () => left.splice(this.between(0, left.length), 1)[0]!);
  }

  /** Dice of its own for one of several things that happen at the same time: their order changes no choice. */
  for(index: number): Dice {
    return new Dice(Math.imul(this.#seed + 1, 0x9e3779b1) + index * 0x85ebca6b);
  }
}
