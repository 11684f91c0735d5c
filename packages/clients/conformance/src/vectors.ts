// The cases: those of vectors/, those made of the rules on retries, and those made of the portal's recorded answers.
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import openapi from "@b24-calllist/spec/openapi.json" with { type: "json" };
import { descriptionOf } from "@b24-calllist/testkit/description";
import { executedAfter, retryCases } from "./retry-cases.ts";
import { withRows } from "./rows.ts";
import type { Outcome, Params, Vector } from "./vector.ts";

const { problems, schemaOf } = descriptionOf(openapi);

const folder = new URL("../vectors/", import.meta.url);

/** Every case, by group and name. */
export function readVectors(): Vector[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".json"));
  const written = files.sort().map((file): Vector => {
    const { $schema: _, ...vector } = JSON.parse(readFileSync(new URL(file, folder), "utf8"));
    return { id: file.replace(/\.json$/, ""), ...(withRows(vector) as Omit<Vector, "id">) };
  });
  return [...written, ...retryCases(), ...recorded()];
}

interface Step {
  method?: string;
  params?: Params;
  expect: { status: number; result?: unknown; error?: string; error_description?: string; json?: boolean };
}

/** The answers of the portal's own handler to requests that the description allows. */
function recorded(): Vector[] {
  const file = createRequire(import.meta.url).resolve("@b24-calllist/spec/evidence/portal-vectors.json");
  const { vectors } = JSON.parse(readFileSync(file, "utf8")) as { vectors: (Step & { id: string; steps?: Step[] })[] };
  return vectors.flatMap(({ id, steps, ...single }) =>
    (steps ?? [single]).flatMap((step, index) => {
      const call = callOf(step);
      if (!call) return [];
      const { status, json: _, ...json } = step.expect;
      const name = steps ? `${id}-step-${index + 1}` : id;
      const request = { method: call.method, body: call.params };
      const exchanges = [{ request, reply: { status, json } }];
      return [{ id: `recorded/${name}`, title: `as recorded: ${name}`, call, exchanges, outcome: outcomeOf(step) }];
    }),
  );
}

function callOf({ method, params, expect }: Step): { method: string; params: Params } | undefined {
  if (!method || method === "batch" || !params || (expect.error === undefined && expect.status !== 200)) return;
  // Clients have an update name its web form.
  const explicit = method === "crm.calllist.update" ? { WEBFORM_ID: null, ...params } : params;
  const call = { method, params: withNumbers(explicit) };
  const schema = schemaOf(`/${method}`, "request");
  return schema && problems(schema, call.params).length === 0 ? call : undefined;
}

/** Clients with types take ids as numbers. */
function withNumbers(params: Params): Params {
  const number = (value: unknown): unknown => (/^-?\d+$/.test(String(value)) ? Number(value) : value);
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => {
      if (name === "ENTITIES") return [name, Array.isArray(value) ? value.map(number) : value];
      return [name, ["ID", "LIST_ID", "WEBFORM_ID", "start"].includes(name) ? number(value) : value];
    }),
  );
}

const KINDS: Record<number, string> = { 401: "auth", 403: "access", 429: "limit", 503: "limit" };

function outcomeOf({ expect: { status, result, error, error_description: description } }: Step): Outcome {
  if (error === undefined) return { result };
  const told = description === undefined ? {} : { description };
  const code = String(error);
  const executed = executedAfter(code, status)!;
  return { error: { kind: KINDS[status] ?? "portal", status, code, ...told, executed, sent: true } };
}
