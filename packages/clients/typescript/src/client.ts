import type { Auth } from "./auth.ts";
import type { CallArguments, Caller, CallOptions } from "./caller.ts";
import { REQUEST_TIMEOUT } from "./generated/numbers.ts";
import type { Hooks } from "./hooks.ts";
import { createHttp, type Http } from "./http.ts";
import { checkParams } from "./internal/check.ts";
import { type Clock, systemClock } from "./internal/clock.ts";
import { createExchange } from "./internal/exchange.ts";
import { resultOf } from "./internal/result.ts";
import { createSend, type Ended } from "./internal/send.ts";
import { LIMITS, type Limiter, type Limits, leakyBucket } from "./limiter.ts";
import type { Method, Params, Result, Select } from "./methods.ts";
import type { TrustedHosts } from "./moved.ts";
import { type RetryOptions, retryOptions } from "./retry.ts";

/** Options of {@link createClient}. */
export interface ClientOptions {
  /** Credentials: {@link webhook} or {@link oauth}. */
  auth: Auth;
  /**
   * Milliseconds until the whole answer to a request has to be there; `Infinity` for no limit. A call that is repeated
   * has them each time.
   *
   * @default 60000, the time a cloud portal allows itself for a request
   */
  timeout?: number;
  /**
   * Milliseconds for a call as a whole, with its waits and repetitions. Long work that is made of many calls (a batch of
   * thousands, reading a long list) has them for each; end that with a `signal`.
   *
   * @default Infinity
   */
  deadline?: number;
  /** Ends all calls of the client when it is aborted. */
  signal?: AbortSignal;
  /**
   * How calls are repeated that may be; `false` for never. Whether a call may be repeated is not a matter of options:
   * `crm.calllist.add` is sent again only where the portal certainly did not execute it.
   */
  retry?: RetryOptions | false;
  /**
   * What the portal takes: `"cloud"`, `"enterprise"`, or numbers of your own; `false` to send at once and leave it to the
   * portal to object.
   *
   * @default "cloud", 49 requests in one go and 2 a second after that; see {@link LIMITS}
   */
  limits?: keyof typeof LIMITS | Limits | false;
  /** A limiter in place of the client's own, to share an allowance: with other clients, or other processes. */
  limiter?: Limiter;
  /**
   * Where the credentials may be sent when the portal was renamed, and redirects there or names it in new tokens: hosts, or
   * a function.
   *
   * @default other names on the same Bitrix24 cloud domain, such as `bitrix24.com`
   */
  trustedHosts?: TrustedHosts;
  /**
   * The function that sends requests, for tests and proxies. It gets a URL and options, as the global one does.
   *
   * @default globalThis.fetch
   */
  fetch?: typeof globalThis.fetch;
  /** Functions that are told what happens. */
  hooks?: Hooks;
  /** `User-Agent` of the requests, for the portal's logs. Browsers send their own. */
  userAgent?: string;
}

/** A client for one portal. */
export interface Client extends Caller {
  /** The same requests one level lower: the whole answer, and refusals as values. See {@link Http}. */
  readonly http: Http;
}

/**
 * Makes a client for one portal. It repeats what may be repeated, keeps the portal's limits and follows it when it is
 * renamed.
 *
 * @throws {TypeError} when an option is wrong; the message shows a right one.
 *
 * @example
 * ```ts
 * import { createClient, webhook } from "@b24-calllist/client";
 *
 * const b24 = createClient({ auth: webhook("https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/"), timeout: 20_000 });
 * const lists = await b24.call("crm.calllist.list", { ORDER: { ID: "DESC" } });
 * console.log(lists[0]?.ID);
 * ```
 */
export function createClient(options: ClientOptions): Client {
  return clientOn(systemClock, options);
}

/** The same on a clock of one's own, for tests. */
export function clientOn(clock: Clock, options: ClientOptions): Client {
  const { auth, timeout = REQUEST_TIMEOUT, deadline = Number.POSITIVE_INFINITY, fetch } = options;
  if (!auth?.baseUrl) throw new TypeError("auth: what webhook(url) or oauth(…) gives");
  checkTime("timeout", timeout);
  checkTime("deadline", deadline);
  const send = createSend({
    auth,
    exchange: createExchange(auth, fetch, options.userAgent),
    fetch,
    clock,
    retry: retryOptions(options.retry),
    limiter: options.limiter ?? ownLimiter(options.limits, clock),
    trustedHosts: options.trustedHosts,
    hooks: options.hooks ?? {},
  });

  const run = <M extends Method>(method: M, params: Params<M>, own: CallOptions = {}): Promise<Ended<M>> => {
    const bounds = {
      timeout: own.timeout ?? timeout,
      deadline: own.deadline ?? deadline,
      signals: [options.signal, own.signal].filter((signal) => signal !== undefined),
    };
    checkTime("timeout", bounds.timeout);
    checkTime("deadline", bounds.deadline);
    return send(method, params, bounds);
  };

  return {
    async call<M extends Method, S extends Select>(
      method: M,
      ...[params, own]: CallArguments<M, S>
    ): Promise<Result<M, S>> {
      checkParams(method, params ?? {});
      const { answer, error } = await run(method, (params ?? {}) as Params<M>, own);
      if (error) throw error;
      return resultOf(method, answer!.result) as Result<M, S>;
    },
    http: createHttp(run, auth),
  };
}

function ownLimiter(limits: ClientOptions["limits"] = "cloud", clock: Clock): Limiter | undefined {
  if (limits === false) return undefined;
  return leakyBucket(typeof limits === "string" ? LIMITS[limits] : limits, clock);
}

function checkTime(name: string, ms: number): void {
  if (!(ms > 0)) throw new TypeError(`${name}: a number of milliseconds above 0, such as 20000`);
}
