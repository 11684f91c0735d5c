// OAuth: a token is used until the portal says that it expired, then renewed once, stored, and used.
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { clientOn } from "../src/client.ts";
import { memoryStore, oauth, type TokenStore, type Tokens, type TrustedHosts } from "../src/index.ts";
import { testClock } from "./clock.ts";
import { failure, json, ok } from "./portal.ts";

const CLIENT_SECRET = "client-s3cret-0123";
const expired = { error: "expired_token", error_description: "The access token provided has expired." };

const tokens = (number: number, more: Partial<Tokens> = {}): Tokens => ({
  access_token: `access-token-${number}`,
  refresh_token: `refresh-token-${number}`,
  expires_in: 3600,
  client_endpoint: "https://portal.example/rest/",
  server_endpoint: "https://oauth.bitrix24.tech/rest/",
  ...more,
});

interface World {
  /** The number of the token that is good. */
  good: number;
  /** Answer of the authorisation server in place of new tokens. */
  server?: (refreshToken: string) => Response | Promise<Response>;
  store?: TokenStore;
  /** Another refusal of the portal. */
  refusal?: object;
}

/** A portal that takes one token, and an authorisation server that gives the next for the one before, once. */
function world(
  { good, server, refusal, store = memoryStore(tokens(1)) }: World,
  { trustedHosts, ...options }: { server?: string; insecureHosts?: string[]; trustedHosts?: TrustedHosts } = {},
) {
  const spent = new Set<string>();
  const renewals: { url: string; form: URLSearchParams; init: RequestInit }[] = [];
  const calls: { url: string; auth: string }[] = [];
  const order: string[] = [];
  const state = { good };

  const fetch = async (input: string, init: RequestInit): Promise<Response> => {
    const url = new URL(input);
    if (url.pathname === "/oauth/token/") {
      const form = new URLSearchParams(init.body as string);
      renewals.push({ url: input, form, init });
      const refresh = form.get("refresh_token")!;
      if (server) return server(refresh);
      if (spent.has(refresh)) return Response.json({ error: "invalid_grant" }, { status: 400 });
      spent.add(refresh);
      return Response.json(tokens(Number(refresh.split("-").at(-1)) + 1));
    }
    const { auth } = JSON.parse(init.body as string);
    calls.push({ url: input, auth });
    order.push(`call ${auth}`);
    if (refusal) return Response.json(refusal, { status: 401 });
    if (auth !== `access-token-${state.good}`) return json(expired, 401)(undefined as never);
    return ok(input.endsWith(".add") ? 51 : [])(undefined as never);
  };

  const told: string[] = [];
  const watched: TokenStore = {
    ...store,
    // As slow as a real one: whoever does not wait for it, is quicker.
    set: async (tokens) => {
      order.push(`store ${tokens.access_token}`);
      await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
      await store.set(tokens);
      order.push(`stored ${tokens.access_token}`);
    },
  };
  const clock = testClock();
  const b24 = clientOn(clock, {
    auth: oauth({ clientId: "local.app", clientSecret: CLIENT_SECRET, store: watched, ...options }),
    fetch: fetch as typeof globalThis.fetch,
    hooks: { tokenRefresh: ({ portal }) => told.push(portal) },
    ...(trustedHosts && { trustedHosts }),
  });
  const list = () => b24.call("crm.calllist.list");
  return { b24, list, state, renewals, calls, order, told, store, clock };
}

describe("a token", () => {
  it("is read from the store once, with the portal's address, and used as it is", async () => {
    const { list, calls, renewals } = world({ good: 1 });
    await list();
    await list();
    expect(calls).toEqual(
      Array(2).fill({ url: "https://portal.example/rest/crm.calllist.list", auth: "access-token-1" }),
    );
    expect(renewals).toEqual([]);
  });

  it("is renewed when the portal says that it expired, stored, and only then used", async () => {
    const { list, order, told, store } = world({ good: 2 });
    await list();
    expect(order).toEqual([
      "call access-token-1",
      "store access-token-2",
      "stored access-token-2",
      "call access-token-2",
    ]);
    expect(await store.get()).toMatchObject({ access_token: "access-token-2", refresh_token: "refresh-token-2" });
    expect(told).toEqual(["portal.example"]);
  });

  it("is renewed once, however many calls wait for it", async () => {
    const { list, renewals, calls } = world({ good: 2 });
    await Promise.all(Array.from({ length: 20 }, list));
    expect(renewals).toHaveLength(1);
    expect(calls).toHaveLength(40);
  });

  it("is not renewed again for a call whose refusal comes when there is a new one already", async () => {
    const renewals: string[] = [];
    let refuseSlowly: () => void = () => {};
    const slow = new Promise<void>((resolve) => {
      refuseSlowly = resolve;
    });
    const fetch = async (url: string, { body }: RequestInit): Promise<Response> => {
      if (url.includes("/oauth/token/")) {
        renewals.push(String(body));
        return Response.json(tokens(1 + renewals.length));
      }
      if (String(body).includes("access-token-2")) return Response.json({ result: [] });
      if (url.endsWith("statuslist")) await slow;
      return Response.json(expired, { status: 401 });
    };
    const told: unknown[] = [];
    const b24 = clientOn(testClock(), {
      auth: oauth({ clientId: "local.app", clientSecret: CLIENT_SECRET, store: memoryStore(tokens(1)) }),
      fetch: fetch as typeof globalThis.fetch,
      hooks: { tokenRefresh: (event) => told.push(event) },
    });
    const late = b24.call("crm.calllist.statuslist");
    await b24.call("crm.calllist.list");
    refuseSlowly();
    expect(await late).toEqual([]);
    expect(renewals).toHaveLength(1);
    expect(told).toHaveLength(1);
  });

  it("renewed for many calls is told to the hook once", async () => {
    const { list, told } = world({ good: 2 });
    await Promise.all(Array.from({ length: 20 }, list));
    expect(told).toEqual(["portal.example"]);
  });

  it("that cannot be renewed fails every call that waits, each under its own name", async () => {
    const { b24, renewals, told } = world({ good: 2, server: () => Response.json({ error: "invalid_grant" }) });
    const methods = ["crm.calllist.list", "crm.calllist.statuslist"] as const;
    const errors = await Promise.all(methods.map((method) => failure(b24.call(method))));
    expect(errors).toMatchObject(methods.map((method) => ({ name: "AuthError", code: "invalid_grant", method })));
    expect(errors.map((error) => String(error).includes((error as { method: string }).method))).toEqual([true, true]);
    expect(renewals).toHaveLength(1);
    expect(told).toEqual([]);
  });

  it("is renewed again an hour later, with the new refresh token", async () => {
    const { list, state, renewals } = world({ good: 2 });
    await list();
    state.good = 3;
    await list();
    expect(renewals.map(({ form }) => form.get("refresh_token"))).toEqual(["refresh-token-1", "refresh-token-2"]);
  });

  it("is not renewed twice in one call: a portal that takes no token ends in an AuthError", async () => {
    const { list, renewals, calls } = world({ good: 99 });
    expect(await failure(list())).toMatchObject({ name: "AuthError", code: "expired_token", status: 401 });
    expect(renewals).toHaveLength(1);
    expect(calls).toHaveLength(2);
  });

  it("is taken from the store when another process has renewed it meanwhile", async () => {
    const { list, renewals, store, calls } = world({ good: 2 });
    const first = list();
    await store.set(tokens(2));
    await first;
    await list();
    expect(renewals).toEqual([]);
    expect(calls.at(-1)!.auth).toBe("access-token-2");
  });

  it("expired is no reason to give up add: nothing was made before", async () => {
    const { b24, calls } = world({ good: 2 });
    await b24.call("crm.calllist.add", { ENTITY_TYPE: "CONTACT", ENTITIES: [9] });
    expect(calls).toHaveLength(2);
  });

  it("is never renewed for another refusal", async () => {
    for (const error of ["invalid_token", "insufficient_scope", "ACCESS_DENIED"]) {
      const { list, renewals } = world({ good: 1, refusal: { error } });
      expect(await failure(list())).toMatchObject({ name: "AuthError", code: error });
      expect(renewals).toEqual([]);
    }
  });
});

describe("the authorisation server", () => {
  it("gets the application's id, its secret and the refresh token as a form in the body of a POST", async () => {
    const { list, renewals } = world({ good: 2 });
    await list();
    const [{ url, init, form }] = renewals as [(typeof renewals)[0]];
    expect(url).toBe("https://oauth.bitrix24.tech/oauth/token/");
    expect(init).toMatchObject({
      method: "POST",
      headers: { "Content-Type": "application/x-www-form-urlencoded" },
      cache: "no-store",
      redirect: "manual",
    });
    expect(Object.fromEntries(form)).toEqual({
      grant_type: "refresh_token",
      client_id: "local.app",
      client_secret: CLIENT_SECRET,
      refresh_token: "refresh-token-1",
    });
  });

  const servers: [why: string, endpoint: string | undefined, server: string | undefined, origin: string][] = [
    ["is the one that the tokens name", "https://oauth.bitrix24.tech/rest/", undefined, "https://oauth.bitrix24.tech"],
    ["is Bitrix24's when they name none", undefined, undefined, "https://oauth.bitrix.info"],
    ["is Bitrix24's when they name a stranger's", "https://evil.example/rest/", undefined, "https://oauth.bitrix.info"],
    [
      "is Bitrix24's when they name one that only begins alike",
      "https://oauth.bitrix24.tech.evil.example/",
      undefined,
      "https://oauth.bitrix.info",
    ],
    ["is the one asked for", "https://oauth.bitrix24.tech/rest/", "https://auth.example", "https://auth.example"],
  ];
  for (const [why, server_endpoint, server, origin] of servers) {
    it(why, async () => {
      const store = memoryStore({ ...tokens(1), server_endpoint: server_endpoint! });
      const { list, renewals } = world({ good: 2, store }, server ? { server } : {});
      await list();
      expect(new URL(renewals[0]!.url).origin).toBe(origin);
    });
  }

  describe("moves the portal by client_endpoint, under the rule for redirects:", () => {
    const OLD = "https://old.bitrix24.com/rest/";
    const moved = (from: string, to: string, trustedHosts?: TrustedHosts, insecureHosts: string[] = []) =>
      world(
        {
          good: 2,
          store: memoryStore(tokens(1, { client_endpoint: from })),
          server: () => Response.json(tokens(2, { client_endpoint: to })),
        },
        { insecureHosts, server: "https://auth.example", ...(trustedHosts && { trustedHosts }) },
      );

    const followed: [why: string, from: string, to: string, trustedHosts?: TrustedHosts][] = [
      ["another name in the same cloud", OLD, "https://new.bitrix24.com/rest/"],
      ["another path on the same host", "https://crm.example/rest/", "https://crm.example/office/rest/"],
      ["a host that the client trusts", OLD, "https://crm.example/rest/", ["crm.example"]],
      ["a host that the client's function trusts", OLD, "https://crm.example/rest/", (host) => host === "crm.example"],
      ["https after http", "http://127.0.0.1:4010/rest/", "https://127.0.0.1:4010/rest/"],
      ["http after http, on a host that may be called so", "http://sandbox/rest/", "http://other/rest/", ["other"]],
    ];
    it.each(followed)("%s: calls go there", async (_, from, to, trustedHosts) => {
      const { list, calls, told, store } = moved(from, to, trustedHosts, ["sandbox", "other"]);
      await list();
      expect(calls.map(({ url }) => url)).toEqual([`${from}crm.calllist.list`, `${to}crm.calllist.list`]);
      expect(told).toEqual([new URL(to).host]);
      expect(await store.get()).toEqual(tokens(2, { client_endpoint: to }));
    });

    const refused: [why: string, from: string, to: string, trustedHosts?: TrustedHosts][] = [
      ["a host outside", OLD, "https://evil.example/rest/"],
      ["another cloud domain", OLD, "https://new.bitrix24.ru/rest/"],
      ["a host that only begins like the cloud", OLD, "https://new.bitrix24.com-evil.net/rest/"],
      ["another port", OLD, "https://old.bitrix24.com:8443/rest/"],
      ["a host that is not among those the client trusts", OLD, "https://new.bitrix24.com/rest/", ["crm.example"]],
      ["http on this machine after https", OLD, "http://127.0.0.1:4010/rest/", () => true],
      ["http after https, on a host that may be called so", "https://sandbox/rest/", "http://sandbox/rest/"],
      [
        "any, where the client's function fails",
        OLD,
        "https://new.bitrix24.com/rest/",
        () => {
          throw new Error("no");
        },
      ],
    ];
    it.each(refused)(
      "not to %s: the new tokens are stored and used at the address before",
      async (_, from, to, trustedHosts) => {
        const { list, calls, told, store } = moved(from, to, trustedHosts, ["sandbox"]);
        expect(await list()).toEqual([]);
        expect(calls.map(({ url }) => url)).toEqual(Array(2).fill(`${from}crm.calllist.list`));
        expect(told).toEqual([new URL(from).host]);
        expect(await store.get()).toEqual(tokens(2, { client_endpoint: from }));
      },
    );

    it("tokens that another process has stored may name no other host either", async () => {
      const store = memoryStore(tokens(1, { client_endpoint: OLD }));
      const { list, calls } = world({ good: 2, store });
      const first = list();
      await store.set(tokens(2, { client_endpoint: "https://evil.example/rest/" }));
      expect(await first).toEqual([]);
      expect(calls.map(({ url }) => url)).toEqual(Array(2).fill(`${OLD}crm.calllist.list`));
    });

    it("stored tokens that name another host, and are renewed, name the address before again", async () => {
      const store = memoryStore(tokens(1, { client_endpoint: OLD }));
      const server = () => Response.json({ access_token: "access-token-3", refresh_token: "refresh-token-3" });
      const { list, calls, state } = world({ good: 2, store, server });
      const first = list();
      await store.set(tokens(2, { client_endpoint: "https://evil.example/rest/" }));
      await first;
      state.good = 3;
      expect(await list()).toEqual([]);
      expect(await store.get()).toMatchObject({ refresh_token: "refresh-token-3", client_endpoint: OLD });
      expect(new Set(calls.map(({ url }) => url))).toEqual(new Set([`${OLD}crm.calllist.list`]));
    });

    it("what another process has stored without an address is used at the one before", async () => {
      const store = memoryStore(tokens(1, { client_endpoint: OLD }));
      const { list, calls } = world({ good: 2, store });
      const first = list();
      await store.set(tokens(2, { client_endpoint: "" }));
      await first;
      expect(calls.at(-1)!.url).toBe(`${OLD}crm.calllist.list`);
    });
  });

  describe("a new pair is never lost, since the old one is spent:", () => {
    const NEW = { access_token: "access-token-2", refresh_token: "refresh-token-2" };

    it.each([
      ["plain http", "http://portal.example/rest/"],
      ["null", null],
      ["no scheme", "portal.example/rest/"],
      ["an empty text", ""],
      ["a number", 5],
      ["another kind of address", "ftp://portal.example/rest/"],
      ["a user in it", "https://a:b@portal.example/rest/"],
      ["none at all", undefined],
    ])(
      "client_endpoint is %s: stored beside the address that was good, and the call goes on",
      async (_, client_endpoint) => {
        const server = () => Response.json({ ...tokens(2), client_endpoint });
        const { list, store, calls } = world({ good: 2, server });
        expect(await list()).toEqual([]);
        expect(await store.get()).toMatchObject({ ...NEW, client_endpoint: "https://portal.example/rest/" });
        expect(calls.at(-1)).toEqual({ url: "https://portal.example/rest/crm.calllist.list", auth: "access-token-2" });
      },
    );

    it.each([
      ["server_endpoint is null", { server_endpoint: null }],
      ["server_endpoint is a number", { server_endpoint: 5 }],
      ["expires_in is missing", { expires_in: undefined }],
      ["all else is odd", { expires_in: "x", scope: 5, domain: null, user_id: {}, status: [] }],
    ])("%s: stored, used, and renewed again an hour later", async (_, odd) => {
      const server = (refresh: string) => Response.json({ ...tokens(refresh === "refresh-token-1" ? 2 : 3), ...odd });
      const { list, state, store } = world({ good: 2, server });
      await list();
      expect(await store.get()).toMatchObject(NEW);
      state.good = 3;
      await list();
      expect(await store.get()).toMatchObject({ access_token: "access-token-3" });
    });

    it.each([null, "", 5, undefined])(
      "a response with %j for a refresh token leaves the one before",
      async (refresh_token) => {
        const server = () => Response.json({ ...tokens(2), refresh_token });
        const { list, store } = world({ good: 2, server });
        await list();
        expect(await store.get()).toMatchObject({ access_token: "access-token-2", refresh_token: "refresh-token-1" });
      },
    );

    it("tokens beside an error or with another status are tokens", async () => {
      for (const status of [200, 201, 400, 500]) {
        const server = () => Response.json({ ...tokens(2), error: "odd" }, { status });
        const { list, store } = world({ good: 2, server });
        await list();
        expect(await store.get()).toMatchObject(NEW);
      }
    });

    it("a store that fails fails the call with its own error; the next call stores the same pair, without another renewal", async () => {
      const inner = memoryStore(tokens(1));
      let fails = 2;
      const store: TokenStore = {
        ...inner,
        set: (tokens) => (fails-- > 0 ? Promise.reject(new Error("disk full")) : inner.set(tokens)),
      };
      const { list, renewals, order } = world({ good: 2, store });
      expect(await failure(list())).toEqual(new Error("disk full"));
      expect(await failure(list())).toEqual(new Error("disk full"));
      expect(await inner.get()).toMatchObject({ access_token: "access-token-1" });
      expect(await list()).toEqual([]);
      expect(await inner.get()).toMatchObject(NEW);
      expect(renewals).toHaveLength(1);
      expect(order.at(-1)).toBe("call access-token-2");
    });

    it("a pair that could not be stored gives way to one that somebody else has stored since", async () => {
      const inner = memoryStore(tokens(1));
      let fails = true;
      const store = { ...inner, set: () => (fails ? Promise.reject(new Error("disk full")) : Promise.resolve()) };
      const { list, renewals, calls, state } = world({ good: 2, store });
      await failure(list());
      fails = false;
      await inner.set(tokens(7));
      state.good = 7;
      await list();
      expect(calls.at(-1)!.auth).toBe("access-token-7");
      expect(renewals).toHaveLength(1);
    });

    it("a call that is aborted or late meanwhile loses nothing", async () => {
      const controller = new AbortController();
      const server = async () => {
        controller.abort(new Error("enough"));
        return Response.json(tokens(2));
      };
      const { b24, list, store, renewals } = world({ good: 2, server });
      const aborted = b24.call("crm.calllist.list", {}, { signal: controller.signal });
      expect(await failure(aborted)).toEqual(new Error("enough"));
      await list();
      expect(await store.get()).toMatchObject(NEW);
      expect(renewals).toHaveLength(1);
    });
  });

  it("may be on plain http where the caller names it, and so may client_endpoint", async () => {
    const store = memoryStore(tokens(1, { client_endpoint: "http://sandbox:4020/rest/" }));
    const server = () => Response.json(tokens(2, { client_endpoint: "http://sandbox:4020/rest/" }));
    const options = { server: "http://sandbox:4020", insecureHosts: ["sandbox"] };
    const { list, calls, renewals } = world({ good: 2, store, server }, options);
    await list();
    expect(renewals[0]!.url).toBe("http://sandbox:4020/oauth/token/");
    expect(calls.at(-1)!.url).toBe("http://sandbox:4020/rest/crm.calllist.list");
    expect(String(await failure(world({ good: 2, store }).list()))).toContain("insecureHosts");
  });

  it("a query and a fragment of client_endpoint are dropped", async () => {
    const store = memoryStore(tokens(1, { client_endpoint: "https://crm.example/rest/?a=1#b" }));
    const { list, calls } = world({ good: 1, store });
    await list();
    expect(calls[0]!.url).toBe("https://crm.example/rest/crm.calllist.list");
  });

  it.each(["https://crm.example", "https://crm.example/rest", "https://crm.example/rest//"])(
    "client_endpoint may be %s",
    async (client_endpoint) => {
      const { list, calls } = world({ good: 1, store: memoryStore(tokens(1, { client_endpoint })) });
      await list();
      expect(calls[0]!.url).toBe("https://crm.example/rest/crm.calllist.list");
    },
  );

  it("is asked without a refresh token where the store was emptied meanwhile; the portal stays", async () => {
    const inner = memoryStore(tokens(1));
    let isEmpty = false;
    const store = { ...inner, get: async () => (isEmpty ? undefined : inner.get()) };
    const server = () => Response.json({ access_token: "access-token-2" });
    const { list, renewals, calls } = world({ good: 2, store, server });
    const first = list();
    isEmpty = true;
    await first.catch(() => {});
    expect(renewals.map(({ form }) => form.get("refresh_token"))).toEqual([""]);
    expect(calls.at(-1)!.url).toBe("https://portal.example/rest/crm.calllist.list");
  });

  it("portals below a path are called there", async () => {
    const store = memoryStore(tokens(1, { client_endpoint: "https://crm.example/office/rest/" }));
    const { list, calls } = world({ good: 1, store });
    await list();
    expect(calls[0]!.url).toBe("https://crm.example/office/rest/crm.calllist.list");
  });

  const refusals: [why: string, status: number, body: object, code: string, says: RegExp][] = [
    [
      "an unknown application, with HTTP 200",
      200,
      { error: "wrong_client" },
      "wrong_client",
      /does not know this clientId/,
    ],
    ["a wrong secret", 400, { error: "invalid_client" }, "invalid_client", /clientSecret does not belong/],
    [
      "a refresh token that is spent",
      400,
      { error: "invalid_grant" },
      "invalid_grant",
      /install the application again/,
    ],
    ["an application that is not paid", 401, { error: "PAYMENT_REQUIRED" }, "PAYMENT_REQUIRED", /period is over/],
    [
      "an application that was removed",
      401,
      { error: "NOT_INSTALLED" },
      "NOT_INSTALLED",
      /not installed on this portal/,
    ],
    [
      "a code nobody knows",
      403,
      { error: "INVALID_SCOPE", error_description: "Given scope" },
      "INVALID_SCOPE",
      /Given scope/,
    ],
  ];
  it.each(["constructor", "toString", "__proto__"])("the code %s is one that nobody knows", async (code) => {
    const server = () => Response.json({ error: code, error_description: "no" }, { status: 400 });
    expect(await failure(world({ good: 2, server }).list())).toMatchObject({ code, description: "no" });
  });

  for (const [why, status, body, code, says] of refusals) {
    it(`${why}: AuthError, for add as well, and the old tokens stay`, async () => {
      const { b24, list, calls, store } = world({ good: 2, server: () => Response.json(body, { status }) });
      const error = await failure(list());
      expect(error).toMatchObject({ name: "AuthError", status, code });
      expect(String(error)).toMatch(says);
      expect(await failure(b24.call("crm.calllist.add", { ENTITY_TYPE: "CONTACT", ENTITIES: [9] }))).toMatchObject({
        code,
      });
      expect(calls).toHaveLength(2);
      expect(await store.get()).toMatchObject({ refresh_token: "refresh-token-1" });
    });
  }

  const silences: [why: string, server: () => Response | Promise<Response>, says: RegExp][] = [
    ["a page", () => new Response("<html>", { status: 502 }), /not one of a Bitrix24 portal \(HTTP 502/],
    ["JSON of a gateway", () => Response.json({ error: "busy" }, { status: 503 }), /HTTP 503/],
    ["neither tokens nor an error", () => Response.json({}), /not one of a Bitrix24 portal \(HTTP 200/],
    ["an empty token", () => Response.json({ access_token: "" }), /not one of a Bitrix24 portal \(HTTP 200/],
    ["an error that is no text", () => Response.json({ error: 5 }, { status: 400 }), /portal \(HTTP 400/],
    ["null", () => Response.json(null), /not one of a Bitrix24 portal \(HTTP 200/],
    ["JSON with 500", () => Response.json({ error: "x" }, { status: 500 }), /portal \(HTTP 500/],
    [
      "a redirect",
      () => new Response(null, { status: 302, headers: { Location: "https://evil.example/" } }),
      /HTTP 302/,
    ],
    ["no connection", () => Promise.reject(new TypeError("fetch failed")), /no connection to the authorisation server/],
    ["no answer in time", () => new Promise(() => {}), /no connection to the authorisation server/],
  ];
  for (const [why, server, says] of silences) {
    it(`${why}: a clear error, nothing was executed, and the next call tries again`, async () => {
      const { b24, list, renewals, clock } = world({ good: 2, server });
      const error = await failure(b24.call("crm.calllist.add", { ENTITY_TYPE: "CONTACT", ENTITIES: [9] }));
      expect(String(error)).toMatch(says);
      expect(["ConnectionError", "UnexpectedResponseError"]).toContain((error as Error).name);
      expect(error).toMatchObject({ executed: "no", sent: true });
      await failure(list());
      expect(renewals).toHaveLength(2);
      expect(clock.pending()).toBe(0);
    });
  }
});

it("a renewal ends after a minute, while it holds the store's lock, whatever time the call has", async () => {
  for (const [timeout, ms] of [
    [Number.POSITIVE_INFINITY, 60_000],
    [90_000, 60_000],
    [5000, 5000],
  ] as const) {
    const { b24, clock } = world({ good: 2, server: () => new Promise(() => {}) });
    const error = await failure(b24.call("crm.calllist.list", {}, { timeout }));
    expect(error).toMatchObject({ name: "ConnectionError", reason: "timeout", sent: true });
    expect(clock.elapsed()).toBe(ms);
  }
});

it("a call whose deadline ends during a renewal was refused before: it was sent, and not executed", async () => {
  const { b24, clock } = world({ good: 2, server: () => new Promise(() => {}) });
  const error = await failure(b24.call("crm.calllist.list", {}, { deadline: 2000 }));
  expect(error).toMatchObject({ name: "TimeoutError", executed: "no", sent: true, timeout: 2000 });
  expect(clock.elapsed()).toBe(2000);
});

it("fetch is called as a plain function: in browsers and workers it fails as a method of something", async () => {
  const strict = function (this: unknown, url: string): Promise<Response> {
    if (this !== undefined) throw new TypeError("Illegal invocation");
    return Promise.resolve(
      url.includes("/oauth/token/") ? Response.json(tokens(2)) : json(expired, 401)({} as Request),
    );
  };
  const told: unknown[] = [];
  const b24 = clientOn(testClock(), {
    auth: oauth({ clientId: "local.app", clientSecret: CLIENT_SECRET, store: memoryStore(tokens(1)) }),
    fetch: strict as typeof fetch,
    hooks: { tokenRefresh: (event) => told.push(event) },
  });
  await failure(b24.call("crm.calllist.list"));
  expect(told).toHaveLength(1);
});

describe("secrets", () => {
  it("the client's secret goes to the authorisation server alone, and none is in an error or a hook", async () => {
    const leak = () =>
      Response.json(
        { error: "x", error_description: `bad ${CLIENT_SECRET} refresh-token-1 access-token-1` },
        { status: 400 },
      );
    const { list, calls, b24 } = world({ good: 2, server: leak });
    const error = await failure(list());
    const shown = [
      inspect(error, { depth: 9, showHidden: true }),
      JSON.stringify(error),
      inspect(b24, { depth: 9 }),
    ].join();
    for (const secret of [CLIENT_SECRET, "refresh-token-1", "access-token-1"]) expect(shown).not.toContain(secret);
    expect(JSON.stringify(calls)).not.toContain(CLIENT_SECRET);
  });

  const secrets = `${CLIENT_SECRET} refresh-token-1 access-token-1`;
  const silences: [where: string, server: () => Response, says: object][] = [
    ["a code", () => Response.json({ error: secrets }, { status: 400 }), { code: "*** *** ***" }],
    [
      "a description",
      () => Response.json({ error: "x", error_description: secrets }, { status: 400 }),
      { description: "*** *** ***" },
    ],
    ["a page", () => new Response(secrets, { status: 502 }), { excerpt: "*** *** ***" }],
    [
      "a content type",
      () => new Response("", { status: 502, headers: { "Content-Type": secrets } }),
      { contentType: "*** *** ***" },
    ],
    [
      "an error of the network",
      () => {
        throw Object.assign(new TypeError("fetch failed"), { code: secrets });
      },
      { reason: "*** *** ***" },
    ],
    [
      "an error of a framework",
      () => {
        throw Object.assign(new Error(secrets), { digest: "x" });
      },
      { message: "*** *** ***" },
    ],
  ];
  it.each(silences)("are masked in %s of the authorisation server", async (_, server, says) => {
    expect(await failure(world({ good: 2, server }).list())).toMatchObject(says);
  });

  it("are masked in what the portal says, those of the tokens before as well", async () => {
    const all = `${CLIENT_SECRET} access-token-1 refresh-token-1 access-token-2 refresh-token-2`;
    const fetch = async (url: string, { body }: RequestInit): Promise<Response> => {
      if (url.includes("/oauth/token/")) return Response.json(tokens(2));
      if (String(body).includes("access-token-1")) return Response.json(expired, { status: 401 });
      return Response.json({ error: "X", error_description: all }, { status: 400 });
    };
    const auth = oauth({ clientId: "local.app", clientSecret: CLIENT_SECRET, store: memoryStore(tokens(1)) });
    const b24 = clientOn(testClock(), { auth, fetch: fetch as typeof globalThis.fetch });
    expect(await failure(b24.call("crm.calllist.list"))).toMatchObject({ description: "*** *** *** *** ***" });
  });

  it("an auth, printed, shows none", async () => {
    const auth = oauth({ clientId: "local.app", clientSecret: CLIENT_SECRET, store: memoryStore(tokens(1)) });
    expect(inspect(auth, { depth: 9, showHidden: true }) + JSON.stringify(auth)).not.toMatch(/s3cret|token-1/);
  });
});

describe("what is wrong before any call", () => {
  it("an empty store: the call says what to do", async () => {
    const { list } = world({ good: 1, store: memoryStore() });
    const error = await failure(list());
    expect(error).toMatchObject({ name: "AuthError", code: "NO_TOKENS", status: 0 });
    expect(String(error)).toContain("the token store has no tokens: install the application");
  });

  it.each(["access_token", "client_endpoint"] as const)(
    "stored tokens without %s are named, without a status",
    async (name) => {
      const { list } = world({ good: 1, store: memoryStore(tokens(1, { [name]: "" })) });
      const text = String(await failure(list()));
      expect(text).toContain(`the token store has no ${name}`);
      expect(text).not.toContain("HTTP");
    },
  );

  it("a store that fails, fails the call with its own error", async () => {
    const store = { ...memoryStore(), get: () => Promise.reject(new Error("database is down")) };
    expect(await failure(world({ good: 1, store }).list())).toEqual(new Error("database is down"));
  });

  it("missing options, and an authorisation server over plain http", () => {
    const store = memoryStore();
    expect(() => oauth({ clientId: "", clientSecret: "x", store })).toThrow("the application's id is missing");
    expect(() => oauth({ clientId: "x", clientSecret: "", store })).toThrow("the application's secret key is missing");
    expect(() => oauth({ clientId: "x", clientSecret: "x", store, server: "http://auth.example" })).toThrow("https");
  });
});
