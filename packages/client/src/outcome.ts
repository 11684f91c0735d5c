import { maybeExecuted } from "./errors.gen.ts";
import { CallListError, ConnectionError, OutcomeUnknownError, PortalError, PortalMovedError } from "./errors.ts";
import type { Method } from "./methods.ts";

/** Methods of which a second call does something else than the first. */
const NOT_REPEATABLE: readonly Method[] = ["crm.calllist.add"];

/** The connection was never made, so nothing was sent. */
const NEVER_SENT = ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT"];

/**
 * The error to throw for a call: for a method that must not be repeated, an {@link OutcomeUnknownError} around
 * anything after which nobody knows whether the portal did what was asked.
 */
export function withOutcome(error: unknown, method: Method, params: unknown): unknown {
  if (!NOT_REPEATABLE.includes(method) || !(error instanceof CallListError)) return error;
  return certainlyNotExecuted(error) ? error : new OutcomeUnknownError(error, params);
}

function certainlyNotExecuted(error: CallListError): boolean {
  if (error instanceof PortalMovedError) return true;
  if (error instanceof PortalError) return !maybeExecuted.includes(error.code);
  return error instanceof ConnectionError && NEVER_SENT.includes(error.reason);
}
