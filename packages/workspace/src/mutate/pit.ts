// PIT mutates the Java client, by a profile of its pom. Its history keeps what is known of mutants whose code and tests have
// not changed.
import { globSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { run } from "@b24-calllist/testkit/run";
import type { Mutant, MutationRequest } from "./mutant.ts";

const REPORT = "target/mutate/pit-reports/mutations.xml";

export async function mutants({ folder, files }: MutationRequest): Promise<Mutant[]> {
  const sources = sourcesOf(folder).filter((file) => !files || files.includes(file));
  const overNetwork = sources.filter((file) => NETWORK.test(file));
  const others = sources.filter((file) => !NETWORK.test(file));
  return [
    ...(await mutate(folder, overNetwork, "network", "slow", files === undefined)),
    ...(await mutate(folder, others, "others", "slow,sockets", files === undefined)),
  ];
}

/** Files whose work is with sockets. The tests that open some take far longer than the others, and are run for these alone. */
const NETWORK = /\/(Certificate|HttpTransport|NewConnection|NotSent|Route|Tls|Transport)\w*\.java$/;

async function mutate(
  folder: string,
  sources: string[],
  name: string,
  excludedTags: string,
  isWhole: boolean,
): Promise<Mutant[]> {
  if (sources.length === 0) return [];
  mkdirSync(join(folder, ".mutation"), { recursive: true });
  rmSync(join(folder, REPORT), { force: true });
  const history = join(folder, `.mutation/pit-${name}.history`);
  // A file's own class and those within it.
  const classes = sources.map(classOf).flatMap((one) => [one, `${one}$*`]);
  const code = await run("mvn", [
    ..."-B -Dstyle.color=never -Dorg.slf4j.simpleLogger.defaultLogLevel=warn -Pmutate".split(" "),
    ...["-f", folder, "test-compile", "org.pitest:pitest-maven:mutationCoverage"],
    `-DtargetClasses=${classes.join(",")}`,
    `-DexcludedGroups=${excludedTags}`,
    `-DhistoryInputFile=${history}`,
    // PIT writes down the files of this run alone, and would forget the others.
    `-DhistoryOutputFile=${isWhole ? history : join(folder, "target/mutate/part.history")}`,
  ]);
  if (code !== 0) throw new Error(`mvn ended with exit code ${code}`);
  return mutantsOf(readFileSync(join(folder, REPORT), "utf8"), (file) => readFileSync(join(folder, file), "utf8"));
}

const SOURCES = "src/main/java";

/** Source files that people write, relative to the package. */
function sourcesOf(folder: string): string[] {
  return globSync(`${SOURCES}/**/*.java`, { cwd: folder })
    .filter((file) => !basename(file).endsWith("-info.java"))
    .filter((file) => !readFileSync(join(folder, file), "utf8").startsWith("// Generated"))
    .sort();
}

const classOf = (file: string): string => file.slice(SOURCES.length + 1, -".java".length).replaceAll("/", ".");

const STATUS: Record<string, Mutant["status"]> = {
  KILLED: "killed",
  MEMORY_ERROR: "killed",
  RUN_ERROR: "killed",
  TIMED_OUT: "timeout",
  SURVIVED: "survived",
  NO_COVERAGE: "uncovered",
  NON_VIABLE: "invalid",
};

/** What PIT's report in XML says. Mutants that it describes with the same words are told apart by their number in a line. */
export function mutantsOf(xml: string, read: (file: string) => string): Mutant[] {
  const seen = new Map<string, number>();
  return [...xml.matchAll(/<mutation\b[^>]*\bstatus='(\w+)'[^>]*>(.*?)<\/mutation>/gs)].map(([, status, body]) => {
    const field = (name: string): string =>
      unescaped(new RegExp(`<${name}>(.*?)</${name}>`, "s").exec(body!)?.[1] ?? "");
    const folder = field("mutatedClass").split(".").slice(0, -1).join("/");
    const file = `${SOURCES}/${folder}/${field("sourceFile")}`;
    const line = Number(field("lineNumber"));
    const what = `${field("mutatedMethod")}: ${field("description")}`;
    const count = (seen.get(`${file}:${line} ${what}`) ?? 0) + 1;
    seen.set(`${file}:${line} ${what}`, count);
    return {
      file,
      line,
      source: read(file).split("\n")[line - 1]!.trim(),
      change: count === 1 ? what : `${what} (${count})`,
      status: STATUS[status!] ?? "invalid",
    };
  });
}

const ENTITIES: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

/** XML's own entities, and characters by their number. */
function unescaped(text: string): string {
  return text.replace(/&(?:#(\d+)|(\w+));/g, (_, number, name) =>
    number ? String.fromCodePoint(Number(number)) : (ENTITIES[name] ?? ""),
  );
}
