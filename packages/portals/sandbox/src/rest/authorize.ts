import type { Credentials } from "@b24-calllist/protocol";
import type { Caller, Method } from "../method.ts";
import type { App, Portal, Token, User } from "../portal/portal.ts";
import { RestError } from "./errors.ts";

/** Whether a webhook came by https, and must. */
export interface Transport {
  secure: boolean;
  webhookNeedsHttps: boolean;
}

/** Finds out who calls, by the portal's order of checks; every failure is a 401. */
export function authorize(
  portal: Portal,
  credentials: Credentials | undefined,
  method: Method,
  transport: Transport,
): Caller {
  if (credentials === undefined) throw refused("NO_AUTH_FOUND", "Wrong authorization data");
  if (credentials.kind === "token") return byToken(portal, credentials.token, method);
  if (transport.webhookNeedsHttps && !transport.secure) throw refused("INVALID_REQUEST", "Https required.");
  return byWebhook(portal, credentials, method);
}

function refused(code: string, description: string): RestError {
  return new RestError(401, code, description);
}

function outOfScope(what: string): RestError {
  return refused("insufficient_scope", `The request requires higher privileges than provided by the ${what} token`);
}

function byWebhook(portal: Portal, { user, code }: { user: string; code: string }, method: Method): Caller {
  const index = portal.webhooks.findIndex((webhook) => String(webhook.user) === user && webhook.code === code);
  const webhook = portal.webhooks[index];
  const owner = webhook && portal.users.get(webhook.user);
  if (webhook === undefined || owner === undefined) throw refused("INVALID_CREDENTIALS", "Invalid request credentials");
  const caller: Caller = { user: owner, scope: webhook.scope, key: `webhook ${index + 1} of user ${owner.id}` };
  if (!allows(caller.scope, method)) throw outOfScope("webhook");
  if (webhook.blocked) throw refused("OVERLOAD_LIMIT", "REST API is blocked due to overload.");
  if (portal.plan === "free") throw refused("ACCESS_DENIED", "REST is available only by subscription.");
  assertEmployed(owner);
  return caller;
}

function byToken(portal: Portal, accessToken: string, method: Method): Caller {
  const token = portal.tokens.get(accessToken);
  const app = token && portal.apps.get(token.clientId);
  if (token === undefined || app === undefined) throw refused("invalid_token", "Unable to get application by token");
  if (portal.plan === "free") throw refused("ACCESS_DENIED", "REST is available only on commercial plans.");
  assertInstalled(app);
  if (token.expires <= portal.clock.now()) throw refused("expired_token", "The access token provided has expired.");
  if (!allows(app.scope, method)) throw outOfScope("access");
  return {
    user: userOf(portal, token, app),
    scope: app.scope,
    key: `application ${app.clientId}`,
    clientId: app.clientId,
  };
}

function assertInstalled({ state }: App): void {
  if (state === "removed") throw refused("ERROR_OAUTH", "Application not installed");
  if (state === "unpaid") throw refused("PAYMENT_REQUIRED", "Subscription has been ended");
  if (state === "inactive") throw refused("APPLICATION_NOT_FOUND", "Application not found");
}

function assertEmployed(user: User | undefined): asserts user is User {
  if (user === undefined || user.dismissed) throw refused("authorization_error", "Unable to authorize user");
}

function userOf(portal: Portal, token: Token, app: App): User {
  const user = portal.users.get(token.user);
  assertEmployed(user);
  if (app.users && !app.users.includes(user.id)) {
    throw refused("user_access_error", "The user does not have access to the application.");
  }
  return user;
}

function allows(scope: readonly string[], method: Method): boolean {
  return method.scope === "" || scope.includes(method.scope);
}
