/**
 * The path below which a portal is served, as `/crm` or `/a/b`; empty for a portal at the root. Slashes around it do
 * not matter.
 *
 * @param text such as `/crm`, `crm/` or `/`
 * @throws TypeError for text that is not a plain path: with a query, a fragment, white space, or a segment `.` or `..`
 * @example
 * portalPrefix("crm/"); // "/crm"
 * portalPrefix("/"); // ""
 */
export function portalPrefix(text: string): string {
  const segments = text.split("/").filter((segment) => segment !== "");
  if (/[?#\\\s]/.test(text) || segments.some((segment) => segment === "." || segment === "..")) {
    throw new TypeError(`A prefix is a plain path such as /crm, not ${JSON.stringify(text)}`);
  }
  const prefix = segments.map((segment) => `/${segment}`).join("");
  return new URL(prefix, "http://portal.example").pathname.replace(/\/$/, "");
}

/**
 * A request's URL as the portal below `prefix` sees it: without the prefix, as a reverse proxy passes it on. `undefined`
 * for a URL that is not below the prefix. Doubled slashes do not matter.
 *
 * @param url path and query, like Node's `IncomingMessage.url`; a full URL loses its host, too
 * @param prefix from {@link portalPrefix}; empty leaves every path as it is
 * @example
 * belowPrefix("/crm/rest/batch?halt=1", "/crm"); // "/rest/batch?halt=1"
 * belowPrefix("/rest/batch", "/crm"); // undefined
 */
export function belowPrefix(url: string, prefix: string): string | undefined {
  const target = withoutHost(url);
  const path = target.replace(/[?#].*/s, "");
  const segments = prefix.split("/").slice(1);
  let at = 0;
  for (const segment of segments) {
    if (path[at] !== "/") return undefined;
    while (path[at] === "/") at++;
    const end = at + segment.length;
    if (path.slice(at, end) !== segment) return undefined;
    at = end;
  }
  if (segments.length === 0) return target;
  if (at === path.length) return `/${target.slice(at)}`;
  return path[at] === "/" ? target.slice(at) : undefined;
}

/** By hand, because `new URL` would take the first segment of `//rest/...` for a host. */
export function withoutHost(url: string): string {
  return url.replace(/^https?:\/\/[^/?]*/i, "");
}
