// What changed in errors.json, which programs read as well: its codes, and what is said of each.
import type { Change } from "./change.ts";
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
    ...keysChanged({ ...base, errors: [] }, { ...now, errors: [] }, ""),
    ...[...before.values()].flatMap((entry) => changesOf(entry, after.get(entry.code))),
    ...[...after.keys()].filter((code) => !before.has(code)).map((code) => change("minor", `${name(code)} was added.`)),
  ];
}

const changesOf = (before: ErrorEntry, after: ErrorEntry | undefined): Change[] =>
  after
    ? keysChanged(before, after, ` of ${name(before.code)}`)
    : [change("major", `${name(before.code)} was removed.`)];

function keysChanged<T extends object>(before: T, after: T, of: string): Change[] {
  const gone = keysOf(before).filter((key) => !(key in after));
  const changed = keysOf(after).filter((key) => !isSame(before[key], after[key]));
  return [
    ...gone.map((key) => change("major", `\`${key}\`${of} was removed.`)),
    ...changed.map((key) => {
      const what = key in before ? "changed" : "was added";
      return change(isText(key) ? "patch" : "minor", `\`${key}\`${of} ${what}.`);
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
const isText = (key: string): boolean => /^(meaning|action|x-.*)$/.test(key);
const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
const name = (code: string): string => (code === "" ? "The empty code" : `\`${code}\``);
