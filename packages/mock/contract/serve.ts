// The proxy alone, for tests of one's own: what breaks the description, or might write, gets an error.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { readPortalRequest } from "@b24-calllist/portal-http";
import { findMethod, paramsOf } from "../src/answer.ts";
import type { Description } from "../src/description.ts";
import { transportViolations } from "../src/transport.ts";
import { lines, problemOf } from "./problem.ts";
import type { Ask } from "./proxy.ts";
import { notDescribed, RefusedError } from "./read-only.ts";

/** Options of {@link serve}. */
export interface ServeOptions {
  description: Description;
  ask: Ask;
  /** 0 takes a free one. */
  port: number;
  /** Takes the webhook's code out of what is answered. */
  redact: (text: string) => string;
  /** Gets one line for each call that is answered with an error of the proxy's own. */
  log: (line: string) => void;
}

/** A running proxy. */
export interface Served {
  /** What tests take for their webhook. */
  webhookUrl: string;
  close(): Promise<void>;
}

interface Reply {
  status: number;
  type?: string;
  body: unknown;
}

/** Starts the proxy on 127.0.0.1. */
export async function serve(options: ServeOptions): Promise<Served> {
  const server = createServer(async (request, response) => send(response, await reply(options, request), options));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(options.port, "127.0.0.1", resolve);
  });
  return {
    webhookUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/rest/1/xxxxxxxxxxxxxxxx/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function reply(options: ServeOptions, request: IncomingMessage): Promise<Reply> {
  if (isFromPage(request)) return failed(options, 403, "CONTRACT_REFUSED", "web pages may not use this proxy");
  try {
    return await forward(options, request);
  } catch (error) {
    // What the client throws names no address.
    const { message } = error as Error;
    if (error instanceof RefusedError) return failed(options, 403, "CONTRACT_REFUSED", message);
    return failed(options, 502, "CONTRACT_NO_ANSWER", message);
  }
}

async function forward(options: ServeOptions, request: IncomingMessage): Promise<Reply> {
  const { method: verb = "GET", url = "/", headers } = request;
  const http = { verb, url, headers, body: await readBody(request) };
  const read = await readPortalRequest(http);
  const method = read && findMethod(options.description, read.method);
  if (!method) throw notDescribed(read?.method ?? "");
  const params = paramsOf(method, { params: read.methodParams, ...("start" in read && { start: read.start }) });
  const transport = lines(transportViolations(http, read).map(problemOf));
  if (transport.length > 0) return failed(options, 422, "CONTRACT_REQUEST", `${method}: ${transport.join("; ")}`);

  // What was understood is what is sent, so that nothing passes by being written in an odd way.
  const { status, headers: sent, body, request: wrong, answer } = await options.ask(method, params, false);
  const code = wrong.length > 0 ? "CONTRACT_REQUEST" : "CONTRACT_ANSWER";
  const problems = lines([...wrong, ...answer]);
  if (problems.length > 0) return failed(options, 422, code, `${method}: ${problems.join("; ")}`);
  return { status, type: sent["content-type"] ?? "", body };
}

function failed({ log }: ServeOptions, status: number, error: string, error_description: string): Reply {
  log(`${error} ${error_description}`);
  return { status, body: { error, error_description } };
}

/** A page that somebody looks at in a browser could call the portal through the proxy, also by a name that leads here. */
function isFromPage({ headers: { origin, host = "", "sec-fetch-site": site } }: IncomingMessage): boolean {
  return origin !== undefined || site !== undefined || !/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host);
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function send(
  response: ServerResponse,
  { status, type = "application/json", body }: Reply,
  { redact }: ServeOptions,
): void {
  const text = redact(typeof body === "string" ? body : JSON.stringify(body));
  response.writeHead(status, { "Content-Type": `${type}; charset=utf-8` }).end(text);
}
