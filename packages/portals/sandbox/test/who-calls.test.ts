// Who is let in, and which of several obstacles is told: the portal's order of checks.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Sandbox, type Seed, startSandbox } from "../src/index.ts";

const NOON = "2025-11-20T12:00:00Z";
const APPS = ["app", "scopeless", "removed", "unpaid", "inactive", "for-user-2", "removed-scopeless"];

const seed: Seed = {
  clock: NOON,
  users: [
    { id: 1, name: "Ada", admin: true },
    { id: 2, name: "Otto" },
    { id: 3, name: "Gone", admin: true, dismissed: true },
  ],
  contacts: { from: 1, to: 10 },
  lists: [{ ID: 13, DATE_CREATE: "2025-07-14 08:47:19", CREATED_BY_ID: 1, ENTITY_TYPE_ID: 3, participants: [1] }],
  webhooks: [
    { user: 1, code: "code1" },
    { user: 2, code: "code2", scope: ["user", "crm"] },
    { user: 1, code: "blocked", blocked: true },
    { user: 1, code: "blocked-scopeless", blocked: true, scope: [] },
    { user: 3, code: "gone" },
    { user: 3, code: "gone-blocked", blocked: true },
    { user: 3, code: "gone-scopeless", scope: ["user"] },
  ],
  apps: APPS.map((clientId) => ({
    clientId,
    clientSecret: "s",
    scope: clientId.includes("scopeless") ? ["user"] : ["crm"],
    state: (["removed", "unpaid", "inactive"] as const).find((state) => clientId.startsWith(state)) ?? "installed",
    ...(clientId === "for-user-2" && { users: [2] }),
  })),
  tokens: APPS.flatMap((clientId) =>
    [1, 2, 3].flatMap((user) => [
      { accessToken: `${clientId}-${user}`, refreshToken: `${clientId}-${user}`, clientId, user },
      {
        accessToken: `${clientId}-${user}-old`,
        refreshToken: `${clientId}-${user}-old`,
        clientId,
        user,
        expires: NOON,
      },
    ]),
  ),
};

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ seed, limits: false });
});
beforeEach(() => sandbox.control.seed(seed));
afterAll(() => sandbox.close());

async function ask(path: string, headers: Record<string, string> = {}) {
  const response = await fetch(`${sandbox.url}/rest/${path}`, { headers });
  // biome-ignore lint/suspicious/noExplicitAny: any answer
  const { error, error_description, result } = (await response.json()) as any;
  return error === undefined ? result : [response.status, error, error_description];
}

const byWebhook = (code: string, user = 1, method = "crm.calllist.get?ID=13") => ask(`${user}/${code}/${method}`);
const byToken = (token: string, method = "crm.calllist.get?ID=13") =>
  ask(`${method}${method.includes("?") ? "&" : "?"}auth=${token}`);

const REFUSED = {
  credentials: [401, "INVALID_CREDENTIALS", "Invalid request credentials"],
  webhookScope: [
    401,
    "insufficient_scope",
    "The request requires higher privileges than provided by the webhook token",
  ],
  blocked: [401, "OVERLOAD_LIMIT", "REST API is blocked due to overload."],
  free: [401, "ACCESS_DENIED", "REST is available only by subscription."],
  freeForApps: [401, "ACCESS_DENIED", "REST is available only on commercial plans."],
  dismissed: [401, "authorization_error", "Unable to authorize user"],
  token: [401, "invalid_token", "Unable to get application by token"],
  removed: [401, "ERROR_OAUTH", "Application not installed"],
  unpaid: [401, "PAYMENT_REQUIRED", "Subscription has been ended"],
  inactive: [401, "APPLICATION_NOT_FOUND", "Application not found"],
  expired: [401, "expired_token", "The access token provided has expired."],
  tokenScope: [401, "insufficient_scope", "The request requires higher privileges than provided by the access token"],
  user: [401, "user_access_error", "The user does not have access to the application."],
  https: [401, "INVALID_REQUEST", "Https required."],
};

describe("a webhook", () => {
  it("stands for its user: each code for its own", async () => {
    expect(await byWebhook("code1", 1, "profile")).toMatchObject({ ID: "1", NAME: "Ada", ADMIN: true });
    expect(await byWebhook("code2", 2, "profile")).toMatchObject({ ID: "2", NAME: "Otto", ADMIN: false });
  });

  it.each([
    ["code1", 2],
    ["code2", 1],
    ["code", 1],
    ["code11", 1],
    ["CODE1", 1],
    ["code1", "01"],
    ["code1", "1.0"],
  ])("with the code %j of user %j is none", async (code, user) => {
    expect(await byWebhook(code, user as number)).toEqual(REFUSED.credentials);
  });

  it("of a user who is not there is none", async () => {
    sandbox.control.server.portal.users.delete(1);
    expect(await byWebhook("code1")).toEqual(REFUSED.credentials);
  });

  it("allows what one of its scopes allows", async () => {
    expect(await byWebhook("code2", 2, "scope")).toEqual(["user", "crm"]);
    expect(await byWebhook("code2", 2, "crm.calllist.statuslist")).toEqual([]);
  });

  it("whose owner was dismissed lets nobody in", async () => {
    expect(await byWebhook("gone", 3)).toEqual(REFUSED.dismissed);
    expect(await byWebhook("gone", 3, "profile")).toEqual(REFUSED.dismissed);
  });

  it("is refused for its scope first, then for its block, then for the plan, then for its owner", async () => {
    expect(await byWebhook("blocked-scopeless")).toEqual(REFUSED.webhookScope);
    expect(await byWebhook("blocked-scopeless", 1, "profile")).toEqual(REFUSED.blocked);
    expect(await byWebhook("gone-scopeless", 3)).toEqual(REFUSED.webhookScope);
    expect(await byWebhook("gone-blocked", 3)).toEqual(REFUSED.blocked);
    sandbox.control.seed({ ...seed, plan: "free" });
    expect(await byWebhook("blocked")).toEqual(REFUSED.blocked);
    expect(await byWebhook("gone-scopeless", 3)).toEqual(REFUSED.webhookScope);
    expect(await byWebhook("gone", 3)).toEqual(REFUSED.free);
    expect(await byWebhook("code1")).toEqual(REFUSED.free);
  });

  it("needs https where the portal insists on it, whoever it stands for; a token does not", async () => {
    sandbox.control.seed({ ...seed, quirks: { webhookNeedsHttps: true } });
    const viaProxy = { "X-Forwarded-Proto": "https" };
    expect(await byWebhook("code1")).toEqual(REFUSED.https);
    expect(await byWebhook("wrong")).toEqual(REFUSED.https);
    expect(await ask("1/code1/profile", { "X-Forwarded-Proto": "http" })).toEqual(REFUSED.https);
    expect(await ask("1/code1/profile", viaProxy)).toMatchObject({ ID: "1" });
    expect(await ask("1/wrong/profile", viaProxy)).toEqual(REFUSED.credentials);
    expect(await byToken("app-1", "profile")).toMatchObject({ ID: "1" });
  });
});

describe("a token", () => {
  it("stands for its user", async () => {
    expect(await byToken("app-1", "profile")).toMatchObject({ ID: "1" });
    expect(await byToken("app-2", "profile")).toMatchObject({ ID: "2" });
    expect(await byToken("for-user-2-2", "profile")).toMatchObject({ ID: "2" });
  });

  it("without an application is none", async () => {
    sandbox.control.server.portal.apps.delete("app");
    expect(await byToken("app-1")).toEqual(REFUSED.token);
  });

  it.each([
    ["removed-1", REFUSED.removed],
    ["unpaid-1", REFUSED.unpaid],
    ["inactive-1", REFUSED.inactive],
    ["app-1-old", REFUSED.expired],
    ["scopeless-1", REFUSED.tokenScope],
    ["app-3", REFUSED.dismissed],
    ["for-user-2-1", REFUSED.user],
    // Two obstacles: the first is told.
    ["removed-1-old", REFUSED.removed],
    ["removed-scopeless-1", REFUSED.removed],
    ["scopeless-1-old", REFUSED.expired],
    ["app-3-old", REFUSED.expired],
    ["scopeless-3", REFUSED.tokenScope],
    ["for-user-2-3", REFUSED.dismissed],
  ])("%s is refused", async (token, refusal) => {
    expect(await byToken(token)).toEqual(refusal);
  });

  it("on the free plan is refused for that first, whatever its application is like", async () => {
    sandbox.control.seed({ ...seed, plan: "free" });
    for (const token of ["app-1", "removed-1", "app-1-old", "scopeless-1"])
      expect(await byToken(token), token).toEqual(REFUSED.freeForApps);
    expect(await byToken("none")).toEqual(REFUSED.token);
  });

  it("of a user who is not there lets nobody in", async () => {
    sandbox.control.server.portal.users.delete(2);
    expect(await byToken("app-2")).toEqual(REFUSED.dismissed);
  });

  it("is good until its last moment", async () => {
    sandbox.control.turnClock(3599.999);
    expect(await byToken("app-1")).toMatchObject({ ID: "13" });
    sandbox.control.turnClock(0.001);
    expect(await byToken("app-1")).toEqual(REFUSED.expired);
  });
});

describe("methods that look at the caller", () => {
  const commands = (code: string, ...cmd: string[]) =>
    byWebhook(code, 1, `batch?${cmd.map((text, index) => `cmd[${index}]=${encodeURIComponent(text)}`).join("&")}`);

  it("scope: what the webhook allows, or all that there is", async () => {
    expect(await byWebhook("code1", 1, "scope")).toEqual(["crm"]);
    expect(await byToken("scopeless-1", "scope")).toEqual(["user"]);
    for (const full of ["full=1", "FULL=true"]) expect(await byToken("scopeless-1", `scope?${full}`)).toEqual(["crm"]);
    expect(await byToken("scopeless-1", "scope?full=0")).toEqual(["user"]);
  });

  const CRM = [
    "crm.calllist.add",
    "crm.calllist.get",
    "crm.calllist.list",
    "crm.calllist.update",
    "crm.calllist.items.get",
    "crm.calllist.statuslist",
  ];
  const BASIC = ["profile", "scope", "methods", "method.get", "server.time", "app.info"];

  it("methods: what the caller may call, all, or those of one scope; never batch", async () => {
    expect(await byWebhook("code1", 1, "methods")).toEqual([...CRM, ...BASIC]);
    expect(await byToken("scopeless-1", "methods")).toEqual(BASIC);
    expect(await byToken("scopeless-1", "methods?full=1")).toEqual([...CRM, ...BASIC]);
    expect(await byToken("scopeless-1", "methods?scope=crm")).toEqual(CRM);
    expect(await byWebhook("code1", 1, "methods?scope=")).toEqual(BASIC);
    expect(await byWebhook("code1", 1, "methods?scope=disk")).toEqual([]);
  });

  it("method.get: whether there is one, in any letter case, and whether the caller may call it", async () => {
    const get = (name: string) => byToken("scopeless-1", `method.get?${name}`);
    expect(await get("name=crm.calllist.get")).toEqual({ isExisting: true, isAvailable: false });
    expect(await get("name=Server.Time")).toEqual({ isExisting: true, isAvailable: true });
    expect(await get("name=constructor")).toEqual({ isExisting: false, isAvailable: false });
    expect(await get("NAME=profile"), "the name counts in lower case alone").toEqual({
      isExisting: false,
      isAvailable: false,
    });
    expect(await byWebhook("code1", 1, "method.get?name=crm.calllist.get")).toEqual({
      isExisting: true,
      isAvailable: true,
    });
  });

  it("app.info: the application of a token, or what a webhook allows", async () => {
    const plan = { LICENSE: "com_pro100", LICENSE_TYPE: "pro100", LICENSE_FAMILY: "pro" };
    expect(await byToken("app-1", "app.info")).toEqual({
      ID: 1,
      CODE: "app",
      VERSION: 1,
      STATUS: "L",
      INSTALLED: true,
      PAYMENT_EXPIRED: "N",
      DAYS: null,
      LANGUAGE_ID: "en",
      ...plan,
    });
    expect(await byWebhook("code2", 2, "app.info")).toEqual({ SCOPE: ["user", "crm"], LICENSE: "com_pro100" });
    sandbox.control.seed({ ...seed, quirks: { appInfoByWebhook: "error" } });
    expect(await byWebhook("code2", 2, "app.info")).toEqual([
      403,
      "ACCESS_DENIED",
      "Access denied! Application context required",
    ]);
    expect(await byToken("app-1", "app.info")).toMatchObject(plan);
  });

  it("profile: who calls, with the portal's offset in seconds", async () => {
    sandbox.control.seed({ ...seed, timezone: "+02:30" });
    expect(await byWebhook("code1", 1, "profile")).toEqual({
      ID: "1",
      ADMIN: true,
      NAME: "Ada",
      LAST_NAME: "",
      PERSONAL_GENDER: "",
      TIME_ZONE: "",
      TIME_ZONE_OFFSET: 9000,
    });
    expect(await byWebhook("code1", 1, "server.time")).toBe("2025-11-20T14:30:00+02:30");
  });

  it("a batch keeps the caller, and each command is asked for its scope", async () => {
    const { result, result_error } = await commands("code1", "profile", "crm.calllist.get?ID=13", "crm.nothing");
    expect(result[0]).toMatchObject({ ID: "1" });
    expect(result[1]).toMatchObject({ ID: "13" });
    expect(result_error).toEqual({ 2: { error: "ERROR_METHOD_NOT_FOUND", error_description: "Method not found!" } });
  });
});
