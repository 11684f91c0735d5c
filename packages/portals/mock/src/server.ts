import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import {
  BODY_TOO_LARGE,
  belowPrefix,
  portalPrefix,
  printableText,
  readBody,
  readPortalRequest,
} from "@b24-calllist/protocol";
import { type Answerer, answerCall, answerRequest } from "./answer.ts";
import type { MockAnswer } from "./call.ts";
import { type Description, readDescription } from "./description.ts";
import { readPrefer } from "./prefer.ts";
import { startPrism } from "./prism.ts";
import { firstOf, problem, type Violation } from "./violation.ts";

/** A mock that runs for days must not fill the memory; older ones are dropped. */
const KEPT_VIOLATIONS = 1000;

/** Options of {@link startMock}. */
export interface MockOptions {
  /**
   * Port to listen on; 0 takes a free one.
   *
   * @default 0
   */
  port?: number;
  /**
   * Address to listen on: `0.0.0.0` for other containers. The mock has no protection: keep it on this machine or in a
   * network of your own.
   *
   * @default "127.0.0.1"
   */
  host?: string;
  /**
   * Path below which everything is served, such as `/crm`, like an on-premise portal behind a reverse proxy.
   *
   * @default the root
   */
  prefix?: string;
  /**
   * Path of a bundled description in JSON.
   *
   * @default the one of `@b24-calllist/spec`
   */
  spec?: string;
  /**
   * Gets one line for each request that breaks the description. No line holds a secret.
   *
   * @default console.error
   */
  log?: (line: string) => void;
}

/** A request that broke the description. */
export interface ViolatingRequest {
  method: string;
  /** HTTP status of the answer it got. */
  status: number;
  violations: Violation[];
}

/** A running mock. */
export interface Mock {
  /**
   * Such as `http://127.0.0.1:4010`, with the prefix where there is one. OAuth calls go below `/rest/`, token requests
   * to `/oauth/token/`. On a wildcard address such as `0.0.0.0` it names this machine.
   */
  url: string;
  /** A webhook URL of the mock; any other user and code do as well. */
  webhookUrl: string;
  /** The last 1000 requests that broke the description. Empty it between tests. */
  violations: ViolatingRequest[];
  /** Ends the mock and its connections. */
  close(): Promise<void>;
}

/**
 * Starts a mock of a portal's call-list methods.
 *
 * @throws when the port is taken (`EADDRINUSE`), the description cannot be read, or the prefix is not a plain path.
 *
 * @example
 * ```ts
 * import { startMock } from "@b24-calllist/mock";
 *
 * const mock = await startMock();
 * const response = await fetch(`${mock.webhookUrl}crm.calllist.get`, {
 *   method: "POST",
 *   headers: { "Content-Type": "application/json" },
 *   body: JSON.stringify({ ID: 13 }),
 * });
 * console.log(response.status, mock.violations.length); // 200 0
 * await mock.close();
 * ```
 */
export async function startMock(options: MockOptions = {}): Promise<Mock> {
  const { port = 0, host = "127.0.0.1", spec, log = console.error } = options;
  const prefix = portalPrefix(options.prefix ?? "");
  const description = await readDescription(spec);
  const answerer: Answerer = {
    description,
    ask: await startPrism(description),
    known: { statuses: statusesOf(description) },
  };
  const violations: ViolatingRequest[] = [];

  const server = createServer(async (request, response) => {
    try {
      const answer = request.method === "OPTIONS" ? undefined : await handle(answerer, request, prefix);
      if (answer && answer.violations.length > 0) {
        violations.push({ method: answer.method, status: answer.status, violations: answer.violations });
        if (violations.length > KEPT_VIOLATIONS) violations.shift();
        log(lineOf(answer));
      }
      send(response, answer);
    } catch (error) {
      if (request.destroyed && !request.complete) return; // the client hung up while it was sending
      // Prism's own errors name schemas and examples, never the request.
      const message = printableText(error instanceof Error ? error.message : String(error));
      log(`mock: ${message}`);
      sendJson(response, 500, { error: "MOCK_ERROR", error_description: message });
    }
  });

  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(port, host, resolve));
  const url = urlOf(server.address() as AddressInfo) + prefix;
  return {
    url,
    webhookUrl: `${url}/rest/1/xxxxxxxxxxxxxxxx/`,
    violations,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Nobody can call a wildcard address; this machine is reached by its own. */
const WILDCARDS: Record<string, string> = { "0.0.0.0": "127.0.0.1", "::": "::1" };

function urlOf({ address, family, port }: AddressInfo): string {
  const host = WILDCARDS[address] ?? address;
  return `http://${family === "IPv6" ? `[${host}]` : host}:${port}`;
}

async function handle(answerer: Answerer, request: IncomingMessage, prefix: string): Promise<MockAnswer> {
  const answer = await answerTo(answerer, request, prefix);
  return { ...answer, violations: firstOf(answer.violations) };
}

async function answerTo(answerer: Answerer, request: IncomingMessage, prefix: string): Promise<MockAnswer> {
  const { method: verb, url: target, headers } = request as { method: string; url: string } & IncomingMessage;
  const body = await readBody(request);
  if (body === undefined) return tooLarge();
  const url = belowPrefix(target, prefix);
  if (url === undefined) return noSuchPath(target, prefix);
  const http = { verb, url, headers, body };
  const prefer = readPrefer(headers.prefer);
  const [path, query] = splitUrl(url);
  if (/^\/+oauth\/+token\/*$/.test(path)) {
    const sent = verb === "POST" ? body.toString() || query : query;
    return answerCall(answerer, {
      method: "oauth/token/",
      params: Object.fromEntries(new URLSearchParams(sent)),
      prefer,
    });
  }
  const portalRequest = await readPortalRequest(http);
  return portalRequest ? answerRequest(answerer, http, portalRequest, prefer) : noSuchPath(path, prefix);
}

/** A look at `/`, to see whether the mock is there yet, is no mistake. */
const NO_MISTAKE = ["/", "/favicon.ico"];

function noSuchPath(path: string, prefix: string): MockAnswer {
  const rest = `${prefix}/rest`;
  const message = `A portal's methods are at ${rest}/<user>/<code>/<method> and ${rest}/<method>`;
  return {
    method: "",
    status: 404,
    headers: {},
    body: { error: "MOCK_NO_SUCH_PATH", error_description: `This is the mock of a Bitrix24 portal. ${message}.` },
    violations: NO_MISTAKE.includes(path) ? [] : [problem(["path"], "path", message)],
  };
}

function splitUrl(url: string): [path: string, query: string] {
  const at = url.indexOf("?");
  return at < 0 ? [url, ""] : [url.slice(0, at), url.slice(at + 1)];
}

function tooLarge(): MockAnswer {
  const violation = problem(["body"], "transport", "The body is larger than any call needs, and was not read");
  return { method: "", ...BODY_TOO_LARGE, violations: [violation] };
}

/** Call statuses in the examples of crm.calllist.statuslist. */
function statusesOf({ operations }: Description): string[] {
  const answers = operations.get("crm.calllist.statuslist")?.answers ?? [];
  const rows = answers.flatMap(({ value }) => (value as { result?: { STATUS_ID: string }[] })?.result ?? []);
  return [...new Set(rows.map(({ STATUS_ID }) => STATUS_ID))];
}

/** `mock: crm.calllist.get breaks the description: …; answered with 400` */
function lineOf({ method, status, violations }: MockAnswer): string {
  return `mock: ${method || "a request"} breaks the description: ${violations.map(({ message }) => message).join("; ")}; answered with ${status}`;
}

/** A portal's, and what pages need to use the mock itself: to send `Prefer` and to read the violations. */
const PORTAL_HEADERS = {
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Allow-Headers": "origin, content-type, accept, prefer",
  "Access-Control-Expose-Headers": "sl-violations",
  "X-Content-Type-Options": "nosniff",
};

/** `undefined` answers OPTIONS: the headers and nothing else. */
function send(response: ServerResponse, answer: MockAnswer | undefined): void {
  if (!answer) {
    response.writeHead(200, PORTAL_HEADERS).end();
    return;
  }
  const { status, body, headers, violations } = answer;
  const extra = { ...withoutType(headers), ...(violations.length > 0 && { "sl-violations": asHeader(violations) }) };
  if (typeof body === "string") {
    response.writeHead(status, { ...PORTAL_HEADERS, ...extra, "Content-Type": "text/html; charset=utf-8" }).end(body);
  } else sendJson(response, status, body, extra);
}

function sendJson(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  const type = { "Content-Type": "application/json; charset=utf-8" };
  response.writeHead(status, { ...PORTAL_HEADERS, ...headers, ...type }).end(JSON.stringify(body));
}

function withoutType(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name.toLowerCase() !== "content-type"));
}

/** Clients refuse answers whose headers are over 16 KB in sum; the log and `mock.violations` hold all violations. */
const LONGEST_HEADER = 6000;

/** As JSON, with other letters than ASCII as `\uXXXX`, which JSON reads back. */
function asHeader(violations: Violation[]): string {
  const ascii = JSON.stringify(violations).replace(
    /[^\x20-\x7e]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return ascii.length <= LONGEST_HEADER ? ascii : asHeader(violations.slice(0, Math.floor(violations.length / 2)));
}
