// The token endpoint by itself: who gets tokens, what the answer holds, and what is remembered of those that are used up.
import { beforeEach, describe, expect, it } from "vitest";
import type { Seed } from "../src/index.ts";
import { answerTokenRequest } from "../src/oauth.ts";
import type { Portal } from "../src/portal/portal.ts";
import { buildPortal } from "../src/seed/build.ts";

const NOON = "2025-11-20T12:00:00Z";
const seed: Seed = {
  clock: NOON,
  users: [{ id: 1 }, { id: 2 }],
  apps: [
    { clientId: "app", clientSecret: "app-secret", scope: ["crm", "user"] },
    { clientId: "other", clientSecret: "other-secret" },
    { clientId: "inactive", clientSecret: "s", state: "inactive" },
  ],
  tokens: [
    { accessToken: "a1", refreshToken: "r1", clientId: "app", user: 1 },
    { accessToken: "a2", refreshToken: "r2", clientId: "app", user: 2 },
    { accessToken: "b1", refreshToken: "s1", clientId: "other", user: 1 },
  ],
  codes: [
    { code: "app-code", clientId: "app", user: 2 },
    { code: "other-code", clientId: "other", user: 1 },
  ],
};

let portal: Portal;
beforeEach(() => {
  portal = buildPortal(seed);
});

const APP = { client_id: "app", client_secret: "app-secret" };

function ask(fields: Record<string, string>, url = "http://127.0.0.1:4020/crm") {
  const { status, headers, body } = answerTokenRequest(portal, new URLSearchParams({ ...APP, ...fields }), url);
  expect(headers).toEqual({ "Content-Type": "application/json; charset=utf-8" });
  return { status, body: JSON.parse(body) };
}
const renew = (refresh_token: string, fields = {}) => ask({ grant_type: "refresh_token", refresh_token, ...fields });
const exchange = (code: string, fields = {}) => ask({ grant_type: "authorization_code", code, ...fields });

const INVALID_GRANT = { status: 400, body: { error: "invalid_grant" } };
const invalidRequest = (error_description: string) => ({
  status: 400,
  body: { error: "invalid_request", error_description },
});

it("tells all that a client needs", () => {
  const { status, body } = renew("r2");
  expect(status).toBe(200);
  expect(body).toEqual({
    access_token: expect.stringMatching(/^[0-9a-f]{70}$/),
    expires: Date.parse(NOON) / 1000 + 3600,
    expires_in: 3600,
    scope: "crm,user",
    domain: "127.0.0.1:4020",
    server_endpoint: "http://127.0.0.1:4020/crm/rest/",
    status: "L",
    client_endpoint: "http://127.0.0.1:4020/crm/rest/",
    member_id: "sandbox",
    user_id: 2,
    refresh_token: expect.stringMatching(/^[0-9a-f]{70}$/),
  });
  expect(body.refresh_token).not.toBe(body.access_token);
  expect(portal.takeChanges()).toEqual(["new tokens for app, user 2"]);
});

describe("what is missing is named, in the order grant_type, client_id, client_secret", () => {
  it.each([
    [{ grant_type: "", client_id: "", client_secret: "" }, "grant_type"],
    [{ grant_type: "refresh_token", client_id: "", client_secret: "" }, "client_id"],
    [{ grant_type: "refresh_token", client_secret: "" }, "client_secret"],
    [{ grant_type: "refresh_token" }, "refresh_token"],
    [{ grant_type: "authorization_code" }, "code"],
  ])("%j", (fields, name) => {
    expect(ask(fields)).toEqual(invalidRequest(`No "${name}" parameter found`));
  });

  it("an unknown grant is named", () => {
    expect(ask({ grant_type: "password" })).toEqual(invalidRequest('Unknown grant type "password"'));
  });
});

describe("a refresh token", () => {
  it("of another application is good for nobody but that one", () => {
    expect(renew("s1")).toEqual(INVALID_GRANT);
    expect(renew("r1", { client_id: "other", client_secret: "other-secret" })).toEqual(INVALID_GRANT);
    expect(renew("s1", { client_id: "other", client_secret: "other-secret" }).body).toMatchObject({ user_id: 1 });
    expect(renew("r1").body, "it was not used up by the attempt").toMatchObject({ user_id: 1 });
  });

  it("with another application's secret gets nothing", () => {
    expect(renew("r1", { client_secret: "other-secret" })).toEqual({ status: 400, body: { error: "invalid_client" } });
  });

  it("that is used up, or unknown, is good for nothing; an empty one finds no used-up token", () => {
    renew("r1");
    expect(renew("r1")).toEqual(INVALID_GRANT);
    expect(renew("nothing")).toEqual(INVALID_GRANT);
    expect(renew("")).toEqual(invalidRequest('No "refresh_token" parameter found'));
    expect(portal.takeChanges()).toHaveLength(1);
  });

  it("is good until the last moment of its 180 days, and so is the next one", () => {
    const DAYS_180 = 180 * 86_400_000;
    portal.clock.turn(DAYS_180 - 1);
    const { body } = renew("r1");
    expect(renew("r2").status).toBe(200);
    portal.clock.turn(1);
    expect(renew("s1", { client_id: "other", client_secret: "other-secret" })).toEqual(INVALID_GRANT);
    portal.clock.turn(DAYS_180 - 2);
    expect(renew(body.refresh_token).status).toBe(200);
  });

  it("that was used leaves its access token good until its hour ends", () => {
    renew("r1");
    expect(portal.tokens.get("a1")).toMatchObject({ refreshToken: "", expires: Date.parse(NOON) + 3_600_000 });
  });

  it("of an application that is switched off on the portal is renewed all the same", () => {
    portal.tokens.set("c", { ...portal.tokens.get("a1")!, accessToken: "c", refreshToken: "t", clientId: "inactive" });
    expect(renew("t", { client_id: "inactive", client_secret: "s" }).status).toBe(200);
  });
});

describe("a code", () => {
  it("gives tokens of its user, once", () => {
    expect(exchange("app-code").body).toMatchObject({ user_id: 2 });
    expect(exchange("app-code")).toEqual(INVALID_GRANT);
  });

  it("of another application gives none, and is not used up by the attempt", () => {
    expect(exchange("other-code")).toEqual(INVALID_GRANT);
    expect(exchange("nothing")).toEqual(INVALID_GRANT);
    expect(exchange("other-code", { client_id: "other", client_secret: "other-secret" }).status).toBe(200);
  });

  it("is good for less than 30 seconds, and a late one is used up", () => {
    portal.clock.turn(30_000);
    const expired = { error: "expired_token", error_description: "The authorization token provided has expired." };
    expect(exchange("app-code")).toEqual({ status: 400, body: expired });
    expect(exchange("app-code")).toEqual(INVALID_GRANT);
    portal = buildPortal(seed);
    portal.clock.turn(29_999);
    expect(exchange("app-code").status).toBe(200);
  });
});

it("of the tokens that are used up, the last thousand of each user of each application are remembered", () => {
  const others = ["a2", "b1", renew("s1", { client_id: "other", client_secret: "other-secret" }).body.access_token];
  renew("r2");
  let { body } = renew("r1");
  const access: string[] = ["a1", body.access_token];
  for (let times = 0; times < 1500; times++) {
    ({ body } = renew(body.refresh_token));
    access.push(body.access_token);
  }
  const known = access.filter((token) => portal.tokens.has(token));
  expect(known, "1,000 that are used up and the last one").toEqual(access.slice(-1001));
  expect(portal.tokens.get(access.at(-1)!)?.refreshToken).toBe(body.refresh_token);
  for (const token of others) expect(portal.tokens.has(token), "of others").toBe(true);
});
