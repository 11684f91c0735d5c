// behaviour.yaml and each method's x-effect: read, checked, and made into dist/behaviour.json and a page of the reference.
import { readFile } from "node:fs/promises";
import { type Files, header } from "@b24-calllist/codegen";
import { type Behaviour, type Effect, type Rule, stepOf } from "@b24-calllist/codegen/behaviour";
import { Ajv2020 } from "ajv/dist/2020.js";
import type { Document } from "./document.ts";
import { type ErrorCatalogue, readCatalogue } from "./errors.ts";
import { at, readYaml } from "./paths.ts";

const SOURCES = "spec/behaviour.yaml and x-effect of spec/methods";
const EFFECTS: readonly string[] = ["read", "replace", "create", "commands"] satisfies Effect[];

export type BehaviourSource = Omit<Behaviour, "effects">;

export async function behaviourFiles(document: Document): Promise<Files> {
  const source = await readYaml<BehaviourSource>("behaviour.yaml");
  const problems = [...(await problemsOfForm(source)), ...problemsOf(source, await readCatalogue())];
  if (problems.length > 0) throw new Error(`spec/behaviour.yaml: ${problems.join("; ")}`);
  const behaviour: Behaviour = { ...source, effects: effectsOf(document) };
  return {
    [at("dist", "behaviour.json")]: `${JSON.stringify({ "x-generated": header(SOURCES), ...behaviour }, null, 2)}\n`,
  };
}

async function problemsOfForm(source: unknown): Promise<string[]> {
  const validate = new Ajv2020({ allErrors: true, strict: false }).compile(
    JSON.parse(await readFile(at("behaviour.schema.json"), "utf8")),
  );
  return validate(source) ? [] : validate.errors!.map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/** What no schema can say: names that have to exist, and rules that have to be reached. */
export function problemsOf(
  { outcomes, rules }: Pick<Behaviour, "outcomes" | "rules">,
  catalogue: ErrorCatalogue,
): string[] {
  const codes = new Set(catalogue.map(({ code }) => code));
  const used = new Set(["succeeded", ...rules.map(({ outcome }) => outcome)]);
  return [
    ...rules
      .filter(({ outcome }) => !(outcome in outcomes))
      .map(({ outcome }) => `a rule names ${outcome}, which is no outcome`),
    ...Object.keys(outcomes)
      .filter((name) => !used.has(name))
      .map((name) => `no rule leads to ${name}`),
    ...rules
      .filter(({ code }) => code !== undefined && !codes.has(code))
      .map(({ code }) => `${code} is not in errors.yaml`),
    ...rules.flatMap((rule, index) =>
      rules.slice(0, index).some((earlier) => covers(earlier, rule)) ? [unreached(rule)] : [],
    ),
    ...(Object.keys(rules.at(-1) ?? {}).join() === "outcome" ? [] : ["the last rule has to match whatever is left"]),
  ];
}

const unreached = (rule: Rule): string => `${JSON.stringify(rule)} is never reached: a rule before it matches first`;

/** Whether each condition of the earlier rule is one of the later rule, too. */
const covers = ({ outcome: _, ...earlier }: Rule, later: Rule): boolean =>
  Object.entries(earlier).every(([key, value]) => JSON.stringify(later[key as keyof Rule]) === JSON.stringify(value));

/** What each method of the portal does, by its name. */
export function effectsOf(document: Document): Record<string, Effect> {
  const methods = Object.entries(document.paths as Document).filter(([path]) => !path.startsWith("/oauth/"));
  return Object.fromEntries(
    methods.map(([path, { post }]) => {
      const effect = post["x-effect"];
      if (!EFFECTS.includes(effect)) throw new Error(`${path} needs an x-effect: ${EFFECTS.join(", ")}`);
      return [path.slice(1), effect as Effect];
    }),
  );
}

/** about/retries.md: what clients do after each outcome. */
export async function retriesPage(): Promise<Files> {
  const source = await readYaml<BehaviourSource>("behaviour.yaml");
  const intro = await readFile(at("about", "retries.intro.md"), "utf8");
  const rows = Object.values(source.outcomes).map((outcome) => {
    const [reads, creates] = [stepOf(source, outcome, true), stepOf(source, outcome, false)];
    return `| ${outcome.when} | ${outcome.executed} | ${reads} | ${creates} |`;
  });
  return {
    [at("about", "retries.md")]: [
      `<!-- ${header("spec/behaviour.yaml and spec/about/retries.intro.md")} -->\n`,
      intro.trimEnd(),
      "",
      "| What happened | Executed | Reads and updates | `add`, and methods without a description |",
      "|---|---|---|---|",
      ...rows,
      "",
      "| Number | Value |",
      "|---|---|",
      ...Object.entries(source.numbers)
        .filter(([name]) => OF_RETRIES.test(name))
        .map(([, { value, unit, what }]) => `| ${what} | ${value} ${value === 1 ? unit.replace(/s$/, "") : unit} |`),
      "",
    ].join("\n"),
  };
}

/** The numbers that a reader of the page wants; the others are about reading and bounds. */
const OF_RETRIES = /^(request-timeout|retry-.+|operating-.+)$/;
