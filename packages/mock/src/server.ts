import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { readPortalRequest } from "@b24-calllist/portal-http";
import { type Answerer, answerCall, answerRequest, type MockAnswer } from "./answer.ts";
import { type Description, readDescription } from "./description.ts";
import { readPrefer } from "./prefer.ts";
import { startPrism, type Violation } from "./prism.ts";

/** Options of {@link startMock}. */
export interface MockOptions {
  /**
   * Port to listen on; 0 takes a free one.
   *
   * @default 0
   */
  port?: number;
  /**
   * Address to listen on. The mock has no protection: keep it on this machine.
   *
   * @default "127.0.0.1"
   */
  host?: string;
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
  /** Such as `http://127.0.0.1:4010`. OAuth calls go below `/rest/`, token requests to `/oauth/token/`. */
  url: string;
  /** A webhook URL of the mock; any other user and code do as well. */
  webhookUrl: string;
  /** All requests since the start, or since it was emptied, that broke the description. Empty it between tests. */
  violations: ViolatingRequest[];
  /** Ends the mock and its connections. */
  close(): Promise<void>;
}

/**
 * Starts a mock of a portal's call-list methods.
 *
 * @throws when the port is taken (`EADDRINUSE`) or the description cannot be read.
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
  const description = await readDescription(spec);
  const answerer: Answerer = {
    description,
    ask: await startPrism(description),
    known: { statuses: statusesOf(description) },
  };
  const violations: ViolatingRequest[] = [];

  const server = createServer(async (request, response) => {
    try {
      const answer = await handle(answerer, request);
      if (answer && answer.violations.length > 0) {
        violations.push({ method: answer.method, status: answer.status, violations: answer.violations });
        log(lineOf(answer));
      }
      send(response, answer);
    } catch (error) {
      // Prism's own errors name schemas and examples, never the request.
      const message = error instanceof Error ? error.message : String(error);
      log(`mock: ${message}`);
      sendJson(response, 500, { error: "MOCK_ERROR", error_description: message });
    }
  });

  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(port, host, resolve));
  const address = server.address() as AddressInfo;
  const url = `http://${address.family === "IPv6" ? `[${address.address}]` : address.address}:${address.port}`;
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

/** The answer to a request; `undefined` for OPTIONS and for what is no path of a portal. */
async function handle(answerer: Answerer, request: IncomingMessage): Promise<MockAnswer | undefined | null> {
  const { method: verb = "GET", url = "/", headers } = request;
  if (verb === "OPTIONS") return null;
  const body = await readBody(request);
  const prefer = readPrefer(headers.prefer);
  const [path, query] = splitUrl(url);
  if (/^\/+oauth\/+token\/*$/.test(path)) {
    const params = Object.fromEntries(new URLSearchParams(verb === "POST" ? body.toString() || query : query));
    return answerCall(answerer, { method: "oauth/token/", params, prefer });
  }
  const portalRequest = await readPortalRequest({ verb, url, headers, body });
  return portalRequest && answerRequest(answerer, portalRequest, prefer);
}

function splitUrl(url: string): [path: string, query: string] {
  const at = url.indexOf("?");
  return at < 0 ? [url, ""] : [url.slice(0, at), url.slice(at + 1)];
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
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

const PORTAL_HEADERS = {
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Allow-Headers": "origin, content-type, accept",
  "X-Content-Type-Options": "nosniff",
};

function send(response: ServerResponse, answer: MockAnswer | undefined | null): void {
  if (answer === null) {
    response.writeHead(200, PORTAL_HEADERS).end();
  } else if (answer === undefined) {
    const description =
      "This is the mock of a Bitrix24 portal. Its methods are at /rest/<user>/<code>/<method> and /rest/<method>.";
    sendJson(response, 404, { error: "MOCK_NO_SUCH_PATH", error_description: description });
  } else {
    const { status, body, headers, violations } = answer;
    const extra = { ...withoutType(headers), ...(violations.length > 0 && { "sl-violations": ascii(violations) }) };
    if (typeof body === "string") {
      response.writeHead(status, { ...PORTAL_HEADERS, ...extra, "Content-Type": "text/html; charset=utf-8" }).end(body);
    } else sendJson(response, status, body, extra);
  }
}

function sendJson(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  const type = { "Content-Type": "application/json; charset=utf-8" };
  response.writeHead(status, { ...PORTAL_HEADERS, ...headers, ...type }).end(JSON.stringify(body));
}

function withoutType(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name.toLowerCase() !== "content-type"));
}

/** A header's value: other letters than ASCII as `\uXXXX`, which JSON reads back. */
function ascii(violations: Violation[]): string {
  // Node refuses headers over 16 KB in sum; the log and `mock.violations` hold all of them.
  return JSON.stringify(violations.slice(0, 20)).replace(
    /[^\x20-\x7e]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
