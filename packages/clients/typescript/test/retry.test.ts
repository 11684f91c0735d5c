// Which calls are sent again, how often and when. The decisions are rows of one table; here is what each does.
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { outcomeOf } from "../src/errors.ts";
import { OUTCOMES, type Outcome } from "../src/generated/outcomes.ts";
import type { CallListMethod, Method } from "../src/index.ts";
import { testClock } from "./clock.ts";
import { broken, cutOff, failure, json, ok, portal, type Reply, SECRET, silent, text } from "./portal.ts";

const redirect =
  (location: string, status = 302): Reply =>
  () =>
    new Response("<html>", { status, headers: { Location: location } });

/** A fault, the row it belongs to, and the error of a call that meets it again and again. */
const FAULTS: Record<string, [reply: Reply, outcome: Outcome, error: object]> = {
  "a connection that is refused": [broken("ECONNREFUSED"), "unreachable", { name: "ConnectionError" }],
  "a host that is not found": [broken("ENOTFOUND"), "unreachable", { reason: "ENOTFOUND" }],
  "a certificate that is not trusted": [broken("CERT_HAS_EXPIRED"), "misconfigured", { reason: "CERT_HAS_EXPIRED" }],
  "a page with 400": [text("<html>", 400), "rejected", { name: "UnexpectedResponseError", status: 400 }],
  "a page with 499": [text("<html>", 499), "rejected", { name: "UnexpectedResponseError", status: 499 }],
  "a page with 408": [text("<html>", 408), "gateway-error", { name: "UnexpectedResponseError", status: 408 }],
  "a page with 421": [text("<html>", 421), "not-accepted", { name: "UnexpectedResponseError", status: 421 }],
  "a page with 425": [text("<html>", 425), "not-accepted", { name: "UnexpectedResponseError", status: 425 }],
  "PHP warnings before the JSON": [
    text('<br />\n<b>Warning</b>: x<br />\n{"result":1}', 200, "application/json"),
    "not-a-portal",
    { name: "UnexpectedResponseError", status: 200, excerpt: expect.stringContaining("Warning") },
  ],
  "a result that no method returns": [ok(0), "not-a-portal", { status: 200, excerpt: "result: 0" }],
  "a reset before the answer": [
    broken("ECONNRESET"),
    "disconnected",
    { name: "ConnectionError", reason: "ECONNRESET" },
  ],
  "a socket that closes": [broken("UND_ERR_SOCKET"), "disconnected", { name: "ConnectionError" }],
  "a body that breaks off": [cutOff(), "disconnected", { name: "ConnectionError" }],
  "no answer in time": [silent, "timed-out", { name: "TimeoutError", sent: true }],
  "500 as HTML": [text("<html>", 500), "gateway-error", { name: "UnexpectedResponseError", status: 500 }],
  "502 as HTML": [text("<html>", 502), "gateway-error", { status: 502 }],
  "504 as HTML": [text("<html>", 504), "gateway-error", { status: 504 }],
  "503 as HTML": [text("<html>", 503), "gateway-error", { status: 503 }],
  "a gateway's own JSON with 502": [json({ error: "BAD_GATEWAY" }, 502), "gateway-error", { name: "PortalError" }],
  "an unknown code with 503": [json({ error: "MAINTENANCE" }, 503), "gateway-error", { name: "LimitError" }],
  "JSON that is cut": [text('{"result":', 200, "application/json"), "truncated", { name: "UnexpectedResponseError" }],
  "JSON that is cut, behind blank lines, with its content type in capitals": [
    text('\n {"result":', 200, "APPLICATION/JSON"),
    "truncated",
    { name: "UnexpectedResponseError" },
  ],
  "a brace that begins no JSON": [text("{result", 200), "not-a-portal", { name: "UnexpectedResponseError" }],
  "JSON that is no object": [text("[1", 200, "application/json"), "not-a-portal", { name: "UnexpectedResponseError" }],
  "an empty answer": [text("", 200), "truncated", { name: "UnexpectedResponseError" }],
  "JSON without result or error": [json({ time: {} }), "truncated", { name: "UnexpectedResponseError" }],
  "500 as JSON": [json({ error: "INTERNAL_SERVER_ERROR" }, 500), "crashed", { name: "PortalError" }],
  "a database error": [json({ error: "ERROR_CORE" }, 500), "crashed", { code: "ERROR_CORE" }],
  "an unknown code with 500": [json({ error: "X" }, 500), "crashed", { name: "PortalError" }],
  "an unknown code with 501": [json({ error: "X" }, 501), "gateway-error", { name: "PortalError" }],
  "an unknown code with 429": [json({ error: "X" }, 429), "rate-limited", { name: "LimitError" }],
  "an unknown code with 499": [json({ error: "X" }, 499), "rejected", { name: "PortalError" }],
  "a code named as a property of every object, with 500": [
    json({ error: "constructor" }, 500),
    "crashed",
    { name: "PortalError", code: "constructor" },
  ],
  "HTML with 200": [text("<html>login"), "not-a-portal", { name: "UnexpectedResponseError", status: 200 }],
  "too many requests": [json({ error: "QUERY_LIMIT_EXCEEDED" }, 503), "rate-limited", { name: "LimitError" }],
  "429 from a front end": [text("<html>", 429), "rate-limited", { name: "UnexpectedResponseError" }],
  "the method's working time is used up": [
    json({ error: "OPERATION_TIME_LIMIT" }, 429),
    "quota-exhausted",
    { name: "LimitError", code: "OPERATION_TIME_LIMIT" },
  ],
  "an expired token that cannot be renewed": [
    json({ error: "expired_token" }, 401),
    "token-expired",
    { name: "AuthError" },
  ],
  "a redirect to a host that is not trusted": [
    redirect("https://elsewhere.example/"),
    "moved",
    { name: "PortalMovedError", host: "elsewhere.example" },
  ],
  "a refusal": [json({ error: "LIST_ID_ERROR" }, 400), "rejected", { name: "PortalError", status: 400 }],
  "an error with 200": [json({ error: "LIST_ID_ERROR" }), "rejected", { name: "PortalError", status: 200 }],
  "an unknown code with 400": [json({ error: "" }, 400), "rejected", { name: "PortalError" }],
  "a block by hand": [json({ error: "OVERLOAD_LIMIT" }, 401), "rejected", { name: "AuthError" }],
  "a block by hand, as older portals send it": [json({ error: "OVERLOAD_LIMIT" }, 503), "rejected", {}],
  "a portal that is deleted": [json({ error: "PORTAL_DELETED" }, 403), "rejected", { name: "AccessError" }],
  "a plan without REST": [json({ error: "ACCESS_DENIED" }, 401), "rejected", { name: "AuthError" }],
  "a webhook that is wrong": [json({ error: "INVALID_CREDENTIALS" }, 401), "rejected", { name: "AuthError" }],
  "an unknown method": [json({ error: "ERROR_METHOD_NOT_FOUND" }, 404), "rejected", { name: "PortalError" }],
  "a page with 403": [text("<html>", 403), "rejected", { name: "UnexpectedResponseError" }],
  "a page with 413": [text("<html>", 413), "rejected", { status: 413 }],
};

/** How often a call is sent that meets the fault again and again: five times where that may be, else once. */
const MAY_BE_REPEATED: Outcome[] = ["unreachable", "not-accepted", "rate-limited", "quota-exhausted"];
const MAY_BE_REPEATED_IF_HARMLESS: Outcome[] = ["disconnected", "timed-out", "gateway-error", "truncated"];
const UNKNOWN: Outcome[] = [...MAY_BE_REPEATED_IF_HARMLESS, "crashed", "not-a-portal"];

const UNSENT: Outcome[] = ["unreachable", "misconfigured"];

const CALLS: Record<string, [method: Method, params: object, harmless: boolean]> = {
  get: ["crm.calllist.get", { ID: 13 }, true],
  list: ["crm.calllist.list", {}, true],
  "items.get": ["crm.calllist.items.get", { LIST_ID: 13 }, true],
  statuslist: ["crm.calllist.statuslist", {}, true],
  update: ["crm.calllist.update", { LIST_ID: 13, ENTITY_TYPE: "CONTACT", ENTITIES: [9], WEBFORM_ID: 1 }, true],
  add: ["crm.calllist.add", { ENTITY_TYPE: "CONTACT", ENTITIES: [9] }, false],
  "a batch that reads": ["batch", { cmd: { a: "crm.calllist.get?ID=13", b: "crm.calllist.statuslist" } }, true],
  "a batch with add": ["batch", { cmd: ["crm.calllist.get?ID=13", "crm.calllist.add?ENTITY_TYPE=CONTACT"] }, false],
  "a batch of which nobody knows the commands": ["batch", {}, false],
  "a batch with a method nobody knows": ["batch", { cmd: ["crm.contact.delete?ID=1"] }, false],
};

describe.each(Object.entries(CALLS))("%s", (_, [method, params, harmless]) => {
  it.each(Object.entries(FAULTS))("that meets %s", async (__, [reply, outcome, fields]) => {
    const { client, asked, clock } = portal(reply);
    const error = (await failure(client.call(method as CallListMethod, params as never))) as Error;

    const repeated = MAY_BE_REPEATED.includes(outcome) || (harmless && MAY_BE_REPEATED_IF_HARMLESS.includes(outcome));
    expect(asked).toHaveLength(repeated ? 5 : 1);
    for (const { body } of asked) expect(body).toEqual(params);

    if (!harmless && UNKNOWN.includes(outcome)) {
      expect(error).toMatchObject({ name: "OutcomeUnknownError", method, params, cause: fields });
      expect(outcomeOf(error.cause as never)).toBe(outcome);
    } else {
      expect(error).toMatchObject({ method, ...fields });
      expect(outcomeOf(error as never)).toBe(outcome);
    }
    expect(error).toMatchObject({ executed: OUTCOMES[outcome].executed, sent: !UNSENT.includes(outcome) });
    expect(inspect(error, { depth: 9, showHidden: true }) + error.stack).not.toContain(SECRET);
    expect(clock.pending()).toBe(0);
  });
});

it("every row of the table is met above, or ends without an error of the wire", () => {
  const met = new Set(Object.values(FAULTS).map(([, outcome]) => outcome));
  const others = Object.keys(OUTCOMES).filter((outcome) => !met.has(outcome as Outcome));
  expect(others).toEqual(["not-sent"]);
});

describe("after a fault that passes", () => {
  it.each(Object.entries(FAULTS).filter(([, [, outcome]]) => MAY_BE_REPEATED.includes(outcome)))(
    "%s: add is carried out once",
    async (_, [reply]) => {
      const { client, asked } = portal([reply, reply, ok(51)]);
      expect(await client.call("crm.calllist.add", { ENTITY_TYPE: "CONTACT", ENTITIES: [9] })).toBe(51);
      expect(asked).toHaveLength(3);
    },
  );

  it.each(Object.entries(FAULTS).filter(([, [, outcome]]) => MAY_BE_REPEATED_IF_HARMLESS.includes(outcome)))(
    "%s: a list is read",
    async (_, [reply]) => {
      const { client } = portal([reply, ok([])]);
      expect(await client.call("crm.calllist.list")).toEqual([]);
    },
  );
});

describe("pauses", () => {
  const lost = text("<html>", 502);
  const times = async (replies: Reply[], retry = {}, chance = 0): Promise<number[]> => {
    const at: number[] = [];
    const seen = replies.map(
      (reply): Reply =>
        (request) => {
          at.push(clock.elapsed());
          return reply(request);
        },
    );
    const { client, clock } = portal(seen, { retry });
    clock.chance = chance;
    await client.call("crm.calllist.list").catch(() => {});
    return at;
  };

  it("double from a second on, up to half a minute", async () => {
    const retry = { attempts: 8 };
    expect(await times([lost], retry)).toEqual([0, 1000, 3000, 7000, 15_000, 31_000, 61_000, 91_000]);
  });

  it("lose up to a half by chance", async () => {
    expect(await times([lost, lost, ok([])], {}, 0.5)).toEqual([0, 750, 2250]);
  });

  it("are as long as asked for", async () => {
    expect(await times([lost], { attempts: 4, delay: 10, maxDelay: 25 })).toEqual([0, 10, 30, 55]);
  });

  it("are as long as Retry-After says, in seconds or as a date", async () => {
    const after = (value: string) => json({ error: "QUERY_LIMIT_EXCEEDED" }, 503, { "Retry-After": value });
    expect(await times([after("45"), ok([])])).toEqual([0, 45_000]);
    expect(await times([after("Thu, 20 Aug 2026 06:09:16 GMT"), ok([])])).toEqual([0, 60_000]);
    expect(await times([after("soon"), ok([])])).toEqual([0, 1000]);
    expect(await times([after("Thu, 20 Aug 2026 06:00:00 GMT"), ok([])])).toEqual([0, 1000]);
    expect(await times([after("60.5"), ok([])])).toEqual([0, 1000]);
  });

  it("are a day at most, whatever Retry-After says", async () => {
    for (const value of ["9".repeat(400), "86401", "Thu, 20 Aug 2099 06:09:16 GMT"]) {
      const busy = json({ error: "QUERY_LIMIT_EXCEEDED" }, 503, { "Retry-After": value });
      const { client } = portal(busy, { deadline: 5000 });
      const error = await failure(client.call("crm.calllist.list"));
      expect(error).toMatchObject({ retryAt: new Date("2026-08-21T06:08:16Z") });
    }
  });

  it("a wait for the call's turn that comes to nothing leaves the last error", async () => {
    let turns = 0;
    const limiter = { acquire: () => (turns++ === 0 ? undefined : new Promise<never>(() => {})) };
    const { client, clock } = portal(lost, { limiter, deadline: 5000 });
    expect(await failure(client.call("crm.calllist.list"))).toMatchObject({ status: 502 });
    expect(clock.elapsed()).toBe(5000);
    const added = failure(client.call("crm.calllist.add", { ENTITY_TYPE: "CONTACT", ENTITIES: [9] }));
    expect(await added).toMatchObject({ name: "TimeoutError", sent: false });
  });

  it("nothing is sent after a turn that came when the deadline was over", async () => {
    const clock = testClock();
    let late = 0;
    const limiter = {
      acquire: () => {
        late = 5000;
        return undefined;
      },
    };
    const { client, asked } = portal(ok([]), {
      clock: { ...clock, now: () => clock.now() + late },
      limiter,
      deadline: 5000,
    });
    const error = await failure(client.call("crm.calllist.list"));
    expect(error).toMatchObject({ name: "TimeoutError", timeout: 5000, sent: false });
    expect(asked).toEqual([]);
  });

  it("a call that is aborted already does not ask for its turn, and is no request for a hook", async () => {
    const told: string[] = [];
    const limiter = { acquire: (portal: string) => void told.push(portal) };
    const hooks = { request: () => told.push("request"), response: () => told.push("response") };
    const signal = AbortSignal.abort(new Error("enough"));
    for (const options of [{ limiter, hooks }, { limits: false, hooks } as const]) {
      const { client } = portal(ok([]), options);
      expect(await failure(client.call("crm.calllist.list", {}, { signal }))).toEqual(new Error("enough"));
    }
    expect(told).toEqual([]);
  });

  it("never go past the time for repeating", async () => {
    expect(await times([lost], { attempts: 99, time: 20_000 })).toEqual([0, 1000, 3000, 7000, 15_000]);
    expect(await times([lost], { attempts: 99, time: 15_000 })).toEqual([0, 1000, 3000, 7000, 15_000]);
    expect(await times([lost], { attempts: 99, time: 14_999 })).toEqual([0, 1000, 3000, 7000]);
  });

  it("never go past the call's deadline, and then the last error is what is thrown", async () => {
    const { client, asked, clock } = portal(lost, { deadline: 5000 });
    const error = await failure(client.call("crm.calllist.list"));
    expect(error).toMatchObject({ status: 502 });
    expect(error).not.toHaveProperty("retryAt");
    expect(asked).toHaveLength(3);
    expect(clock.elapsed()).toBe(3000);
  });

  it("a Retry-After past the deadline is not waited for; the error tells it", async () => {
    const busy = json({ error: "QUERY_LIMIT_EXCEEDED" }, 503, { "Retry-After": "60" });
    const { client, clock } = portal(busy, { deadline: 5000 });
    const error = await failure(client.call("crm.calllist.list"));
    expect(error).toMatchObject({ name: "LimitError", retryAt: new Date("2026-08-20T06:09:16Z") });
    expect(clock.elapsed()).toBe(0);
  });

  it("end at once when the call is aborted", async () => {
    const controller = new AbortController();
    const { client, clock } = portal(lost, { hooks: { retry: () => controller.abort(new Error("enough")) } });
    const error = await failure(client.call("crm.calllist.list", {}, { signal: controller.signal }));
    expect(error).toEqual(new Error("enough"));
    expect(clock.pending()).toBe(0);
  });

  it("nothing is sent when the deadline is over", async () => {
    const busy = json({ error: "QUERY_LIMIT_EXCEEDED" }, 503, { "Retry-After": "5" });
    const { client, asked } = portal([busy, silent], { deadline: 5000 });
    const params = { ENTITY_TYPE: "CONTACT" as const, ENTITIES: [9] };
    expect(await failure(client.call("crm.calllist.add", params))).toMatchObject({ name: "LimitError" });
    expect(asked).toHaveLength(1);
  });

  it("an attempt gets what is left of the deadline", async () => {
    const { client, clock } = portal([lost, silent], { deadline: 10_000 });
    const error = await failure(client.call("crm.calllist.list"));
    expect(error).toMatchObject({ name: "TimeoutError", timeout: 9000 });
    expect(clock.elapsed()).toBe(10_000);
  });
});

describe("retry: false", () => {
  it.each(Object.entries(FAULTS))("%s: sent once", async (_, [reply]) => {
    const { client, asked } = portal(reply, { retry: false });
    await failure(client.call("crm.calllist.get", { ID: 13 }));
    expect(asked).toHaveLength(1);
  });
});

it("wrong numbers are refused with an example of right ones", () => {
  for (const name of ["attempts", "time", "delay", "maxDelay"]) {
    for (const wrong of [-1, Number.NaN]) {
      expect(() => portal(ok([]), { retry: { [name]: wrong } })).toThrow(
        "retry: false, or numbers such as { attempts: 5",
      );
    }
  }
  expect(() => portal(ok([]), { retry: { attempts: 0 } })).toThrow("retry: false");
  portal(ok([]), { retry: { attempts: 1, time: 0, delay: 0, maxDelay: 0 } });
  expect(() => portal(ok([]), { deadline: 0 })).toThrow("deadline: a number of milliseconds above 0");
});
