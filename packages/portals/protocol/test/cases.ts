import { readFileSync } from "node:fs";

/** The cases in `data/{name}.json`. */
export function readCases<Case>(name: string): Case[] {
  return JSON.parse(readFileSync(new URL(`./data/${name}.json`, import.meta.url), "utf8"));
}

/** A text as the name of a test: control characters visible, not too long. */
export function shown(text: string): string {
  const line = JSON.stringify(text);
  return line.length > 120 ? `${line.slice(0, 100)}... (${text.length} characters)` : line;
}

/** The same "random" numbers on every run. */
export function dice(seed = 1): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 8) % sides;
  };
}

/** Garbage with what matters in it: `count` texts made of the given pieces. */
export function garbage(pieces: string[], count: number): string[] {
  const roll = dice();
  return Array.from({ length: count }, () =>
    Array.from({ length: roll(20) }, () => pieces[roll(pieces.length)]).join(""),
  );
}
