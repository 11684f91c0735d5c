import { createHash, timingSafeEqual } from "node:crypto";
import { type HeaderRecord, headerValue } from "./headers.ts";

/** Whether two secrets are the same. It takes the same time, whichever character differs. */
export function isSameSecret(a: string, b: string): boolean {
  const [x, y] = [a, b].map((text) => createHash("sha256").update(text).digest());
  return timingSafeEqual(x!, y!);
}

/**
 * Whether a request may have been sent by a page of another site, open in a browser of this machine: from an origin that
 * is not the server's own, or to a host name that is none of the server's, since a site can let a name of its own point
 * to this machine (DNS rebinding).
 *
 * @param names by which the server is called, in lower case and without a port; an IPv6 address in brackets
 * @example
 * isFromOtherSite({ host: "localhost:4030" }, ["127.0.0.1", "localhost"]); // false
 * isFromOtherSite({ host: "evil.example:4030" }, ["127.0.0.1", "localhost"]); // true
 */
export function isFromOtherSite(headers: HeaderRecord, names: readonly string[]): boolean {
  const host = headerValue(headers, "host") ?? "";
  const origin = headerValue(headers, "origin");
  const site = headerValue(headers, "sec-fetch-site") ?? "none";
  const name = host.replace(/:\d+$/, "").toLowerCase();
  if (!names.includes(name) || (origin !== undefined && origin !== `http://${host}`)) return true;
  // Of an address that somebody types, there is no site that sent it.
  return site !== "same-origin" && site !== "none";
}
