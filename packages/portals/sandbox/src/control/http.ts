import { isFromOtherSite, isSameSecret, printableText } from "@b24-calllist/protocol";
import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import type { Address } from "../address.ts";
import type { Answer } from "../rest/answer.ts";
import { readReadySeed } from "../seed/read.ts";
import type { Seed } from "../seed/seed.ts";
import { SeedError } from "../seed/seed-error.ts";
import openapi from "./control.openapi.json" with { type: "json" };
import { type Control, ControlError } from "./control.ts";
import { controlPage } from "./page.ts";

/** Where the control API lives: no portal has such a path. */
export const CONTROL_PATH = "/__sandbox";

/** A request to the control API. */
export interface ControlRequest {
  verb: string;
  /** Path and query. */
  url: string;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: string;
}

type Values = Record<string, string>;
// biome-ignore lint/suspicious/noExplicitAny: what a body may be says the description, by which it has been checked
type Handler = (control: Control, body: any, path: Values) => unknown;

/** By the operationId in the description. What they give is the answer; nothing is 204. */
const HANDLERS: Record<string, Handler> = {
  getState: (control) => control.state,
  reset: (control) => control.reset(),
  seed: async (control, body: string | Seed) =>
    control.seed(typeof body === "string" ? await readReadySeed(body) : body),
  listSnapshots: (control) => control.snapshots,
  snapshot: (control, { name }) => control.snapshot(name),
  restore: (control, _, { name = "" }) => control.restore(name),
  getParticipants: (control, _, { listId }) => control.participants(idOf(listId)),
  removeParticipant: (control, _, { listId, participantId }) =>
    control.removeParticipant(idOf(listId), idOf(participantId)),
  setParticipant: (control, change, { listId, participantId }) =>
    control.setParticipant(idOf(listId), idOf(participantId), change),
  getOperators: (control) => control.operators,
  setOperators: (control, setting) => control.setOperators(setting),
  stopOperators: (control) => control.setOperators(undefined),
  setUser: (control, user, { id }) => control.setUser({ ...user, id: idOf(id) }),
  getClock: (control) => control.clock,
  setClock,
  addWorkingTime: (control, { method, user, clientId, seconds }) =>
    control.addWorkingTime(method, user ?? clientId, seconds),
  listFaults: (control) => control.faults,
  addFault: (control, fault) => control.addFault(fault),
  clearFaults: (control) => control.clearFaults(),
  getJournal: (control) => control.requests,
  clearJournal: (control) => control.journal.clear(),
};

function idOf(text = ""): number {
  if (!/^\d{1,10}$/.test(text)) throw new ControlError(400, `An id in the path is a number such as 13, not "${text}"`);
  return Number(text);
}

function setClock(control: Control, { stop, turn, run }: { stop?: true | string; turn?: number; run?: true }): unknown {
  if (stop !== undefined) control.stopClock(stop === true ? undefined : stop);
  if (turn !== undefined) control.turnClock(turn);
  if (run) control.runClock();
  return control.clock;
}

interface Route {
  verb: string;
  path: string;
  pattern: RegExp;
  handler: Handler;
  isBody: ValidateFunction | undefined;
}

interface Operation {
  operationId: string;
  requestBody?: object;
}

const ajv = new Ajv2020({ strict: false, allowUnionTypes: true, verbose: true }).addSchema(openapi, "openapi");

/** Made when the first request comes: a sandbox that is not controlled starts faster. */
let routes: Route[] | undefined;

function readRoutes(): Route[] {
  return Object.entries(openapi.paths).flatMap(([path, operations]) =>
    Object.entries(operations as Record<string, Operation>).map(([verb, { operationId, requestBody }]) => ({
      verb: verb.toUpperCase(),
      path,
      pattern: new RegExp(`^${path.replace(/\{(\w+)\}/g, "(?<$1>[^/]+)")}$`),
      handler: HANDLERS[operationId] as Handler,
      isBody: requestBody && bodyTest(path, verb),
    })),
  );
}

function bodyTest(path: string, verb: string): ValidateFunction {
  const pointer = ["paths", path, verb, "requestBody", "content", "application/json", "schema"];
  const $ref = `openapi#/${pointer.map((part) => encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1"))).join("/")}`;
  return ajv.compile({ $ref });
}

/** No other page may show, run or read what the control answers, and nothing keeps it: tokens are in the state. */
const HEADERS = {
  "Cache-Control": "no-store",
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
};

/** Answers a request below `/__sandbox`. */
export async function answerControl(control: Control, request: ControlRequest, address: Address): Promise<Answer> {
  const { status, headers, body } = await answerOf(control, request, address);
  return { status, headers: { ...HEADERS, ...headers }, body };
}

async function answerOf(control: Control, request: ControlRequest, address: Address): Promise<Answer> {
  try {
    const { pathname, search, searchParams } = new URL(request.url, "http://sandbox");
    const path = pathname.slice(CONTROL_PATH.length);
    assertAllowed(request, path, searchParams.get("key"), address);
    if (request.verb === "GET" && path === "")
      return { status: 308, headers: { Location: `${address.prefix}${CONTROL_PATH}/${search}` }, body: "" };
    if (request.verb === "GET" && path === "/") return controlPage(control, searchParams);
    if (request.verb === "GET" && path === "/openapi.json") return json(200, openapi);
    const { route, values } = findRoute(request.verb, path);
    const result = await route.handler(control, readBody(route, request.body), values);
    return result === undefined ? { status: 204, headers: {}, body: "" } : json(200, result);
  } catch (error) {
    if (error instanceof ControlError) return json(error.status, { error: printableText(error.message) });
    if (error instanceof SeedError) return json(400, { error: printableText(error.message) });
    throw error;
  }
}

function json(status: number, value: unknown): Answer {
  return { status, headers: { "Content-Type": "application/json; charset=utf-8" }, body: JSON.stringify(value) };
}

/**
 * A page of another site, open in a browser, must not reach the control: neither from its own origin nor by a name of its
 * own that it lets point here. Where other machines reach the sandbox, they need the key.
 */
function assertAllowed(
  request: ControlRequest,
  path: string,
  keyInUrl: string | null,
  { controlHosts, controlKey }: Address,
): void {
  const { "sec-fetch-site": _site, ...others } = request.headers;
  if (isFromOtherSite(opensPage(request, path) ? others : request.headers, controlHosts)) {
    const names = [...new Set(controlHosts)].join(", ");
    throw new ControlError(
      403,
      `The control answers to ${names}, and not to other sites' pages; --allow-host NAME (allowHosts) allows another name`,
    );
  }
  if (controlKey === undefined) return;
  const key = /^Bearer (.+)$/i.exec(String(request.headers.authorization ?? ""))?.[1] ?? keyInUrl;
  if (key !== null && isSameSecret(key, controlKey)) return;
  throw new ControlError(
    401,
    "The control needs the key that the sandbox printed when it started: send it as Authorization: Bearer KEY, or open the page with ?key=KEY",
  );
}

/** A link on another page may open the control's page in a tab, as links in a terminal do: that changes nothing. */
function opensPage({ verb, headers }: ControlRequest, path: string): boolean {
  const isPage = verb === "GET" && (path === "" || path === "/");
  return isPage && headers["sec-fetch-mode"] === "navigate" && headers["sec-fetch-dest"] === "document";
}

function findRoute(verb: string, path: string): { route: Route; values: Values } {
  routes ??= readRoutes();
  const there = routes.filter(({ pattern }) => pattern.test(path));
  const route = there.find((route) => route.verb === verb);
  if (route) return { route, values: decode(route.pattern.exec(path)?.groups ?? {}) };
  if (there.length > 0) throw new ControlError(405, `${path} takes ${there.map(({ verb }) => verb).join(", ")}`);
  throw new ControlError(404, `There is ${routes.map(({ verb, path }) => `${verb} ${path}`).join(", ")}`);
}

function decode(groups: Values): Values {
  const decoded = Object.entries(groups).map(([name, value]) => {
    try {
      return [name, decodeURIComponent(value)];
    } catch {
      throw new ControlError(400, `${name} is not percent-encoded`);
    }
  });
  return Object.fromEntries(decoded);
}

function readBody({ isBody }: Route, text: string): unknown {
  if (isBody === undefined) return undefined;
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new ControlError(400, `The body must be JSON, such as ${example(isBody)}`);
  }
  if (!isBody(body)) throw new ControlError(400, `${explain(isBody.errors)}; right is ${example(isBody)}`);
  return body;
}

function explain(errors: ErrorObject[] | null | undefined): string {
  const [error] = errors ?? [];
  const place = error?.instancePath.slice(1).replaceAll("/", ".") || "The body";
  if (error?.keyword === "additionalProperties")
    return `${place} has an unknown name "${error.params.additionalProperty}"`;
  if (error?.keyword === "enum") return `${place} must be one of ${error.params.allowedValues.join(", ")}`;
  if (error?.keyword === "pattern") return `${place} must be like ${error.parentSchema?.examples[0]}`;
  return `${place} ${error?.message}`;
}

/** A body made of the examples in the description. */
function example({ schema }: ValidateFunction): string {
  return JSON.stringify(exampleOf(ajv.getSchema((schema as { $ref: string }).$ref)?.schema));
}

interface Example {
  $ref?: string;
  examples?: unknown[];
  enum?: unknown[];
  const?: unknown;
  anyOf?: Example[];
  properties?: Record<string, Example>;
  maxProperties?: number;
}

const schemas: Record<string, unknown> = openapi.components.schemas;

function exampleOf(schema: unknown): unknown {
  const { $ref, examples, anyOf, properties, maxProperties, ...rest } = schema as Example;
  if ($ref) return exampleOf(schemas[$ref.split("/").at(-1) ?? ""]);
  if (examples) return examples[0];
  if (!properties && anyOf?.[0]) return exampleOf(anyOf[0]);
  if (!properties) return rest.const ?? rest.enum?.[0] ?? true;
  const members = Object.entries(properties).slice(0, maxProperties ?? 3);
  return Object.fromEntries(members.map(([name, member]) => [name, exampleOf(member)]));
}
