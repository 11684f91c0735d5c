import type { Auth } from "../auth.ts";
import { type CallListError, PortalMovedError, portalError, UnexpectedResponseError } from "../errors.ts";
import { MAX_DESCRIPTION } from "../generated/numbers.ts";
import type { Answer, ErrorBody, Method } from "../methods.ts";
import type { Exchange } from "./exchange.ts";
import { isObject } from "./kinds.ts";
import { resultOf, unexpectedResult } from "./result.ts";
import { excerptOf, shown } from "./text.ts";
import { toUrl } from "./url.ts";

/** The answer of an exchange, as on the wire, the error that it is, or both: an answer whose result is of another type. */
export interface Verdict<M extends Method> {
  answer?: Answer<M>;
  error?: CallListError;
}

/**
 * Reads what a portal, or something before it, answered. Portals and gateways send more than the documentation says:
 * errors with any status (200 too), codes that are numbers or empty, HTML with 200, bodies that are empty or cut.
 */
export function judge<M extends Method>(method: M, exchange: Exchange, auth: Auth): Verdict<M> {
  const { status, headers } = exchange;
  if (status === 0 || (status >= 300 && status < 400)) {
    const host = shown(toUrl(headers.get("location") ?? "")?.host, auth.redact);
    return { error: new PortalMovedError(method, { status, host }) };
  }
  const body = parse(exchange.body);
  if (isErrorBody(body)) {
    const refusal = {
      status,
      code: shown(body.error, auth.redact),
      description: shown(body.error_description, auth.redact, MAX_DESCRIPTION),
      ...(typeof body.argument === "string" && { argument: shown(body.argument, auth.redact) }),
    };
    return { error: portalError(method, refusal) };
  }
  const contentType = shown(headers.get("content-type"), auth.redact);
  if (status < 300 && isObject(body) && "result" in body) {
    const answer = withShownErrors(method, body, auth) as Answer<M>;
    if (resultOf(method, body.result) !== undefined) return { answer };
    return { answer, error: unexpectedResult(method, body.result, auth.redact, contentType) };
  }
  const excerpt = excerptOf(beginning(exchange.body, auth));
  return { error: new UnexpectedResponseError(method, { status, contentType, excerpt }) };
}

/** The errors of a batch's commands are texts from elsewhere, as a refusal is. */
function withShownErrors(method: Method, body: { result: unknown }, { redact }: Auth): object {
  if (method === "batch" && isObject(body.result) && "result_error" in body.result) {
    const show = (key: string, value: unknown): unknown =>
      typeof value === "string"
        ? shown(value, redact, key === "error_description" ? MAX_DESCRIPTION : undefined)
        : value;
    body.result.result_error = JSON.parse(redact(JSON.stringify(body.result.result_error)), show);
  }
  return body;
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {}
}

function isErrorBody(body: unknown): body is ErrorBody {
  return isObject(body) && "error" in body && ["string", "number"].includes(typeof body.error);
}

/** What is searched for secrets: so much more than an excerpt that it stays long enough without them. */
const SEARCHED_LENGTH = 2 ** 20;
/** More than an excerpt, so that masking an address does not leave it empty, and little enough to be searched. */
const EXCERPT_SOURCE_LENGTH = 2000;
/** An address below /rest/, also as it stands in JSON or a query. */
const REST_ADDRESS = /[^\s"'<>]*(?:\/|%2F)rest\\?(?:\/|%2F)[^\s"'<>]*/gi;

const beginning = (text: string, auth: Auth): string =>
  auth.redact(text.slice(0, SEARCHED_LENGTH)).slice(0, EXCERPT_SOURCE_LENGTH).replace(REST_ADDRESS, "***");
