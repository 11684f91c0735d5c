import { MIN_SECRET } from "./generated/numbers.ts";
import type { Clock } from "./internal/clock.ts";
import type { Redact } from "./internal/text.ts";
import { toUrl } from "./internal/url.ts";
import type { Method } from "./methods.ts";
import type { TrustedHosts } from "./moved.ts";

/** Credentials for a portal. Made by {@link webhook} or {@link oauth}; printing one shows no secret. */
export interface Auth {
  readonly kind: "webhook" | "oauth";
  /** Host of the portal, such as `example.bitrix24.com`; empty until stored tokens were read. */
  readonly portal: string;
  /** Address below which the methods are. A webhook's holds its secret. */
  baseUrl(): string;
  /** What goes into each request's body beside the parameters. */
  credentials(): { auth?: string };
  /** Whether the credentials may go there: https, or plain http on this machine and to hosts that the caller has named. */
  isSafe(url: URL): boolean;
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
  /** The caller's own, if there is one. */
  fetch: typeof globalThis.fetch | undefined;
  clock: Clock;
  /** Milliseconds for the authorisation server to answer. */
  timeout: number;
  /** Where new tokens may move the portal to. */
  trustedHosts: TrustedHosts | undefined;
}

const WEBHOOK_LOOKS_LIKE = "A webhook URL looks like https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/";

/** Options of all credentials. */
export interface ConnectionOptions {
  /**
   * Names of hosts that may be called over plain http, such as `["sandbox"]` for a container next to yours. Exact names
   * without ports. Everything on the way can read the credentials, so never name a host across a network you do not own.
   *
   * @default none but this machine (`127.0.0.1`, `[::1]`, `localhost`)
   */
  insecureHosts?: readonly string[];
}

/**
 * Credentials from an incoming webhook's URL, as the portal shows it. White space around it, a query and a fragment are
 * dropped.
 *
 * @param url `https://<portal>/rest/<user id>/<code>/`; the portal may be below a path: `https://example.com/crm/rest/…`
 * @throws {TypeError} when it is not such a URL. The message says what is wrong and never repeats the URL.
 *
 * @example
 * ```ts
 * import { createClient, webhook } from "@b24-calllist/client";
 *
 * const b24 = createClient({ auth: webhook("https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/") });
 * ```
 */
export function webhook(url: string, { insecureHosts }: ConnectionOptions = {}): Auth {
  const isSafe = safety(insecureHosts);
  const parsed = parseUrl(url, "webhook(url)", WEBHOOK_LOOKS_LIKE, isSafe);
  const code = /\/rest\/[^/]+\/([^/]+)\/?$/.exec(parsed.pathname)?.[1];
  if (!code) throw new TypeError(`webhook(url): the path is not /rest/<user id>/<code>/. ${WEBHOOK_LOOKS_LIKE}`);
  const base = parsed.origin + parsed.pathname.replace(/\/$/, "");
  return {
    kind: "webhook",
    portal: parsed.host,
    baseUrl: () => base,
    credentials: () => ({}),
    redact: redactor([code, decode(code)]),
    isSafe,
  };
}

/** Makes the function that says where credentials may go: https, this machine, and the hosts that the caller names. */
export function safety(insecureHosts: readonly string[] = []): (url: URL) => boolean {
  if (!Array.isArray(insecureHosts) || !insecureHosts.every((host) => /^[^:/*\s]+$/.test(host))) {
    throw new TypeError('insecureHosts: exact names of hosts without scheme and port, such as ["sandbox"]');
  }
  return ({ protocol, hostname }) =>
    protocol === "https:" || (protocol === "http:" && [...LOOPBACK, ...insecureHosts].includes(hostname));
}

/** This machine, where plain http is safe. */
const LOOPBACK = ["127.0.0.1", "localhost", "[::1]"];

/** Signs that are not seen: white space of all kinds, zero-width characters, marks of direction. */
const INVISIBLE = "[\\s\\p{Z}\\p{Cf}]";

/** A URL that may carry credentials, and nothing behind its path. */
export function parseUrl(url: string, what: string, looksLike: string, isSafe: (url: URL) => boolean): URL {
  const wrong = (why: string): TypeError => new TypeError(`${what}: ${why}. ${looksLike}`);
  const text = String(url ?? "").replace(new RegExp(`^${INVISIBLE}+|${INVISIBLE}+$`, "gu"), "");
  if (text === "") throw wrong("nothing was given");
  if (new RegExp(INVISIBLE, "u").test(text)) throw wrong("there is white space in it, or a character that is not seen");
  const parsed = toUrl(text);
  if (!parsed) throw wrong("this is not a URL");
  if (!isSafe(parsed)) throw wrong('it has to be https; the option insecureHosts: ["its host"] allows plain http');
  if (parsed.username || parsed.password) throw wrong("there is a user or a password in it");
  parsed.search = "";
  parsed.hash = "";
  return parsed;
}

function decode(code: string): string {
  try {
    return decodeURIComponent(code);
  } catch {
    return code;
  }
}

/** Makes a function that replaces these secrets, in whatever form, and the code of any webhook's address in a text. */
export function redactor(secrets: string[]): Redact {
  const known = secrets
    .filter((secret) => secret?.length >= MIN_SECRET)
    // One may be the beginning of another.
    .sort((a, b) => b.length - a.length)
    .map((secret) => Array.from(secret, inAnyForm).join(""));
  const own = known.length > 0 ? new RegExp(known.join("|"), "gi") : undefined;
  return (text) => (own ? text.replace(own, "***") : text).replace(WEBHOOK_CODE, "$1***");
}

/** A pattern for a character as it is, and as it stands in URLs, forms, JSON, JSON inside JSON, and HTML. */
function inAnyForm(sign: string): string {
  const code = sign.codePointAt(0)!;
  const hex = code.toString(16);
  const forms = [
    sign.replace(/[\\^$.*+?()[\]{}|/]/, "\\$&"),
    code < 128 ? `%${hex}` : encodeURIComponent(sign),
    `\\\\{1,3}u${hex.padStart(4, "0")}`,
    `&#(?:${code}|x${hex});`,
  ];
  if (/[/"]/.test(sign)) forms.push(`\\\\{1,3}${sign}`);
  if (sign === " ") forms.push("\\+");
  if (sign === "&") forms.push("&amp;");
  return `(?:${forms.join("|")})`;
}

/** `/rest/7/` and a code, also of REST 3.0 (`/rest/api/7/`), in URLs, JSON and JSON inside JSON: a renamed portal's for one. */
const WEBHOOK_CODE =
  /((?:\\{0,3}\/|%2F)rest(?:\\{0,3}\/|%2F)(?:api(?:\\{0,3}\/|%2F))?(?:%(?!2F)|[^/\\%\s"'<>])+(?:\\{0,3}\/|%2F))(?:%(?!2F)|[^/\\%\s"'<>])+/gi;
