// What the recorded vectors leave out: authorisation, limits, the token endpoint, faults. From the portal's documented
// and observed behaviour; the clock stands still until a test turns it.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { FAULTS, type FaultName, type Sandbox, type Seed, startSandbox } from "../src/index.ts";

const CLOCK = "2025-11-20T12:00:00+02:00";
const CODE = "xxxxxxxxxxxxxxxx";

const seed: Seed = {
  timezone: "+02:00",
  clock: CLOCK,
  users: [{ id: 1, admin: true }, { id: 2 }],
  contacts: { from: 1, to: 10 },
  statuses: [{ ID: 61, NAME: "In progress", SORT: 10, STATUS_ID: "IN_WORK" }],
  lists: [{ ID: 13, DATE_CREATE: "2025-07-14 08:47:19", CREATED_BY_ID: 1, ENTITY_TYPE_ID: 3, participants: [1, 2, 3] }],
  webhooks: [
    { user: 1, code: CODE },
    { user: 1, code: "without-crm", scope: [] },
    { user: 1, code: "blocked", blocked: true },
  ],
  apps: [
    { clientId: "app", clientSecret: "app-secret" },
    { clientId: "without-crm", clientSecret: "s", scope: [] },
    { clientId: "removed", clientSecret: "s", state: "removed" },
    { clientId: "unpaid", clientSecret: "s", state: "unpaid" },
    { clientId: "inactive", clientSecret: "s", state: "inactive" },
    { clientId: "for-user-2", clientSecret: "s", users: [2] },
  ],
  tokens: ["app", "without-crm", "removed", "unpaid", "inactive", "for-user-2"].map((clientId) => ({
    accessToken: `${clientId}-token`,
    refreshToken: `${clientId}-refresh`,
    clientId,
    user: 1,
  })),
  codes: [{ code: "app-code", clientId: "app", user: 1 }],
};

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ seed });
});
beforeEach(() => sandbox.control.seed(seed));
afterAll(() => sandbox.close());

async function call(path: string, init?: RequestInit): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(sandbox.url + path, { redirect: "manual", ...init });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const get = (code: string): string => `/rest/1/${code}/crm.calllist.get?ID=13`;

describe("who is let in", () => {
  const cases: [cause: string, path: string, status: number, code: string, text: string][] = [
    ["no credentials", "/rest/crm.calllist.get?ID=13", 401, "NO_AUTH_FOUND", "Wrong authorization data"],
    ["an unknown code", get("wrong"), 401, "INVALID_CREDENTIALS", "Invalid request credentials"],
    [
      "a code of another user",
      `/rest/2/${CODE}/crm.calllist.get`,
      401,
      "INVALID_CREDENTIALS",
      "Invalid request credentials",
    ],
    [
      "a webhook without crm",
      get("without-crm"),
      401,
      "insufficient_scope",
      "The request requires higher privileges than provided by the webhook token",
    ],
    ["a blocked webhook", get("blocked"), 401, "OVERLOAD_LIMIT", "REST API is blocked due to overload."],
    [
      "an unknown token",
      "/rest/crm.calllist.get?ID=13&auth=wrong",
      401,
      "invalid_token",
      "Unable to get application by token",
    ],
    [
      "a stray token beside a good webhook",
      `${get(CODE)}&auth=wrong`,
      401,
      "invalid_token",
      "Unable to get application by token",
    ],
    [
      "a token without crm",
      "/rest/crm.calllist.get?auth=without-crm-token",
      401,
      "insufficient_scope",
      "The request requires higher privileges than provided by the access token",
    ],
    [
      "an application that was removed",
      "/rest/profile?auth=removed-token",
      401,
      "ERROR_OAUTH",
      "Application not installed",
    ],
    [
      "an unpaid application",
      "/rest/profile?auth=unpaid-token",
      401,
      "PAYMENT_REQUIRED",
      "Subscription has been ended",
    ],
    [
      "an inactive application",
      "/rest/profile?auth=inactive-token",
      401,
      "APPLICATION_NOT_FOUND",
      "Application not found",
    ],
    [
      "an application that is not for this user",
      "/rest/profile?auth=for-user-2-token",
      401,
      "user_access_error",
      "The user does not have access to the application.",
    ],
    [
      "an unknown method, before everything else",
      "/rest/1/wrong/crm.calllist.delete",
      404,
      "ERROR_METHOD_NOT_FOUND",
      "Method not found!",
    ],
    [
      "a signed link",
      `${get(CODE)}&token=crm|query|signature`,
      403,
      "ACCESS_DENIED",
      "Access denied! Link check failed",
    ],
  ];
  for (const [cause, path, status, code, text] of cases) {
    it(`${cause}: ${status} ${code}`, async () => {
      expect(await call(path)).toEqual({ status, body: { error: code, error_description: text } });
    });
  }

  it("methods of no scope are for everyone who is let in", async () => {
    const { status, body } = await call("/rest/1/without-crm/profile");
    expect({ status, result: body.result }).toMatchObject({ status: 200, result: { ID: "1", ADMIN: true } });
  });

  it("a token ends after an hour", async () => {
    expect((await call("/rest/crm.calllist.get?ID=13&auth=app-token")).status).toBe(200);
    sandbox.control.turnClock(3600);
    const { status, body } = await call("/rest/crm.calllist.get?ID=13&auth=app-token");
    expect({ status, code: body.error }).toEqual({ status: 401, code: "expired_token" });
  });

  it("inside a batch the scope is asked for each command, and the text is empty", async () => {
    const { body } = await call("/rest/1/without-crm/batch?cmd[a]=crm.calllist.get%3FID%3D13");
    expect((body.result as { result_error: unknown }).result_error).toEqual({
      a: { error: "insufficient_scope", error_description: "" },
    });
  });

  it("the free plan lets neither webhooks nor applications in", async () => {
    sandbox.control.seed({ ...seed, plan: "free" });
    expect((await call(get(CODE))).body.error_description).toBe("REST is available only by subscription.");
    const byToken = await call("/rest/crm.calllist.get?ID=13&auth=app-token");
    expect(byToken.body.error_description).toBe("REST is available only on commercial plans.");
  });

  it("a deleted portal answers nothing else", async () => {
    sandbox.control.seed({ ...seed, deleted: true });
    const body = { error: "PORTAL_DELETED", error_description: "Portal was deleted" };
    expect(await call("/rest/no.such.method")).toEqual({ status: 403, body });
  });
});

describe("the cloud's limits", () => {
  it("50 requests at once are let through, then 2 a second", async () => {
    const ask = async (times: number): Promise<number[]> => {
      const statuses: number[] = [];
      for (let i = 0; i < times; i++) statuses.push((await call(get(CODE))).status);
      return statuses;
    };
    expect(await ask(52)).toEqual([...Array(50).fill(200), 503, 503]);
    sandbox.control.turnClock(1);
    expect(await ask(3)).toEqual([200, 200, 503]);
  });

  it("a method that has worked too long is blocked until the minutes in which it did are ten minutes old", async () => {
    sandbox.control.addWorkingTime("crm.calllist.get", 1, 480);
    const blocked = await call(get(CODE));
    expect(blocked).toEqual({
      status: 429,
      body: { error: "OPERATION_TIME_LIMIT", error_description: "Method is blocked due to operation time limit." },
    });
    const other = await call(`/rest/1/${CODE}/crm.calllist.statuslist`);
    expect(other.status, "other methods work on").toBe(200);
    const inBatch = await call(`/rest/1/${CODE}/batch?cmd[a]=crm.calllist.get%3FID%3D13`);
    expect((inBatch.body.result as { result_error: object }).result_error).toMatchObject({
      a: { error: "OPERATION_TIME_LIMIT" },
    });
    sandbox.control.turnClock(600);
    expect((await call(get(CODE))).status).toBe(200);
  });

  it("an application's working time is its own", async () => {
    sandbox.control.addWorkingTime("crm.calllist.get", "app", 480);
    expect((await call("/rest/crm.calllist.get?ID=13&auth=app-token")).status).toBe(429);
    expect((await call(get(CODE))).status, "the webhook's is not used up").toBe(200);
    expect(() => sandbox.control.addWorkingTime("crm.calllist.get", "nobody", 1)).toThrow("no application nobody");
  });

  it("an answer says how much time its method has taken", async () => {
    sandbox.control.addWorkingTime("crm.calllist.get", 1, 12.5);
    const { body } = await call(get(CODE));
    expect(body.time).toMatchObject({ operating: 12.5, operating_reset_at: Date.parse(CLOCK) / 1000 + 600 });
  });
});

describe("the token endpoint", () => {
  const ask = (parameters: Record<string, string>): ReturnType<typeof call> =>
    call(`/oauth/token/?${new URLSearchParams(parameters)}`);
  const app = { client_id: "app", client_secret: "app-secret" };
  const refresh = { grant_type: "refresh_token", ...app, refresh_token: "app-refresh" };

  it("gives new tokens for a refresh token, once", async () => {
    const { status, body } = await ask(refresh);
    expect(status).toBe(200);
    expect(body).toMatchObject({ expires_in: 3600, scope: "crm", user_id: 1, client_endpoint: `${sandbox.url}/rest/` });
    expect((await call(`/rest/crm.calllist.get?ID=13&auth=${body.access_token}`)).status).toBe(200);
    expect(await ask(refresh), "it rotates").toEqual({ status: 400, body: { error: "invalid_grant" } });
    const again = await ask({ ...refresh, refresh_token: String(body.refresh_token) });
    expect(again.status).toBe(200);
  });

  it("takes the parameters in the body of a POST, which keeps secrets out of logs", async () => {
    const response = await fetch(`${sandbox.url}/oauth/token/`, { method: "POST", body: new URLSearchParams(refresh) });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ scope: "crm", user_id: 1 });
  });

  it("exchanges a code within 30 seconds, once", async () => {
    const exchange = { grant_type: "authorization_code", ...app, code: "app-code" };
    expect((await ask(exchange)).status).toBe(200);
    expect(await ask(exchange)).toEqual({ status: 400, body: { error: "invalid_grant" } });
    sandbox.control.reset();
    sandbox.control.turnClock(30);
    expect((await ask(exchange)).body.error).toBe("expired_token");
  });

  const cases: [cause: string, parameters: Record<string, string>, status: number, body: object][] = [
    ["an unknown client, with status 200", { ...refresh, client_id: "x" }, 200, { error: "wrong_client" }],
    ["a wrong secret", { ...refresh, client_secret: "x" }, 400, { error: "invalid_client" }],
    ["a wrong refresh token", { ...refresh, refresh_token: "x" }, 400, { error: "invalid_grant" }],
    [
      "no refresh token",
      { ...refresh, refresh_token: "" },
      400,
      { error: "invalid_request", error_description: 'No "refresh_token" parameter found' },
    ],
    [
      "a removed application",
      { ...refresh, client_id: "removed", client_secret: "s" },
      401,
      { error: "NOT_INSTALLED", error_description: "Application not installed" },
    ],
    [
      "an unpaid application",
      { ...refresh, client_id: "unpaid", client_secret: "s" },
      401,
      { error: "PAYMENT_REQUIRED", error_description: "Payment required" },
    ],
  ];
  for (const [cause, parameters, status, body] of cases) {
    it(`refuses ${cause}`, async () => expect(await ask(parameters)).toEqual({ status, body }));
  }

  it("a refresh token is good for 180 days", async () => {
    sandbox.control.turnClock(180 * 86_400);
    expect((await ask(refresh)).body.error).toBe("invalid_grant");
  });
});

describe("faults", () => {
  const add = `/rest/1/${CODE}/crm.calllist.add?ENTITY_TYPE=CONTACT&ENTITIES[]=1`;
  const lists = (): number => sandbox.control.state.lists?.length ?? 0;
  const statuses: Record<Exclude<FaultName, "reset-before" | "reset-after" | "slow" | "cut-body">, number> = {
    "rate-limit": 503,
    "operation-time": 429,
    "expired-token": 401,
    overload: 401,
    "error-json": 500,
    "error-html": 500,
    "bad-gateway": 502,
    "gateway-timeout": 504,
    moved: 302,
    "html-200": 200,
    deleted: 403,
  };
  for (const [fault, status] of Object.entries(statuses) as [FaultName, number][]) {
    it(`${fault}: ${FAULTS[fault]}`, async () => {
      sandbox.control.addFault({ fault });
      const response = await fetch(sandbox.url + add, { redirect: "manual" });
      expect(response.status).toBe(status);
      expect(lists(), "not executed").toBe(1);
      expect((await fetch(sandbox.url + add)).status, "once").toBe(200);
    });
  }

  it("operation-time strikes a command of a batch, never the batch: that one has no working time", async () => {
    sandbox.control.addFault({ fault: "operation-time" });
    const { status, body } = await call(`/rest/1/${CODE}/batch?cmd[a]=crm.calllist.get%3FID%3D13`);
    expect(status).toBe(200);
    expect(body.result).toMatchObject({ result_error: { a: { error: "OPERATION_TIME_LIMIT" } } });
  });

  it("moved points to the same address on the new host", async () => {
    sandbox.control.addFault({ fault: "moved", host: "https://renamed.example" });
    const { headers } = await fetch(sandbox.url + add, { redirect: "manual" });
    expect(headers.get("location")).toBe(`https://renamed.example${add}`);
  });

  it.each(["reset-before", "reset-after"] as const)("%s breaks the connection", async (fault) => {
    sandbox.control.addFault({ fault, method: "crm.calllist.add" });
    await expect(fetch(sandbox.url + add)).rejects.toThrow();
    expect(lists()).toBe(fault === "reset-after" ? 2 : 1);
    const noted = sandbox.control.requests.at(-1);
    expect(noted).toMatchObject({ fault, connection: "reset" });
    expect(noted?.status, "nothing was answered before the execution").toBe(fault === "reset-after" ? 200 : undefined);
  });

  it("cut-body sends half of the answer", async () => {
    sandbox.control.addFault({ fault: "cut-body" });
    const response = await fetch(sandbox.url + add);
    await expect(response.text()).rejects.toThrow();
    expect(lists()).toBe(2);
  });

  it("slow answers when the clock has gone on, and counts as working time", async () => {
    sandbox.control.addFault({ fault: "slow", seconds: 30 });
    const answer = call(get(CODE));
    await expect.poll(() => sandbox.control.faults.length).toBe(0);
    sandbox.control.turnClock(30);
    expect((await answer).body.time).toMatchObject({ processing: 30, operating: 30 });
  });

  it("a page may come although the method ran", async () => {
    sandbox.control.addFault({ fault: "gateway-timeout", executed: true });
    expect((await fetch(sandbox.url + add)).status).toBe(504);
    expect(lists()).toBe(2);
  });

  it("strikes by method, count and chance, in the same way for the same seed", async () => {
    const strikes = async (): Promise<number[]> => {
      sandbox.control.reset();
      sandbox.control.addFault({ fault: "bad-gateway", method: "crm.calllist.get", times: 0, chance: 0.5, seed: 7 });
      const found: number[] = [];
      for (let i = 0; i < 20; i++) found.push((await fetch(sandbox.url + get(CODE))).status);
      return found;
    };
    const first = await strikes();
    expect(new Set(first)).toEqual(new Set([200, 502]));
    expect(await strikes()).toEqual(first);
    expect((await fetch(`${sandbox.url}/rest/1/${CODE}/profile`)).status, "another method").toBe(200);
  });
});
