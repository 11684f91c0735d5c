import { randomBytes } from "node:crypto";
import type { App, Portal, Token } from "./portal/portal.ts";
import type { Answer } from "./rest/answer.ts";
import { phpJson } from "./rest/php-json.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** How many tokens whose refresh token is used up are remembered for a user of an application. */
const KEPT_USED = 1000;
/** How long an access token and a refresh token are good (official documentation). */
const LIFETIME = { access: HOUR, refresh: 180 * DAY };

/**
 * The authorisation server: exchanges a code, or a refresh token, for new tokens. A refresh token and a code are good
 * once. Errors often come without a text, and an unknown client with the status 200 (observed by official SDKs' tests).
 */
export function answerTokenRequest(portal: Portal, query: URLSearchParams, portalUrl: string): Answer {
  const grant = query.get("grant_type");
  const app = portal.apps.get(query.get("client_id") ?? "");
  const missing = ["grant_type", "client_id", "client_secret"].find((name) => !query.get(name));
  if (missing !== undefined) return invalidRequest(missing);
  if (app === undefined) return answer(200, { error: "wrong_client" });
  if (app.clientSecret !== query.get("client_secret")) return answer(400, { error: "invalid_client" });
  if (app.state === "removed")
    return answer(401, { error: "NOT_INSTALLED", error_description: "Application not installed" });
  if (app.state === "unpaid") return answer(401, { error: "PAYMENT_REQUIRED", error_description: "Payment required" });
  if (grant === "refresh_token") return refresh(portal, app, query, portalUrl);
  if (grant === "authorization_code") return exchange(portal, app, query, portalUrl);
  return answer(400, { error: "invalid_request", error_description: `Unknown grant type "${grant}"` });
}

function refresh(portal: Portal, app: App, query: URLSearchParams, portalUrl: string): Answer {
  const refreshToken = query.get("refresh_token");
  if (!refreshToken) return invalidRequest("refresh_token");
  const old = [...portal.tokens.values()].find((token) => token.refreshToken === refreshToken);
  if (old?.clientId !== app.clientId || old.refreshUntil <= portal.clock.now())
    return answer(400, { error: "invalid_grant" });
  portal.tokens.set(old.accessToken, { ...old, refreshToken: "" }); // used up; the access token goes on until its end
  return grant(portal, app, old.user, portalUrl);
}

function exchange(portal: Portal, app: App, query: URLSearchParams, portalUrl: string): Answer {
  const text = query.get("code");
  if (!text) return invalidRequest("code");
  const code = portal.codes.get(text);
  if (code?.clientId !== app.clientId) return answer(400, { error: "invalid_grant" });
  portal.codes.delete(text);
  if (code.expires <= portal.clock.now()) {
    return answer(400, { error: "expired_token", error_description: "The authorization token provided has expired." });
  }
  return grant(portal, app, code.user, portalUrl);
}

function grant(portal: Portal, app: App, user: number, portalUrl: string): Answer {
  const now = portal.clock.now();
  const token: Token = {
    accessToken: secret(),
    refreshToken: secret(),
    clientId: app.clientId,
    user,
    expires: now + LIFETIME.access,
    refreshUntil: now + LIFETIME.refresh,
  };
  portal.tokens.set(token.accessToken, token);
  forgetUsed(portal, app, user);
  portal.changes.push(`new tokens for ${app.clientId}, user ${user}`);
  return answer(200, {
    access_token: token.accessToken,
    expires: Math.floor(token.expires / 1000),
    expires_in: LIFETIME.access / 1000,
    scope: app.scope.join(","),
    domain: new URL(portalUrl).host,
    server_endpoint: `${portalUrl}/rest/`,
    status: "L",
    client_endpoint: `${portalUrl}/rest/`,
    member_id: "sandbox",
    user_id: user,
    refresh_token: token.refreshToken,
  });
}

/** The oldest go first, long after they have expired: a client that renews without end does not fill the memory. */
function forgetUsed(portal: Portal, app: App, user: number): void {
  const used = [...portal.tokens.values()].filter(
    (token) => token.clientId === app.clientId && token.user === user && token.refreshToken === "",
  );
  for (const { accessToken } of used.slice(0, Math.max(0, used.length - KEPT_USED))) portal.tokens.delete(accessToken);
}

function secret(): string {
  return randomBytes(35).toString("hex");
}

function invalidRequest(parameter: string): Answer {
  return answer(400, { error: "invalid_request", error_description: `No "${parameter}" parameter found` });
}

function answer(status: number, body: object): Answer {
  return { status, headers: { "Content-Type": "application/json; charset=utf-8" }, body: phpJson(body) };
}
