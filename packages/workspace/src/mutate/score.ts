import type { Equivalent, MutationConfig } from "./config.ts";
import { isNoticed, type Mutant } from "./mutant.ts";

/** Which part of the mutants has to be noticed, in percent. */
export const MARKS = { deciding: 90, other: 80 } as const;

/** How many mutants count, and how many of them a test noticed. */
export interface Score {
  noticed: number;
  all: number;
}

export interface Result {
  survivors: Mutant[];
  /** Files from the lowest score to the highest. */
  files: [file: string, score: Score][];
  deciding: Score;
  other: Score;
  /** Entries of the configuration whose mutant failed a test: no equivalents. */
  noticedEquivalents: Equivalent[];
}

export function judge(
  mutants: Mutant[],
  { deciding, equivalent }: Pick<MutationConfig, "deciding" | "equivalent">,
): Result {
  const entryOf = (mutant: Mutant): Equivalent | undefined =>
    equivalent.find(
      ({ file, line, change }) => file === mutant.file && line === mutant.source && change === mutant.change,
    );
  const valid = mutants.filter(({ status }) => status !== "invalid");
  // What only saves time is named as equivalent, and may take too long without it.
  const counted = valid.filter((mutant) => mutant.status === "killed" || !entryOf(mutant));
  const scoreOf = (some: Mutant[]): Score => ({ noticed: some.filter(isNoticed).length, all: some.length });
  const isDeciding = ({ file }: Mutant): boolean => deciding.includes(file);
  const files = [...new Set(counted.map(({ file }) => file))];
  const killed = new Set(valid.filter(({ status }) => status === "killed").map(entryOf));
  const others = new Set(valid.filter(({ status }) => status !== "killed").map(entryOf));
  return {
    survivors: counted.filter((mutant) => !isNoticed(mutant)),
    files: files
      .map((file): [string, Score] => [file, scoreOf(counted.filter((mutant) => mutant.file === file))])
      .sort(byScore),
    deciding: scoreOf(counted.filter(isDeciding)),
    other: scoreOf(counted.filter((mutant) => !isDeciding(mutant))),
    noticedEquivalents: equivalent.filter((entry) => killed.has(entry) && !others.has(entry)),
  };
}

/** In percent; a file without mutants has nothing that could go unnoticed. */
export const percent = ({ noticed, all }: Score): number => (all === 0 ? 100 : (100 * noticed) / all);

const byScore = ([, a]: [string, Score], [, b]: [string, Score]): number => percent(a) - percent(b);

/** What the command prints. */
export function* report(name: string, result: Result): Generator<string> {
  for (const { file, line, status, source, change } of result.survivors) {
    yield `${name}/${file}:${line}  ${status}`;
    yield `    ${source}`;
    yield `    ${change}`;
  }
  yield "";
  for (const [file, score] of result.files) yield `${row(score)}  ${file}`;
  yield `${row(result.deciding)}  files that decide about data and secrets (mark: ${MARKS.deciding} %)`;
  yield `${row(result.other)}  all others (mark: ${MARKS.other} %)`;
  for (const { file, line, change } of result.noticedEquivalents)
    yield `mutation.json names as equivalent what a test notices: ${file}: ${line}: ${change}`;
}

const row = (score: Score): string =>
  `${percent(score).toFixed(1).padStart(6)} %  ${`${score.noticed} of ${score.all}`.padStart(13)}`;

export const isGood = ({ deciding, other, noticedEquivalents }: Result): boolean =>
  percent(deciding) >= MARKS.deciding && percent(other) >= MARKS.other && noticedEquivalents.length === 0;
