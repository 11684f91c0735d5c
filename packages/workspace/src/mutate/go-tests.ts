// Runs the tests of a Go package in which one line is changed.
import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "@b24-calllist/testkit/run";
import type { Change } from "./go-change.ts";
import { chooser, type Numbered, withMutants } from "./go-schema.ts";
import type { Mutant } from "./mutant.ts";

/** A program with mutants: the folder of its files, and what chooses one of them. */
interface Program {
  folder: string;
  env: Record<string, string>;
}

const binaryOf = ({ folder }: Program): string => join(folder, "tests");

/** What has the compiler take these files in place of the package's own. */
const overlayOf = ({ folder }: Program): string => join(folder, "overlay.json");

/** What became of a change. */
export interface Verdict {
  status: Mutant["status"];
  /** The test that noticed it. */
  killer?: string;
}

export class GoTests {
  readonly #folder: string;
  readonly #work: string;
  /** Those that are compiled together, with their numbers. */
  readonly #together: Map<Change, number>;
  /** Milliseconds that each test takes without a mutant. */
  readonly #tests: ReadonlyMap<string, number>;
  /** By file, the tests that noticed a mutant of it, the last one first. They are run before all others. */
  readonly #killers = new Map<string, string[]>();

  constructor(folder: string, work: string, changes: readonly Change[]) {
    this.#folder = folder;
    this.#work = work;
    this.#together = this.#compileTogether(changes);
    this.#tests = this.#measure();
  }

  try(change: Change): Verdict {
    const number = this.#together.get(change);
    const program = number === undefined ? this.#compileAlone(change) : this.#programOf(number);
    if (program === undefined) return { status: "invalid" };
    for (const tests of this.#inOrder(change.file)) {
      const verdict = this.#run(program, tests);
      if (verdict.killer !== undefined) this.#promote(verdict.killer, change.file);
      if (verdict.status !== "survived") return verdict;
    }
    const vector = this.#failingVector(program);
    return vector === undefined ? { status: "survived" } : { status: "killed", killer: vector };
  }

  /** All tests in groups: those that are likely to notice a change to a file, the other fast ones, the slow ones. */
  #inOrder(file: string): string[][] {
    const killers = (this.#killers.get(file) ?? []).slice(0, 12);
    const others = [...this.#tests.keys()].filter((test) => !killers.includes(test));
    const isFast = (test: string): boolean => this.#tests.get(test)! < 100;
    const groups = [killers, others.filter(isFast), others.filter((test) => !isFast(test))];
    return groups.filter(({ length }) => length > 0);
  }

  #promote(killer: string, file: string): void {
    const killers = this.#killers.get(file) ?? [];
    this.#killers.set(file, [killer, ...killers.filter((test) => test !== killer)]);
  }

  #programOf(number: number): Program {
    return { folder: join(this.#work, "together"), env: { MUTANT: String(number) } };
  }

  /** Compiles all mutants that one program can hold, without those that do not compile. */
  #compileTogether(changes: readonly Change[]): Map<Change, number> {
    let left = changes.map((change, index): Numbered => [index + 1, change]);
    for (;;) {
      const held = this.#write(left);
      const wrong = this.#compile(this.#programOf(0));
      if (wrong.length === 0) return new Map(held.map(([number, change]) => [change, number]));
      const dropped = new Set(wrong.map(({ file, line }) => nearest(held, file, line)));
      if (dropped.has(undefined)) throw new Error(`go test -c: ${wrong.map(({ text }) => text).join("\n")}`);
      left = held.filter(([, { file, line }]) => !dropped.has(`${file}:${line}`));
    }
  }

  /** Writes the sources with these mutants; gives those that they could hold. */
  #write(mutants: readonly Numbered[]): Numbered[] {
    const held: Numbered[] = [];
    const replaced: Record<string, string> = {};
    for (const file of new Set(mutants.map(([, change]) => change.file))) {
      const lines = readFileSync(join(this.#folder, file), "utf8").split("\n");
      const some = mutants.filter(([, change]) => change.file === file);
      for (const line of new Set(some.map(([, change]) => change.line))) {
        const ofLine = some.filter(([, change]) => change.line === line);
        const text = withMutants(lines[line - 1]!, ofLine);
        if (text === undefined) continue;
        lines[line - 1] = text;
        held.push(...ofLine);
      }
      replaced[file] = lines.join("\n");
    }
    const [packageName] = /(?<=^package )\w+/m.exec(Object.values(replaced)[0] ?? "package none")!;
    replaced["mutant_chosen.go"] = chooser(packageName);
    this.#replace(this.#programOf(0), replaced);
    return held;
  }

  /** Writes files of a program. */
  #replace(program: Program, files: Record<string, string>): void {
    mkdirSync(program.folder, { recursive: true });
    const Replace: Record<string, string> = {};
    for (const [file, text] of Object.entries(files)) {
      const copy = join(program.folder, file);
      writeFileSync(copy, text);
      Replace[join(this.#folder, file)] = copy;
    }
    writeFileSync(overlayOf(program), JSON.stringify({ Replace }));
  }

  #compileAlone({ file, line, after }: Change): Program | undefined {
    const program = { folder: join(this.#work, "alone"), env: {} };
    const lines = readFileSync(join(this.#folder, file), "utf8").split("\n");
    this.#replace(program, { [file]: lines.with(line - 1, after).join("\n") });
    return this.#compile(program).length === 0 ? program : undefined;
  }

  /** Compiles the tests; gives the places where that fails. */
  #compile(program: Program): { text: string; file: string; line: number }[] {
    const [overlay, binary] = [overlayOf(program), binaryOf(program)];
    const args = ["test", "-c", "-overlay", overlay, "-gcflags=-e -N -l", "-ldflags=-s -w", "-o", binary, "."];
    const { status, stderr } = spawnSync("go", args, { cwd: this.#folder, encoding: "utf8" });
    if (status === 0) return [];
    const wrong = [...stderr.matchAll(/^.*?([\w.]+\.go):(\d+):.*$/gm)];
    if (wrong.length === 0) throw new Error(`go test -c: ${stderr}`);
    return wrong.map(([text, file, line]) => ({ text, file: file!, line: Number(line) }));
  }

  /** Runs all tests without a mutant. */
  #measure(): Map<string, number> {
    const { status, stdout } = this.#start(this.#programOf(0), ["-test.v"], 600_000);
    if (status !== 0) throw new Error("the tests fail without a mutant: go test -short");
    const passed = stdout.matchAll(/^--- PASS: (\w+) \(([\d.]+)s\)/gm);
    return new Map([...passed].map(([, test, seconds]) => [test!, 1000 * Number(seconds)]));
  }

  /** Runs tests until one fails. */
  #run(program: Program, tests: string[]): Verdict {
    const takes = tests.reduce((sum, test) => sum + this.#tests.get(test)!, 0);
    const args = ["-test.failfast", `-test.run=^(${tests.join("|")})$`];
    const { status, error, stdout } = this.#start(program, args, 5_000 + 5 * takes);
    if (error !== undefined) return { status: "timeout" };
    if (status === 0) return { status: "survived" };
    const killer = /^--- FAIL: (\w+)/m.exec(stdout)?.[1];
    return { status: "killed", ...(killer !== undefined && { killer }) };
  }

  #start(program: Program, args: string[], timeout: number): SpawnSyncReturns<string> {
    // A mutant may read without end.
    return spawnSync("sh", ["-c", 'ulimit -v 16000000; exec "$0" -test.short "$@"', binaryOf(program), ...args], {
      cwd: this.#folder,
      env: { ...process.env, ...program.env },
      encoding: "utf8",
      timeout,
      killSignal: "SIGKILL",
      maxBuffer: 1 << 28,
    });
  }

  /** The conformance vectors are tests of this client, too. They take longer, so they come last. */
  #failingVector(program: Program): string | undefined {
    const vector = this.#play(program);
    // On a busy machine one may fail by itself, for being late.
    return vector && this.#play(program, "--only", vector);
  }

  /** Plays vectors to this client; gives the first that fails. */
  #play(program: Program, ...args: string[]): string | undefined {
    const { GOFLAGS = "" } = process.env;
    const { status, stdout } = spawnSync(process.execPath, ["packages/clients/conformance/src/run.ts", "go", ...args], {
      cwd: root,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...process.env, ...program.env, GOFLAGS: `${GOFLAGS} -overlay=${overlayOf(program)}`.trim() },
    });
    if (status === 0) return undefined;
    const vector = /^Go (\w+\/[\w-]+): /m.exec(stdout)?.[1];
    if (vector === undefined) throw new Error(`the conformance vectors cannot be played: ${stdout}`);
    return vector;
  }
}

/** The line with mutants in which a mistake lies, or behind which it was noticed. */
function nearest(mutants: readonly Numbered[], file: string, line: number): string | undefined {
  const before = mutants.map(([, change]) => change).filter((change) => change.file === file && change.line <= line);
  if (before.length === 0) return undefined;
  return `${file}:${Math.max(...before.map((change) => change.line))}`;
}
