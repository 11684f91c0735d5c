import { type PhpParams, parsePhpQuery } from "./php-query.ts";

/** One command of a batch. */
export interface BatchCommand {
  /** The method's name as written: a suffix such as `.json` is a part of it here. See `methodSpellings`. */
  method: string;
  /** As sent; all values are text. `methodParameters` makes of them what the method gets. */
  params: PhpParams;
}

/**
 * Reads one command of a batch, `method?query`, as the portal does: PHP's `parse_url`, then `parse_str`. `undefined`
 * when no method's name can be read from it, which the portal answers with the entry ERROR_METHOD_NOT_FOUND. Never
 * throws.
 *
 * Because it is read as a URL, `#` cuts off the rest, a leading `/` (or what looks like a host: `a:80`, `//a`) leaves
 * no name, control characters become `_`, and in the query `+` is a space and `%XX` is decoded once. `&`, `=`, `%`, `+`
 * and `#` inside a name or value must have been percent-encoded by the caller. (Observed on the portal's own handler,
 * build of May 2026, and compared with PHP 8.2's own answers in the tests.)
 *
 * @example
 * parseBatchCommand("crm.calllist.items.get?LIST_ID=$result[new]&filter%5BSTATUS%5D=SUCCESS");
 * // { method: "crm.calllist.items.get", params: { LIST_ID: "$result[new]", filter: { STATUS: "SUCCESS" } } }
 * parseBatchCommand("/crm.calllist.get?ID=13"); // undefined
 */
export function parseBatchCommand(text: string): BatchCommand | undefined {
  const url = withoutScheme(text);
  if (url === undefined) return undefined;
  const beforeFragment = url.split("#", 1)[0]!;
  const path = beforeFragment.split("?", 1)[0]!;
  if (path === "" || path.startsWith("/")) return undefined;
  const query = beforeFragment.slice(path.length + 1);
  return { method: withoutControls(path), params: parsePhpQuery(withoutControls(query)) };
}

/**
 * What parse_url takes for path, query and fragment; `undefined` where it sees a host, or fails. After a host only a
 * path with a leading `/` can follow, which is no method either, so hosts need not be taken apart.
 */
function withoutScheme(text: string): string | undefined {
  const isHostWithPort = /^[^:?#]*:\d{1,5}(?:\/|$)/.test(text);
  const isSchemeOnly = /^[a-z0-9+.-]*:$/i.test(text);
  if (isHostWithPort || isSchemeOnly || text.startsWith("//")) return undefined;
  return text.replace(/^[a-z0-9+.-]+:/i, "");
}

/** parse_url does so in every part of a URL. */
function withoutControls(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it is about
  return text.replace(/[\x00-\x1f\x7f]/g, "_");
}
