// spec/evidence/contradictions.yaml, and the recorded answers that it names.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { rootDir } from "../paths.ts";

/** A place where the official documentation differs from what portals do; spec/evidence/contradictions.yaml explains the fields. */
export interface Contradiction {
  id: string;
  title: string;
  methods?: string[];
  documented?: string;
  asOf: string;
  portal: string;
  evidence?: { source?: string; observed?: string; newer?: string }[];
  recorded?: Record<string, Claim | Claim[]>;
}

/** As much of a recorded answer as matters. */
export interface Claim {
  status?: number;
  error?: string;
  error_description?: string;
  result?: unknown;
  json?: boolean;
  /** How many elements `result` has. */
  rows?: number;
}

/** A request of the recorded answers. */
export interface Step {
  method?: string;
  user?: number;
  params?: unknown;
  body?: string;
  http?: { verb: string; path: string; headers: Record<string, string>; body?: string };
  expect: Claim;
}

/** A recorded answer, of one request or of several steps. */
export interface Vector extends Step {
  id: string;
  steps?: Step[];
  same_on_2024_build: boolean;
}

/** The entries, in the page's order. */
export async function readContradictions(): Promise<Contradiction[]> {
  return parse(await readFile(join(rootDir, "spec", "evidence", "contradictions.yaml"), "utf8"));
}

/** All recorded answers, by name. */
export async function readVectors(): Promise<Map<string, Vector>> {
  const file = join(rootDir, "spec", "evidence", "portal-vectors.json");
  const { vectors }: { vectors: Vector[] } = JSON.parse(await readFile(file, "utf8"));
  return new Map(vectors.map((vector) => [vector.id, vector]));
}

/** The requests of a vector, each with what is said of its answer. */
export function claimsOn(vector: Vector, said: Claim | Claim[]): { step: Step; claim: Claim }[] {
  const steps = vector.steps ?? [vector];
  return [said].flat().map((claim, index) => ({ step: steps[index]!, claim }));
}
