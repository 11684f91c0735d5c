import { readFile } from "node:fs/promises";
import { Ajv, type ErrorObject } from "ajv";
import { parse } from "yaml";
import { QUIRKS } from "../quirks.ts";
import { largeSeed } from "./large.ts";
import schema from "./seed.schema.json" with { type: "json" };
import type { Seed } from "./seed.ts";

const demo = new URL("../../seeds/demo.yaml", import.meta.url);
const ajv = new Ajv({ allowUnionTypes: true, verbose: true });
const isSeed = ajv.compile<Seed>(schema);

/** A seed that is not right; the message says where, and what a right value looks like. */
export class SeedError extends Error {}

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
  if (!isSeed(value)) throw new SeedError(`${name} is not a seed: ${explain(isSeed.errors?.[0])}`);
  const wrong = references(value) ?? quirks(value);
  if (wrong !== undefined) throw new SeedError(`${name} is not a seed: ${wrong}`);
  return value;
}

function explain(error: ErrorObject | undefined): string {
  const place = error?.instancePath.slice(1).replaceAll("/", ".") || "the file";
  if (error?.keyword === "additionalProperties")
    return `${place} has an unknown name "${error.params.additionalProperty}"`;
  if (error?.keyword === "enum") return `${place} must be one of ${error.params.allowedValues.join(", ")}`;
  const example = (error?.parentSchema as { examples?: unknown[] } | undefined)?.examples?.[0];
  return `${place} ${error?.message}${example === undefined ? "" : `, such as ${JSON.stringify(example)}`}`;
}

/** What the schema cannot see: ids that are used and are not there, or are there twice. */
function references({ users, lists = [], webhooks = [], apps = [], tokens = [] }: Seed): string | undefined {
  const userIds = new Set(users.map(({ id }) => id));
  const clients = new Set(apps.map(({ clientId }) => clientId));
  const listIds = lists.map(({ ID }) => ID);
  const twice = listIds.find((id, index) => listIds.indexOf(id) !== index && lists.length < 1000);
  if (twice !== undefined) return `lists has the ID ${twice} twice`;
  const stray = [...webhooks, ...tokens].find(({ user }) => !userIds.has(user));
  if (stray) return `there is no user ${stray.user}, whom a webhook or token stands for; add one to users`;
  const lost = tokens.find(({ clientId }) => !clients.has(clientId));
  return lost && `there is no application "${lost.clientId}", which a token is for; add one to apps`;
}

function quirks({ quirks = {} }: Seed): string | undefined {
  const unknown = Object.keys(quirks).find((name) => !Object.hasOwn(QUIRKS, name));
  return unknown && `quirks has an unknown name "${unknown}"; known are ${Object.keys(QUIRKS).join(", ")}`;
}
