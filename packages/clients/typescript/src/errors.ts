// What can go wrong, one class a cause. No URL, code or token is in any of them.
import { errorsPage, statusOfCode } from "./generated/errors.ts";
import { type Attempt, classify, OUTCOMES, type Outcome } from "./generated/outcomes.ts";
import { isOfCertificate } from "./internal/fetch.ts";
import type { ErrorCode, Method } from "./methods.ts";

/** Whether the portal executed a call that failed. `no` is certain: the call changed nothing. */
export type Executed = "no" | "unknown";

/** What an error is made of, besides its message. */
interface Origin {
  cause?: CallListError;
  /** The attempt that ended in this error: its outcome, by the rules of the description, says what is known. */
  attempt?: Attempt;
  executed?: Executed;
  sent?: boolean;
}

/**
 * Root of all errors of a call. Its subclasses say what happened; `executed` and `sent` say what that means for the call.
 *
 * @example
 * ```ts
 * import { CallListError, createClient, webhook } from "@b24-calllist/client";
 *
 * const b24 = createClient({ auth: webhook("https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/") });
 * try {
 *   await b24.call("crm.calllist.update", { LIST_ID: 13, ENTITY_TYPE: "CONTACT", ENTITIES: [9, 17], WEBFORM_ID: null });
 * } catch (error) {
 *   if (!(error instanceof CallListError)) throw error;
 *   console.log(error.executed === "no" ? "The list is as it was." : "Read the list: it may have changed.");
 * }
 * ```
 */
export class CallListError extends Error {
  override readonly name: string = "CallListError";
  /** The method that was called. */
  readonly method: Method;
  /**
   * Whether the portal executed the call, over all its attempts. `no` is certain: the call changed nothing. In a `retry`
   * or `response` hook, it is about that attempt.
   */
  readonly executed: Executed;
  /** Whether a request of the call, or a part of one, may have left this machine. `false` is certain. */
  readonly sent: boolean;

  constructor(method: Method, message: string, { cause, attempt, executed, sent }: Origin = {}) {
    super(`${method}: ${message}`, cause && { cause });
    this.method = method;
    if (attempt) outcomes.set(this, classify(attempt));
    this.executed = executed ?? OUTCOMES[outcomeOf(this)].executed;
    this.sent = sent ?? attempt?.sent ?? true;
  }
}

/** Beside the errors, since it is about their attempt, and no affair of whoever catches them. */
const outcomes = /* @__PURE__ */ new WeakMap<CallListError, Outcome>();

/** The outcome of the attempt that ended in this error. What comes from no attempt is treated as an unknown response. */
export const outcomeOf = (error: CallListError): Outcome => outcomes.get(error) ?? "not-a-portal";

/** What a {@link PortalError} is made of. */
export interface Refusal {
  /** HTTP status of the answer. */
  status: number;
  code: string;
  description: string;
  argument?: string;
  ids?: readonly number[];
}

/**
 * The portal said no. The call was understood as such and answered with an error code.
 *
 * @example
 * ```ts
 * import { createClient, isPortalError, webhook } from "@b24-calllist/client";
 *
 * const b24 = createClient({ auth: webhook("https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/") });
 * try {
 *   await b24.call("crm.calllist.get", { ID: 13 });
 * } catch (error) {
 *   if (!isPortalError(error, "crm.calllist.get") || error.code !== "LIST_ID_ERROR") throw error;
 *   console.log("There is no list 13, or not for this user.");
 * }
 * ```
 */
export class PortalError extends CallListError {
  override readonly name: string = "PortalError";
  /** HTTP status: 400 for most refusals, 200 where an error came as a good answer, 0 where nothing was sent. */
  readonly status: number;
  /**
   * Code from the wire; a number there becomes text here. It can be empty. {@link isPortalError} with a method knows the
   * method's codes.
   */
  readonly code: string;
  /** English text for developers; empty where the portal sends none. */
  readonly description: string;
  /** Name of the argument, in some refusals of the query builder. */
  readonly argument?: string;
  /** The ids that the portal does not know, where `changeParticipants` has found them out; mostly empty. */
  readonly ids: readonly number[];
  /** Address of the page that says what the code means and what to do. It begins at the top for a code it does not know. */
  readonly docUrl: string;

  constructor(method: Method, { status, code, description, argument, ids = [] }: Refusal) {
    const what = [code, description].filter(Boolean).join(": ") || "refused without a code";
    super(method, status === 0 ? what : `${what} (HTTP ${status})`, { attempt: { failure: "code", code, status } });
    this.status = status;
    this.code = code;
    this.description = description;
    if (argument !== undefined) this.argument = argument;
    this.ids = ids;
    this.docUrl = `${errorsPage}#${encodeURIComponent(code.replace(/\p{Surrogate}/gu, "\ufffd")) || "empty-code"}`;
  }
}

/** 401: credentials missing, wrong, expired, or not enough for this method. */
export class AuthError extends PortalError {
  override readonly name = "AuthError";
}

/** 403: not allowed, or the portal is closed. From `items.get` also an empty page. */
export class AccessError extends PortalError {
  override readonly name = "AccessError";
}

/** 503 or 429: too many requests, or too much working time. Try again later. */
export class LimitError extends PortalError {
  override readonly name = "LimitError";
  /**
   * When it may go again: as `Retry-After` says, or when the method's operating-time quota is reset (in a minute, where no
   * response has told). Missing where the portal does not say, as in an entry of a batch; the method's next call says it.
   */
  retryAt?: Date;
}

/**
 * The response is not what a portal sends: an HTML page, an empty body, JSON that breaks off, PHP warnings before the
 * JSON, a result of another type than the method's, more than 64 MiB.
 */
export class UnexpectedResponseError extends CallListError {
  override readonly name = "UnexpectedResponseError";
  /** HTTP status of the answer. */
  readonly status: number;
  /** Content type of the answer; empty where there was none. */
  readonly contentType: string;
  /** The first 200 characters of the body, without secrets. */
  readonly excerpt: string;

  constructor(
    method: Method,
    { status, contentType, excerpt }: { status: number; contentType: string; excerpt: string },
    what = "the response is not one of a Bitrix24 portal",
  ) {
    const truncated = excerpt === "" || (/json/i.test(contentType) && BEGINS_AS_JSON.test(excerpt));
    super(method, `${what} (HTTP ${status}, ${contentType || "no content type"})`, {
      attempt: { failure: "page", status, truncated },
    });
    this.status = status;
    this.contentType = contentType;
    this.excerpt = excerpt;
  }
}

/** JSON of a portal begins with a brace, also where it breaks off. */
const BEGINS_AS_JSON = /^\s*\{/;

/** For what no portal does, but a stand-in may. Reading on would never end. */
export const sameRowsAgain = (method: Method): CallListError =>
  new UnexpectedResponseError(
    method,
    { status: 200, contentType: "", excerpt: "" },
    "the portal returns the same rows for each start",
  );

/** The connection could not be made, or broke off. */
export class ConnectionError extends CallListError {
  override readonly name = "ConnectionError";
  /** The system's short code for it, such as `ECONNREFUSED`, or `proxy 407`; empty where the runtime tells none. */
  readonly reason: string;

  constructor(method: Method, reason: string, sent: boolean, to = "the portal") {
    const isUntrusted = isOfCertificate(reason);
    super(
      method,
      `no connection to ${to}${sent ? ", or it broke off" : ""}${reason && ` (${reason})`}${isUntrusted ? NOT_TRUSTED : ""}`,
      { attempt: { failure: "connection", sent, permanent: isUntrusted || reason === "proxy 407" } },
    );
    this.reason = reason;
  }
}

const NOT_TRUSTED =
  ": its certificate is not trusted. Name your authority's certificate in NODE_EXTRA_CA_CERTS (Deno: DENO_CERT), or have " +
  "the certificate replaced";

/** No whole answer came within the time allowed, or the call could not even be sent. */
export class TimeoutError extends CallListError {
  override readonly name = "TimeoutError";
  /** The time allowed, in milliseconds. */
  readonly timeout: number;

  constructor(method: Method, timeout: number, sent = true) {
    const what = sent ? "no answer" : "not sent";
    super(method, `${what} within ${timeout} ms`, { attempt: { failure: "timeout", sent } });
    this.timeout = timeout;
  }
}

/**
 * A redirect that is not followed: it leads to a host that is not trusted, or to a page about a portal that is closed.
 * The request was not sent anywhere else.
 */
export class PortalMovedError extends CallListError {
  override readonly name = "PortalMovedError";
  /** HTTP status of the redirect; 0 in browsers, which hide it. */
  readonly status: number;
  /** Host it points to; empty where the answer does not say, as in browsers. */
  readonly host: string;

  constructor(method: Method, { status, host }: { status: number; host: string }) {
    super(method, `the portal redirects${host && ` to ${host}`}: it has a new address, or is closed`, {
      attempt: { failure: "redirect" },
    });
    this.status = status;
    this.host = host;
  }
}

/**
 * The call changes something that must not be changed twice, and nobody knows whether the portal did it.
 * `cause` says what happened. To find out, look with `crm.calllist.list`, newest first, before you repeat it: a new list
 * that is yours has an activity "Call list #…" of the calling user.
 */
export class OutcomeUnknownError extends CallListError {
  override readonly name = "OutcomeUnknownError";
  /** What was sent, without credentials. */
  readonly params: unknown;
  declare readonly cause: CallListError;

  constructor(cause: CallListError, params: unknown, method = cause.method) {
    super(
      method,
      "it is not known whether the portal did it. Look with crm.calllist.list, newest first, before you repeat it. " +
        `What happened: ${cause.message.slice(cause.method.length + 2)}`,
      { cause },
    );
    this.params = params;
  }
}

/**
 * The list kept changing while it was read, so that it cannot be said whether every participant was read. Those that were
 * read came before this error. Read the list again when fewer people work on it.
 */
export class UnstableListError extends CallListError {
  override readonly name = "UnstableListError";
  /** How often the list was read. */
  readonly passes: number;

  constructor(method: Method, passes: number, consequence = "Participants may be missing") {
    super(method, `the list kept changing while it was read ${passes} times. ${consequence}; try again later`, {
      executed: "no",
    });
    this.passes = passes;
  }
}

/** A command of a batch that was not run, because one before it failed. `cause` says what happened there. */
export class SkippedError extends CallListError {
  override readonly name = "SkippedError";

  constructor(method: Method, cause: CallListError, sent = true) {
    super(method, `not run, since a command before it failed (${cause.message})`, { cause, executed: "no", sent });
  }
}

/** A {@link PortalError} whose method is known, and with it its codes. */
export type PortalErrorOf<M extends Method> = Omit<PortalError, "method" | "code"> & {
  readonly method: M;
  readonly code: ErrorCode<M>;
};

/**
 * Whether an error is a refusal by the portal; with a method, one of that method, whose known codes then complete.
 *
 * @example
 * ```ts
 * import { isPortalError } from "@b24-calllist/client";
 *
 * export const isEmptyPage = (error: unknown) =>
 *   isPortalError(error, "crm.calllist.items.get") && error.code === "ACCESS_ERROR";
 * ```
 */
export function isPortalError<M extends Method = Method>(error: unknown, method?: M): error is PortalErrorOf<M> {
  return error instanceof PortalError && (method === undefined || error.method === method);
}

/** The class for a refusal goes by its status; inside an answer with 200 by the status its code usually has. */
export function portalError(method: Method, refusal: Refusal): PortalError {
  const status = refusal.status === 200 ? statusOfCode.get(refusal.code) : refusal.status;
  if (status === 401) return new AuthError(method, refusal);
  if (status === 403) return new AccessError(method, refusal);
  if (status === 429 || status === 503) return new LimitError(method, refusal);
  return new PortalError(method, refusal);
}
