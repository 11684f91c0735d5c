import type { CallListError } from "./errors.ts";
import type { Method } from "./methods.ts";

/** What every hook is told. No event holds a URL, a webhook code, a token or parameters. */
interface HookEvent {
  method: Method;
  /** Host of the portal. */
  portal: string;
}

/** A request leaves. */
export interface RequestEvent extends HookEvent {
  /** Number of the call within the client; its repetitions have the same. */
  call: number;
  /** 1 for the first time the call is sent, 2 for its first repetition … */
  attempt: number;
}

/** A request is over: with an answer, without one, or (then with neither `status` nor `error`) because it was aborted. */
export interface ResponseEvent extends RequestEvent {
  /** Milliseconds from sending to the end of the answer. */
  ms: number;
  /** HTTP status; left out where no answer came. */
  status?: number;
  /**
   * What the call would end in if it were not repeated; left out for a good answer. Its `executed` and `sent` are about
   * this attempt alone; those of the error that the call ends in are about all.
   */
  error?: CallListError;
}

/** The call will be sent again. */
export interface RetryEvent extends RequestEvent {
  /** Milliseconds until then. */
  delay: number;
  /** Why; `executed` and `sent` are about this attempt alone. */
  error: CallListError;
}

/** The call has to wait before it is sent: for its turn, or until its method may work again. */
export interface ThrottleEvent extends HookEvent {
  reason: "rate" | "operating";
  /** When the wait is over; left out where it depends on other calls. */
  until?: Date;
}

/** The access token expired, and there is a new one. */
export interface TokenRefreshEvent extends HookEvent {}

/** The portal has a new address, which is used from now on; `portal` is the old host. */
export interface PortalMovedEvent extends HookEvent {
  /** The new host. */
  to: string;
}

/**
 * Functions that are told what happens, for logs, metrics and traces. They cannot change anything, and an error in one
 * of them is ignored.
 *
 * @example
 * ```ts
 * import { createClient, webhook } from "@b24-calllist/client";
 *
 * const b24 = createClient({
 *   auth: webhook("https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/"),
 *   hooks: {
 *     response: ({ method, status, ms }) => console.log(`${method} ${status} ${ms} ms`),
 *     retry: ({ method, attempt, delay, error }) => console.warn(`${method} failed (${attempt}): ${error.message}; again in ${delay} ms`),
 *     throttle: ({ method, reason, until }) => console.log(`${method} waits (${reason}) until ${until ?? "it is its turn"}`),
 *   },
 * });
 * await b24.call("crm.calllist.statuslist");
 * ```
 */
export interface Hooks {
  request?: (event: RequestEvent) => void;
  response?: (event: ResponseEvent) => void;
  retry?: (event: RetryEvent) => void;
  throttle?: (event: ThrottleEvent) => void;
  tokenRefresh?: (event: TokenRefreshEvent) => void;
  portalMoved?: (event: PortalMovedEvent) => void;
}

/** Tells a hook; nothing it does can break the call. */
export function tell<E>(hook: ((event: E) => unknown) | undefined, event: E): void {
  if (!hook) return;
  // A promise takes an error that is thrown now as well as one that comes later.
  new Promise((resolve) => resolve(hook(event))).catch(() => {});
}
