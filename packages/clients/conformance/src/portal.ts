// The server that plays a case: it wants certain requests, and answers each as the case says.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { decodeJson, parsePhpQuery, phpEntries, phpValues } from "@b24-calllist/protocol";
import { bodyIs } from "./compare.ts";
import type { Exchange, ExpectedRequest, Params, Reply } from "./vector.ts";

/** Stands in each address and body, and must not stand in anything else. */
export const SECRETS = {
  code: "s3cretc0de8h1d3m",
  token: "t0ken-s3cret-1",
  renewed: "t0ken-s3cret-2",
  client: "cl13nt-s3cret",
};

/** A timer may fire a millisecond early. */
const ROUNDING_MS = 10;

const TIME = {
  start: 1787206096,
  finish: 1787206096.725297,
  duration: 0.725297,
  processing: 0,
  date_start: "2026-08-20T09:08:16+03:00",
  date_finish: "2026-08-20T09:08:16+03:00",
  operating_reset_at: 1787206696,
  operating: 0.2,
};

/** Plays one case after another. */
export class PlayedPortal {
  readonly #server: Server;
  readonly #other: Server;
  /** Connections that have brought a request. */
  readonly #used = new WeakSet<Socket>();
  #exchanges: Exchange[] = [];
  #prefix = "";
  #came = 0;
  #answeredAt = 0;
  #mistakes: string[] = [];

  private constructor() {
    this.#server = createServer((request, response) => this.#answer(request, response));
    this.#other = createServer((request, response) => {
      this.#mistakes.push(`${request.method} was sent to the other server`);
      response.end();
    });
  }

  static async start(): Promise<PlayedPortal> {
    const portal = new PlayedPortal();
    for (const server of [portal.#server, portal.#other]) {
      server.keepAliveTimeout = 60_000;
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    }
    return portal;
  }

  get origin(): string {
    return originOf(this.#server);
  }

  /** Host of the server that a redirect leads to, and that must not be asked. */
  get otherHost(): string {
    return new URL(originOf(this.#other)).host;
  }

  /** Begins a case. */
  play(exchanges: readonly Exchange[], prefix: string): void {
    this.#exchanges = exchanges.flatMap((exchange) => Array<Exchange>(exchange.times ?? 1).fill(exchange));
    this.#prefix = prefix;
    this.#came = 0;
    this.#mistakes = [];
  }

  /** Ends a case: what was wrong with its requests. */
  mistakes(): string[] {
    // Connections that a case has left open must not reach into the next one.
    this.#server.closeAllConnections();
    const [came, wanted] = [this.#came, this.#exchanges.length];
    const count = came === wanted ? [] : [`${came} requests were sent, and not ${wanted}`];
    return [...this.#mistakes, ...count];
  }

  close(): void {
    for (const server of [this.#server, this.#other]) {
      server.close();
      server.closeAllConnections();
    }
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const bytes = await bytesOf(request);
    const isUsed = this.#used.has(request.socket);
    this.#used.add(request.socket);
    if (request.url?.startsWith("/oauth/token/")) return this.#renew(request, response);
    const exchange = this.#exchanges[this.#came];
    this.#came += 1;
    if (!exchange) {
      request.socket.resetAndDestroy();
      return;
    }
    // Keeps the order of names that are numbers, as the keys of a batch may be.
    const body = decodeJson(bytes) ?? bytes.toString();
    const wrong =
      this.#wrongWith(exchange.request, request, body) ?? wrongWithConnection(exchange.request, request, isUsed);
    if (wrong) this.#mistakes.push(`request ${this.#came}: ${wrong}`);
    this.#answeredAt = Date.now();
    this.#send(exchange.reply, body, response);
  }

  /** The authorisation server, for clients that have its address instead of a function. */
  #renew({ method, url }: IncomingMessage, response: ServerResponse): void {
    // A query gets into logs, and with it the secrets.
    if (method !== "POST" || url !== "/oauth/token/")
      this.#mistakes.push("a token was not renewed by a POST without a query");
    const tokens = {
      access_token: SECRETS.renewed,
      refresh_token: "r3fresh-2",
      client_endpoint: `${this.origin}/rest/`,
      expires_in: 3600,
    };
    response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify(tokens));
  }

  #wrongWith(expected: ExpectedRequest, { method, url, headers }: IncomingMessage, body: unknown): string | undefined {
    const path = `${this.#prefix}/${expected.method}`;
    if (method !== "POST" || url !== path) return `${method} ${url}, and not POST ${path}`;
    if (!/^application\/json\b/.test(headers["content-type"] ?? "")) return `Content-Type ${headers["content-type"]}`;
    const early = this.#answeredAt + (expected.notBefore ?? 0) - ROUNDING_MS - Date.now();
    if (early > 0) return `it came ${early} ms too early`;
    if (expected.commands) return wrongWithCommands(expected, body as Params);
    const wanted = JSON.parse(fill(JSON.stringify(expected.body ?? {})));
    return bodyIs(wanted, JSON.parse(JSON.stringify(body, asNumber)))
      ? undefined
      : `${JSON.stringify(body, asNumber)}, and not ${JSON.stringify(wanted)}`;
  }

  #send(reply: Reply, body: unknown, response: ServerResponse): void {
    const { fault, status = 200 } = reply;
    if (fault === "silence") return;
    if (fault === "reset") {
      response.socket?.resetAndDestroy();
      return;
    }
    const [bytes, type] = responseBody(reply, body as { cmd?: object });
    const headers = Object.entries({ "Content-Type": type, ...reply.headers }).map(([name, value]) => [
      name,
      value.replaceAll("{other}", originOf(this.#other)).replaceAll("{prefix}", this.#prefix),
    ]);
    response.writeHead(status, { ...Object.fromEntries(headers), "Content-Length": bytes.length });
    if (fault === "cut") response.write(bytes.subarray(0, bytes.length >> 1), () => response.socket?.destroy());
    else response.end(bytes);
  }
}

/** A whole number of 64 bits, as clients with integers send it, beside the nearest one of JavaScript. */
const asNumber = (_: string, value: unknown): unknown => (typeof value === "bigint" ? Number(value) : value);

const originOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

const fill = (text: string): string =>
  text.replaceAll("{token}", SECRETS.token).replaceAll("{renewed}", SECRETS.renewed);

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function wrongWithCommands(
  { commands = [], halt = 0 }: ExpectedRequest,
  { cmd, halt: sent = 0 }: Params,
): string | undefined {
  const read = phpValues((cmd ?? {}) as Params).map((command) => {
    const [method, query = ""] = String(command).split(/\?(.*)/s);
    return [method, JSON.parse(JSON.stringify(parsePhpQuery(query)))];
  });
  if (!bodyIs(commands, read)) return `commands ${JSON.stringify(read)}, and not ${JSON.stringify(commands)}`;
  return Number(sent) === halt ? undefined : `halt ${JSON.stringify(sent)}, and not ${halt}`;
}

function wrongWithConnection(
  { newConnection, acceptEncoding }: ExpectedRequest,
  { headers }: IncomingMessage,
  isUsed: boolean,
): string | undefined {
  if (newConnection && isUsed) return "it came over a connection that had brought a request before";
  const accepted = headers["accept-encoding"] ?? "";
  if (acceptEncoding && !accepted.includes(acceptEncoding))
    return `Accept-Encoding ${accepted}, without ${acceptEncoding}`;
  return undefined;
}

function responseBody(
  { json, batch, bytes, body = "", type = "text/html" }: Reply,
  request: { cmd?: object },
): [Buffer, string] {
  if (bytes !== undefined) return [Buffer.from(bytes, "base64"), type];
  if (batch) return [jsonBytes({ result: batchResult(batch, request.cmd ?? {}), time: TIME }), "application/json"];
  if (json === undefined) return [Buffer.from(body), type];
  return [jsonBytes(isResult(json) ? { ...json, time: json.time ?? TIME } : json), "application/json; charset=utf-8"];
}

const jsonBytes = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

const isResult = (json: unknown): json is { result: unknown; time?: unknown } =>
  typeof json === "object" && json !== null && "result" in json;

/** The maps of a batch's answer, under the client's own keys. Those of PHP's lists are lists, and so are empty ones. */
function batchResult(outcomes: NonNullable<Reply["batch"]>, cmd: object): object {
  const keys = phpEntries(cmd as Record<string, unknown>).map(([key]) => key);
  const map = (pick: (outcome: (typeof outcomes)[number]) => unknown): unknown => {
    const entries = outcomes
      .map((outcome, index) => [keys[index] ?? String(index), pick(outcome)] as const)
      .filter(([, value]) => value !== undefined);
    const isList = entries.every(([key], index) => key === String(index));
    return isList ? entries.map(([, value]) => value) : Object.fromEntries(entries);
  };
  return {
    result: map(({ result }) => result),
    result_error: map(({ error }) => error),
    result_total: [],
    result_next: [],
    result_time: map(({ result, time = TIME }) => (result === undefined ? undefined : time)),
  };
}
