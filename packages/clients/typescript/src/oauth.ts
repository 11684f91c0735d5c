import { type Auth, type ConnectionOptions, parseUrl, type RenewRequest, redactor, safety } from "./auth.ts";
import { AuthError, type CallListError, ConnectionError, UnexpectedResponseError } from "./errors.ts";
import { MAX_DESCRIPTION } from "./generated/numbers.ts";
import { EXPIRED, withDeadline } from "./internal/deadline.ts";
import { type Received, request } from "./internal/fetch.ts";
import { excerptOf, type Redact, shown } from "./internal/text.ts";
import type { Method } from "./methods.ts";
import { mayMove, type TrustedHosts } from "./moved.ts";
import type { TokenStore, Tokens } from "./token-store.ts";

const PORTAL_LOOKS_LIKE = "It looks like example.bitrix24.com or https://example.bitrix24.com";

/** Where tokens are renewed, unless the tokens or the caller say otherwise. */
const AUTHORISATION_SERVERS = ["https://oauth.bitrix.info", "https://oauth.bitrix24.tech"] as const;

/** An access token alone, which ends within the hour. */
export interface AccessTokenOptions extends ConnectionOptions {
  /** Host or address of the portal: `example.bitrix24.com`, or `https://example.com/crm` for one below a path. */
  portal: string;
  /** The token as it is now. */
  accessToken: string;
}

/** An application with tokens that are renewed. */
export interface ApplicationOptions extends ConnectionOptions {
  /** Id of the application, `local.…` or `app.…`. */
  clientId: string;
  /** Its secret key. It is sent to the authorisation server and nowhere else. */
  clientSecret: string;
  /** Where the tokens are; the portal's address is among them. */
  store: TokenStore;
  /**
   * Origin of the authorisation server.
   *
   * @default the one the tokens name, if it is Bitrix24's; else `https://oauth.bitrix.info`
   */
  server?: string;
}

/**
 * Credentials from OAuth. The access token travels in the body of each request, never in a URL.
 *
 * With `clientId`, `clientSecret` and `store`, a token that expired is renewed: only when the portal says so, once
 * however many calls wait for it, and stored before it is used. It goes out as the body of a POST, so that no secret is in
 * a URL. The portal's address is taken from the tokens and follows them when the portal is renamed, under the rule for
 * redirects (the client's `trustedHosts`); where new tokens bring no address that may be used, the one before stays.
 *
 * @throws {TypeError} when the portal is not a host or origin, or something is empty. Calls throw an {@link AuthError}
 * with the server's code (`invalid_grant`, `wrong_client`, `PAYMENT_REQUIRED` …) where no new token is to be had.
 *
 * @example
 * ```ts
 * import { createClient, oauth } from "@b24-calllist/client";
 * import { fileStore } from "@b24-calllist/client/file-store";
 *
 * // As long as it is good:
 * export const now = createClient({ auth: oauth({ portal: "example.bitrix24.com", accessToken: "xxxxxxxxxxxxxxxx" }) });
 *
 * // For good:
 * export const b24 = createClient({
 *   auth: oauth({
 *     clientId: "local.xxxxxxxxxxxxxx.xxxxxxxx",
 *     clientSecret: process.env.B24_CLIENT_SECRET ?? "xxxxxxxxxxxxxxxx",
 *     store: fileStore("tokens.json"),
 *   }),
 * });
 * ```
 */
export function oauth(options: AccessTokenOptions | ApplicationOptions): Auth {
  return isAccessToken(options) ? fixedToken(options) : renewedTokens(options);
}

const isAccessToken = (options: AccessTokenOptions | ApplicationOptions): options is AccessTokenOptions =>
  "accessToken" in options || "portal" in options;

function fixedToken({ portal, accessToken, insecureHosts }: AccessTokenOptions): Auth {
  const isSafe = safety(insecureHosts);
  const address = typeof portal === "string" && !portal.includes("://") ? `https://${portal.trim()}` : portal;
  const parsed = parseUrl(address, "oauth({ portal })", PORTAL_LOOKS_LIKE, isSafe);
  const base = `${parsed.origin}${parsed.pathname.replace(/(\/rest)?\/?$/, "")}/rest`;
  checkText("accessToken", accessToken);
  return {
    kind: "oauth",
    portal: parsed.host,
    baseUrl: () => base,
    credentials: () => ({ auth: accessToken }),
    redact: redactor([accessToken]),
    isSafe,
  };
}

function renewedTokens({ clientId, clientSecret, store, server, insecureHosts }: ApplicationOptions): Auth {
  checkText("clientId", clientId);
  checkText("clientSecret", clientSecret);
  const isSafe = safety(insecureHosts);
  const fixedServer =
    server && parseUrl(server, "oauth({ server })", "It looks like https://oauth.bitrix.info", isSafe).origin;
  let tokens: Tokens | undefined;
  let base: URL | undefined;
  let renewing: Promise<void> | undefined;
  /** New tokens that the store has not taken. The refresh token before is spent, so these must not get lost. */
  let unstored: Tokens | undefined;
  let secrets: string[] = [];
  let redact = redactor([clientSecret]);

  /** Where tokens say that the portal is, if the credentials may go there; else where it was. */
  const addressIn = ({ client_endpoint }: Tokens, trusted: TrustedHosts | undefined): URL => {
    try {
      const to = parseUrl(client_endpoint!, "client_endpoint", ENDPOINT_LOOKS_LIKE, isSafe);
      if (!base || mayMove(base, to, trusted, isSafe)) return to;
    } catch (error) {
      if (!base) throw error;
    }
    return base;
  };

  const use = (next: Tokens | undefined, trusted?: TrustedHosts): void => {
    checkComplete(next, base);
    base = addressIn(next, trusted);
    // The pair before stays secret, too: a response to an earlier call may still show it.
    secrets = [next.access_token, next.refresh_token, ...secrets.slice(0, 2)];
    redact = redactor([clientSecret, ...secrets]);
    tokens = next;
  };

  /** Inside the store's lock: whoever had it before may have done the work already. */
  const renew = async (spent: string | undefined, asked: RenewRequest): Promise<void> => {
    const stored = await store.get();
    if (stored && stored.access_token !== spent) return use(stored, asked.trustedHosts);
    unstored ??= merged(stored, await requestTokens(stored, asked), asked.trustedHosts);
    const fresh = unstored;
    await store.set(fresh);
    unstored = undefined;
    use(fresh, asked.trustedHosts);
  };

  /**
   * What is stored in place of the spent tokens: all that is new and can be used, and of the old what the response lacks. It
   * is stored whatever is odd about it, since the server will not send it again.
   */
  const merged = (stored: Tokens | undefined, fresh: Partial<Tokens>, trusted: TrustedHosts | undefined): Tokens => {
    const all = { ...stored, ...fresh } as Tokens;
    if (!isText(all.refresh_token)) all.refresh_token = stored?.refresh_token ?? "";
    all.client_endpoint = addressIn(all, trusted).href;
    return all;
  };

  // fetch is no method of the request: browsers and workers refuse to be called as one.
  const requestTokens = async (
    stored: Tokens | undefined,
    { fetch, clock, timeout }: RenewRequest,
  ): Promise<Partial<Tokens>> => {
    const body = new URLSearchParams({
      grant_type: "refresh_token",
      client_id: clientId,
      client_secret: clientSecret,
      refresh_token: stored?.refresh_token ?? "",
    });
    const lost = (reason: string, sent: boolean): Failure =>
      failure((method) => new ConnectionError(method, reason, sent, "the authorisation server"));
    const init = { method: "POST", headers: { "Content-Type": FORM }, body: String(body) };
    const ask = (signal: AbortSignal): Promise<Received> =>
      request(
        fetch,
        `${fixedServer || serverOf(stored)}/oauth/token/`,
        { ...init, signal },
        { isOnce: true, redact, failure: lost },
      );
    const received = await withDeadline(clock, ask, timeout).catch((error) => {
      throw error === EXPIRED ? lost("timeout", true) : error;
    });
    return tokensOf(received, redact);
  };

  return {
    kind: "oauth",
    get portal() {
      return base?.host ?? "";
    },
    baseUrl: () => `${base!.href.replace(/(\/rest)?\/*$/, "")}/rest`,
    credentials: () => ({ auth: tokens!.access_token }),
    redact: (text) => redact(text),
    isSafe,
    load: (method) =>
      tokens
        ? undefined
        : inCall(
            method,
            store.get().then((stored) => use(stored)),
          ),
    async renew(spent, request) {
      // Another call has already brought a new one, or is about to.
      if (tokens!.access_token !== spent) return false;
      const isFirst = !renewing;
      renewing ??= store
        .lock(() => renew(spent, request))
        .finally(() => {
          renewing = undefined;
        });
      await inCall(request.method, renewing);
      return isFirst;
    },
  };
}

const FORM = "application/x-www-form-urlencoded";

const isText = (value: unknown): value is string => typeof value === "string" && value !== "";

/** The new tokens in a response. */
function tokensOf({ status, headers, text }: Received, redact: Redact): Partial<Tokens> {
  const body = parse(text);
  if (isText(body.access_token)) return body;
  if (typeof body.error === "string" && status < 500) {
    const description = shown(body.error_description, redact, MAX_DESCRIPTION);
    throw refused(status, shown(body.error, redact), description);
  }
  const contentType = shown(headers.get("content-type"), redact);
  const seen = { status, contentType, excerpt: excerptOf(redact(text)) };
  throw failure((method) => new UnexpectedResponseError(method, seen));
}

const ENDPOINT_LOOKS_LIKE = "It looks like https://example.bitrix24.com/rest/";

/** Without an access token and the portal's address, tokens are of no use. */
function checkComplete(tokens: Tokens | undefined, base: URL | undefined): asserts tokens is Tokens {
  const missing = !tokens
    ? "tokens"
    : !tokens.access_token
      ? "access_token"
      : !tokens.client_endpoint && !base && "client_endpoint";
  if (missing) {
    const advice = "install the application, and keep what the authorization server returns";
    throw refused(0, "NO_TOKENS", `the token store has no ${missing}: ${advice}`);
  }
}

/** An error that waits for the name of its call: several calls may share one renewal. */
type Failure = (method: Method) => CallListError;
const failure = (make: Failure): Failure => make;

async function inCall<T>(method: Method, promise: Promise<T>): Promise<T> {
  try {
    return await promise;
  } catch (error) {
    throw typeof error === "function" ? error(method) : error;
  }
}

/** The server that the tokens name, as far as it is one of Bitrix24's: the client's secret goes there. */
function serverOf(tokens: Tokens | undefined): string {
  const named = String(tokens?.server_endpoint);
  return AUTHORISATION_SERVERS.find((known) => named.startsWith(`${known}/`)) ?? AUTHORISATION_SERVERS[0];
}

/** How errors of the authorisation server read; most come without a text. */
const MEANING = new Map([
  ["invalid_grant", "the refresh token is spent, expired or revoked: install the application again"],
  ["wrong_client", "the authorisation server does not know this clientId"],
  ["invalid_client", "the clientSecret does not belong to this clientId"],
  ["PAYMENT_REQUIRED", "the application's paid or trial period is over"],
  ["NOT_INSTALLED", "the application is not installed on this portal"],
]);

const refused = (status: number, code: string, description: string): Failure =>
  failure((method) => new AuthError(method, { status, code, description: MEANING.get(code) ?? description }));

function parse(text: string): Partial<Tokens> & { error?: unknown; error_description?: unknown } {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}

function checkText(name: string, value: unknown): void {
  if (isText(value)) return;
  throw new TypeError(`oauth({ ${name} }): the ${NAMES[name]} is missing; it is a text that is not empty`);
}
const NAMES: Record<string, string> = {
  accessToken: "access token",
  clientId: "application's id",
  clientSecret: "application's secret key",
};
