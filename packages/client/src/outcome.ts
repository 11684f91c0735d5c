// Which outcome of the table an error of ours has; the table and its rules are the description's.
import {
  type CallListError,
  ConnectionError,
  OutcomeUnknownError,
  PortalError,
  PortalMovedError,
  TimeoutError,
  type UnexpectedResponseError,
} from "./errors.ts";
import { isOfCertificate } from "./fetch.ts";
import type { Method } from "./methods.ts";
import { methodOf } from "./operating.ts";
import { type Attempt, classify, OUTCOMES, type Outcome, REPEATABLE } from "./outcomes.gen.ts";

/** The outcome of an attempt that ended in this error. */
export const outcomeOf = (error: CallListError): Outcome => classify(attemptOf(error));

/** What the rules look at. */
function attemptOf(error: CallListError): Attempt {
  if (error instanceof PortalMovedError) return { failure: "redirect" };
  if (error instanceof ConnectionError) {
    const permanent = error.reason === "proxy 407" || isOfCertificate(error.reason);
    return { failure: "connection", sent: error.sent, permanent };
  }
  if (error instanceof TimeoutError) return { failure: "timeout", sent: error.sent };
  if (error instanceof PortalError) return { failure: "code", code: error.code, status: error.status };
  const page = error as UnexpectedResponseError;
  return { failure: "page", status: page.status, truncated: isTruncated(page) };
}

/** JSON of a portal begins with a brace, also where it breaks off. */
const isTruncated = ({ contentType, excerpt }: UnexpectedResponseError): boolean =>
  excerpt === "" || (/json/i.test(contentType) && /^\s*\{/.test(excerpt));

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
  const { executed } = OUTCOMES[outcomeOf(error)];
  return executed === "unknown" && !isRepeatable(method, params)
    ? new OutcomeUnknownError(error, withoutCredentials(params), method)
    : error;
}

/** An untyped caller may have put a token among the parameters. */
function withoutCredentials(params: object): object {
  const { auth: _, access_token: __, ...others } = params as Record<string, unknown>;
  return others;
}
