// Which calls may be executed twice, and the error to throw for one that may not.
import { type CallListError, OutcomeUnknownError } from "../errors.ts";
import { REPEATABLE } from "../generated/outcomes.ts";
import type { Method } from "../methods.ts";
import { methodOf } from "./operating.ts";

/** Whether a call may be carried out twice without harm; a batch, whether each of its commands may. */
export function isRepeatable(method: Method, params: object): boolean {
  if (method !== "batch") return REPEATABLE.includes(method);
  const { cmd } = params as { cmd?: object | null };
  return cmd != null && Object.values(cmd).every((command) => REPEATABLE.includes(methodOf(command)));
}

/**
 * The error to throw for a call: an {@link OutcomeUnknownError} where nobody knows whether the portal did something that
 * must not be done twice.
 */
export function withOutcome(error: CallListError, method: Method, params: object): CallListError {
  return error.executed === "unknown" && !isRepeatable(method, params)
    ? new OutcomeUnknownError(error, withoutCredentials(params), method)
    : error;
}

/** An untyped caller may have put a token among the parameters. */
function withoutCredentials(params: object): object {
  const { auth: _, access_token: __, ...others } = params as Record<string, unknown>;
  return others;
}
