import { toUrl } from "./internal/url.ts";

/**
 * Hosts that may be sent the credentials when the portal moves there: a list of hosts, or a function that decides.
 */
export type TrustedHosts = readonly string[] | ((host: string) => boolean);

/** A cloud portal's own name and the domain below it: `example` and `bitrix24.com`, `bitrix24.com.br` … */
const CLOUD_HOST = /^[\w-]+\.(bitrix24\.[a-z]{2,}(?:\.[a-z]{2})?)$/;

/**
 * The address that a redirect moves a portal to, or undefined where it must not be followed.
 *
 * A renamed portal answers with the same path behind /rest/ on its new host, or below another path. Whatever else
 * redirects (a page about a closed portal, a login, a captcha) is not a move, and credentials go only where they are safe.
 *
 * @param from address of the request
 * @param rest its path from /rest/ on
 * @param location where the response points to
 */
export function newPortal(
  from: string,
  rest: string,
  location: string | null,
  trusted: TrustedHosts | undefined,
  isSafe: (url: URL) => boolean,
): string | undefined {
  const to = location ? toUrl(location, from) : undefined;
  const path = to?.pathname.replace(/\/$/, "");
  if (!path?.endsWith(rest) || !mayMove(new URL(from), to!, trusted, isSafe)) return undefined;
  return to!.origin + path.slice(0, -rest.length);
}

/** Whether the credentials of a portal at the old address may be sent to the new one, which somebody else has named. */
export function mayMove(old: URL, to: URL, trusted: TrustedHosts | undefined, isSafe: (url: URL) => boolean): boolean {
  // Never from https to http, which names a host for whoever stands between.
  if (to.protocol !== "https:" && (old.protocol === "https:" || !isSafe(to))) return false;
  const { host, hostname } = to;
  if (host === old.host) return true;
  if (typeof trusted === "function") return trusted(host);
  if (trusted) return trusted.includes(host);
  const domain = CLOUD_HOST.exec(hostname)?.[1];
  return host === hostname && domain !== undefined && domain === CLOUD_HOST.exec(old.hostname)?.[1];
}
