// The answers of the portal's own handler, recorded: spec/evidence/portal-vectors.json. The sandbox gives each of them from the
// same start state and request. What the file calls stand-ins (URL splitting, authorisation, rights, record tables) is
// compared like everything else.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Sandbox, type Seed, type SeedList, startSandbox } from "../src/index.ts";
import { type Marked, parseMarked, stringifyMarked } from "./ordered-json.ts";

const text = readFileSync(
  createRequire(import.meta.url).resolve("@b24-calllist/spec/evidence/portal-vectors.json"),
  "utf8",
);
const file: VectorFile = JSON.parse(text);
/** The same with the order of names and the numbers as written, for what is sent and compared. */
const exact = parseMarked(text);

interface VectorFile {
  seed: {
    clock: string;
    next_list_id: number;
    contacts: { from: number; to: number; deleted: number[] };
    companies: { from: number; to: number };
    leads: number[];
    webforms: number[];
    statuses: Seed["statuses"];
    lists: SeedList[];
  };
  states: Record<string, { adds_lists: SeedList[] }>;
  vectors: Vector[];
}

interface Request {
  /** The request and its answer in `exact`. */
  exact: Marked;
  method?: string;
  user?: number;
  body?: string;
  http?: { verb: string; path: string; headers: Record<string, string>; body?: string };
  expect: Expected;
}

interface Vector extends Partial<Request> {
  id: string;
  group: string;
  note: string;
  state: string;
  steps?: Request[];
}

interface Expected {
  status: number;
  result?: unknown;
  error?: unknown;
  error_description?: string;
  raw?: string;
  content_type?: string;
  json?: false;
}

function seedOf(state: string): Seed {
  const { seed, states } = file;
  const { deleted, ...contacts } = seed.contacts;
  const evenContacts = { CONTACT: { from: 2, to: seed.contacts.to, step: 2 } };
  const lists = [...seed.lists, ...(states[state]?.adds_lists ?? [])];
  return {
    timezone: "+02:00",
    clock: "2025-11-20T12:00:00+02:00",
    users: [{ id: 1, admin: true }, { id: 7, reads: evenContacts }, { id: 9 }],
    contacts: { ...contacts, except: deleted },
    companies: seed.companies,
    leads: seed.leads,
    webforms: seed.webforms,
    ...(seed.statuses && { statuses: seed.statuses }),
    lists,
    nextListId: Math.max(seed.next_list_id, ...lists.map(({ ID }) => ID + 1)),
    webhooks: [1, 7, 9].map((user) => ({ user, code: "k" })),
  };
}

let sandbox: Sandbox;
beforeAll(async () => {
  // The vectors come from a portal on-premise, which counts neither requests nor working time.
  sandbox = await startSandbox({ seed: seedOf("seed"), limits: false });
});
afterAll(() => sandbox.close());

async function send({ method, user, exact, body, http }: Request): Promise<Response> {
  if (http) {
    const { verb, path, headers } = http;
    return fetch(sandbox.url + path, { method: verb, headers, ...(http.body !== undefined && { body: http.body }) });
  }
  const headers = { "Content-Type": "application/json" };
  const text = body ?? stringifyMarked(exact._params);
  return fetch(`${sandbox.url}/rest/${user}/k/${method}`, { method: "POST", headers, body: text });
}

/** As the vectors show an answer: the time left out at the top, and as `<time>` inside a batch. */
function shown(text: string): string {
  const { _time, ...answer } = parseMarked(text);
  hideTimes(answer._result);
  return stringifyMarked(answer);
}

function hideTimes(result: Marked): void {
  const times = result?._result_time;
  if (times === undefined) return;
  for (const key of Object.keys(times)) times[key] = "<time>";
  for (const inner of Object.values(result._result)) hideTimes(inner);
}

async function check(request: Request): Promise<void> {
  const { expect: expected } = request;
  const response = await send(request);
  const text = await response.text();
  expect(response.status, text).toBe(expected.status);
  if (expected.raw !== undefined) expect(withoutTime(text)).toBe(withoutTime(expected.raw));
  if (expected.content_type !== undefined) expect(response.headers.get("content-type")).toBe(expected.content_type);
  if (expected.json === false) return;
  const { _status, _raw, _content_type, ...body } = request.exact._expect;
  expect(shown(text)).toBe(stringifyMarked(body));
}

function withoutTime(text: string): string {
  return text.replace(/,"time":\{[^{}]*\}\}$/, "}").replace(/<time>.*<\/time>|<time\/>/, "");
}

for (const group of new Set(file.vectors.map(({ group }) => group))) {
  describe(group, () => {
    for (const [index, vector] of file.vectors.entries()) {
      if (vector.group !== group) continue;
      it(`${vector.id}: ${vector.note}`, async () => {
        sandbox.control.seed(seedOf(vector.state));
        const { _steps: steps = [exact._vectors[index]] } = exact._vectors[index];
        for (const [step, request] of (vector.steps ?? [vector as Request]).entries()) {
          await check({ ...request, exact: steps[step] });
        }
      });
    }
  });
}

it("there are vectors of every kind", () => {
  expect(file.vectors.length).toBeGreaterThanOrEqual(460);
});
