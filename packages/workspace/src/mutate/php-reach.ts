// Which tests and vectors reach which lines of the client in PHP. Found out once, and kept until a file changes.
import { createHash } from "node:crypto";
import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { play } from "@b24-calllist/conformance/play";
import type { Vector } from "@b24-calllist/conformance/vector";
import { readVectors } from "@b24-calllist/conformance/vectors";
import { ini, run, targetWith } from "./php-run.ts";

export interface Reach {
  /** The tests and vectors that run a function, or, where `from` is 0, any function of the file. */
  of: (file: string, from: number, to: number) => { fast: string[]; slow: string[]; vectors: Vector[] };
  /** How long these tests took without a mutant, in seconds. */
  secondsOf: (tests: readonly string[]) => number;
}

/** By file and line, the names of tests (`AnswerTest::testX`) or vectors; "0" is every line. */
type Lines = Record<string, Record<string, string[]>>;

interface Known {
  tests: Lines;
  vectors: Lines;
  /** How long each test took, in seconds. */
  seconds: Record<string, number>;
}

/** A test that takes longer, in seconds, is slow, and runs last. */
const SLOW = 0.25;
/** One that takes much longer does not run where so many others reach the function. */
const TOO_SLOW = 2.5;
const WELL_TESTED = 100;
/** Of the vectors that reach the same lines of a file, so many are played. */
const ALIKE = 3;

/** Source files that are written by hand. */
export function sourcesIn(folder: string): string[] {
  return globSync("src/**/*.php", { cwd: folder })
    .filter((file) => !readFileSync(join(folder, file), "utf8").includes("// Generated from"))
    .sort();
}

export async function readReach(folder: string): Promise<Reach> {
  const vectors = readVectors();
  const { tests, vectors: played, seconds } = await known(folder, vectors);
  const isFast = (test: string): boolean => seconds[test]! < SLOW;
  // What a test reaches in a process of its own is not known.
  const reaching = new Set(Object.values(tests).flatMap((lines) => namesIn(lines, 0, 0)));
  const others = Object.keys(seconds).filter((test) => !reaching.has(test));
  return {
    // Of a file without functions no line is reached, and any test may need it.
    of: (file, from, to) => {
      const reachedBy = (lines: Lines, all: string[]): string[] =>
        namesIn(Object.keys(lines[file] ?? {}).length === 0 ? { 0: all } : lines[file]!, from, to);
      const some = reachedBy(tests, Object.keys(seconds));
      const ids = reachedBy(
        played,
        vectors.map(({ id }) => id),
      );
      const unlike = new Set(unlikeIn(played[file] ?? {}, ids));
      return {
        fast: some.filter(isFast),
        slow: [...some.filter((test) => !isFast(test)), ...others].filter(
          (test) => some.length <= WELL_TESTED || seconds[test]! < TOO_SLOW,
        ),
        vectors: vectors.filter(({ id }) => unlike.has(id)),
      };
    },
    secondsOf: (tests) => tests.reduce((sum, test) => sum + seconds[test]!, 0),
  };
}

/** These names, but few of those that reach the same lines. */
function unlikeIn(lines: Record<string, string[]>, names: string[]): string[] {
  const reached = new Map(names.map((name): [string, string[]] => [name, []]));
  for (const [line, some] of Object.entries(lines)) for (const name of some) reached.get(name)?.push(line);
  const alike = new Map<string, number>();
  return names.filter((name) => {
    const key = String(reached.get(name));
    alike.set(key, (alike.get(key) ?? 0) + 1);
    return alike.get(key)! <= ALIKE;
  });
}

function namesIn(lines: Record<string, string[]>, from: number, to: number): string[] {
  const within = Object.entries(lines).filter(
    ([line]) => from === 0 || line === "0" || (Number(line) >= from && Number(line) <= to),
  );
  return [...new Set(within.flatMap(([, names]) => names))];
}

/** Tests and vectors are remembered apart, so that a new test does not have all vectors played again. */
async function known(folder: string, vectors: Vector[]): Promise<Known> {
  const scratch = mkdtempSync(join(tmpdir(), "reach-php-"));
  const sources = ["src/**/*.php", "mutation/*"];
  try {
    return {
      ...(await remembered(folder, [...sources, "tests/**/*", "phpunit.xml.dist"], "tests", () =>
        reachedByTests(folder, scratch),
      )),
      vectors: await remembered(folder, [...sources, "conformance/*"], JSON.stringify(vectors), () =>
        reachedByVectors(folder, scratch, vectors),
      ),
    };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** What was found out, until one of the files or the rest that it depends on changes. */
async function remembered<T>(folder: string, files: string[], rest: string, find: () => Promise<T>): Promise<T> {
  const hash = createHash("sha256").update(rest);
  for (const file of globSync(files, { cwd: folder }).sort()) {
    if (/\.\w+$/.test(file)) hash.update(file).update(readFileSync(join(folder, file)));
  }
  const cache = join(folder, `.mutation/${hash.digest("hex")}.json`);
  if (!existsSync(cache)) {
    const found = await find();
    mkdirSync(join(folder, ".mutation"), { recursive: true });
    writeFileSync(cache, JSON.stringify(found));
  }
  return JSON.parse(readFileSync(cache, "utf8"));
}

async function hasPcov(folder: string): Promise<boolean> {
  return /^pcov$/m.test((await run(folder, ["php", "-m"], {})).output);
}

async function reachedByTests(folder: string, scratch: string): Promise<Pick<Known, "tests" | "seconds">> {
  const [log, coverage] = [join(scratch, "log.xml"), join(scratch, "coverage.php")];
  const settings = ini(scratch, [`pcov.directory=${join(folder, "src")}`]);
  const isMeasured = await hasPcov(folder);
  const measure = isMeasured ? ["--whitelist", "src", "--coverage-php", coverage] : [];
  const { code, output } = await run(folder, ["phpunit", "--log-junit", log, ...measure], settings);
  if (code !== 0) throw new Error(`The tests fail without a mutant:\n${output}`);
  const seconds: Known["seconds"] = {};
  for (const [tag] of readFileSync(log, "utf8").matchAll(/<testcase [^>]*>/g)) {
    const value = (name: string): string => tag.match(` ${name}="([^"]*)"`)?.[1] ?? "";
    const test = methodOf(`${value("class")}::${value("name")}`);
    seconds[test] = (seconds[test] ?? 0) + Number(value("time"));
  }
  if (!isMeasured) return { seconds, tests: everywhere(folder, Object.keys(seconds)) };
  const reached = await run(folder, ["php", "mutation/reached.php", coverage], {});
  const lines: Lines = JSON.parse(reached.output);
  const tests = Object.entries(lines).map(([file, byLine]) => [
    relative(folder, file),
    Object.fromEntries(
      Object.entries(byLine).map(([line, names]) => [line, [...new Set((names ?? []).map(methodOf))]]),
    ),
  ]);
  return { seconds, tests: Object.fromEntries(tests) };
}

/** Class and method of a test, without its namespace and the name of its data. */
export const methodOf = (test: string): string => test.replace(/ with data set .*/s, "").replace(/^.*\\/, "");

function everywhere(folder: string, names: string[]): Lines {
  return Object.fromEntries(globSync("src/**/*.php", { cwd: folder }).map((file) => [file, { 0: names }]));
}

/** Plays the vectors one by one, each to a driver of its own. */
async function reachedByVectors(folder: string, scratch: string, vectors: Vector[]): Promise<Lines> {
  if (!(await hasPcov(folder))) {
    return everywhere(
      folder,
      vectors.map(({ id }) => id),
    );
  }
  const file = join(scratch, "reached.json");
  const target = targetWith({ ...ini(scratch, [`pcov.directory=${join(folder, "src")}`]), REACHED_FILE: file });
  const reached: Lines = {};
  for (const vector of vectors) {
    const [result] = await play(target, [vector]);
    if (result!.wrong.length > 0) throw new Error(`${vector.id} fails without a mutant: ${result!.wrong.join("\n")}`);
    const lines: Record<string, Record<string, number>> = JSON.parse(readFileSync(file, "utf8"));
    for (const [path, counts] of Object.entries(lines)) {
      const byLine = reached[relative(folder, path)] ?? {};
      reached[relative(folder, path)] = byLine;
      for (const line of Object.keys(counts).filter((number) => counts[number]! > 0)) {
        byLine[line] = [...(byLine[line] ?? []), vector.id];
      }
    }
  }
  return reached;
}
