// What the property tests have in common.

/** The same cases each time; PROPERTY_SEED=random, or a number, tries others, PROPERTY_RUNS=10 ten times as many. */
const { PROPERTY_SEED: seed = "2026", PROPERTY_RUNS: factor = "1" } = process.env;
export const runs = (numRuns: number): { numRuns: number; seed?: number } => ({
  numRuns: numRuns * Number(factor),
  ...(seed !== "random" && { seed: Number(seed) }),
});
