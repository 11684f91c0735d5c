// A portal for tests: a fetch that answers what it is told and remembers what it was asked.
import { clientOn } from "../src/client.ts";
import { type Auth, type Client, type ClientOptions, memoryStore, type TokenStore, webhook } from "../src/index.ts";
import { type TestClock, testClock } from "./clock.ts";

/** The secret of the test webhook. Nothing that a caller sees may hold it. */
export const SECRET = "s3cretc0de8h1d3m";
export const WEBHOOK_URL = `https://portal.example/rest/1/${SECRET}/`;

export interface Asked {
  url: string;
  method: string;
  headers: Headers;
  body: unknown;
}

/** What the portal does with a request: answers, or fails as a fetch fails. */
export type Reply = (request: Request) => Response | Promise<Response>;

export interface TestPortal {
  client: Client;
  asked: Asked[];
  clock: TestClock;
}

/** A client whose requests get these replies, one after the other and the last for good. */
export function portal(
  replies: Reply | readonly Reply[],
  options: Partial<ClientOptions> & { auth?: Auth; clock?: TestClock } = {},
): TestPortal {
  const { clock = testClock(), ...others } = options;
  const queue = [replies].flat();
  const asked: Asked[] = [];
  const fetch = async (url: string, init: RequestInit): Promise<Response> => {
    const request = new Request(url, init);
    const text = await request.clone().text();
    asked.push({
      url,
      method: request.method,
      headers: request.headers,
      body: text === "" ? undefined : JSON.parse(text),
    });
    return (queue.length > 1 ? queue.shift()! : queue[0]!)(request);
  };
  const client = clientOn(clock, {
    auth: webhook(WEBHOOK_URL),
    fetch: fetch as typeof globalThis.fetch,
    ...others,
  });
  return { client, asked, clock };
}

/** A store with an application's tokens for this portal. */
export const storeOf = (access_token: string, refresh_token: string): TokenStore =>
  memoryStore({ access_token, refresh_token, expires_in: 3600, client_endpoint: "https://portal.example/rest/" });

/** The error that a promise rejects with. */
export const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    (value) => Promise.reject(new Error(`the call succeeded with ${JSON.stringify(value)}`)),
    (error: unknown) => error,
  );

export const time = {
  start: 1787206096,
  finish: 1787206096.725297,
  duration: 0.7252969741821289,
  processing: 0,
  date_start: "2026-08-20T09:08:16+03:00",
  date_finish: "2026-08-20T09:08:16+03:00",
};

export const json =
  (body: unknown, status = 200, headers: Record<string, string> = {}): Reply =>
  () =>
    new Response(JSON.stringify(body), {
      status,
      headers: { "Content-Type": "application/json; charset=utf-8", ...headers },
    });

export const text =
  (body: string, status = 200, contentType = "text/html"): Reply =>
  () =>
    new Response(body, { status, headers: { "Content-Type": contentType } });

export const ok = (result: unknown): Reply => json({ result, time });

/** Rejects as undici's fetch does: a TypeError whose cause has the system's code. The texts name the address. */
export const broken =
  (code: string): Reply =>
  ({ url }) => {
    throw Object.assign(new TypeError("fetch failed"), {
      cause: Object.assign(new Error(`${code} while asking ${url}`), { code }),
    });
  };

/** Rejects as Deno's fetch does: no code, and a text that names the address. */
export const deno =
  (what: "Connect" | "SendRequest"): Reply =>
  ({ url }) => {
    const cause = new Error(`error sending request for url (${url}): client error (${what}): Connection refused`);
    throw new TypeError("fetch failed", { cause });
  };

/** Headers arrive, then the connection breaks off in the middle of the body. */
export const cutOff =
  (status = 200): Reply =>
  () => {
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('{"result":[{"ID":9,'));
        controller.error(Object.assign(new TypeError("terminated"), { cause: { code: "UND_ERR_SOCKET" } }));
      },
    });
    return new Response(body, { status, headers: { "Content-Type": "application/json" } });
  };

/** Never answers, and gives up when it is aborted, as fetch does. */
export const silent: Reply = ({ signal }) =>
  new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason));
  });
