// Generated from spec/dist/behaviour.json by `npm run generate`. Do not edit.

import { maybeExecuted, statusOfCode } from "./errors.ts";

/** What is known about a call after an attempt that failed, and what follows. */
export interface Decision {
  /** Whether the portal executed the call. */
  executed: "no" | "unknown";
  /**
   * `retry` after a pause (where `executed` is `unknown`, only what may be executed twice), `slow-down` and retry,
   * `wait` for the method's operating-time quota, `renew` the token, `follow` the portal, or `fail`.
   */
  next: "fail" | "retry" | "slow-down" | "wait" | "renew" | "follow";
}

/** The one table that decides on retries. */
export const OUTCOMES = {
  /** `QUERY_LIMIT_EXCEEDED`, or HTTP 429 from a server in front of the portal. */
  "rate-limited": { executed: "no", next: "slow-down" },
  /** `OPERATION_TIME_LIMIT`: the method has used up its operating time. */
  "quota-exhausted": { executed: "no", next: "wait" },
  /** `expired_token`, where the client can renew the token. */
  "token-expired": { executed: "no", next: "renew" },
  /** A redirect to another address. */
  moved: { executed: "no", next: "follow" },
  /** Any other error code (`OVERLOAD_LIMIT`, `PORTAL_DELETED`, `ACCESS_DENIED` …), or an HTML error page with HTTP 4xx. */
  rejected: { executed: "no", next: "fail" },
  /** No connection: unknown host, no route, refused, no TLS, or a proxy that opens no tunnel. */
  unreachable: { executed: "no", next: "retry" },
  /** No connection, for good: the certificate is not trusted, or a proxy wants a password. */
  misconfigured: { executed: "no", next: "fail" },
  /** HTTP 421 or 425. The server has not looked at the request. */
  "not-accepted": { executed: "no", next: "retry" },
  /** The time for the call was over before it was sent. */
  "not-sent": { executed: "no", next: "fail" },
  /** The connection was lost before or during the response. */
  disconnected: { executed: "unknown", next: "retry" },
  /** No response in time. */
  "timed-out": { executed: "unknown", next: "retry" },
  /** An HTML error page with HTTP 5xx or 408, or an error code of a gateway. */
  "gateway-error": { executed: "unknown", next: "retry" },
  /** HTTP 200, and the body is empty, or JSON that breaks off. */
  truncated: { executed: "unknown", next: "retry" },
  /** The portal's own code failed (HTTP 500 as JSON). Mostly the request is wrong. */
  crashed: { executed: "unknown", next: "fail" },
  /** HTTP 200 with what no portal sends: a login page, PHP warnings before the JSON, a result of another type, or more than 64 MiB. */
  "not-a-portal": { executed: "unknown", next: "fail" },
} as const satisfies Record<string, Decision>;

export type Outcome = keyof typeof OUTCOMES;

/** What is looked at of an attempt that failed. */
export interface Attempt {
  failure: "redirect" | "connection" | "timeout" | "code" | "page";
  sent?: boolean;
  /** Whether the next connection would fail in the same way. */
  permanent?: boolean;
  code?: string;
  status?: number;
  /** Whether the body is empty, or JSON that breaks off. */
  truncated?: boolean;
}

/** The outcome of an attempt that failed: the first rule that matches. */
export function classify({ failure, sent, permanent, code = "", status = 0, truncated }: Attempt): Outcome {
  if (failure === "redirect") return "moved";
  if (failure === "connection" && sent) return "disconnected";
  if (failure === "connection" && permanent) return "misconfigured";
  if (failure === "connection") return "unreachable";
  if (failure === "timeout" && sent) return "timed-out";
  if (failure === "timeout") return "not-sent";
  if (failure === "code" && code === "QUERY_LIMIT_EXCEEDED") return "rate-limited";
  if (failure === "code" && code === "OPERATION_TIME_LIMIT") return "quota-exhausted";
  if (failure === "code" && code === "expired_token") return "token-expired";
  if (failure === "code" && maybeExecuted.includes(code)) return "crashed";
  if (failure === "code" && statusOfCode.has(code)) return "rejected";
  if (failure === "code" && status === 500) return "crashed";
  if (status >= 500) return "gateway-error";
  if (status === 408) return "gateway-error";
  if (status === 429) return "rate-limited";
  if ((status === 421 || status === 425)) return "not-accepted";
  if (failure === "code") return "rejected";
  if (status >= 400) return "rejected";
  if (truncated) return "truncated";
  return "not-a-portal";
}

/** Methods that do no harm when they are executed twice. Any other may. */
export const REPEATABLE: readonly string[] = [
  "crm.calllist.get",
  "crm.calllist.list",
  "crm.calllist.update",
  "crm.calllist.items.get",
  "crm.calllist.statuslist",
];
