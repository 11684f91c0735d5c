/** One line of the table. */
export interface Row {
  check: string;
  saw: string;
  /** What is wrong with it, where something is. */
  miss?: string;
}

/** Prints what came of each suite. Gives the number of misses. */
export function report(outcomes: { name: string; rows: Row[] }[]): number {
  const all = outcomes.flatMap(({ rows }) => rows);
  const width = Math.max(...all.map(({ check }) => check.length));
  for (const { name, rows } of outcomes) {
    console.log(`\n${name}`);
    for (const { check, saw, miss } of rows) {
      console.log(`  ${miss === undefined ? "ok  " : "MISS"}  ${check.padEnd(width)}  ${saw}`);
      if (miss !== undefined) console.log(`\n${miss.replace(/^(?=.)/gm, " ".repeat(8))}\n`);
    }
  }
  const misses = all.filter(({ miss }) => miss !== undefined).length;
  console.log(`\n${all.length - misses} passed, ${misses} failed`);
  return misses;
}
