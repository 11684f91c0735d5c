import type { Auth } from "./auth.ts";
import { type CallListError, PortalMovedError, portalError, UnexpectedResponseError } from "./errors.ts";
import type { Exchange } from "./exchange.ts";
import type { Answer, ErrorBody, Method } from "./methods.ts";

/** The good answer of an exchange, or the error that it is. */
export type Verdict<M extends Method> = { answer: Answer<M>; error?: never } | { answer?: never; error: CallListError };

/**
 * Reads what a portal, or something before it, answered. Portals and gateways send more than the documentation says:
 * errors with any status (200 too), codes that are numbers or empty, HTML with 200, bodies that are empty or cut.
 */
export function judge<M extends Method>(method: M, exchange: Exchange, auth: Auth): Verdict<M> {
  const { status, headers } = exchange;
  if (status === 0 || (status >= 300 && status < 400)) {
    return { error: new PortalMovedError(method, { status, host: auth.redact(hostOf(headers.get("location"))) }) };
  }
  const body = parse(exchange.body);
  if (isErrorBody(body)) {
    const refusal = {
      status,
      code: auth.redact(String(body.error)),
      description: auth.redact(String(body.error_description ?? "")),
      ...(typeof body.argument === "string" && { argument: auth.redact(body.argument) }),
    };
    return { error: portalError(method, refusal) };
  }
  if (status < 300 && isObject(body) && "result" in body)
    return { answer: withoutSecrets(method, body, auth) as Answer<M> };
  return {
    error: new UnexpectedResponseError(method, {
      status,
      contentType: auth.redact(headers.get("content-type") ?? ""),
      excerpt: excerptOf(exchange.body, auth),
    }),
  };
}

/** The errors of a batch's commands are texts from elsewhere, as a refusal is. */
function withoutSecrets(method: Method, body: { result: unknown }, auth: Auth): object {
  if (method === "batch" && isObject(body.result) && "result_error" in body.result) {
    body.result.result_error = JSON.parse(auth.redact(JSON.stringify(body.result.result_error)));
  }
  return body;
}

function parse(body: unknown): unknown {
  if (typeof body !== "string") return body;
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

function isErrorBody(body: unknown): body is ErrorBody {
  return isObject(body) && "error" in body && ["string", "number"].includes(typeof body.error);
}

function hostOf(location: string | null): string {
  return location && URL.canParse(location) ? new URL(location).host : "";
}

const EXCERPT_LENGTH = 200;
/** More than an excerpt, so that masking an address does not leave it empty, and little enough to be searched. */
const EXCERPT_SOURCE_LENGTH = 2000;
/** An address below /rest/, also as it stands in JSON or a query. */
const REST_ADDRESS = /[^\s"'<>]*(?:\/|%2F)rest\\?(?:\/|%2F)[^\s"'<>]*/gi;

function excerptOf(body: unknown, auth: Auth): string {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return auth.redact(text).slice(0, EXCERPT_SOURCE_LENGTH).replace(REST_ADDRESS, "***").slice(0, EXCERPT_LENGTH);
}
