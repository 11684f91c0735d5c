// The cases: those of vectors/, those made of the rules on retries, and those made of the portal's recorded answers.
import { readdirSync, readFileSync } from "node:fs";
import { problems, schemaOf } from "../../../spec/test/description.ts";
import { executedAfter, retryCases } from "./retry-cases.ts";

export type Params = Record<string, unknown>;

/** One call of a client. */
export type Call =
  | { method: string; params: Params }
  | { batch: { key?: string; method: string; params: Params }[]; halt?: boolean }
  | { iterate: string; params: Params; gap?: number }
  | { changeParticipants: { listId: number; add?: number[]; remove?: number[] } }
  | { progressOf: number }
  | { waitUntilDone: { listId: number; within: number; interval: number } };

/**
 * What a request has to be. Of a batch, `commands` and `halt` say it in place of the body. It may not come earlier than
 * `notBefore` milliseconds after the response before, has to come over a connection that has brought no request where
 * `newConnection` is set, and has to accept the compression `acceptEncoding`.
 */
export interface ExpectedRequest {
  method: string;
  body?: Params;
  commands?: [method: string, params: Params][];
  halt?: 0 | 1;
  notBefore?: number;
  newConnection?: boolean;
  acceptEncoding?: string;
}

/** What the server answers. `bytes` are the exact bytes of the body in base64. */
export interface Reply {
  status?: number;
  headers?: Record<string, string>;
  json?: unknown;
  body?: string;
  bytes?: string;
  type?: string;
  batch?: { result?: unknown; error?: object; time?: object }[];
  fault?: "reset" | "cut" | "silence";
}

export interface Exchange {
  request: ExpectedRequest;
  reply: Reply;
  times?: number;
}

/** An error as every client tells it; only what is given is compared. */
export interface ExpectedError {
  kind: string;
  status?: number;
  code?: string;
  description?: string;
  argument?: string;
  ids?: number[];
  docUrl?: string;
  host?: string;
  /** Whether the portal executed the call, and whether a request of it may have been sent: over all attempts. */
  executed?: "no" | "unknown";
  sent?: boolean;
  /** Seconds; a client tells the time, as `retryAt`. null: it tells none. */
  retryAfter?: number | null;
  cause?: ExpectedError;
}

/**
 * Of an iteration that failed, `rows` are those that came before the error. `says` has to be in what the client shows of
 * an error.
 */
export type Outcome = { result: unknown } | { error: ExpectedError; rows?: unknown[]; says?: string };

/** The sandbox in place of the played portal: who calls, what is there, and what has to be afterwards. */
export interface SandboxScene {
  user: number;
  faults?: object[];
  lists?: { ID: number; participants: unknown[] }[];
  requests?: number;
  made?: number;
  list?: { id: number; participants: number[]; webform: number | null };
}

export interface Vector {
  /** `group/name`. */
  id: string;
  title: string;
  auth?: "webhook" | "token" | "renewable";
  /** The path below which the portal is, such as `/crm`. */
  below?: string;
  options?: { timeout?: number; attempts?: number; retryDelay?: number };
  call: Call;
  exchanges?: Exchange[];
  sandbox?: SandboxScene;
  outcome: Outcome;
}

const folder = new URL("../vectors/", import.meta.url);

/** Every case, by group and name. */
export function readVectors(): Vector[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".json"));
  const written = files.sort().map((file): Vector => {
    const { $schema: _, ...vector } = JSON.parse(readFileSync(new URL(file, folder), "utf8"));
    return { id: file.replace(/\.json$/, ""), ...vector };
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
  const file = new URL("../../../spec/test/data/portal-vectors.json", import.meta.url);
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
