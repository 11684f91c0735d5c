/** Credentials for a portal. Made by {@link webhook} or {@link oauth}; printing one shows no secret. */
export interface Auth {
  readonly kind: "webhook" | "oauth";
  /** Host of the portal, such as `example.bitrix24.com`. */
  readonly portal: string;
  /** Address below which the methods are. A webhook's holds its secret. */
  baseUrl(): string;
  /** What goes into each request's body beside the parameters. */
  credentials(): { auth?: string };
  /** The same text without this portal's secrets in it. For texts that come from elsewhere, such as error pages. */
  redact(text: string): string;
}

const WEBHOOK_LOOKS_LIKE = "A webhook URL looks like https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/";

/**
 * Credentials from an incoming webhook's URL, as the portal shows it.
 *
 * @param url `https://<portal>/rest/<user id>/<code>/`. Plain http is taken for this machine only (tests).
 * @throws {TypeError} when it is not such a URL. The message says what is wrong and never repeats the URL.
 *
 * @example
 * ```ts
 * import { createClient, webhook } from "@b24-calllist/client";
 *
 * const b24 = createClient({ auth: webhook("https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/") });
 * ```
 */
export function webhook(url: string): Auth {
  const parsed = parseUrl(url, "webhook(url)", WEBHOOK_LOOKS_LIKE);
  const [, userId, code] = /^\/rest\/([^/]+)\/([^/]+)\/?$/.exec(parsed.pathname) ?? [];
  if (!userId || !code)
    throw new TypeError(`webhook(url): the path is not /rest/<user id>/<code>/. ${WEBHOOK_LOOKS_LIKE}`);
  const base = `${parsed.origin}/rest/${userId}/${code}`;
  return {
    kind: "webhook",
    portal: parsed.host,
    baseUrl: () => base,
    credentials: () => ({}),
    redact: redactor([code, decode(code)]),
  };
}

const PORTAL_LOOKS_LIKE = "It looks like example.bitrix24.com or https://example.bitrix24.com";

/**
 * Credentials from an OAuth access token. The token travels in the body of each request, never in a URL.
 *
 * @param options.portal host or origin of the portal. Plain http is taken for this machine only (tests).
 * @param options.accessToken the token as it is now; it is good for an hour.
 * @throws {TypeError} when the portal is not a host or origin, or the token is empty.
 *
 * @example
 * ```ts
 * import { createClient, oauth } from "@b24-calllist/client";
 *
 * const b24 = createClient({ auth: oauth({ portal: "example.bitrix24.com", accessToken: "xxxxxxxxxxxxxxxx" }) });
 * ```
 */
export function oauth({ portal, accessToken }: { portal: string; accessToken: string }): Auth {
  const origin = typeof portal === "string" && !portal.includes("://") ? `https://${portal}` : portal;
  const parsed = parseUrl(origin, "oauth({ portal })", PORTAL_LOOKS_LIKE);
  if (parsed.pathname !== "/")
    throw new TypeError(`oauth({ portal }): there is a path behind the host. ${PORTAL_LOOKS_LIKE}`);
  if (typeof accessToken !== "string" || accessToken === "") {
    throw new TypeError("oauth({ accessToken }): the access token is missing; it is a text that is not empty");
  }
  return {
    kind: "oauth",
    portal: parsed.host,
    baseUrl: () => `${parsed.origin}/rest`,
    credentials: () => ({ auth: accessToken }),
    redact: redactor([accessToken]),
  };
}

function parseUrl(url: string, what: string, looksLike: string): URL {
  if (typeof url !== "string" || url === "") throw new TypeError(`${what}: nothing was given. ${looksLike}`);
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed) throw new TypeError(`${what}: this is not a URL. ${looksLike}`);
  const local = ["127.0.0.1", "localhost", "[::1]"].includes(parsed.hostname);
  if (parsed.protocol !== "https:" && !(parsed.protocol === "http:" && local)) {
    throw new TypeError(`${what}: it has to be https (http is for 127.0.0.1 alone). ${looksLike}`);
  }
  if (parsed.username || parsed.password || parsed.search || parsed.hash) {
    throw new TypeError(`${what}: there is more than host and path in it (user, ? or #). ${looksLike}`);
  }
  return parsed;
}

function decode(code: string): string {
  try {
    return decodeURIComponent(code);
  } catch {
    return code;
  }
}

/** Shorter ones are test codes such as "k"; replacing these would garble every text. */
const SHORTEST_SECRET = 6;

function redactor(secrets: string[]): (text: string) => string {
  const known = secrets.filter((secret) => secret.length >= SHORTEST_SECRET);
  return (text) =>
    known
      .reduce((clean, secret) => clean.replaceAll(secret, "***"), text)
      // A page may also show somebody else's address, a renamed portal's for one.
      .replace(/\/rest\/(\d+)\/[^/\s"'<>]+/g, "/rest/$1/***");
}
