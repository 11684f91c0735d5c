// A portal for tests: a fetch that answers what it is told and remembers what it was asked.
import type { Reply } from "@b24-calllist/testkit/replies";
import { clientOn } from "../src/client.ts";
import { type Auth, type Client, type ClientOptions, memoryStore, type TokenStore, webhook } from "../src/index.ts";
import { type TestClock, testClock } from "./clock.ts";

export * from "@b24-calllist/testkit/replies";

/** The secret of the test webhook. Nothing that a caller sees may hold it. */
export const SECRET = "s3cretc0de8h1d3m";
export const WEBHOOK_URL = `https://portal.example/rest/1/${SECRET}/`;

export interface Asked {
  url: string;
  method: string;
  headers: Headers;
  body: unknown;
}

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
