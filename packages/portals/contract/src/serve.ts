// The proxy alone, for tests of one's own: what breaks the description, or might write, gets an error.
import { randomInt } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Description } from "@b24-calllist/mock/checks";
import { findMethod, paramsOf, transportViolations } from "@b24-calllist/mock/checks";
import {
  BODY_TOO_LARGE,
  isFromOtherSite,
  isSameSecret,
  parsePortalPath,
  printableText,
  readBody,
  readPortalRequest,
} from "@b24-calllist/protocol";
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
  /** What tests take for their webhook. Its code is made anew at each start, and whoever knows it can use the portal. */
  webhookUrl: string;
  close(): Promise<void>;
}

interface Reply {
  status: number;
  headers?: Readonly<Record<string, string>>;
  body: unknown;
}

/** The names of where it listens. */
const HOSTS = ["127.0.0.1", "localhost"];
const USER = "1";

/** Starts the proxy on 127.0.0.1. */
export async function serve(options: ServeOptions): Promise<Served> {
  const code = randomCode();
  const server = createServer(async (request, response) => {
    send(response, await reply(options, request, code), options.redact);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(options.port, "127.0.0.1", resolve);
  });
  return {
    webhookUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/rest/${USER}/${code}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Of the form that portals' own codes have. */
function randomCode(): string {
  return Array.from({ length: 16 }, () => randomInt(36).toString(36)).join("");
}

async function reply(options: ServeOptions, request: IncomingMessage, code: string): Promise<Reply> {
  if (isFromOtherSite(request.headers, HOSTS)) {
    return failed(options, 403, "CONTRACT_REFUSED", "web pages may not use this proxy");
  }
  // Before the body is read: who does not know the code cannot fill the memory either.
  if (!isOwnWebhook(request.url!, code)) return wrongWebhook(options);
  try {
    return await forward(options, request);
  } catch (error) {
    const { message } = error as Error;
    if (error instanceof RefusedError) return failed(options, 403, "CONTRACT_REFUSED", message);
    return failed(options, 502, "CONTRACT_NO_ANSWER", message);
  }
}

function isOwnWebhook(url: string, code: string): boolean {
  const webhook = parsePortalPath(url.split("?", 1)[0]!)?.webhook;
  return webhook !== undefined && isSameSecret(`${webhook.user}/${webhook.code}`, `${USER}/${code}`);
}

/** What a portal answers to a wrong user or code. */
function wrongWebhook({ log }: ServeOptions): Reply {
  const body = { error: "INVALID_CREDENTIALS", error_description: "Invalid request credentials" };
  log(`${body.error} this is not the URL that was printed at the start`);
  return { status: 401, body };
}

async function forward(options: ServeOptions, request: IncomingMessage): Promise<Reply> {
  const { method: verb, url, headers } = request;
  const body = await readBody(request);
  if (body === undefined) return tooLarge(options);
  const http = { verb: verb!, url: url!, headers, body };
  const read = (await readPortalRequest(http))!; // its path has been read before
  const method = findMethod(options.description, read.method);
  if (!method) throw notDescribed(read.method);
  const params = paramsOf(method, { params: read.methodParams, start: read.start });
  const transport = lines(transportViolations(http, read).map(problemOf));
  if (transport.length > 0) return failed(options, 422, "CONTRACT_REQUEST", `${method}: ${transport.join("; ")}`);

  // What was understood is what is sent, so that nothing passes by being written in an odd way.
  const { status, headers: sent, body: result, request: wrong, answer } = await options.ask(method, params, false);
  const code = wrong.length > 0 ? "CONTRACT_REQUEST" : "CONTRACT_ANSWER";
  const problems = lines([...wrong, ...answer]);
  if (problems.length > 0) return failed(options, 422, code, `${method}: ${problems.join("; ")}`);
  const type = sent["content-type"];
  return { status, headers: type ? { "Content-Type": `${type}; charset=utf-8` } : {}, body: result };
}

function tooLarge({ log }: ServeOptions): Reply {
  log("CONTRACT_REQUEST the body is larger than any call needs, and was not read");
  return BODY_TOO_LARGE;
}

function failed({ log, redact }: ServeOptions, status: number, error: string, message: string): Reply {
  const error_description = printableText(redact(message));
  log(`${error} ${error_description}`);
  return { status, body: { error, error_description } };
}

/** On every answer, so that no browser shows or runs what it should only read. */
const HEADERS = {
  "Content-Type": "application/json; charset=utf-8",
  "X-Content-Type-Options": "nosniff",
  "Cross-Origin-Resource-Policy": "same-origin",
};

function send(response: ServerResponse, { status, headers, body = "" }: Reply, redact: ServeOptions["redact"]): void {
  const text = redact(typeof body === "string" ? body : JSON.stringify(body));
  response.writeHead(status, { ...HEADERS, ...headers }).end(text);
}
