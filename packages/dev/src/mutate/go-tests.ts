// Runs the tests of a Go package in which one line is changed.
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../run.ts";
import { chooser, type Numbered, withMutants } from "./go-schema.ts";
import type { Change } from "./gremlins.ts";
import type { Mutant } from "./mutant.ts";

/** A program with mutants: how it is compiled and chosen. */
interface Program {
  overlay: string;
  binary: string;
  env: Record<string, string>;
}

export class GoTests {
  readonly #folder: string;
  readonly #work: string;
  /** Those that are compiled together, with their numbers. */
  readonly #together: Map<Change, number>;
  /** Milliseconds. */
  readonly #timeout: number;
  /** By file, the tests that noticed a mutant of it, the last one first. They are run before all others. */
  readonly #killers = new Map<string, string[]>();

  constructor(folder: string, work: string, changes: readonly Change[]) {
    this.#folder = folder;
    this.#work = work;
    this.#together = this.#compileTogether(changes);
    const begun = Date.now();
    if (this.#run(this.#programOf(0), "", 600_000).status !== "survived")
      throw new Error("the tests fail without a mutant: go test -short");
    this.#timeout = 10_000 + 3 * (Date.now() - begun);
  }

  statusOf(change: Change): Mutant["status"] {
    const number = this.#together.get(change);
    const program = number === undefined ? this.#compileAlone(change) : this.#programOf(number);
    if (program === undefined) return "invalid";
    const killers = this.#killers.get(change.file) ?? [];
    const first = killers.length > 0 ? this.#run(program, `^(${killers.slice(0, 12).join("|")})$`) : undefined;
    const { status, killer } = first && first.status !== "survived" ? first : this.#run(program, "");
    if (killer !== undefined) this.#killers.set(change.file, [killer, ...killers.filter((test) => test !== killer)]);
    return status === "survived" && !this.#vectorsPass(program) ? "killed" : status;
  }

  #programOf(number: number): Program {
    const [overlay, binary] = [join(this.#work, "together.json"), join(this.#work, "together.test")];
    return { overlay, binary, env: { MUTANT: String(number) } };
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
    this.#replace(this.#programOf(0).overlay, replaced);
    return held;
  }

  /** Writes files, and what has the compiler take them in place of those of the package. */
  #replace(overlay: string, files: Record<string, string>): void {
    const Replace: Record<string, string> = {};
    for (const [file, text] of Object.entries(files)) {
      const copy = join(this.#work, file);
      writeFileSync(copy, text);
      Replace[join(this.#folder, file)] = copy;
    }
    writeFileSync(overlay, JSON.stringify({ Replace }));
  }

  #compileAlone({ file, line, after }: Change): Program | undefined {
    const program = { overlay: join(this.#work, "alone.json"), binary: join(this.#work, "alone.test"), env: {} };
    const lines = readFileSync(join(this.#folder, file), "utf8").split("\n");
    this.#replace(program.overlay, { [file]: lines.with(line - 1, after).join("\n") });
    return this.#compile(program).length === 0 ? program : undefined;
  }

  /** Compiles the tests; gives the places where that fails. */
  #compile({ overlay, binary }: Program): { text: string; file: string; line: number }[] {
    const args = ["test", "-c", "-overlay", overlay, "-gcflags=-e -N -l", "-ldflags=-s -w", "-o", binary, "."];
    const { status, stderr } = spawnSync("go", args, { cwd: this.#folder, encoding: "utf8" });
    if (status === 0) return [];
    const wrong = [...stderr.matchAll(/^.*?([\w.]+\.go):(\d+):.*$/gm)];
    if (wrong.length === 0) throw new Error(`go test -c: ${stderr}`);
    return wrong.map(([text, file, line]) => ({ text, file: file!, line: Number(line) }));
  }

  /** Runs the tests of a pattern, or all, until one fails. */
  #run(
    { binary, env }: Program,
    pattern: string,
    timeout = this.#timeout,
  ): { status: Mutant["status"]; killer?: string } {
    // A mutant may read without end.
    const limited = `ulimit -v 16000000; exec "$0" -test.short -test.failfast -test.run='${pattern}'`;
    const { status, error, stdout } = spawnSync("sh", ["-c", limited, binary], {
      cwd: this.#folder,
      env: { ...process.env, ...env },
      encoding: "utf8",
      timeout,
      killSignal: "SIGKILL",
    });
    if (error !== undefined) return { status: "timeout" };
    if (status === 0) return { status: "survived" };
    const killer = /^--- FAIL: (\w+)/m.exec(stdout)?.[1];
    return { status: "killed", ...(killer !== undefined && { killer }) };
  }

  /** The conformance vectors are tests of this client, too. They take longer, so they come last. */
  #vectorsPass({ overlay, env }: Program): boolean {
    const { status } = spawnSync(process.execPath, ["packages/conformance/src/run.ts", "go"], {
      cwd: root,
      stdio: "ignore",
      env: { ...process.env, ...env, GOFLAGS: `${process.env.GOFLAGS ?? ""} -overlay=${overlay}`.trim() },
    });
    return status === 0;
  }
}

/** The line with mutants in which a mistake lies, or behind which it was noticed. */
function nearest(mutants: readonly Numbered[], file: string, line: number): string | undefined {
  const before = mutants.map(([, change]) => change).filter((change) => change.file === file && change.line <= line);
  if (before.length === 0) return undefined;
  return `${file}:${Math.max(...before.map((change) => change.line))}`;
}
