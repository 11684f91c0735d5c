/**
 * Hosts that may be sent the credentials when the portal redirects there: a list of hosts, or a function that decides.
 */
export type TrustedHosts = readonly string[] | ((host: string) => boolean);

/** A cloud portal's own name and the domain below it: `example` and `bitrix24.com`, `bitrix24.com.br` … */
const CLOUD_HOST = /^[\w-]+\.(bitrix24\.[a-z]{2,}(?:\.[a-z]{2})?)$/;

/**
 * The origin that a redirect moves a portal to, or undefined where it must not be followed.
 *
 * A renamed portal answers with the same path on its new host. Whatever else redirects (a page about a closed portal, a
 * login, a captcha) is not a move, and only https may carry the credentials (http between ports of this machine).
 *
 * @param from address of the request
 * @param location where the answer points to
 */
export function newOrigin(
  from: string,
  location: string | null,
  trusted: TrustedHosts | undefined,
): string | undefined {
  if (!location || !URL.canParse(location, from)) return undefined;
  const [old, to] = [new URL(from), new URL(location, from)];
  if (to.pathname.replace(/\/$/, "") !== old.pathname.replace(/\/$/, "")) return undefined;
  if (to.protocol !== "https:" && !(to.protocol === "http:" && isLoopback(to) && isLoopback(old))) return undefined;
  return isTrusted(old.hostname, to, trusted) ? to.origin : undefined;
}

function isTrusted(old: string, { host, hostname }: URL, trusted: TrustedHosts | undefined): boolean {
  if (typeof trusted === "function") return trusted(host);
  if (trusted) return trusted.includes(host);
  const domain = CLOUD_HOST.exec(hostname)?.[1];
  return host === hostname && domain !== undefined && domain === CLOUD_HOST.exec(old)?.[1];
}

/** This machine, where plain http is safe. */
export const isLoopback = ({ hostname }: URL): boolean => ["127.0.0.1", "localhost", "[::1]"].includes(hostname);
