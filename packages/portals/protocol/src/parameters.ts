import { decodeJson } from "./json-body.ts";
import { orderedObject, phpEntries } from "./php-order.ts";
import { nestPhpNames, parsePhpForm, parsePhpQuery } from "./php-query.ts";
import { phpTrim } from "./php-text.ts";
import { isPhpArray } from "./php-value.ts";

/** Parameters by name, as sent: text from a query or form, any JSON value from a JSON body. No prototype. */
export type Params = Record<string, unknown>;

/** The parts of a request that can carry parameters. */
export interface ParameterSource {
  /** The HTTP method as in the request line; only `POST` has its body read. */
  verb: string;
  /** The query string without the `?`. Default: none. */
  query?: string | undefined;
  /** The Content-Type header. Default: none. */
  contentType?: string | undefined;
  /** The body; text stands for its UTF-8 bytes. Default: none. */
  body?: Uint8Array | string | undefined;
}

/**
 * The parameters that a portal reads from a request.
 *
 * The query string always counts. The body counts for POST only, and its top-level names override those of the query:
 * - `application/x-www-form-urlencoded` and `multipart/form-data`: form fields by PHP's naming rules, without files.
 * - `application/json`, or a type with `+json`, in any letter case and with any parameters: JSON. An object's names are
 *   taken as they are; a list has the names "0", "1", ...; malformed JSON and a lone number, text or `null` count as
 *   empty, without an error. Only the first 100,000 names count.
 * - any other type, or none: read as a query string.
 *
 * (Observed on the portal's own handler, build of May 2026. Older builds knew `application/json` in lower case only.)
 * A body that breaks the rules of its type gives no parameters: never throws.
 *
 * Objects have no prototype, so every name in them was sent. `phpEntries` lists those inside in PHP's order.
 *
 * @example
 * const sent = { query: "ID=20", contentType: "application/json", body: '{"ID":13}' };
 * await readParameters({ verb: "POST", ...sent }); // { ID: 13 }
 * await readParameters({ verb: "PUT", ...sent }); // { ID: "20" }
 */
export async function readParameters(source: ParameterSource): Promise<Params> {
  const params: Params = parsePhpQuery(source.query ?? "");
  if (source.verb !== "POST") return params;
  return Object.assign(params, await bodyParameters(source.contentType ?? "", source.body ?? ""));
}

async function bodyParameters(contentType: string, body: Uint8Array | string): Promise<object> {
  const type = mediaType(contentType);
  if (type === "multipart/form-data" && /boundary=/i.test(contentType)) return multipartFields(contentType, body);
  if (type === "application/json" || type.includes("+json")) return jsonParameters(body);
  const text = typeof body === "string" ? body : new TextDecoder("utf-8", { ignoreBOM: true }).decode(body);
  // What PHP has not read as a form by itself is trimmed by the portal.
  return type === "application/x-www-form-urlencoded" ? parsePhpForm(text) : parsePhpQuery(phpTrim(text));
}

/** The type without its parameters, in lower case. PHP ends it at a comma or a space, too. */
function mediaType(contentType: string): string {
  return contentType
    .trim()
    .split(/[;,\s]/, 1)[0]!
    .toLowerCase();
}

/** Of millions of names, each would be copied and spelt in other letters; no method has more than a few. */
const MOST_NAMES = 100_000;

function jsonParameters(body: Uint8Array | string): object {
  const value = decodeJson(body);
  if (Array.isArray(value)) return value.slice(0, MOST_NAMES);
  if (!isPhpArray(value)) return {};
  return Object.keys(value).length > MOST_NAMES ? orderedObject(phpEntries(value).slice(0, MOST_NAMES)) : value;
}

async function multipartFields(contentType: string, body: Uint8Array | string): Promise<object> {
  const form = await parseMultipart(contentType, body).catch(() => []);
  const fields = Array.from(form, ([name, value]) => [name, value] as const);
  return nestPhpNames(fields.filter((field): field is [string, string] => typeof field[1] === "string"));
}

/** The platform's own reader. Rejects for a broken body and for a type that cannot be a header. */
async function parseMultipart(contentType: string, body: Uint8Array | string) {
  // A copy, because a view on shared memory is no body for the platform.
  const bytes = typeof body === "string" ? body : new Uint8Array(body);
  return new Response(bytes, { headers: { "content-type": contentType } }).formData();
}
