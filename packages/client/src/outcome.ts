import { maybeExecuted, statusOfCode } from "./errors.gen.ts";
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

interface Decision {
  /** Whether the portal carried the call out. */
  executed: "yes" | "no" | "unknown";
  /**
   * `repeat` after a pause (where `executed` is `unknown`, only what a repetition cannot harm), `slow down` and repeat,
   * `wait` for the method's working time, `renew` the token, `follow` the portal, or `end` the call here.
   */
  next: "end" | "repeat" | "slow down" | "wait" | "renew" | "follow";
}

/**
 * What is known about a call after an attempt, and what is done: the one place that decides on repeating.
 * Deterministic answers end the call: the same request would get the same answer.
 */
export const DECISIONS = {
  /** A result. */
  answered: { executed: "yes", next: "end" },
  /** QUERY_LIMIT_EXCEEDED, or 429 from something before the portal: too many requests. */
  busy: { executed: "no", next: "slow down" },
  /** OPERATION_TIME_LIMIT: the method has worked too long. */
  overworked: { executed: "no", next: "wait" },
  /** expired_token. */
  expired: { executed: "no", next: "renew" },
  /** A redirect. */
  moved: { executed: "no", next: "follow" },
  /** Any other error code, OVERLOAD_LIMIT, PORTAL_DELETED and ACCESS_DENIED among them, or a page with 4xx. */
  refused: { executed: "no", next: "end" },
  /** No connection: nothing was sent. */
  unreachable: { executed: "no", next: "repeat" },
  /** A certificate that is not trusted, or a proxy that wants a password: nothing was sent, and it will come again. */
  misconfigured: { executed: "no", next: "end" },
  /** A page with 421 or 425: the server has not looked at the request. */
  misdirected: { executed: "no", next: "repeat" },
  /** The call's time was over before it was sent. */
  unsent: { executed: "no", next: "end" },
  /** The connection broke off, before or in the middle of the answer. */
  broken: { executed: "unknown", next: "repeat" },
  /** No answer in time. */
  late: { executed: "unknown", next: "repeat" },
  /** A page with 5xx or 408, or an error code of a gateway. */
  lost: { executed: "unknown", next: "repeat" },
  /** An answer with 200 that is empty, or JSON that breaks off. */
  cut: { executed: "unknown", next: "repeat" },
  /** The portal's own code stopped on an error (HTTP 500 as JSON); mostly the request is wrong. */
  crashed: { executed: "unknown", next: "end" },
  /** A response with 200 that no portal sends, and that will come again: a login page, PHP warnings, another result. */
  foreign: { executed: "unknown", next: "end" },
} as const satisfies Record<string, Decision>;

export type Outcome = keyof typeof DECISIONS;

/** The row of {@link DECISIONS} for an attempt that ended in this error, or in none. */
export function outcomeOf(error: CallListError | undefined): Outcome {
  if (!error) return "answered";
  if (error instanceof PortalMovedError) return "moved";
  if (error instanceof ConnectionError) return outcomeOfConnection(error);
  if (error instanceof TimeoutError) return error.sent ? "late" : "unsent";
  if (error instanceof PortalError) return outcomeOfCode(error);
  return outcomeOfPage(error as UnexpectedResponseError);
}

function outcomeOfConnection({ reason, sent }: ConnectionError): Outcome {
  if (sent) return "broken";
  return reason === "proxy 407" || isOfCertificate(reason) ? "misconfigured" : "unreachable";
}

function outcomeOfCode({ status, code }: PortalError): Outcome {
  if (code === "QUERY_LIMIT_EXCEEDED") return "busy";
  if (code === "OPERATION_TIME_LIMIT") return "overworked";
  if (code === "expired_token") return "expired";
  if (maybeExecuted.includes(code)) return "crashed";
  if (statusOfCode.has(code)) return "refused";
  if (status >= 500) return status === 500 ? "crashed" : "lost";
  return status === 429 ? "busy" : "refused";
}

function outcomeOfPage({ status, contentType, excerpt }: UnexpectedResponseError): Outcome {
  if (status >= 500 || status === 408) return "lost";
  if (status === 429) return "busy";
  if (status === 421 || status === 425) return "misdirected";
  if (status >= 400) return "refused";
  // JSON of a portal begins with a brace, also where it breaks off.
  return excerpt === "" || (/json/i.test(contentType) && /^\s*\{/.test(excerpt)) ? "cut" : "foreign";
}

/** Methods that do nothing more when they are carried out twice. Any other may, `crm.calllist.add` surely does. */
const REPEATABLE: readonly string[] = [
  "crm.calllist.get",
  "crm.calllist.list",
  "crm.calllist.items.get",
  "crm.calllist.statuslist",
  "crm.calllist.update",
];

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
  const { executed } = DECISIONS[outcomeOf(error)];
  return executed === "unknown" && !isRepeatable(method, params)
    ? new OutcomeUnknownError(error, withoutCredentials(params))
    : error;
}

/** An untyped caller may have put a token among the parameters. */
function withoutCredentials(params: object): object {
  const { auth: _, access_token: __, ...others } = params as Record<string, unknown>;
  return others;
}
