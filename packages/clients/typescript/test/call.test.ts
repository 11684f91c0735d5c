// One call and what the wire can do to it.
import { describe, expect, it } from "vitest";
import {
  AccessError,
  AuthError,
  CallListError,
  type CallListMethod,
  ConnectionError,
  isPortalError,
  LimitError,
  OutcomeUnknownError,
  oauth,
  PortalError,
  PortalMovedError,
  TimeoutError,
  UnexpectedResponseError,
} from "../src/index.ts";
import { broken, cutOff, deno, failure, json, ok, portal, type Reply, SECRET, silent, text, time } from "./portal.ts";

describe("a request", () => {
  it("is a POST of JSON to the webhook's address, with the wire's own names", async () => {
    const { client, asked } = portal(ok([]));
    await client.call("crm.calllist.list", { FILTER: { ">=ID": 20, "@ENTITY_TYPE_ID": [3, "4"] }, start: 50 });
    expect(asked).toMatchObject([
      {
        method: "POST",
        url: `https://portal.example/rest/1/${SECRET}/crm.calllist.list`,
        body: { FILTER: { ">=ID": 20, "@ENTITY_TYPE_ID": [3, "4"] }, start: 50 },
      },
    ]);
    expect(asked[0]!.headers.get("content-type")).toBe("application/json");
  });

  it("without parameters has an empty object as its body", async () => {
    const { client, asked } = portal(ok([]));
    await client.call("crm.calllist.statuslist");
    expect(asked[0]!.body).toEqual({});
  });

  it("with OAuth carries the token in the body, never in the address or a header", async () => {
    const auth = oauth({ portal: "portal.example", accessToken: SECRET });
    const { client, asked } = portal(ok(true), { auth });
    await client.call("crm.calllist.update", { LIST_ID: 13, ENTITY_TYPE: "CONTACT", ENTITIES: [9], WEBFORM_ID: 1 });
    expect(asked[0]).toMatchObject({ url: "https://portal.example/rest/crm.calllist.update", body: { auth: SECRET } });
    expect(JSON.stringify([...asked[0]!.headers])).not.toContain(SECRET);
  });

  it("names the caller's program where it is asked to", async () => {
    const { client, asked } = portal(ok([]), { userAgent: "my-crm/1.0" });
    await client.call("crm.calllist.statuslist");
    expect(asked[0]!.headers.get("user-agent")).toBe("my-crm/1.0");
  });

  it.each(["колл-центр/1.0", "my-crm\r\nX-Injected: 1"])(
    "refuses the userAgent %j at once, and shows a right one",
    (userAgent) => {
      expect(() => portal(ok([]), { userAgent })).toThrow(/^userAgent: .* such as my-crm\/1\.0$/);
    },
  );

  it("does not follow redirects by itself", async () => {
    const seen: string[] = [];
    const { client } = portal((request) => {
      seen.push(request.redirect);
      return ok([])(request);
    });
    await client.call("crm.calllist.statuslist");
    expect(seen).toEqual(["manual"]);
  });
});

describe("a good answer", () => {
  const results: [CallListMethod, unknown][] = [
    ["crm.calllist.add", 51],
    ["crm.calllist.update", true],
    ["crm.calllist.list", []],
    ["crm.calllist.statuslist", [{ ID: 61, NAME: "In progress", SORT: 10, STATUS_ID: "IN_WORK" }]],
  ];
  for (const [method, result] of results) {
    it(`${method} gives the result as it stands on the wire`, async () => {
      const { client } = portal(ok(result));
      const params = method === "crm.calllist.update" ? { WEBFORM_ID: null } : {};
      expect(await client.call(method as "crm.calllist.statuslist", params as never)).toEqual(result);
    });
  }

  it("may lack `time`, which nothing here depends on", async () => {
    const { client } = portal(json({ result: [] }));
    expect(await client.call("crm.calllist.list")).toEqual([]);
  });

  it("is good whatever its content type says", async () => {
    const { client } = portal(text(JSON.stringify({ result: 51, time }), 200, "text/plain"));
    expect(await client.call("crm.calllist.add", { ENTITY_TYPE: "CONTACT", ENTITIES: [9] })).toBe(51);
  });
});

describe("a refusal by the portal", () => {
  const refusals: [why: string, reply: Reply, type: typeof PortalError, fields: object][] = [
    [
      "a code of the method",
      json({ error: "LIST_ID_ERROR", error_description: "Incorrect list id" }, 400),
      PortalError,
      {
        status: 400,
        code: "LIST_ID_ERROR",
        description: "Incorrect list id",
        message: "crm.calllist.get: LIST_ID_ERROR: Incorrect list id (HTTP 400)",
      },
    ],
    [
      "a code nobody knows",
      json({ error: "NEW_CODE", error_description: "x" }, 418),
      PortalError,
      { status: 418, code: "NEW_CODE" },
    ],
    [
      "no code",
      json({ error: "", error_description: "Not found" }, 400),
      PortalError,
      { code: "", description: "Not found", message: "crm.calllist.get: Not found (HTTP 400)" },
    ],
    [
      "no code and no text",
      json({ error: "" }, 400),
      PortalError,
      { code: "", description: "", message: "crm.calllist.get: refused without a code (HTTP 400)" },
    ],
    [
      "a code that is a number",
      json({ error: 100, error_description: "Unknown field" }, 400),
      PortalError,
      { code: "100" },
    ],
    [
      "an argument",
      json({ error: "ERROR_ARGUMENT", error_description: "Order must be a string", argument: "" }, 400),
      PortalError,
      { argument: "" },
    ],
    [
      "401",
      json({ error: "expired_token", error_description: "The access token provided has expired." }, 401),
      AuthError,
      { status: 401, code: "expired_token" },
    ],
    [
      "401 for a plan",
      json({ error: "ACCESS_DENIED", error_description: "REST is available only by subscription." }, 401),
      AuthError,
      { status: 401 },
    ],
    ["401 without a text", json({ error: "invalid_client" }, 401), AuthError, { description: "" }],
    ["403", json({ error: "ACCESS_ERROR", error_description: "Access Denied" }, 403), AccessError, { status: 403 }],
    [
      "404",
      json({ error: "ERROR_METHOD_NOT_FOUND", error_description: "Method not found!" }, 404),
      PortalError,
      { status: 404 },
    ],
    ["429", json({ error: "OPERATION_TIME_LIMIT" }, 429), LimitError, { status: 429 }],
    [
      "503",
      json({ error: "QUERY_LIMIT_EXCEEDED", error_description: "Too many requests" }, 503),
      LimitError,
      { status: 503 },
    ],
    [
      "500 as JSON",
      json({ error: "INTERNAL_SERVER_ERROR", error_description: "Internal server error" }, 500),
      PortalError,
      { status: 500 },
    ],
    ["an error with HTTP 200", json({ error: "LIST_ID_ERROR" }), PortalError, { status: 200, code: "LIST_ID_ERROR" }],
    [
      "a known code with HTTP 200 has the class of its usual status",
      json({ error: "expired_token" }),
      AuthError,
      { status: 200 },
    ],
    ["an error beside a result is an error", json({ error: "ACCESS_ERROR", result: [] }), AccessError, { status: 200 }],
  ];
  for (const [why, reply, type, fields] of refusals) {
    it(`${why}: ${type.name}`, async () => {
      const error = await failure(portal(reply).client.call("crm.calllist.get", { ID: 13 }));
      expect(error).toMatchObject({ name: type.name, method: "crm.calllist.get", ...fields });
      expect(error).toBeInstanceOf(type);
      expect(error).toBeInstanceOf(CallListError);
    });
  }

  it("has an address of its page even where the code is half a character", async () => {
    const error = await failure(portal(json({ error: "\ud800" }, 400)).client.call("crm.calllist.get", { ID: 13 }));
    expect(error).toMatchObject({ docUrl: expect.stringMatching(/errors\.html#%EF%BF%BD$/) });
  });

  it("is recognised by isPortalError, which can ask for a method", async () => {
    const error = await failure(portal(json({ error: "X" }, 400)).client.call("crm.calllist.get", { ID: 13 }));
    expect(isPortalError(error)).toBe(true);
    expect(isPortalError(error, "crm.calllist.get")).toBe(true);
    expect(isPortalError(error, "crm.calllist.add")).toBe(false);
    expect(isPortalError(new Error("x"))).toBe(false);
  });
});

describe("an answer that is not the portal's", () => {
  const page = "<html><body><h1>Bad gateway</h1></body></html>";
  const answers: [why: string, reply: Reply, fields: object][] = [
    ["HTML with 200", text(page), { status: 200, contentType: "text/html", excerpt: page }],
    ["HTML with 403", text(page, 403), { status: 403 }],
    ["HTML with 500", text(page, 500), { status: 500 }],
    ["HTML with 502", text(page, 502), { status: 502 }],
    ["an empty body with 200", text("", 200), { status: 200, excerpt: "" }],
    [
      "an empty body that says so",
      () => new Response(null, { headers: { "Content-Length": "0" } }),
      { contentType: "", excerpt: "" },
    ],
    ["204", () => new Response(null, { status: 204 }), { status: 204, excerpt: "" }],
    ["an empty body with 503", text("", 503), { status: 503 }],
    ["JSON that breaks off", text('{"result":[{"ID":9', 200, "application/json"), { excerpt: '{"result":[{"ID":9' }],
    ["JSON null", json(null), { excerpt: "null" }],
    ["a JSON list", json([1]), {}],
    ["a JSON text with 500", json("oops", 500), {}],
    ["neither result nor error", json({ time }), {}],
    ["a result with 500", json({ result: 1 }, 500), { status: 500 }],
    ["an error that is an object, as the third version of REST sends", json({ error: { code: "X" } }, 400), {}],
  ];
  for (const [why, reply, fields] of answers) {
    it(`${why}: UnexpectedResponseError`, async () => {
      const error = await failure(portal(reply).client.call("crm.calllist.get", { ID: 13 }));
      expect(error).toBeInstanceOf(UnexpectedResponseError);
      expect(error).toMatchObject({ method: "crm.calllist.get", ...fields });
    });
  }

  it("shows 200 characters of a long page and no more", async () => {
    const error = await failure(portal(text("x".repeat(10_000), 502)).client.call("crm.calllist.list"));
    expect((error as UnexpectedResponseError).excerpt).toHaveLength(200);
  });
});

describe("a portal that was renamed", () => {
  for (const status of [300, 301, 302, 307, 308, 399]) {
    it(`${status}: PortalMovedError with the new host and nothing else of the address`, async () => {
      const headers = { Location: `https://renamed.example/rest/1/${SECRET}/crm.calllist.get` };
      const { client, asked } = portal(() => new Response("<html>", { status, headers }));
      const error = await failure(client.call("crm.calllist.get", { ID: 13 }));
      expect(error).toBeInstanceOf(PortalMovedError);
      expect(error).toMatchObject({ status, host: "renamed.example" });
      expect(asked).toHaveLength(1);
    });
  }

  it("in a browser, where a redirect cannot be read: the same without the host", async () => {
    const opaque = Object.defineProperties(new Response(null), { status: { value: 0 }, ok: { value: false } });
    const error = await failure(portal(() => opaque).client.call("crm.calllist.get", { ID: 13 }));
    expect(error).toMatchObject({ name: "PortalMovedError", status: 0, host: "" });
  });
});

describe("no answer", () => {
  it("a refused connection: ConnectionError with the system's code", async () => {
    const error = await failure(portal(broken("ECONNREFUSED")).client.call("crm.calllist.list"));
    expect(error).toMatchObject({ name: "ConnectionError", reason: "ECONNREFUSED" });
    expect(error).toBeInstanceOf(ConnectionError);
  });

  it("a body that breaks off: ConnectionError", async () => {
    const error = await failure(portal(cutOff()).client.call("crm.calllist.list"));
    expect(error).toMatchObject({ name: "ConnectionError", reason: "UND_ERR_SOCKET" });
  });

  it("a runtime that tells no code: ConnectionError without a reason", async () => {
    const reply = (): never => {
      throw new TypeError("Load failed");
    };
    const error = await failure(portal(reply).client.call("crm.calllist.list"));
    expect(error).toMatchObject({ name: "ConnectionError", reason: "" });
  });

  it("nothing in time: TimeoutError after the client's timeout, or the call's own", async () => {
    const { client, clock } = portal(silent, { retry: false });
    expect(await failure(client.call("crm.calllist.list"))).toMatchObject({ name: "TimeoutError", timeout: 60_000 });
    expect(clock.elapsed()).toBe(60_000);

    const own = await failure(client.call("crm.calllist.list", {}, { timeout: 500 }));
    expect(own).toBeInstanceOf(TimeoutError);
    expect(clock.elapsed()).toBe(60_500);
    expect(clock.pending()).toBe(0);
  });

  it("aborted by the caller: rejects with the signal's reason, and leaves no timer", async () => {
    const controller = new AbortController();
    const { client, clock } = portal(silent);
    const call = failure(client.call("crm.calllist.list", {}, { signal: controller.signal }));
    controller.abort(new Error("the user left"));
    expect(await call).toEqual(new Error("the user left"));
    expect([clock.elapsed(), clock.pending()]).toEqual([0, 0]);
  });

  it("a signal that times out is the caller's, not the client's", async () => {
    const controller = new AbortController();
    const reason = new DOMException("signal timed out", "TimeoutError");
    const call = failure(portal(silent).client.call("crm.calllist.list", {}, { signal: controller.signal }));
    controller.abort(reason);
    expect(await call).toBe(reason);
  });

  it("aborted where the platform tells no reason: an AbortError", async () => {
    const { client, asked } = portal(ok([]));
    const signal = Object.defineProperty(AbortSignal.abort(), "reason", { value: undefined });
    expect(await failure(client.call("crm.calllist.list", {}, { signal }))).toMatchObject({ name: "AbortError" });
    expect(asked).toEqual([]);
  });

  it("aborted for the client as a whole: the same", async () => {
    const controller = new AbortController();
    const { client, clock } = portal(silent, { signal: controller.signal });
    const calls = [1, 2].map((ID) => failure(client.call("crm.calllist.get", { ID })));
    controller.abort(new Error("shutting down"));
    expect(await Promise.all(calls)).toEqual([new Error("shutting down"), new Error("shutting down")]);
    expect(clock.pending()).toBe(0);
  });

  it("leaves no listener at the caller's signal, however the call ends", async () => {
    const { signal } = new AbortController();
    const listeners: unknown[] = [];
    signal.addEventListener = (_: string, listener: unknown) => void listeners.push(listener);
    signal.removeEventListener = (type: string, listener: unknown) =>
      void (type === "abort" && listeners.splice(listeners.indexOf(listener), 1));
    for (const reply of [ok([]), broken("ECONNRESET"), silent, json({ error: "X" }, 400)]) {
      const { client, clock } = portal(reply);
      await client.call("crm.calllist.statuslist", {}, { signal }).catch(() => {});
      expect(listeners).toEqual([]);
      expect(clock.pending()).toBe(0);
    }
  });

  it("aborted before it began: nothing is sent", async () => {
    const { client, asked } = portal(ok([]));
    const signal = AbortSignal.abort(new Error("too late"));
    expect(await failure(client.call("crm.calllist.list", {}, { signal }))).toEqual(new Error("too late"));
    expect(asked).toEqual([]);
  });

  it("Infinity, or more than a timer takes, is no limit", async () => {
    const timersDuring = async (timeout: number): Promise<number> => {
      let timers = -1;
      const { client, clock } = portal((request) => {
        timers = clock.pending();
        return ok([])(request);
      });
      await client.call("crm.calllist.list", {}, { timeout, deadline: Number.POSITIVE_INFINITY });
      return timers;
    };
    expect(await timersDuring(2 ** 31 - 1)).toBe(1);
    for (const timeout of [Number.POSITIVE_INFINITY, 2 ** 40]) {
      expect(await timersDuring(timeout)).toBe(0);
    }
  });

  it("a fetch that does not listen to its signal cannot outlast the timeout or the abort", async () => {
    const { client } = portal(() => new Promise(() => {}), { retry: false });
    expect(await failure(client.call("crm.calllist.list", {}, { timeout: 50 }))).toBeInstanceOf(TimeoutError);

    const controller = new AbortController();
    const aborted = failure(client.call("crm.calllist.list", {}, { signal: controller.signal }));
    controller.abort(new Error("enough"));
    expect(await aborted).toEqual(new Error("enough"));
  });

  it("parameters that are no JSON are the caller's TypeError, and nothing is sent", async () => {
    const { client, asked } = portal(ok(1));
    const error = await failure(client.call("crm.calllist.add", { ENTITY_TYPE: "CONTACT", ENTITIES: [9n as never] }));
    expect(error).toBeInstanceOf(TypeError);
    expect(asked).toEqual([]);
  });

  it("a runtime that throws a plain error, as workerd does: ConnectionError without a reason", async () => {
    const reply = (): never => {
      throw new Error("Network connection lost.");
    };
    const error = await failure(portal(reply).client.call("crm.calllist.list"));
    expect(error).toMatchObject({ name: "ConnectionError", reason: "" });
  });

  it("a client with a wrong timeout is not made", () => {
    expect(() => portal(ok([]), { timeout: -1 })).toThrow(TypeError);
  });

  for (const timeout of [0, -1, Number.NaN]) {
    it(`timeout ${timeout} is refused with an example of a right one`, async () => {
      const error = await failure(portal(ok([])).client.call("crm.calllist.list", {}, { timeout }));
      expect(error).toEqual(new TypeError("timeout: a number of milliseconds above 0, such as 20000"));
    });
  }
});

describe("crm.calllist.add, which must not be sent twice", () => {
  const params = { ENTITY_TYPE: "CONTACT", ENTITIES: [9, 17] } as const;
  const add = (reply: Reply): Promise<unknown> =>
    failure(portal(reply).client.call("crm.calllist.add", { ...params, ENTITIES: [9, 17] }));

  const unknown: [why: string, reply: Reply, cause: string][] = [
    ["the connection was reset", broken("ECONNRESET"), "ConnectionError"],
    // Where a connection breaks that was used before, Deno sends once more by itself, and tells of that attempt alone.
    ["no connection, as Deno tells it", deno("Connect"), "ConnectionError"],
    ["the answer broke off", cutOff(), "ConnectionError"],
    ["a gateway's page with 502", text("<html>", 502), "UnexpectedResponseError"],
    ["HTML with 200", text("<html>"), "UnexpectedResponseError"],
    ["500 as JSON", json({ error: "INTERNAL_SERVER_ERROR" }, 500), "PortalError"],
    ["a database error", json({ error: "ERROR_CORE" }, 500), "PortalError"],
    ["a gateway's own JSON with 502", json({ error: "BAD_GATEWAY" }, 502), "PortalError"],
    ["500 without a code", json({ error: "" }, 500), "PortalError"],
    ["503 with an unknown code", json({ error: "MAINTENANCE" }, 503), "LimitError"],
  ];
  for (const [why, reply, cause] of unknown) {
    it(`${why}: OutcomeUnknownError that says how to find out and carries what was sent`, async () => {
      const error = await add(reply);
      expect(error).toBeInstanceOf(OutcomeUnknownError);
      expect(error).toMatchObject({ method: "crm.calllist.add", params, cause: { name: cause } });
      expect((error as Error).message).toContain("Look with crm.calllist.list, newest first");
    });
  }

  it("carries no token that an untyped caller put among the parameters", async () => {
    const { client } = portal(broken("ECONNRESET"));
    const error = await failure(
      client.call("crm.calllist.add", { ...params, auth: SECRET, access_token: SECRET } as never),
    );
    expect(error).toMatchObject({ params });
    expect(JSON.stringify(error)).not.toContain(SECRET);
  });

  const known: [why: string, reply: Reply, name: string][] = [
    ["refused", json({ error: "ENTITY_ERROR", error_description: "Incorrect entities id" }, 400), "PortalError"],
    ["over the limit", json({ error: "QUERY_LIMIT_EXCEEDED" }, 503), "LimitError"],
    ["not authorised", json({ error: "expired_token" }, 401), "AuthError"],
    ["a redirect", () => new Response(null, { status: 302 }), "PortalMovedError"],
    ["never connected", broken("ECONNREFUSED"), "ConnectionError"],
    ["no such host", broken("ENOTFOUND"), "ConnectionError"],
    ["a certificate that is not trusted", broken("DEPTH_ZERO_SELF_SIGNED_CERT"), "ConnectionError"],
    ["a page with 403", text("<html>", 403), "UnexpectedResponseError"],
    ["a page with 413", text("<html>", 413), "UnexpectedResponseError"],
  ];
  for (const [why, reply, name] of known) {
    it(`${why}: nothing was made, so ${name} as for any method`, async () => {
      expect(await add(reply)).toMatchObject({ name });
    });
  }
});
