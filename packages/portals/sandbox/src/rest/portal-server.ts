import { methodParameters, methodSpellings, type Params, type PortalRequest, phpInt } from "@b24-calllist/protocol";
import type { Fault, FaultName, Faults } from "../faults.ts";
import type { OperatingMeter, RequestMeter } from "../limits.ts";
import { type Budget, type Caller, isAllowed, type Method } from "../method.ts";
import { METHODS } from "../methods/methods.ts";
import type { Operators } from "../operators.ts";
import type { Portal } from "../portal/portal.ts";
import type { Quirks } from "../quirks.ts";
import { type Answer, page } from "./answer.ts";
import { authorize } from "./authorize.ts";
import { methodNotFound, RestError, UncaughtError } from "./errors.ts";
import { phpJson } from "./php-json.ts";
import { phpXml } from "./php-xml.ts";
import { assertLinkScope, assertNoLink } from "./signed-link.ts";
import { type Operating, timeBlock } from "./time-block.ts";

/** What answers a request. The meters are there where the cloud's limits hold. */
export interface Server {
  portal: Portal;
  quirks: Quirks;
  faults: Faults;
  limits?: { requests: RequestMeter; operating: OperatingMeter };
  /** Those who set statuses between the calls; missing where they rest. */
  operators?: Operators | undefined;
}

/** A request as the portal understands it, and where it came from. */
export interface Incoming {
  request: PortalRequest;
  /** Path and query as they came over the wire. */
  url: string;
  /** The address that sent it: the rate limit counts for each. */
  source: string;
  secure: boolean;
}

/** How a request ended, for the journal. */
export interface Outcome {
  /** Missing where the connection breaks before there is one. */
  answer?: Answer;
  /** The method as it is called, in lower case. */
  method: string;
  user?: number;
  error?: string;
  fault?: FaultName;
  /** What the request changed, in words. */
  changes?: string[];
  /** What the fault does to the connection. */
  connection?: "reset" | "cut";
}

/** Answers one request by the portal's order of checks. */
export async function answerRequest(server: Server, incoming: Incoming): Promise<Outcome> {
  const method = incoming.request.method.toLowerCase();
  const fault = server.faults.next(
    method,
    (name) => name !== "operation-time" || (method in METHODS && method !== "batch"),
  );
  const before = fault && beforeExecution(fault, incoming.url);
  if (before) return { method, fault: fault.fault, ...before };
  const outcome = await execute(server, incoming, method, fault);
  return fault ? { ...outcome, ...afterExecution(fault, outcome.answer), fault: fault.fault } : outcome;
}

const ERRORS: Partial<Record<FaultName, [status: number, code: string, description: string]>> = {
  "rate-limit": [503, "QUERY_LIMIT_EXCEEDED", "Too many requests"],
  "operation-time": [429, "OPERATION_TIME_LIMIT", "Method is blocked due to operation time limit."],
  "expired-token": [401, "expired_token", "The access token provided has expired."],
  overload: [401, "OVERLOAD_LIMIT", "REST API is blocked due to overload."],
  "error-json": [500, "INTERNAL_SERVER_ERROR", "Internal server error"],
  deleted: [403, "PORTAL_DELETED", "Portal was deleted"],
};

const PAGES: Partial<Record<FaultName, [status: number, title: string]>> = {
  "error-html": [500, "500 Internal Server Error"],
  "bad-gateway": [502, "502 Bad Gateway"],
  "gateway-timeout": [504, "504 Gateway Time-out"],
  "html-200": [200, "Bitrix24"],
};

/** The answer of a fault. */
function faultAnswer({ fault }: Fault): Answer | undefined {
  const error = ERRORS[fault];
  if (error) return asAnswer(error[0], new RestError(...error).toBody(), "json");
  const html = PAGES[fault];
  return html && page(...html);
}

function beforeExecution(fault: Fault, url: string): Pick<Outcome, "answer" | "connection" | "error"> | undefined {
  if (fault.fault === "reset-before") return { connection: "reset" };
  if (fault.fault === "moved") {
    const location = (fault.host ?? "https://renamed.bitrix24.com") + url;
    return { answer: { ...page(302, "302 Found"), headers: { "Content-Type": "text/html", Location: location } } };
  }
  const answer = fault.executed ? undefined : faultAnswer(fault);
  const error = ERRORS[fault.fault]?.[1];
  return answer && { answer, ...(error !== undefined && { error }) };
}

function afterExecution(fault: Fault, answer: Answer): Pick<Outcome, "answer" | "connection"> {
  if (fault.fault === "reset-after") return { answer, connection: "reset" };
  if (fault.fault === "cut-body") return { answer, connection: "cut" };
  return { answer: faultAnswer(fault) ?? answer };
}

async function execute(
  server: Server,
  incoming: Incoming,
  name: string,
  fault: Fault | undefined,
): Promise<Outcome & { answer: Answer }> {
  const { portal } = server;
  const { request } = incoming;
  const started = portal.clock.now();
  let caller: Caller | undefined;
  try {
    assertOpen(server, incoming.source);
    const method = findMethod(request.method);
    assertLinkScope(method, request.params);
    caller = authorize(portal, request.credentials, method, {
      secure: incoming.secure,
      webhookNeedsHttps: server.quirks.webhookNeedsHttps,
    });
    assertNoLink(request.params);
    assertWorkingTime(server, caller, name);
    if (fault?.fault === "slow") await portal.clock.sleep((fault.seconds ?? 1) * 1000);
    const sent = { params: request.methodParams, rawParams: request.params, start: request.start };
    const result = run(server, caller, method, sent);
    const time = timeBlock(portal, server.quirks, started, meter(server, caller, name, started));
    const answer = asAnswer(200, { result, time }, request.format, headers(server, caller, started));
    return { method: name, user: caller.user.id, changes: portal.takeChanges(), answer };
  } catch (error) {
    const who = { ...(caller && { user: caller.user.id }), changes: portal.takeChanges() };
    if (error instanceof RestError) {
      const extra = headers(server, caller, server.quirks.negativeRestTime ? 2 * started : started);
      return {
        method: name,
        ...who,
        error: error.code,
        answer: asAnswer(error.status, bodyOf(error, server.quirks), request.format, extra),
      };
    }
    // Too long a text, or too deep a recursion, of what was sent: a portal's PHP runs out of memory there.
    if (!(error instanceof UncaughtError || error instanceof RangeError)) throw error;
    return { method: name, ...who, error: "500", answer: uncaughtAnswer(server.quirks) };
  }
}

function bodyOf(error: RestError, quirks: Quirks): object {
  const body = error.toBody();
  return error.code === "100" && quirks.unknownFieldCode === "number" ? { ...body, error: 100 } : body;
}

function uncaughtAnswer({ uncaughtErrorBody }: Quirks): Answer {
  return faultAnswer({ fault: uncaughtErrorBody === "json" ? "error-json" : "error-html" }) as Answer;
}

function asAnswer(status: number, body: object, format: "json" | "xml", headers: Record<string, string> = {}): Answer {
  const type = format === "xml" ? "text/xml" : "application/json";
  const text = format === "xml" ? phpXml(body) : phpJson(body);
  return { status, headers: { ...headers, "Content-Type": `${type}; charset=utf-8` }, body: text };
}

function headers({ portal, limits }: Server, caller: Caller | undefined, started: number): Record<string, string> {
  if (limits === undefined) return {}; // the cloud's alone
  return {
    ...(caller?.clientId !== undefined && { "X-Bitrix-Rest-Application": caller.clientId }),
    "X-Bitrix-Rest-Time": ((portal.clock.now() - started) / 1000).toFixed(10),
  };
}

/** What is checked before the portal looks at the method: the front end's rate limit, and whether it is there. */
function assertOpen({ portal, limits, quirks }: Server, source: string): void {
  if (limits && !limits.requests.take(source, portal.clock.now())) {
    throw new RestError(503, "QUERY_LIMIT_EXCEEDED", "Too many requests");
  }
  if (portal.deleted) throw new RestError(quirks.portalDeletedStatus, "PORTAL_DELETED", "Portal was deleted");
}

function findMethod(name: string): Method {
  const spelling = methodSpellings(name).find((spelling) => METHODS[spelling] !== undefined);
  if (spelling === undefined) throw methodNotFound();
  return METHODS[spelling] as Method;
}

function meterKey(caller: Caller, name: string): string {
  return `${caller.key}: ${name}`;
}

/** A batch has no working time of its own; its commands have. */
function assertWorkingTime({ portal, limits, quirks }: Server, caller: Caller, name: string): void {
  if (limits === undefined || name === "batch") return;
  if (limits.operating.look(meterKey(caller, name), portal.clock.now()).operating < quirks.operatingLimit) return;
  throw new RestError(429, "OPERATION_TIME_LIMIT", "Method is blocked due to operation time limit.");
}

function meter({ portal, limits }: Server, caller: Caller, name: string, started: number): Operating | undefined {
  if (limits === undefined) return undefined;
  const now = portal.clock.now();
  const key = meterKey(caller, name);
  if (name !== "batch") limits.operating.add(key, (now - started) / 1000, now);
  return limits.operating.look(key, now);
}

/** Calls a method; the commands of a batch come back here. */
function run(
  server: Server,
  caller: Caller,
  method: Method,
  sent: { params: Params; rawParams: Params; start?: unknown },
  level = 0,
  budget: Budget = { commands: 0, letters: 0, cells: 0 },
): unknown {
  const { portal, quirks } = server;
  server.operators?.work(portal);
  return method.run({
    portal,
    quirks,
    caller,
    params: sent.params,
    rawParams: sent.rawParams,
    start: phpInt(sent.start),
    level,
    budget,
    methods: METHODS,
    callMethod: (name, params) => runCommand(server, caller, name, params, level + 1, budget),
  });
}

function runCommand(
  server: Server,
  caller: Caller,
  written: string,
  rawParams: Params,
  level: number,
  budget: Budget,
): { result: unknown; time: object } {
  const method = findMethod(written);
  const name = written.toLowerCase();
  const started = server.portal.clock.now();
  assertLinkScope(method, rawParams);
  if (!isAllowed(caller, method)) throw new RestError(401, "insufficient_scope", "");
  assertNoLink(rawParams);
  assertWorkingTime(server, caller, name);
  if (server.faults.next(name, (fault) => fault === "operation-time"))
    throw new RestError(...ERRORS["operation-time"]!);
  const { params, start } = methodParameters(rawParams);
  const result = run(server, caller, method, { params, rawParams, start }, level, budget);
  return { result, time: timeBlock(server.portal, server.quirks, started, meter(server, caller, name, started)) };
}
