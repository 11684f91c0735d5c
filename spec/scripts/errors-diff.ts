// What changed in errors.json, which programs read as well: its codes, and what is said of each.
import type { Change } from "./diff-report.ts";
import type { ErrorEntry } from "./errors.ts";

/** errors.json, as the package has it. */
export interface ErrorsFile {
  page: string;
  errors: ErrorEntry[];
}

/** A code or a key that is gone is major, what is new or says something else minor, and another text a patch. */
export function errorChanges(base: ErrorsFile, now: ErrorsFile): Change[] {
  const entries = ({ errors }: ErrorsFile) => new Map(errors.map((entry) => [entry.code, entry]));
  const [before, after] = [entries(base), entries(now)];
  return [
    ...keysGone(base, now).map((key) => change("major", `\`${key}\` was removed.`)),
    ...[...before.values()].flatMap((entry) => changesOf(entry, after.get(entry.code))),
    ...[...after.keys()].filter((code) => !before.has(code)).map((code) => change("minor", `${name(code)} was added.`)),
  ];
}

function changesOf(before: ErrorEntry, after: ErrorEntry | undefined): Change[] {
  if (!after) return [change("major", `${name(before.code)} was removed.`)];
  const gone = keysGone(before, after);
  const changed = keysOf(after).filter((key) => !isSame(before[key], after[key]));
  return [
    ...gone.map((key) => change("major", `\`${key}\` of ${name(before.code)} was removed.`)),
    ...changed.map((key) => {
      const isText = key === "meaning" || key === "action";
      return change(isText ? "patch" : "minor", `\`${key}\` of ${name(before.code)} changed.`);
    }),
  ];
}

function change(impact: Change["impact"], message: string): Change {
  const breaks = impact === "major" ? { breaks: "who reads errors.json." } : {};
  return {
    where: "errors.json",
    path: "",
    typeName: "",
    kind: "modified",
    impact,
    verdicts: [{ ruleId: "", message }],
    ...breaks,
  };
}

const keysOf = <T extends object>(of: T): (keyof T & string)[] => Object.keys(of) as (keyof T & string)[];
const keysGone = <T extends object>(before: T, after: T): string[] => keysOf(before).filter((key) => !(key in after));
const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
const name = (code: string): string => (code === "" ? "The empty code" : `\`${code}\``);
