// What fetch does besides responding: frameworks that keep responses or stop a render, networks that fail before or after a
// request left, proxies, certificates, stand-ins, and responses that are too large.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { inspect } from "node:util";
import { gzipSync } from "node:zlib";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { type Client, ConnectionError, createClient, oauth, webhook } from "../src/index.ts";
import { broken, failure, json, ok, portal, type Reply, SECRET, storeOf, text, WEBHOOK_URL } from "./portal.ts";

const add = (client: Client) => client.call("crm.calllist.add", { ENTITY_TYPE: "CONTACT", ENTITIES: [9] });

/** A fetch that rejects with this, made anew each time. */
const rejecting =
  (make: () => unknown): Reply =>
  () => {
    throw make();
  };

/** An error as undici's fetch throws it, with these causes. */
const fetchFailed = (...causes: object[]): Error =>
  Object.assign(new TypeError("fetch failed"), {
    cause: causes.reduceRight<object | undefined>(
      (cause, fields) =>
        Object.assign(new Error("message" in fields ? String(fields.message) : "x"), { cause }, fields),
      undefined,
    ),
  });

describe("frameworks that keep responses", () => {
  it("are told not to, in every request: calls, batches, the renewal of a token", async () => {
    const seen: (RequestCache | undefined)[] = [];
    const fetch = async (url: string, init: RequestInit) => {
      seen.push(init.cache);
      if (url.endsWith("/oauth/token/")) return Response.json({ access_token: "t2", refresh_token: "r2" });
      if (String(init.body).includes("t1")) return Response.json({ error: "expired_token" }, { status: 401 });
      return Response.json({ result: [], time: {} });
    };
    const store = storeOf("t1", "r1");
    const auth = oauth({ clientId: "local.app", clientSecret: "x", store });
    await createClient({ auth, fetch: fetch as typeof globalThis.fetch }).call("crm.calllist.list");
    expect(seen).toEqual(["no-store", "no-store", "no-store"]);
  });

  it("are not told where the runtime refuses the option, as workerd's older ones do", async () => {
    const cache = Object.getOwnPropertyDescriptor(Request.prototype, "cache")!;
    Reflect.deleteProperty(Request.prototype, "cache");
    try {
      const fetch = vi.fn(async () => Response.json({ result: [] }));
      await portal(ok([]), { fetch: fetch as never }).client.call("crm.calllist.list");
      expect(fetch).toHaveBeenCalledWith(expect.any(String), expect.not.objectContaining({ cache: expect.anything() }));
    } finally {
      Object.defineProperty(Request.prototype, "cache", cache);
    }
  });
});

describe("an error that is not about the network", () => {
  const errors: [what: string, make: () => unknown][] = [
    [
      "of Next.js, marked by a digest",
      () => Object.assign(new Error("Dynamic server usage"), { digest: "DYNAMIC_SERVER_USAGE" }),
    ],
    ["of Next.js that is a TypeError", () => Object.assign(new TypeError("x"), { digest: "NEXT_REDIRECT" })],
    ["of a framework, without a mark", () => new Error("Cannot call fetch eagerly during server-side rendering")],
    ["a mistake in a fetch of one's own", () => new ReferenceError("proxy is not defined")],
    [
      "an assertion of a test",
      () => Object.assign(new Error("expected 1"), { name: "AssertionError", code: "ERR_ASSERTION" }),
    ],
    ["whose name only ends as one of the network", () => Object.assign(new Error("x"), { name: "MyTypeError" })],
    ["whose name only begins as one of the network", () => Object.assign(new Error("x"), { name: "TypeErrors" })],
    ["whose text only ends as one of the network", () => new Error("an internal error")],
    ["that cannot be changed", () => Object.freeze(new DOMException("x", "SecurityError"))],
    [
      "whose cause is itself",
      () =>
        Object.defineProperty(new Error("x"), "cause", {
          get() {
            return this;
          },
        }),
    ],
    ["a promise, as React throws one", () => new Promise(() => {})],
    ["a text", () => "no"],
  ];
  it.each(errors)("%s: the call rejects with the very same, at once", async (_, make) => {
    const thrown = make();
    const { client, asked } = portal(rejecting(() => thrown));
    for (const call of [client.call("crm.calllist.list"), add(client)]) {
      // In a list, since a promise would be waited for.
      const [error] = await call.then(
        () => [],
        (error: unknown) => [error],
      );
      expect(error).toBe(thrown);
    }
    expect(asked).toHaveLength(2);
  });

  it("shows no secret: its texts and those of its cause are masked in place", async () => {
    const cause = new RangeError(`cause: ${WEBHOOK_URL}`);
    const thrown = Object.assign(new Error(`no-store fetch ${WEBHOOK_URL}crm.calllist.list /page`, { cause }), {
      digest: "DYNAMIC_SERVER_USAGE",
      description: `fetch ${WEBHOOK_URL}`,
    });
    const error = await failure(portal(rejecting(() => thrown)).client.call("crm.calllist.list"));
    expect(error).toBe(thrown);
    expect(thrown.message).toBe("no-store fetch https://portal.example/rest/1/***/crm.calllist.list /page");
    expect(inspect(thrown, { depth: 9, showHidden: true }) + thrown.stack + cause.stack).not.toContain(SECRET);
  });

  it("shows no secret where it is a text", async () => {
    const { client } = portal(rejecting(() => `no: ${WEBHOOK_URL}`));
    expect(await failure(client.call("crm.calllist.list"))).toBe("no: https://portal.example/rest/1/***/");
  });

  it("keeps no secret where the message stands in the class, as in a DOMException", async () => {
    const thrown = new DOMException(`denied: ${WEBHOOK_URL}`, "SecurityError");
    const error = await failure(portal(rejecting(() => thrown)).client.call("crm.calllist.list"));
    expect(error).toBe(thrown);
    expect(`${thrown} ${thrown.message} ${thrown.stack}`).not.toContain(SECRET);
  });
});

describe("a stand-in for fetch", () => {
  const standIns: [what: string, response: unknown][] = [
    ["without text()", { ok: true, status: 200, headers: new Headers(), json: async () => ({ result: [] }) }],
    ["without headers", { ok: true, status: 200, text: async () => "{}" }],
    ["that returns nothing", undefined],
  ];

  it("may have a body that is no web stream, as node-fetch has", async () => {
    const response = {
      ...new Response(),
      status: 200,
      headers: new Headers(),
      body: {},
      text: async () => '{"result":[]}',
    };
    const { client } = portal(ok([]), { fetch: (async () => response) as never });
    expect(await client.call("crm.calllist.list")).toEqual([]);
  });

  it.each(standIns)("%s is a TypeError that names what is missing, at once", async (_, response) => {
    const fetch = vi.fn(async () => response);
    const { client } = portal(ok([]), { fetch: fetch as never });
    const error = await failure(client.call("crm.calllist.list"));
    expect(error).toBeInstanceOf(TypeError);
    expect(String(error)).toContain("its response needs status, headers.get() and text()");
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  it("may be as small as that", async () => {
    const response = { status: 200, headers: { get: () => null }, text: async () => '\ufeff{"result":[],"time":{}}' };
    const { client } = portal(ok([]), { fetch: (async () => response) as never });
    expect(await client.call("crm.calllist.list")).toEqual([]);
  });

  it("may throw at once, instead of rejecting", async () => {
    const fetch = () => {
      throw fetchFailed({ code: "ECONNREFUSED" });
    };
    const { client } = portal(ok([]), { fetch: fetch as never, retry: false });
    expect(await failure(client.call("crm.calllist.list"))).toMatchObject({ reason: "ECONNREFUSED", sent: false });
  });
});

describe("a request that never left", () => {
  const connect = (code: string) => ({ code, syscall: "connect", message: `connect ${code} 192.0.2.1:443` });
  const unsent: [what: string, error: () => unknown, reason: string][] = [
    ["no route to the network", () => fetchFailed(connect("ENETUNREACH")), "ENETUNREACH"],
    ["no route to the host", () => fetchFailed(connect("EHOSTUNREACH")), "EHOSTUNREACH"],
    ["the system's timeout in connect", () => fetchFailed(connect("ETIMEDOUT")), "ETIMEDOUT"],
    ["a reset in connect", () => fetchFailed(connect("ECONNRESET")), "ECONNRESET"],
    [
      "several addresses, none of which can be reached",
      () => fetchFailed({ code: "ETIMEDOUT", errors: [connect("ETIMEDOUT"), connect("ENETUNREACH")] }),
      "ETIMEDOUT",
    ],
    ["undici's timeout in connect", () => fetchFailed({ code: "UND_ERR_CONNECT_TIMEOUT" }), "UND_ERR_CONNECT_TIMEOUT"],
    ["an unknown host", () => fetchFailed({ code: "ENOTFOUND", syscall: "getaddrinfo" }), "ENOTFOUND"],
    [
      "names that cannot be looked up now",
      () => fetchFailed({ code: "EAI_AGAIN", syscall: "getaddrinfo" }),
      "EAI_AGAIN",
    ],
    [
      "Bun, whose error has the code itself",
      () => Object.assign(new TypeError("x"), { code: "ECONNREFUSED" }),
      "ECONNREFUSED",
    ],
    [
      "TLS with a server that speaks plain http",
      () => fetchFailed({ code: "ERR_SSL_WRONG_VERSION_NUMBER" }),
      "ERR_SSL_WRONG_VERSION_NUMBER",
    ],
    [
      "a proxy that refuses, in Node",
      () =>
        fetchFailed(
          { code: 20 },
          { code: "UND_ERR_ABORTED", message: "Proxy response (502) !== 200 when HTTP Tunneling" },
        ),
      "proxy 502",
    ],
    [
      "a proxy that refuses, in Bun",
      () => Object.assign(new Error("Proxy refused to open a tunnel: 403 Forbidden"), { code: "ERR_PROXY_TUNNEL" }),
      "proxy 403",
    ],
    [
      "a proxy that refuses, in Deno",
      () =>
        fetchFailed({
          message: `error sending request for url (${WEBHOOK_URL}): client error (Connect): unsuccessful tunnel`,
        }),
      "proxy",
    ],
  ];
  it.each(unsent)("%s: sent is false, and every call is retried, add too", async (_, make, reason) => {
    const { client, asked } = portal([rejecting(make), rejecting(make), ok(51)]);
    expect(await add(client)).toBe(51);
    expect(asked).toHaveLength(3);
    const error = await failure(add(portal(rejecting(make)).client));
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error).toMatchObject({ sent: false, reason });
    expect(inspect(error, { depth: 9 })).not.toMatch(/192\.0\.2\.1|s3cret/);
  });

  it.each([
    [
      "cannot be reached",
      { code: "ECONNREFUSED", syscall: "connect", address: "10.0.0.1", port: 3128 },
      "proxy ECONNREFUSED",
    ],
    [
      "has a name that is unknown",
      { code: "ENOTFOUND", syscall: "getaddrinfo", hostname: "gate.example" },
      "proxy ENOTFOUND",
    ],
    ["is not what fails", { code: "ECONNREFUSED", syscall: "connect", address: "10.0.0.1", port: 443 }, "ECONNREFUSED"],
    ["is not asked for", { code: "ENOTFOUND", syscall: "getaddrinfo", hostname: "portal.example" }, "ENOTFOUND"],
  ])("a proxy that %s, in Node: the reason says so", async (_, fields, reason) => {
    const error = await failure(add(portal(rejecting(() => fetchFailed(fields))).client));
    expect(error).toMatchObject({ name: "ConnectionError", sent: false, reason });
  });

  it("to a portal over plain http on this machine: its own port is not a proxy's", async () => {
    const fields = { code: "ECONNREFUSED", syscall: "connect", address: "127.0.0.1", port: 80 };
    const auth = webhook(`http://127.0.0.1/rest/1/${SECRET}/`);
    const error = await failure(
      add(
        portal(
          rejecting(() => fetchFailed(fields)),
          { auth },
        ).client,
      ),
    );
    expect(error).toMatchObject({ name: "ConnectionError", sent: false, reason: "ECONNREFUSED" });
  });

  it("is not told by the portal's own name", async () => {
    const message = "error sending request for url (https://my-tunnel.example/rest/): connection closed";
    const error = await failure(add(portal(rejecting(() => fetchFailed({ message }))).client));
    expect(error).toMatchObject({ name: "OutcomeUnknownError", cause: { reason: "", sent: true } });
  });

  it.each(["AbortError", "TimeoutError", "NetworkError"])(
    "of a runtime that says no more than %s: it may have",
    async (name) => {
      const error = await failure(add(portal(rejecting(() => new DOMException("x", name))).client));
      expect(error).toMatchObject({ name: "OutcomeUnknownError", cause: { reason: name, sent: true } });
    },
  );

  it.each(["ETIMEDOUT", "EHOSTUNREACH", "ECONNRESET", "EPIPE"])(
    "%s on a connection that was made: it may have",
    async (code) => {
      const { client, asked } = portal(rejecting(() => fetchFailed({ code, syscall: "read" })));
      expect(await failure(add(client))).toMatchObject({
        name: "OutcomeUnknownError",
        cause: { reason: code, sent: true },
      });
      expect(asked).toHaveLength(1);
    },
  );

  it("a code without a system call proves nothing either", async () => {
    const error = await failure(add(portal(broken("EHOSTUNREACH")).client));
    expect(error).toMatchObject({ name: "OutcomeUnknownError", cause: { sent: true } });
  });
});

it("on Deno, add goes through a client of its own, which is closed however the request ends", async () => {
  const close = vi.fn();
  const own = { close };
  const refused = new TypeError("fetch failed", {
    cause: new Error("error sending request: client error (Connect): Connection refused"),
  });
  const fetch = vi.fn(async () => Response.json({ result: 51 }));
  vi.stubGlobal("Deno", { createHttpClient: () => own });
  vi.stubGlobal("fetch", fetch);
  onTestFinished(() => void vi.unstubAllGlobals());
  const client = createClient({ auth: webhook(WEBHOOK_URL), retry: false });
  expect(await add(client)).toBe(51);
  expect(fetch).toHaveBeenCalledWith(expect.any(String), expect.objectContaining({ client: own, keepalive: false }));
  expect(close).toHaveBeenCalledTimes(1);

  fetch.mockRejectedValue(refused);
  expect(await failure(add(client))).toMatchObject({ name: "ConnectionError", sent: false });
  expect(close).toHaveBeenCalledTimes(2);
});

describe("what will come again is not retried", () => {
  const certificates: [what: string, error: () => unknown, reason: string][] = [
    ["self-signed", () => fetchFailed({ code: "DEPTH_ZERO_SELF_SIGNED_CERT" }), "DEPTH_ZERO_SELF_SIGNED_CERT"],
    ["of an unknown authority", () => fetchFailed({ code: "SELF_SIGNED_CERT_IN_CHAIN" }), "SELF_SIGNED_CERT_IN_CHAIN"],
    [
      "whose issuer is missing",
      () => fetchFailed({ code: "UNABLE_TO_GET_ISSUER_CERT_LOCALLY" }),
      "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
    ],
    [
      "without its chain",
      () => fetchFailed({ code: "UNABLE_TO_VERIFY_LEAF_SIGNATURE" }),
      "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    ],
    ["expired", () => fetchFailed({ code: "CERT_HAS_EXPIRED" }), "CERT_HAS_EXPIRED"],
    ["of another name", () => fetchFailed({ code: "ERR_TLS_CERT_ALTNAME_INVALID" }), "ERR_TLS_CERT_ALTNAME_INVALID"],
    [
      "as Deno tells it",
      () =>
        fetchFailed({
          message: `error for url (${WEBHOOK_URL}): client error (Connect): invalid peer certificate: UnknownIssuer`,
        }),
      "invalid peer certificate: UnknownIssuer",
    ],
  ];
  it.each(certificates)(
    "a certificate %s: at once, not sent, and the message says what to do",
    async (_, make, reason) => {
      const { client, asked, clock } = portal(rejecting(make));
      const error = await failure(add(client));
      expect(error).toMatchObject({ name: "ConnectionError", sent: false, reason });
      expect(String(error)).toMatch(/its certificate is not trusted.*NODE_EXTRA_CA_CERTS/);
      expect(asked).toHaveLength(1);
      expect(clock.elapsed()).toBe(0);
    },
  );

  it.each([
    [
      "Node",
      () =>
        fetchFailed(
          { code: 20 },
          { message: "Proxy response (407) !== 200 when HTTP Tunneling", code: "UND_ERR_ABORTED" },
        ),
    ],
    ["Deno", () => fetchFailed({ message: "client error (Connect): proxy authentication required" })],
  ])("a proxy that wants a password, in %s", async (_, make) => {
    const { client, asked } = portal(rejecting(make));
    expect(await failure(add(client))).toMatchObject({ name: "ConnectionError", sent: false, reason: "proxy 407" });
    expect(asked).toHaveLength(1);
  });
});

describe("a response of more than 64 MiB", () => {
  const chunk = new Uint8Array(2 ** 20).fill(0x20);
  /** So many MiB, and whether the reading was given up. */
  const endless = (mib: number, cancelled: () => void = () => {}): Response => {
    let left = mib;
    const pull = (controller: ReadableStreamDefaultController): void => {
      if (left-- > 0) controller.enqueue(chunk);
      else controller.close();
    };
    return new Response(new ReadableStream({ pull, cancel: cancelled }, { highWaterMark: 0 }), {
      headers: { "Content-Type": "application/json" },
    });
  };

  it("is read no further, and is an UnexpectedResponseError; the outcome of add is unknown", async () => {
    const cancelled = vi.fn();
    const { client, asked } = portal(() => endless(1000, cancelled));
    const error = await failure(client.call("crm.calllist.list"));
    expect(error).toMatchObject({ name: "UnexpectedResponseError", status: 200, excerpt: "more than 64 MiB" });
    expect(cancelled).toHaveBeenCalledTimes(1);
    expect(await failure(add(client))).toMatchObject({
      name: "OutcomeUnknownError",
      cause: { excerpt: "more than 64 MiB" },
    });
    expect(asked).toHaveLength(2);
  });

  it("counts unpacked: a few packed bytes do not become a text that fills the memory", { tags: "slow" }, async () => {
    const packed = gzipSync(Buffer.alloc(65 * 2 ** 20, 0x20));
    const server = createServer((_, response) => {
      response.writeHead(200, { "Content-Type": "application/json", "Content-Encoding": "gzip" }).end(packed);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    try {
      const { port } = server.address() as AddressInfo;
      const b24 = createClient({ auth: webhook(`http://127.0.0.1:${port}/rest/1/${SECRET}/`), retry: false });
      const error = await failure(b24.call("crm.calllist.list"));
      expect(error).toMatchObject({ name: "UnexpectedResponseError", excerpt: "more than 64 MiB" });
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });

  it("nor does one that is packed again and again: it is not unpacked", async () => {
    const cancelled = vi.fn();
    const packed = (times: number) => {
      const response = endless(1, cancelled);
      response.headers.set("Content-Encoding", Array(times).fill("gzip").join(", "));
      return response;
    };
    const excerptOf = async (response: Response) =>
      (await failure(portal(() => response).client.call("crm.calllist.list"))) as { excerpt?: string };
    expect(await excerptOf(packed(4))).toMatchObject({ excerpt: "more than 3 content encodings" });
    expect(cancelled).toHaveBeenCalledTimes(1);
    expect(await excerptOf(packed(3)), "3 are read").toMatchObject({ excerpt: expect.stringMatching(/^ +$/) });
  });

  it("of the authorisation server is read no further, either", async () => {
    const cancelled = vi.fn();
    const store = storeOf("t1", "r1");
    const fetch = async (url: string) =>
      url.endsWith("/oauth/token/")
        ? endless(1000, cancelled)
        : Response.json({ error: "expired_token" }, { status: 401 });
    const auth = oauth({ clientId: "local.app", clientSecret: "x", store });
    const error = await failure(portal([], { auth, fetch: fetch as never }).client.call("crm.calllist.list"));
    expect(error).toMatchObject({ name: "UnexpectedResponseError", excerpt: "more than 64 MiB" });
    expect(cancelled).toHaveBeenCalledTimes(1);
  });

  it("from a fetch of the caller's own whose responses have no stream is not kept", async () => {
    const response = (length: number) => ({
      status: 200,
      headers: new Headers(),
      text: async () => " ".repeat(length),
    });
    const ask = (length: number) =>
      failure(
        portal([], { fetch: (async () => response(length)) as never, retry: false }).client.call("crm.calllist.list"),
      );
    expect(await ask(64 * 2 ** 20 + 1)).toMatchObject({ excerpt: "more than 64 MiB" });
    expect(await ask(64 * 2 ** 20)).toMatchObject({ excerpt: " ".repeat(200) });
  });

  it("64 are read", async () => {
    const error = await failure(portal(() => endless(64), { retry: false }).client.call("crm.calllist.list"));
    expect(error).toMatchObject({ name: "UnexpectedResponseError", excerpt: " ".repeat(200) });
  });
});

it("a byte order mark is left out at the beginning alone", async () => {
  const { client } = portal(text('\ufeff{"result":[{"ID":61,"NAME":"\ufeffx","SORT":1,"STATUS_ID":"X"}]}'));
  const [status] = await client.call("crm.calllist.statuslist");
  expect(status?.NAME).toBe("\ufeffx");
});

it("characters are put together across chunks", async () => {
  const bytes = new TextEncoder().encode(
    JSON.stringify({ result: [{ ID: 61, NAME: "Обзвон ☎️", SORT: 1, STATUS_ID: "X" }] }),
  );
  const reply: Reply = () =>
    new Response(
      new ReadableStream({
        start(controller) {
          for (const byte of bytes) controller.enqueue(new Uint8Array([byte]));
          controller.close();
        },
      }),
    );
  const [status] = await portal(reply).client.call("crm.calllist.statuslist");
  expect(status?.NAME).toBe("Обзвон ☎️");
});

it("no secret is in any URL, whatever an application calls", async () => {
  const urls: string[] = [];
  const fetch = async (url: string, init: RequestInit) => {
    urls.push(url);
    if (url.endsWith("/oauth/token/")) return Response.json({ access_token: "acc3ss-2", refresh_token: "r3fresh-2" });
    if (String(init.body).includes("acc3ss-1")) return Response.json({ error: "expired_token" }, { status: 401 });
    return json({ result: url.endsWith("add") ? 51 : [] })(undefined as never);
  };
  const store = storeOf("acc3ss-1", "r3fresh-1");
  const auth = oauth({ clientId: "local.app", clientSecret: "cl13nt-s3cret", store });
  const client = createClient({ auth, fetch: fetch as typeof globalThis.fetch });
  await client.call("crm.calllist.list");
  await add(client);
  expect(urls).toEqual([
    "https://portal.example/rest/crm.calllist.list",
    "https://oauth.bitrix.info/oauth/token/",
    "https://portal.example/rest/crm.calllist.list",
    "https://portal.example/rest/crm.calllist.add",
  ]);
  expect(urls.join()).not.toMatch(/acc3ss|r3fresh|s3cret/);
});
