import { readFile } from "node:fs/promises";
import { Ajv, type ErrorObject } from "ajv";
import { parse } from "yaml";
import { timeProblem } from "../portal/clock.ts";
import type { IdRange } from "../portal/ids.ts";
import { quirkProblem } from "../quirks.ts";
import { largeSeed } from "./large.ts";
import schema from "./seed.schema.json" with { type: "json" };
import type { Seed, SeedUser } from "./seed.ts";
import { SeedError } from "./seed-error.ts";

const demo = new URL("../../seeds/demo.yaml", import.meta.url);
const ajv = new Ajv({ allowUnionTypes: true, verbose: true });
const isSeed = ajv.compile<Seed>(schema);
const isUser = ajv.compile<SeedUser>({ definitions: schema.definitions, ...schema.properties.users.items });

/** The seed of a name, "demo", "large" or "large:5000", or of a file. */
export async function readSeed(name: string): Promise<Seed> {
  return READY.test(name) ? readReadySeed(name) : assertSeed(await readYaml(name, name), name);
}

const READY = /^(?:demo|large(?::(\d+))?)$/;

/** The seed of a name: "demo", "large" or "large:5000". */
export async function readReadySeed(name: string): Promise<Seed> {
  if (name === "demo") return assertSeed(await readYaml(demo, name), name);
  const [, size] = READY.exec(name) ?? [];
  return largeSeed(size === undefined ? undefined : Number(size));
}

async function readYaml(file: string | URL, name: string): Promise<unknown> {
  return parseSeed(await readFile(file, "utf8"), name);
}

/**
 * What a file in YAML or JSON holds.
 *
 * @throws {@link SeedError} for text that is neither
 */
export function parseSeed(text: string, name: string): unknown {
  try {
    // YAML is a superset of JSON, but JSON is read a hundred times as fast: a state file may be large.
    return text.trimStart().startsWith("{") ? JSON.parse(text) : parse(text);
  } catch (error) {
    const [reason] = (error as Error).message.split("\n");
    throw new SeedError(`${name} is neither YAML nor JSON: ${reason}`);
  }
}

/**
 * Makes sure that a value is a seed.
 *
 * @param name what the message calls it
 * @throws {@link SeedError} with the place and what a right value looks like
 */
export function assertSeed(value: unknown, name = "the seed"): Seed {
  if (!isSeed(value)) throw new SeedError(`${name} is not a seed: ${explain(isSeed.errors)}`);
  const wrong = references(value) ?? quirkProblem(value.quirks ?? {}) ?? times(value) ?? sizes(value);
  if (wrong !== undefined) throw new SeedError(`${name} is not a seed: ${wrong}`);
  return value;
}

/** Of several, as of the alternatives for a range or a list of ids, the one that is furthest inside. */
function explain(errors: ErrorObject[] | null | undefined): string {
  const [error] = (errors ?? []).toSorted((a, b) => depthOf(b) - depthOf(a));
  const place = error?.instancePath.slice(1).replaceAll("/", ".") || "the file";
  if (error?.keyword === "additionalProperties")
    return `${place} has an unknown name "${error.params.additionalProperty}"`;
  if (error?.keyword === "enum") return `${place} must be one of ${error.params.allowedValues.join(", ")}`;
  const example = (error?.parentSchema as { examples?: unknown[] } | undefined)?.examples?.[0];
  return `${place} ${error?.message}${example === undefined ? "" : `, such as ${JSON.stringify(example)}`}`;
}

/**
 * Makes sure that a value is a user as a seed has them.
 *
 * @throws {@link SeedError} with the place and what a right value looks like
 */
export function assertUser(value: unknown): asserts value is SeedUser {
  if (!isUser(value)) throw new SeedError(`this is not a user: ${explain(isUser.errors)}`);
}

function depthOf({ instancePath }: ErrorObject): number {
  return instancePath.split("/").length;
}

/** What the schema cannot see: ids that are used and are not there, or are there twice. */
function references({ users, lists = [], webhooks = [], apps = [], tokens = [] }: Seed): string | undefined {
  const userIds = new Set(users.map(({ id }) => id));
  const clients = new Set(apps.map(({ clientId }) => clientId));
  const listIds = new Set<number>();
  const twice = lists.find(({ ID }) => listIds.size === listIds.add(ID).size)?.ID;
  if (twice !== undefined) return `lists has the ID ${twice} twice`;
  const stray = [...webhooks, ...tokens].find(({ user }) => !userIds.has(user));
  if (stray) return `there is no user ${stray.user}, whom a webhook or token stands for; add one to users`;
  const lost = tokens.find(({ clientId }) => !clients.has(clientId));
  return lost && `there is no application "${lost.clientId}", which a token is for; add one to apps`;
}

/** Times of the right form can be none all the same: the 13th month, or one that no clock reaches. */
function times({ clock, tokens = [], codes = [] }: Seed): string | undefined {
  const places: [place: string, time: string | undefined][] = [
    ["clock", clock],
    ...tokens.flatMap(({ expires, refreshUntil }, index): [string, string | undefined][] => [
      [`tokens.${index}.expires`, expires],
      [`tokens.${index}.refreshUntil`, refreshUntil],
    ]),
    ...codes.map(({ expires }, index): [string, string | undefined] => [`codes.${index}.expires`, expires]),
  ];
  for (const [place, time] of places) {
    const problem = time === undefined ? undefined : timeProblem(Date.parse(time));
    if (problem !== undefined) return `${place} must be ${problem}`;
  }
  return undefined;
}

/** In all lists together: "large" has 1,250,000 at most. A range of a few letters can stand for more than memory holds. */
const MOST_PARTICIPANTS = 2_000_000;
const DEEPEST = 64;

function sizes({ lists = [] }: Seed): string | undefined {
  let sum = 0;
  for (const [index, { participants, hidden }] of lists.entries()) {
    sum += Array.isArray(participants) ? participants.length : sizeOf(participants as IdRange);
    if (sum > MOST_PARTICIPANTS)
      return `with lists.${index}.participants there are more than ${MOST_PARTICIPANTS} participants in all lists`;
    if (isDeeperThan(hidden?.FILTER_PARAMS, DEEPEST))
      return `lists.${index}.hidden.FILTER_PARAMS is nested more than ${DEEPEST} levels deep`;
  }
  return undefined;
}

/** With those that `except` takes out: what is counted is the work. */
function sizeOf({ from, to, step = 1 }: IdRange): number {
  return Math.max(0, Math.floor((to - from) / step) + 1);
}

function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((element) => isDeeperThan(element, levels - 1));
}
