import { rawUrlDecode } from "./php-text.ts";

/** What the path of a portal's URL says. */
export interface PortalPath {
  /** The credentials in `/rest/{user}/{code}/{method}`; none in `/rest/{method}`. The code is a password. */
  webhook?: { user: string; code: string };
  /**
   * The method's name as written, without the suffix: look it up by each of `methodSpellings(method)`. Empty when the
   * path has a wrong number of segments: no method has that name, so the lookup ends in 404 ERROR_METHOD_NOT_FOUND as
   * it does on a portal.
   */
  method: string;
  /** What the suffix asks for: `.json`, `.xml`; "json" without one. */
  format: "json" | "xml";
}

/**
 * Reads the path of a portal's REST URL. `undefined` when it is not a path of the classic REST API: anything outside
 * `/rest` (the segment's letter case counts), and `/rest/api/...`, which is REST v3 and answers errors in another
 * shape. Never throws.
 *
 * Double and trailing slashes do not count. One `.json` or `.xml` at the end, in any letter case, selects the format
 * and is removed; every other suffix is a part of the name, a second `.json` too (observed on the portal's own handler,
 * build of May 2026). Percent-encoding is undone before the path is split, a malformed `%` stays (read in the server's
 * source).
 *
 * @param pathname the path without the query, as it came over the wire
 * @example
 * parsePortalPath("/rest/1/secret/crm.calllist.get.json");
 * // { webhook: { user: "1", code: "secret" }, method: "crm.calllist.get", format: "json" }
 * parsePortalPath("/rest/batch"); // { method: "batch", format: "json" }
 * parsePortalPath("/rest/1/secret"); // { method: "", format: "json" }
 * parsePortalPath("/favicon.ico"); // undefined
 */
export function parsePortalPath(pathname: string): PortalPath | undefined {
  const [root, ...rest] = rawUrlDecode(pathname)
    .split("/")
    .filter((segment) => segment !== "");
  if (!pathname.startsWith("/") || root !== "rest" || (rest[0] === "api" && rest.length > 1)) return undefined;
  if (rest.length === 1) return splitSuffix(rest[0]!);
  if (rest.length === 3) return { webhook: { user: rest[0]!, code: rest[1]! }, ...splitSuffix(rest[2]!) };
  return { method: "", format: "json" };
}

/** A name must be left before the suffix: `/rest/.json` asks for a method called ".json". */
function splitSuffix(name: string): { method: string; format: "json" | "xml" } {
  const match = /(.+)\.(json|xml)$/is.exec(name);
  if (!match) return { method: name, format: "json" };
  return { method: match[1]!, format: match[2]!.toLowerCase() as "json" | "xml" };
}
