import { maybeExecuted, statusOfCode } from "./errors.gen.ts";
import {
  CallListError,
  ConnectionError,
  OutcomeUnknownError,
  PortalError,
  PortalMovedError,
  UnexpectedResponseError,
} from "./errors.ts";
import type { Method } from "./methods.ts";

/** Methods of which a second call does something else than the first. */
const NOT_REPEATABLE: readonly Method[] = ["crm.calllist.add"];

/** The connection was never made, or its certificate was not trusted, so nothing was sent. */
const NEVER_SENT =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|ERR_SSL_WRONG_VERSION_NUMBER|UNABLE_TO_VERIFY_LEAF_SIGNATURE)$|CERT/;

/**
 * The error to throw for a call: for a method that must not be repeated, an {@link OutcomeUnknownError} around
 * anything after which nobody knows whether the portal did what was asked.
 */
export function withOutcome(error: unknown, method: Method, params: object): unknown {
  if (!NOT_REPEATABLE.includes(method) || !(error instanceof CallListError)) return error;
  return certainlyNotExecuted(error) ? error : new OutcomeUnknownError(error, withoutCredentials(params));
}

function certainlyNotExecuted(error: CallListError): boolean {
  if (error instanceof PortalMovedError) return true;
  if (error instanceof PortalError) return isRefusal(error);
  // A page with 4xx comes from something before the portal's code, which refused to pass the request on.
  if (error instanceof UnexpectedResponseError) return error.status >= 400 && error.status < 500;
  return error instanceof ConnectionError && NEVER_SENT.test(error.reason);
}

/** Of the answers with 5xx only those count that are known to come before the method. */
function isRefusal({ status, code }: PortalError): boolean {
  return !maybeExecuted.includes(code) && (status < 500 || statusOfCode[code] === status);
}

/** An untyped caller may have put a token among the parameters. */
function withoutCredentials(params: object): object {
  const { auth: _, access_token: __, ...others } = params as Record<string, unknown>;
  return others;
}
