import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { BODY_TOO_LARGE, belowPrefix, printableText, readBody, readPortalRequest } from "@b24-calllist/protocol";
import { type Address, addressOf, assertAllowHosts, assertPrefix } from "./address.ts";
import { Control } from "./control/control.ts";
import { answerControl, CONTROL_PATH } from "./control/http.ts";
import { LIMITS } from "./limits.ts";
import { answerTokenRequest } from "./oauth.ts";
import type { OperatorSetting } from "./operators.ts";
import { isoTime } from "./portal/time.ts";
import type { Quirks } from "./quirks.ts";
import { type Answer, PORTAL_HEADERS } from "./rest/answer.ts";
import { answerRequest, type Outcome } from "./rest/portal-server.ts";
import { assertSeed, readSeed } from "./seed/read.ts";
import type { Seed } from "./seed/seed.ts";
import { openState, StateSaver } from "./state-file.ts";

/** Options of {@link startSandbox}. */
export interface SandboxOptions {
  /**
   * Port to listen on; 0 takes a free one.
   *
   * @default 0
   */
  port?: number;
  /**
   * Address or name to listen on; `0.0.0.0` for all of this machine, so that other machines and containers reach it. Then
   * the control asks for a key, `controlKey` of the sandbox.
   *
   * @default "127.0.0.1"
   */
  host?: string;
  /**
   * Names besides those of this machine that the control answers to, such as `sandbox` in a network of containers. Under
   * any other name it is closed, so that no web page can reach it by a name of its own.
   *
   * @default none
   */
  allowHosts?: readonly string[];
  /**
   * A path below which the whole sandbox is, such as `/crm`, as portals behind a reverse proxy are.
   *
   * @default none
   */
  prefix?: string;
  /**
   * What the portal holds at the start: "demo", "large", "large:SIZE", a file in YAML or JSON, or the seed itself.
   *
   * @default "demo"
   */
  seed?: string | Seed;
  /**
   * The cloud's limits: 50 requests at once and 2 a second ("standard"), 250 and 5 ("enterprise"), and working time. An
   * on-premise portal has none (`false`).
   *
   * @default "standard"
   */
  limits?: "standard" | "enterprise" | false;
  /** Facts about the portal that may be otherwise on another one. */
  quirks?: Partial<Quirks>;
  /**
   * Operators who set statuses while clients read, such as `{ chance: 0.2 }`: before one of five methods. They start
   * again after `control.reset()`; `control.setOperators` changes or stops them.
   *
   * @default no operators
   */
  operators?: OperatorSetting;
  /**
   * A file that keeps the state: read at the start where it is there, instead of the seed, and written at most a second
   * after a change. Tokens are in it, so only its owner can read it. A link is not followed. Where writing fails later,
   * the sandbox logs it, goes on in memory and retries.
   */
  stateFile?: string;
  /**
   * Gets one line for each request that failed in the sandbox itself, and where the state file cannot be written. No line
   * holds a secret.
   *
   * @default console.error
   */
  log?: (line: string) => void;
}

/** A running sandbox. */
export interface Sandbox {
  /** Such as `http://127.0.0.1:4020`, with the prefix where there is one. OAuth calls go below `/rest/`. */
  url: string;
  /** A webhook URL of the first webhook's user; the administrator's in the ready seeds. */
  webhookUrl: string;
  /** The first application and token of the seed; `undefined` where it has none. */
  oauth:
    | { clientId: string; clientSecret: string; tokenUrl: string; accessToken: string; refreshToken: string }
    | undefined;
  /** State, clock, faults, journal. */
  control: Control;
  /**
   * The key that the control asks for over HTTP, as `Authorization: Bearer KEY` or `?key=KEY`. `undefined` where the
   * sandbox listens on a loopback address, since it asks for none there.
   */
  controlKey: string | undefined;
  /** Writes the state file, and ends the sandbox and its connections. Rejects when the file cannot be written. */
  close(): Promise<void>;
}

/**
 * Starts a portal in memory that behaves like a real one. It listens on 127.0.0.1 unless `host` says otherwise.
 *
 * @throws when the port is taken (`EADDRINUSE`), the host is none of this machine's, the state file cannot be written, or
 * the seed or another option is not right; the message says where.
 *
 * @example
 * ```ts
 * import { startSandbox } from "@b24-calllist/sandbox";
 *
 * const sandbox = await startSandbox();
 * const response = await fetch(`${sandbox.webhookUrl}crm.calllist.add`, {
 *   method: "POST",
 *   headers: { "Content-Type": "application/json" },
 *   body: JSON.stringify({ ENTITY_TYPE: "CONTACT", ENTITIES: [9, 17, 19] }),
 * });
 * const { result } = (await response.json()) as { result: number };
 * sandbox.control.setParticipant(result, 9, { STATUS: "SUCCESS" });
 * console.log(result, sandbox.control.requests.at(-1)?.changes[0]); // 51 list 51 added, 3 participants
 * await sandbox.close();
 * ```
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { port = 0, host = "127.0.0.1", prefix = "", allowHosts = [], limits = "standard" } = options;
  const { quirks = {}, stateFile, log = console.error } = options;
  assertPrefix(prefix);
  assertAllowHosts(allowHosts);
  const kept = stateFile === undefined ? undefined : await openState(stateFile);
  const seed = kept ?? (await seedOf(options.seed ?? "demo"));
  const saver: StateSaver | undefined =
    stateFile === undefined ? undefined : new StateSaver(stateFile, () => control.state, log);
  const control: Control = new Control({
    seed,
    quirks,
    limits: limits && LIMITS[limits],
    operators: options.operators,
    changed: () => saver?.changed(),
  });

  const server = createServer(async (request, response) => {
    try {
      await handle({ control, saver, address }, request, response);
    } catch (error) {
      if (request.destroyed && !request.complete) return; // the client hung up while it was sending
      log(`sandbox: ${printableText(String(error instanceof Error ? error.stack : error))}`);
      if (!response.headersSent) response.writeHead(500, PLAIN);
      response.end("The sandbox itself has failed; this is its mistake, not yours.\n");
    }
  });
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(port, host, resolve));
  const address: Address = addressOf(host, (server.address() as AddressInfo).port, prefix, allowHosts);
  const { url, controlKey } = address;
  const [webhook] = control.server.portal.webhooks;
  return {
    url,
    webhookUrl: webhook ? `${url}/rest/${webhook.user}/${encodeURIComponent(webhook.code)}/` : `${url}/rest/`,
    oauth: oauthOf(control, url),
    control,
    controlKey,
    close: async () => {
      control.server.portal.clock.run();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
      await saver?.close();
    },
  };
}

async function seedOf(seed: string | Seed): Promise<Seed> {
  return typeof seed === "string" ? readSeed(seed) : assertSeed(seed);
}

function oauthOf({ server: { portal } }: Control, url: string): Sandbox["oauth"] {
  const [token] = portal.tokens.values();
  const app = token && portal.apps.get(token.clientId);
  if (token === undefined || app === undefined) return undefined;
  const { accessToken, refreshToken } = token;
  return {
    clientId: app.clientId,
    clientSecret: app.clientSecret,
    tokenUrl: `${url}/oauth/token/`,
    accessToken,
    refreshToken,
  };
}

/** What a request is answered with. */
interface Running {
  control: Control;
  saver: StateSaver | undefined;
  address: Address;
}

async function handle(running: Running, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { control, saver, address } = running;
  const { method: verb = "GET", headers } = request;
  const body = await readBody(request);
  if (body === undefined) return send(response, TOO_LARGE, {});
  const url = belowPrefix(request.url ?? "/", address.prefix);
  if (url === undefined) return send(response, noSuchPath(address));
  const [path = "/"] = url.split("?", 1);
  if (path === CONTROL_PATH || path.startsWith(`${CONTROL_PATH}/`)) {
    const answer = await answerControl(control, { verb, url, headers, body: body.toString() }, address);
    return send(response, answer, {});
  }
  if (verb === "OPTIONS") return send(response, { status: 200, headers: {}, body: "" });
  if (/^\/+oauth\/+token\/*$/.test(path)) return answerToken(running, request, body, response);
  const portalRequest = await readPortalRequest({ verb, url, headers, body });
  if (portalRequest === undefined) return send(response, noSuchPath(address));
  const secure = String(headers["x-forwarded-proto"] ?? "") === "https";
  const source = request.socket.remoteAddress ?? "";
  const incoming = { request: portalRequest, url: address.prefix + url, source, secure };
  const outcome = await answerRequest(control.server, incoming);
  note(control, saver, outcome);
  deliver(response, outcome);
}

function answerToken(
  { control, saver, address }: Running,
  request: IncomingMessage,
  body: Buffer,
  response: ServerResponse,
): void {
  const { portal } = control.server;
  const sent = request.method === "POST" && body.length > 0 ? body.toString() : (request.url ?? "").split("?")[1];
  const answer = answerTokenRequest(portal, new URLSearchParams(sent), portalUrl(request, address));
  note(control, saver, { answer, method: "oauth/token/", changes: portal.takeChanges() });
  send(response, answer);
}

/** As the client calls the sandbox, where that makes an address. */
function portalUrl({ headers: { host } }: IncomingMessage, { url, prefix }: Address): string {
  const called = `http://${host}`;
  return URL.canParse(called) ? called + prefix : url;
}

function note(control: Control, saver: StateSaver | undefined, outcome: Outcome): void {
  const { answer, changes = [], ...rest } = outcome;
  control.journal.add({
    at: isoTime(control.server.portal),
    ...rest,
    ...(answer && { status: answer.status }),
    changes,
  });
  if (changes.length > 0) saver?.changed();
}

/** Sends an answer, or what a fault leaves of it. */
function deliver(response: ServerResponse, { answer, connection }: Outcome): void {
  if (!answer || connection === "reset") {
    response.socket?.resetAndDestroy();
    return;
  }
  if (connection !== "cut") {
    send(response, answer);
    return;
  }
  const body = Buffer.from(answer.body);
  response.writeHead(answer.status, { ...PORTAL_HEADERS, ...answer.headers, "Content-Length": body.length });
  response.write(body.subarray(0, body.length >> 1), () => response.socket?.destroy());
}

/** The control is no part of the portal, and has none of its headers: other sites must not read it. */
function send(response: ServerResponse, { status, headers, body }: Answer, common: object = PORTAL_HEADERS): void {
  response.writeHead(status, { ...common, ...headers, "Content-Length": Buffer.byteLength(body) }).end(body);
}

/** The portal's server answers it, before anything looks at the path: the control may be meant, too. */
const TOO_LARGE: Answer = {
  ...BODY_TOO_LARGE,
  headers: {
    ...BODY_TOO_LARGE.headers,
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
  },
};

const PLAIN = {
  "Content-Type": "text/plain; charset=utf-8",
  "Cross-Origin-Resource-Policy": "same-origin",
  "X-Content-Type-Options": "nosniff",
};

function plain(status: number, body: string): Answer {
  return { status, headers: PLAIN, body };
}

function noSuchPath({ prefix }: Address): Answer {
  return plain(
    404,
    `This is the sandbox of a Bitrix24 portal. Its methods are at ${prefix}/rest/<user>/<code>/<method> and\n` +
      `${prefix}/rest/<method>, its page at ${prefix}${CONTROL_PATH}/.\n`,
  );
}
