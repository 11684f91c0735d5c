import { type Credentials, readCredentials } from "./credentials.ts";
import { type HeaderRecord, headerValue } from "./headers.ts";
import { methodParameters } from "./method-parameters.ts";
import { type Params, readParameters } from "./parameters.ts";
import { type PortalPath, parsePortalPath } from "./portal-path.ts";
import { withoutHost } from "./prefix.ts";

/** An HTTP request as it came over the wire. */
export interface HttpRequest {
  /** The HTTP method, in upper case as in the request line. */
  verb: string;
  /** Path and query, like Node's `IncomingMessage.url`. A full URL is understood, too. */
  url: string;
  /** In any letter case, like Node's `IncomingMessage.headers`. */
  headers: HeaderRecord;
  /** The whole body; text stands for its UTF-8 bytes. Default: none. */
  body?: Uint8Array | string | undefined;
}

/** What a portal understands of a request. */
export interface PortalRequest {
  /** The method's name as written, empty for a path that can name none. Look it up by `methodSpellings`. */
  method: string;
  /** The format to answer in. */
  format: PortalPath["format"];
  /** What the portal goes by; absent when there are none (401 NO_AUTH_FOUND). Token and code are passwords. */
  credentials?: Credentials;
  /** All parameters as sent, names as written; tokens are among them. */
  params: Params;
  /** The parameter `start` as sent; absent when it was not sent. */
  start?: unknown;
  /** The parameters that the method gets: names in upper case, without those of the REST layer. */
  methodParams: Params;
}

/**
 * Reads a request as a portal does. `undefined` when the path is not one of the classic REST API (see
 * `parsePortalPath`). Never rejects for what a client sent: what cannot be read counts as not sent, as on a portal.
 *
 * A portal answers an unknown method (404) before it looks at the credentials (401).
 *
 * @example
 * await readPortalRequest({
 *   verb: "POST",
 *   url: "/rest/1/secret/crm.calllist.items.get.json?start=50",
 *   headers: { "content-type": "application/json" },
 *   body: '{"list_id":13}',
 * });
 * // {
 * //   method: "crm.calllist.items.get",
 * //   format: "json",
 * //   credentials: { kind: "webhook", user: "1", code: "secret" },
 * //   params: { start: "50", list_id: 13 },
 * //   start: "50",
 * //   methodParams: { LIST_ID: 13 },
 * // }
 */
export async function readPortalRequest(request: HttpRequest): Promise<PortalRequest | undefined> {
  const { verb, headers, body } = request;
  const { pathname, query } = splitUrl(request.url);
  const path = parsePortalPath(pathname);
  if (path === undefined) return undefined;
  const { webhook, method, format } = path;
  const params = await readParameters({ verb, query, contentType: headerValue(headers, "content-type"), body });
  const credentials = readCredentials({ webhook, params, headers });
  const { params: methodParams, ...start } = methodParameters(params);
  return { method, format, ...(credentials && { credentials }), params, ...start, methodParams };
}

function splitUrl(url: string): { pathname: string; query: string } {
  const target = withoutHost(url);
  const pathname = target.split("?", 1)[0]!;
  return { pathname, query: target.slice(pathname.length + 1) };
}
