// What every error says about its call: whether the portal executed it, and whether a request of it has left.
import { describe, expect, it } from "vitest";
import {
  AuthError,
  batch,
  CallListError,
  type CallListMethod,
  ConnectionError,
  iterate,
  LimitError,
  OutcomeUnknownError,
  oauth,
  PortalError,
  PortalMovedError,
  SkippedError,
  TimeoutError,
  type TokenStore,
  UnexpectedResponseError,
  UnstableListError,
  webhook,
} from "../src/index.ts";
import { testClock } from "./clock.ts";
import { broken, failure, json, ok, portal, type Reply, silent, storeOf, text, time, WEBHOOK_URL } from "./portal.ts";

const UPDATE = "crm.calllist.update";
const ADD = "crm.calllist.add";
const PARAMS = { LIST_ID: 13, ENTITY_TYPE: "CONTACT", ENTITIES: [9], WEBFORM_ID: 1 } as const;

const [lost, refused] = [text("<html>", 502), broken("ECONNREFUSED")];
const expired = json({ error: "expired_token" }, 401);
const busy = json({ error: "QUERY_LIMIT_EXCEEDED" }, 503);
const exhausted = json({ error: "OPERATION_TIME_LIMIT" }, 429);
const wrong = json({ error: "LIST_ID_ERROR" }, 400);

describe("after all attempts of a call", () => {
  const cases: [what: string, replies: Reply[], error: object][] = [
    ["no connection at all", [refused], { name: "ConnectionError", executed: "no", sent: false }],
    ["no response, then no connection", [silent, refused], { reason: "ECONNREFUSED", executed: "unknown", sent: true }],
    ["no connection, then a rejection", [refused, wrong], { code: "LIST_ID_ERROR", executed: "no", sent: true }],
    ["a gateway's error, then a rejection", [lost, wrong], { code: "LIST_ID_ERROR", executed: "unknown", sent: true }],
    ["too many requests, then no connection", [busy, refused], { name: "ConnectionError", executed: "no", sent: true }],
    ["no connection, then a gateway's error", [refused, lost], { status: 502, executed: "unknown", sent: true }],
  ];

  it.each(cases)("%s", async (_, replies, expected) => {
    const { client } = portal(replies);
    expect(await failure(client.call(UPDATE, PARAMS))).toMatchObject(expected);
  });

  it("a call that may not be executed twice: what it may have been retried after changes nothing", async () => {
    const add = (replies: Reply[]) => failure(portal(replies).client.call(ADD, PARAMS));
    expect(await add([busy, refused])).toMatchObject({ name: "ConnectionError", executed: "no", sent: true });
    expect(await add([refused, wrong])).toMatchObject({ code: "LIST_ID_ERROR", executed: "no", sent: true });
    expect(await add([refused, lost])).toMatchObject({ name: "OutcomeUnknownError", executed: "unknown", sent: true });
  });

  it("an unknown attempt does not stop the retries of those behind it: each is judged by itself", async () => {
    const { client, asked } = portal([lost, refused, refused, ok(true)]);
    expect(await client.call(UPDATE, PARAMS)).toBe(true);
    expect(asked).toHaveLength(4);
  });

  it("a hook is told of each attempt by itself", async () => {
    const told: object[] = [];
    const { client } = portal([lost, refused, wrong], {
      hooks: { retry: ({ error: { executed, sent } }) => told.push({ executed, sent }) },
    });
    await failure(client.call(UPDATE, PARAMS));
    expect(told).toEqual([
      { executed: "unknown", sent: true },
      { executed: "no", sent: false },
    ]);
  });

  it("a call that ends before its retry is what its attempts were", async () => {
    const clock = testClock();
    let turns = 0;
    const limiter = {
      acquire: () => (++turns === 1 ? undefined : new Promise<void>((resolve) => clock.timer(9000, resolve))),
    };
    const { client } = portal([lost, ok(true)], { clock, limiter, deadline: 5000 });
    expect(await failure(client.call(UPDATE, PARAMS))).toMatchObject({ status: 502, executed: "unknown", sent: true });
  });
});

describe("a call that is not sent", () => {
  it("because its quota is exhausted", async () => {
    const { client, asked } = portal(exhausted, { deadline: 5000 });
    const first = await failure(client.call(UPDATE, PARAMS));
    expect(first).toMatchObject({ name: "LimitError", executed: "no", sent: true });
    const next = await failure(client.call(UPDATE, PARAMS));
    expect(next).toMatchObject({ name: "LimitError", executed: "no", sent: false, retryAt: expect.any(Date) });
    expect(asked).toHaveLength(1);
  });

  it("because its turn does not come in time", async () => {
    const limiter = { acquire: () => new Promise<void>(() => {}) };
    const { client } = portal(ok(true), { limiter, deadline: 5000 });
    const error = await failure(client.call(ADD, PARAMS));
    expect(error).toMatchObject({ name: "TimeoutError", executed: "no", sent: false });
  });

  it("because there are no tokens", async () => {
    const empty: TokenStore = { get: async () => undefined, set: async () => {}, lock: (run) => run() };
    const auth = oauth({ clientId: "local.app", clientSecret: "a-secret", store: empty });
    const error = await failure(portal(ok(true), { auth }).client.call(ADD, PARAMS));
    expect(error).toMatchObject({ code: "NO_TOKENS", executed: "no", sent: false });
  });
});

describe("a token that cannot be renewed: the portal has rejected the call, whatever became of the renewal", () => {
  const renewable = (server: Reply, replies: Reply[]) => {
    const auth = oauth({ clientId: "local.app", clientSecret: "a-secret", store: storeOf("token-1", "refresh-1") });
    const queue = [...replies];
    const fetch = async (url: string, init: RequestInit) => {
      const reply = url.includes("/oauth/token/") ? server : queue.shift()!;
      return reply(new Request(url, init));
    };
    return portal(silent, { auth, fetch: fetch as typeof globalThis.fetch }).client;
  };

  it.each<[string, Reply]>([
    ["the server refuses it", json({ error: "invalid_grant" }, 400)],
    ["the server fails", lost],
    ["the server cannot be reached", refused],
    ["the server does not respond", silent],
  ])("%s", async (_, server) => {
    const error = await failure(renewable(server, [expired]).call(ADD, PARAMS));
    expect(error).toMatchObject({ executed: "no", sent: true });
    expect(error).not.toBeInstanceOf(OutcomeUnknownError);
  });

  it("but an earlier attempt stays unknown", async () => {
    const error = await failure(renewable(refused, [lost, expired]).call(UPDATE, PARAMS));
    expect(error).toMatchObject({ name: "ConnectionError", executed: "unknown", sent: true });
  });
});

describe("an entry of a batch", () => {
  const commands = (count: number) =>
    Array.from({ length: count }, (_, id) => ["crm.calllist.get", { ID: id + 1 }] as const);
  const maps =
    (result: object, result_error: object): Reply =>
    () =>
      new Response(JSON.stringify({ result: { result, result_error }, time }), {
        headers: { "Content-Type": "application/json" },
      });

  it("has its own: a rejection says no, the portal's crash does not", async () => {
    const reply = maps([], { c0: { error: "LIST_ID_ERROR" }, c1: { error: "ERROR_CORE" } });
    const [no, unknown] = await batch(portal(reply).client, commands(2));
    expect(no!.error).toMatchObject({ executed: "no", sent: true });
    expect(unknown!.error).toMatchObject({ executed: "unknown", sent: true });
  });

  it("that was passed over was sent with the others, or not at all, and is certainly not executed", async () => {
    const reply = maps([], { c0: { error: "LIST_ID_ERROR" } });
    const entries = await batch(portal(reply).client, commands(51), { halt: true });
    expect(entries[1]!.error).toMatchObject({ name: "SkippedError", executed: "no", sent: true });
    expect(entries[50]!.error).toMatchObject({ name: "SkippedError", executed: "no", sent: false });
  });

  it("has that of the request, over all its attempts, where the whole request failed", async () => {
    const replies = [lost, json({ error: "INVALID_CREDENTIALS" }, 401)];
    const entries = await batch(portal(replies).client, [[UPDATE, PARAMS]]);
    expect(entries[0].error).toMatchObject({ name: "AuthError", executed: "unknown", sent: true });
    const [entry] = await batch(portal(refused).client, [[ADD, PARAMS]]);
    expect(entry.error).toMatchObject({ name: "ConnectionError", executed: "no", sent: false });
  });

  it("in a page that is requested again by itself: that of the call for it", async () => {
    const page = Array.from({ length: 50 }, (_, id) => ({ ID: id + 1, STATUS: "IN_WORK", ENTITY_TYPE: 3 }));
    const putOff: Reply = async (request) => {
      const { cmd } = (await request.json()) as { cmd: object };
      const errors = Object.keys(cmd).map((key) => [key, { error: "OPERATION_TIME_LIMIT" }]);
      return maps([], Object.fromEntries(errors))(request);
    };
    const { client } = portal([ok(page), putOff, lost, wrong]);
    const read = async () => {
      for await (const _ of iterate(client, "crm.calllist.items.get", { LIST_ID: 13 }));
    };
    expect(await failure(read())).toMatchObject({ code: "LIST_ID_ERROR", executed: "unknown", sent: true });
  });
});

describe("an error that a test makes itself", () => {
  const refusal = (status: number, code: string) => ({ status, code, description: "" });
  const page = (status: number) => ({ status, contentType: "text/html", excerpt: "<html>" });
  const timeout = new TimeoutError(ADD, 50);

  it.each<[error: CallListError, executed: "no" | "unknown", sent: boolean]>([
    [new CallListError(UPDATE, "what"), "unknown", true],
    [new PortalError(UPDATE, refusal(400, "LIST_ID_ERROR")), "no", true],
    [new PortalError(UPDATE, refusal(500, "INTERNAL_SERVER_ERROR")), "unknown", true],
    [new AuthError(UPDATE, refusal(401, "expired_token")), "no", true],
    [new LimitError(UPDATE, refusal(429, "OPERATION_TIME_LIMIT")), "no", true],
    [new UnexpectedResponseError(UPDATE, page(404)), "no", true],
    [new UnexpectedResponseError(UPDATE, page(502)), "unknown", true],
    [new ConnectionError(UPDATE, "ECONNREFUSED", false), "no", false],
    [new ConnectionError(UPDATE, "ECONNRESET", true), "unknown", true],
    [timeout, "unknown", true],
    [new TimeoutError(UPDATE, 50, false), "no", false],
    [new PortalMovedError(UPDATE, { status: 302, host: "" }), "no", true],
    [new OutcomeUnknownError(timeout, {}), "unknown", true],
    [new SkippedError(UPDATE, timeout), "no", true],
    [new UnstableListError("crm.calllist.items.get", 5), "no", true],
  ])("%s", (error, executed, sent) => {
    expect(error).toMatchObject({ executed, sent });
  });
});

it("a method that is in no description is treated as one that creates", async () => {
  const { client, asked } = portal(lost, { auth: webhook(WEBHOOK_URL) });
  const error = await failure(client.call("crm.contact.delete" as CallListMethod, { ID: 1 } as never));
  expect(error).toMatchObject({ name: "OutcomeUnknownError", executed: "unknown", sent: true });
  expect(asked).toHaveLength(1);
});
