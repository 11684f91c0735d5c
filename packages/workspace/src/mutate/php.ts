// Mutates the client in PHP with a runner of our own: Infection can be had from Packagist alone. packages/clients/php/mutation makes
// the mutants; here the tests run against each, the fast ones of PHPUnit first, then the conformance vectors, then the slow
// ones. With php-pcov only those tests and vectors run that reach the function; without it, all of them.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { play } from "@b24-calllist/conformance/play";
import type { Vector } from "@b24-calllist/conformance/vector";
import { isNoticed, type Mutant, type MutationRequest } from "./mutant.ts";
import { methodOf, type Reach, readReach, sourcesIn } from "./php-reach.ts";
import { ini, run, targetWith } from "./php-run.ts";

/** A change as packages/clients/php/mutation prints it; `from` and `to` are the lines of its function, 0 outside of functions. */
interface Change {
  start: number;
  end: number;
  line: number;
  text: string;
  from: number;
  to: number;
}

type Status = Mutant["status"];

/** Tests may take so many times as long as without a mutant, and at least so many seconds of the processor. */
const PATIENCE = 5;
const LEAST_SECONDS = 2;
/** The same for the vectors of a driver. */
const VECTORS_SECONDS = 5;
/** Vectors that are played between two looks at how they ended. */
const VECTORS_AT_ONCE = 20;

const limited = (scratch: string, seconds: number): Record<string, string> => ({
  ...ini(scratch, ["memory_limit=1G", "pcov.enabled=0"]),
  MUTANT_SECONDS: String(seconds),
});

export async function mutants({ folder, files }: MutationRequest): Promise<Mutant[]> {
  const sources = sourcesIn(folder).filter((source) => files?.includes(source) ?? true);
  if (sources.length === 0) return [];
  const reach = await readReach(folder);
  const scratch = mkdtempSync(join(tmpdir(), "mutate-php-"));
  try {
    const found: Mutant[] = [];
    for (const file of sources) {
      const noticed = new Noticed(folder, file);
      const ofFile: Mutant[] = [];
      for (const change of await changesOf(folder, file)) {
        const status = noticed.statusOf(change) ?? (await statusOf(folder, scratch, file, change, reach));
        const mutant = described(folder, file, change, status);
        if (isNoticed(mutant)) noticed.add(change, status);
        else console.error(`${file}:${mutant.line}  ${status}  ${mutant.change}`);
        ofFile.push(mutant);
      }
      console.error(`${file}: ${ofFile.filter(isNoticed).length} of ${ofFile.length}`);
      found.push(...ofFile);
    }
    return found;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function changesOf(folder: string, file: string): Promise<Change[]> {
  const { output, code } = await run(folder, ["php", "mutation/mutants.php", file], {});
  if (code !== 0) throw new Error(`php mutation/mutants.php ${file} failed:\n${output}`);
  return JSON.parse(output);
}

/** The mutants of a file that were noticed, as long as the file stays as it is: these are not tried again. */
class Noticed {
  readonly #file: string;
  readonly #status: Record<string, Status>;

  constructor(folder: string, file: string) {
    const hash = createHash("sha256")
      .update(file)
      .update(readFileSync(join(folder, file)));
    this.#file = join(folder, `.mutation/noticed-${hash.digest("hex")}.json`);
    this.#status = existsSync(this.#file) ? JSON.parse(readFileSync(this.#file, "utf8")) : {};
  }

  statusOf({ start, end, text }: Change): Status | undefined {
    return this.#status[`${start} ${end} ${text}`];
  }

  add({ start, end, text }: Change, status: Status): void {
    this.#status[`${start} ${end} ${text}`] = status;
    writeFileSync(this.#file, JSON.stringify(this.#status));
  }
}

function described(folder: string, file: string, { start, end, line, text }: Change, status: Status): Mutant {
  const bytes = readFileSync(join(folder, file));
  const source = bytes.toString().split("\n")[line - 1]!.trim();
  return { file, line, source, change: shown(bytes.subarray(start, end).toString(), text), status };
}

/** Writes the file with a change, and returns the variables that have PHP load it in place of the file. */
function mutated(folder: string, scratch: string, file: string, { start, end, text }: Change): Record<string, string> {
  const bytes = readFileSync(join(folder, file));
  const copy = join(scratch, file);
  mkdirSync(dirname(copy), { recursive: true });
  writeFileSync(copy, Buffer.concat([bytes.subarray(0, start), Buffer.from(text), bytes.subarray(end)]));
  const className = `B24CallList\\${file.replace(/^src\/|\.php$/g, "").replaceAll("/", "\\")}`;
  return { MUTANT_CLASS: className, MUTANT_FILE: copy };
}

async function statusOf(folder: string, scratch: string, file: string, change: Change, reach: Reach): Promise<Status> {
  const { fast, slow, vectors } = reach.of(file, change.from, change.to);
  if (fast.length + slow.length + vectors.length === 0) return "uncovered";
  const env = mutated(folder, scratch, file, change);
  const place = `${file}:${change.from}`;
  const likely = (killers.get(place) ?? []).slice(0, LIKELY);
  const tried = async (tests: string[]): Promise<Status> => {
    const seconds = Math.ceil(Math.max(LEAST_SECONDS, PATIENCE * reach.secondsOf(tests)));
    const { status, killer } = await phpunit(folder, scratch, tests, seconds, env);
    if (killer) killers.set(place, [killer, ...(killers.get(place) ?? []).filter((test) => test !== killer)]);
    return status;
  };
  for (const tests of [likely, fast.filter((test) => !likely.includes(test))]) {
    const status = await tried(tests);
    if (status !== "survived") return status;
  }
  const status = await played(scratch, vectors, env);
  return status === "survived" ? tried(slow) : status;
}

/** By function, the tests that noticed the mutants before, the last one first. They notice the next one as well as a rule. */
const killers = new Map<string, string[]>();
const LIKELY = 5;

async function phpunit(
  folder: string,
  scratch: string,
  tests: readonly string[],
  seconds: number,
  env: Record<string, string>,
): Promise<{ status: Status; killer?: string }> {
  if (tests.length === 0) return { status: "survived" };
  const filter = `/(${tests.map((test) => test.replaceAll("\\", "\\\\")).join("|")})( with data set .*)?$/`;
  const command = ["phpunit", "--stop-on-defect", "--filter", filter];
  const { code, output } = await run(folder, command, { ...limited(scratch, seconds), ...env }, seconds * 10);
  if (code === 0) return { status: "survived" };
  const isLate = code === undefined || output.includes("Maximum execution time");
  const killer = output.match(/^1\) (\S+::\w+)/m)?.[1];
  return { status: isLate ? "timeout" : "killed", ...(killer && { killer: methodOf(killer) }) };
}

async function played(scratch: string, vectors: Vector[], env: Record<string, string>): Promise<Status> {
  const target = targetWith({ ...limited(scratch, VECTORS_SECONDS), ...env });
  for (let at = 0; at < vectors.length; at += VECTORS_AT_ONCE) {
    const results = await play(target, vectors.slice(at, at + VECTORS_AT_ONCE));
    if (results.some(({ wrong }) => wrong.length > 0)) return "killed";
  }
  return "survived";
}

/** A change for people: of a long one only what differs, from one word to another. */
export function shown(before: string, after: string): string {
  const [old, fresh] = [before, after].map((text) => text.replace(/\s+/g, " ").split(/(?<= )/)) as [string[], string[]];
  const isLong = old.join("").length > 80;
  const same = (words: string[], others: string[]): number => {
    const at = words.findIndex((word, index) => word !== others[index]);
    return isLong ? (at === -1 ? words.length : at) : 0;
  };
  const start = same(old, fresh);
  const end = same(old.slice(start).reverse(), fresh.slice(start).reverse());
  const [from, to] = [old, fresh].map((words) =>
    words
      .slice(start, words.length - end)
      .join("")
      .trim(),
  );
  return `${from || "(nothing)"} → ${to === ";" ? "(nothing)" : to || "(nothing)"}`;
}
