// A portal on this machine for the smoke test, under two names (ports). The user in the path chooses what it does.
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { time } from "@b24-calllist/testkit/replies";
import type { Places } from "./smoke.ts";

export interface Portal {
  places: Places;
  close(): void;
}

type Params = Record<string, unknown>;
type Outcome = { result: unknown } | { error: string; error_description?: string };

/** A request, read to its end. */
interface Asked {
  request: IncomingMessage;
  /** Empty in the addresses of OAuth. */
  user: string;
  method: string;
  body: Params;
  /** Whether its connection had brought a request before. */
  isUsed: boolean;
}

/** Pages of another origin may call. */
const CORS = { "Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": "content-type, user-agent" };
const PARTICIPANTS = Array.from({ length: 120 }, (_, index) => ({ ID: index + 1, STATUS: "IN_WORK", ENTITY_TYPE: 3 }));
const PAGE = 50;

export async function startPortal(): Promise<Portal> {
  const renamed = await listen(createServer(answerer()));
  const portal = await listen(createServer(answerer(originOf(renamed))));
  const closed = await listen(createServer());
  const dying: Server = await listen(createServer(answerer(undefined, () => end(dying))));
  const places = {
    portal: originOf(portal),
    renamed: originOf(renamed),
    dying: originOf(dying),
    closed: originOf(closed),
  };
  closed.close();
  return { places, close: () => [portal, renamed, dying].forEach(end) };
}

/** A portal's answers; one that was renamed has a `newOrigin`, and one can `die`. */
function answerer(newOrigin?: string, die?: () => void): RequestListener {
  /** How often each user has called each method. */
  const counts = new Map<string, number>();
  const used = new WeakSet<object>();

  const scenarios: Record<string, (asked: Asked, response: ServerResponse) => void> = {
    echo({ request, body }, response) {
      send(response, { result: { method: request.method, type: request.headers["content-type"], body } });
    },
    agent({ request }, response) {
      send(response, { result: { agent: request.headers["user-agent"] } });
    },
    idle(asked, response) {
      // A portal that closes a kept connection at the moment at which a request comes over it.
      if (asked.method === "crm.calllist.add" && asked.isUsed) asked.request.socket.resetAndDestroy();
      else regular(asked, response);
    },
    cut({ request }, response) {
      response.writeHead(200, { ...CORS, "Content-Type": "application/json", "Content-Length": 1000 });
      response.write('{"result":', () => request.socket.destroy());
    },
    count({ method }, response) {
      send(response, { result: counts.get(`broken ${method}`) });
    },
    silent() {},
    dying() {
      die?.();
    },
    broken({ request }) {
      request.socket.destroy();
    },
    busy(asked, response) {
      const isFirst = counts.get(`busy ${asked.method}`) === 1;
      send(response, isFirst ? { error: "QUERY_LIMIT_EXCEEDED" } : run(asked.method, asked.body), isFirst ? 503 : 200);
    },
    leaking({ request }, response) {
      send(response, { error: "LIST_ID_ERROR", error_description: `Cannot POST ${request.url}` }, 400);
    },
    elsewhere({ request }, response) {
      response.writeHead(302, { ...CORS, Location: `https://elsewhere.example${request.url}` }).end();
    },
    renamed(asked, response) {
      if (!newOrigin) return regular(asked, response);
      response.writeHead(302, { ...CORS, Location: `${newOrigin}${asked.request.url}` }).end();
    },
    ""(asked, response) {
      if (asked.body.auth === "access-token-2") return regular(asked, response);
      send(response, { error: "expired_token" }, 401);
    },
  };

  return async (request, response) => {
    if (request.method === "OPTIONS") return response.writeHead(204, CORS).end();
    const { pathname } = new URL(request.url!, "http://127.0.0.1");
    if (pathname === "/") return response.writeHead(200, { "Content-Type": "text/html" }).end("<title>A page</title>");
    const isUsed = used.has(request.socket);
    used.add(request.socket);
    const text = await read(request);
    if (request.url === "/oauth/token/") return sendTokens(request, text, response);
    const asked = { request, ...partsOf(pathname), body: JSON.parse(text || "{}"), isUsed };
    const key = `${asked.user} ${asked.method}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
    (scenarios[asked.user] ?? regular)(asked, response);
  };
}

/** `/rest/USER/CODE/METHOD` of a webhook, or `/rest/METHOD`. */
function partsOf(pathname: string): { user: string; method: string } {
  const parts = pathname.split("/");
  return { user: parts.length > 4 ? parts[2]! : "", method: parts.at(-1)! };
}

async function read(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += chunk;
  return text;
}

function regular({ method, body }: Asked, response: ServerResponse): void {
  const outcome = method === "batch" ? runBatch(body) : run(method, body);
  send(response, outcome, "error" in outcome ? (outcome.error === "ACCESS_ERROR" ? 403 : 400) : 200);
}

function run(method: string, { ID, LIST_ID, start }: Params): Outcome {
  if (method === "crm.calllist.add") return { result: 51 };
  if (method === "crm.calllist.get" && ID !== 404 && ID !== "404") return { result: { ID: String(ID) } };
  if (method !== "crm.calllist.items.get" || !LIST_ID) {
    return { error: "LIST_ID_ERROR", error_description: "Incorrect list id" };
  }
  const result = PARTICIPANTS.slice(Number(start ?? 0), Number(start ?? 0) + PAGE);
  return result.length > 0 ? { result } : { error: "ACCESS_ERROR" };
}

/** A parameter, or the result that it refers to: `$result[c0]`. */
function referred(value: string, results: Params): unknown {
  const [, key] = /^\$result\[(\w+)\]$/.exec(value) ?? [];
  return key ? results[key] : value;
}

function runBatch({ cmd, halt }: Params): Outcome {
  const result: Params = {};
  const result_error: Params = {};
  for (const [key, command] of Object.entries(cmd as Record<string, string>)) {
    const [method = "", query] = command.split("?");
    const params = [...new URLSearchParams(query)].map(([name, value]) => [name, referred(value, result)]);
    const outcome = run(method, Object.fromEntries(params));
    if ("result" in outcome) result[key] = outcome.result;
    else result_error[key] = outcome;
    if ("error" in outcome && halt) break;
  }
  return { result: { result, result_error, result_total: [], result_next: [], result_time: [] } };
}

/** New tokens for those that the checks begin with. */
function sendTokens(request: IncomingMessage, form: string, response: ServerResponse): void {
  const isKnown = new URLSearchParams(form).get("refresh_token") === "refresh-token-1";
  const client_endpoint = `http://${request.headers.host}/rest/`;
  const tokens = { access_token: "access-token-2", refresh_token: "refresh-token-2", client_endpoint };
  response.writeHead(isKnown ? 200 : 400, { ...CORS, "Content-Type": "application/json" });
  response.end(JSON.stringify(isKnown ? tokens : { error: "invalid_grant" }));
}

function send(response: ServerResponse, outcome: Outcome, status = 200): void {
  response.writeHead(status, { ...CORS, "Content-Type": "application/json; charset=utf-8" });
  response.end(JSON.stringify("error" in outcome ? outcome : { ...outcome, time }));
}

async function listen(server: Server): Promise<Server> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

const originOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

function end(server: Server): void {
  server.close();
  server.closeAllConnections();
}
