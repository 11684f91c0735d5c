// Mutants of Go. Gremlins finds the operators; what it leaves out is found line by line: removed statements, negated
// conditions, swapped booleans. The tests are run here and not by gremlins, which compiles them anew for each mutant, takes
// one that does not compile for one that a test noticed, and never tries the conditions of `case`, since Go counts no
// coverage for them. Most mutants are compiled together (go-schema.ts), the others one by one.
import { execFileSync } from "node:child_process";
import { globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Change } from "./go-change.ts";
import { GoTests } from "./go-tests.ts";
import type { Mutant, MutationRequest } from "./mutant.ts";

const GREMLINS = "github.com/go-gremlins/gremlins/cmd/gremlins@v0.6.0";

export async function mutants({ folder, files }: MutationRequest): Promise<Mutant[]> {
  const work = mkdtempSync(join(tmpdir(), "mutate-go-"));
  try {
    const sources = (files ?? globSync("*.go", { cwd: folder })).filter(isMutated).sort();
    const places = gremlinsIn(folder, work);
    const changes = sources.flatMap((file) => changesOf(folder, file, places.get(file) ?? []));
    const tests = new GoTests(folder, work, changes);
    return changes.map((change, index) => {
      const { file, line, before, after } = change;
      const { status, killer } = tests.try(change);
      console.error(`${index + 1} of ${changes.length}  ${file}:${line}  ${status}${killer ? ` by ${killer}` : ""}`);
      return { file, line, source: before.trim(), change: after.trim() || "(removed)", status };
    });
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

const isMutated = (file: string): boolean => /^[^/]+(?<!_test|\.gen)\.go$/.test(file);

/** A place that gremlins found, and the kind of change it makes there. */
interface Place {
  type: string;
  line: number;
  /** In bytes; the first is 1. */
  column: number;
}

function gremlinsIn(folder: string, work: string): Map<string, Place[]> {
  const report = join(work, "gremlins.json");
  const kinds = ["assignments", "bitwise", "bwassign", "logical", "loopctrl"].map((kind) => `--invert-${kind}`);
  const args = ["unleash", "--dry-run", "--silent", ...kinds, "--remove-self-assignments", "--output", report, "."];
  execFileSync("go", ["run", GREMLINS, ...args], {
    cwd: folder,
    env: { ...process.env, GOFLAGS: `${process.env.GOFLAGS ?? ""} -short`.trim() },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const found: { files: { file_name: string; mutations: Place[] }[] } = JSON.parse(readFileSync(report, "utf8"));
  return new Map(found.files.map(({ file_name, mutations }) => [file_name, mutations]));
}

/** What gremlins makes of a token, by the kind of change. */
const SWAPS: Record<string, Record<string, string>> = {
  ARITHMETIC_BASE: { "+": "-", "-": "+", "*": "/", "/": "*", "%": "*" },
  CONDITIONALS_BOUNDARY: { ">=": ">", ">": ">=", "<=": "<", "<": "<=" },
  CONDITIONALS_NEGATION: { "==": "!=", "!=": "==", ">=": "<", "<": ">=", ">": "<=", "<=": ">" },
  INCREMENT_DECREMENT: { "++": "--", "--": "++" },
  INVERT_ASSIGNMENTS: { "+=": "-=", "-=": "+=", "*=": "/=", "/=": "*=" },
  INVERT_BITWISE: { "<<": ">>", ">>": "<<", "&": "|", "|": "&" },
  INVERT_LOGICAL: { "&&": "||", "||": "&&" },
  INVERT_LOOPCTRL: { break: "continue", continue: "break" },
  INVERT_NEGATIVES: { "-": "+" },
  REMOVE_SELF_ASSIGNMENTS: { "+=": "=", "-=": "=", "*=": "=", "/=": "=" },
};

function changesOf(folder: string, file: string, places: Place[]): Change[] {
  const lines = readFileSync(join(folder, file), "utf8").split("\n");
  let isDeclaration = false; // of constants, variables or types: no statements
  return lines.flatMap((before, index) => {
    if (/^(?:const|var|type)\b.*[({]$/.test(before)) isDeclaration = true;
    if (/^[)}]/.test(before)) isDeclaration = false;
    const swapped = places.filter(({ line }) => line === index + 1).map((place) => swap(before, place));
    const isLast = /^\treturn /.test(before) && lines[index + 1] === "}"; // without it, the function does not compile
    const isStatement = !isDeclaration && !isContinued(lines[index - 1] ?? "");
    const others = isStatement ? [...otherwise(before)].filter((after) => after !== "" || !isLast) : [];
    const afters = new Set([...swapped, ...others].filter((after) => after !== undefined));
    return [...afters].map((after) => ({ file, line: index + 1, before, after }));
  });
}

/** Whether an expression or a statement goes on in the next line. */
const isContinued = (line: string): boolean => /(?:[-+*/|&=<>(,]|&&|\|\|)$/.test(line);

function swap(before: string, { type, column }: Place): string | undefined {
  const bytes = Buffer.from(before);
  const [head, tail] = [bytes.subarray(0, column - 1).toString(), bytes.subarray(column - 1).toString()];
  const tokens = Object.entries(SWAPS[type] ?? {}).filter(([token]) => tail.startsWith(token));
  const [token, other] = tokens.sort(([a], [b]) => b.length - a.length)[0] ?? [];
  const isPointer = /[\s([{,=:!&|]$/.test(head) && /^[&*]\S/.test(tail); // gremlins takes it for an operator
  return token === undefined || isPointer ? undefined : head + other + tail.slice(token.length);
}

/** A statement that is one line: an assignment, a call, a jump. */
const STATEMENT =
  /^\t+(?:[\w.[\]*, ]+ [-+*/|&]?= .*[^{(,]|[\w.[\]]+(?:\+\+|--)|(?:defer |go )?[\w.]+\(.*\)|return\b.*(?<![{(,])|break|continue)$/;
/** An `if` without an operator. */
const CONDITION = /^(\t+(?:\} else )?if (?:.*; )?)([^=<>&|;]+)( \{)$/;

/** Changes that gremlins does not make. */
function* otherwise(line: string): Generator<string> {
  if (STATEMENT.test(line) && !isContinued(line)) yield "";
  if (CONDITION.test(line)) yield line.replace(CONDITION, "$1!($2)$3");
  if (/\breturn (?:true|false)$/.test(line))
    yield line.replace(/true|false$/, (value) => (value === "true" ? "false" : "true"));
}
