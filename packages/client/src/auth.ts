import type { Clock } from "./clock.ts";
import type { Method } from "./methods.ts";
import { isLoopback } from "./moved.ts";

/** Credentials for a portal. Made by {@link webhook} or {@link oauth}; printing one shows no secret. */
export interface Auth {
  readonly kind: "webhook" | "oauth";
  /** Host of the portal, such as `example.bitrix24.com`; empty until stored tokens were read. */
  readonly portal: string;
  /** Address below which the methods are. A webhook's holds its secret. */
  baseUrl(): string;
  /** What goes into each request's body beside the parameters. */
  credentials(): { auth?: string };
  /** The same text without this portal's secrets in it. For texts that come from elsewhere, such as error pages. */
  redact(text: string): string;
  /** Reads what has to be read before the first request. Gives nothing when all is at hand. */
  load?(method: Method): Promise<void> | undefined;
  /**
   * Gets a new access token in place of one that expired; calls that come meanwhile wait for the same one. True for the
   * one call that asked for it.
   */
  renew?(spent: string | undefined, request: RenewRequest): Promise<boolean>;
}

/** What a renewal needs from the call that asks for it. */
export interface RenewRequest {
  method: Method;
  fetch: typeof globalThis.fetch;
  clock: Clock;
  /** Milliseconds for the authorisation server to answer. */
  timeout: number;
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

/** A URL that may carry credentials: https, or http on this machine, and nothing behind the path. */
export function parseUrl(url: string, what: string, looksLike: string): URL {
  if (typeof url !== "string" || url === "") throw new TypeError(`${what}: nothing was given. ${looksLike}`);
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed) throw new TypeError(`${what}: this is not a URL. ${looksLike}`);
  if (parsed.protocol !== "https:" && !(parsed.protocol === "http:" && isLoopback(parsed))) {
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

/** Makes a function that replaces these secrets, and any webhook's address, in a text. */
export function redactor(secrets: string[]): (text: string) => string {
  const known = secrets.filter((secret) => secret?.length >= SHORTEST_SECRET);
  return (text) =>
    known
      .reduce((clean, secret) => clean.replaceAll(secret, "***"), text)
      // A page may also show somebody else's address, a renamed portal's for one.
      .replace(/(\/rest\\?\/[^/\\\s"'<>]+\\?\/)[^/\\\s"'<>]+/g, "$1***");
}
