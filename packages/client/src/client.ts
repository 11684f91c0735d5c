import { judge } from "./answer.ts";
import type { Auth } from "./auth.ts";
import { createExchange, type Exchange } from "./exchange.ts";
import { createHttp, type Http } from "./http.ts";
import type { CallListMethod, Method, Params, Result } from "./methods.ts";
import { withOutcome } from "./outcome.ts";

/** Options of {@link createClient}. */
export interface ClientOptions {
  /** Credentials: {@link webhook} or {@link oauth}. */
  auth: Auth;
  /**
   * Milliseconds until the whole answer of a call has to be there; `Infinity` for no limit.
   *
   * @default 60000, the time a cloud portal allows itself for a request
   */
  timeout?: number;
  /**
   * The function that sends requests, for tests and proxies.
   *
   * @default globalThis.fetch
   */
  fetch?: typeof globalThis.fetch;
}

/** Options of one call. */
export interface CallOptions {
  /**
   * Ends the call when it is aborted; the promise then rejects with the signal's reason. The portal may still carry it
   * out: after an aborted `crm.calllist.add`, look for the list before you call it again.
   */
  signal?: AbortSignal | undefined;
  /** Milliseconds until the whole answer has to be there; the client's own `timeout` when left out. */
  timeout?: number | undefined;
}

/** A method's parameters and the call's options; parameters may be left out where all of them may. */
export type CallArguments<M extends Method> =
  Record<never, never> extends Params<M>
    ? [params?: Params<M>, options?: CallOptions]
    : [params: Params<M>, options?: CallOptions];

/** A client for one portal. */
export interface Client {
  /**
   * Calls a method and gives its `result`.
   *
   * @throws {PortalError} the portal refused ({@link AuthError}, {@link AccessError}, {@link LimitError} by status)
   * @throws {OutcomeUnknownError} `crm.calllist.add` was sent, and it is not known whether the list was made
   * @throws {ConnectionError} no connection, or it broke off
   * @throws {TimeoutError} no answer in time
   * @throws {UnexpectedResponseError} the answer was not JSON of a portal
   * @throws {PortalMovedError} the portal has a new name
   *
   * @example
   * ```ts
   * import { createClient, webhook } from "@b24-calllist/client";
   *
   * const b24 = createClient({ auth: webhook("https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/") });
   * const id = await b24.call("crm.calllist.add", { ENTITY_TYPE: "CONTACT", ENTITIES: [9, 17, 19] });
   * const participants = await b24.call("crm.calllist.items.get", { LIST_ID: id, FILTER: { STATUS: "IN_WORK" } });
   * console.log(participants.map(({ ID }) => ID));
   * ```
   */
  call<M extends CallListMethod>(method: M, ...args: CallArguments<M>): Promise<Result<M>>;

  /** The same requests one level lower: the whole answer, and refusals as values. See {@link Http}. */
  readonly http: Http;
}

const DEFAULT_TIMEOUT = 60_000;

/**
 * Makes a client for one portal.
 *
 * @throws {TypeError} when `timeout` is not a positive number.
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
export function createClient({ auth, timeout = DEFAULT_TIMEOUT, fetch = globalThis.fetch }: ClientOptions): Client {
  checkTimeout(timeout);
  const sendOnce = createExchange(auth, fetch);

  const send = async <M extends Method>(method: M, params: Params<M>, options: CallOptions = {}): Promise<Exchange> => {
    const limit = options.timeout ?? timeout;
    checkTimeout(limit);
    return sendOnce(method, params, { signal: options.signal, timeout: limit });
  };

  return {
    async call<M extends CallListMethod>(method: M, ...[params, options]: CallArguments<M>): Promise<Result<M>> {
      const sent = params ?? ({} as Params<M>);
      try {
        const { answer, error } = judge(method, await send(method, sent, options), auth);
        if (error) throw error;
        return answer.result;
      } catch (error) {
        throw withOutcome(error, method, sent);
      }
    },
    http: createHttp(send, auth),
  };
}

function checkTimeout(timeout: number): void {
  if (!(timeout > 0)) throw new TypeError("timeout: a number of milliseconds above 0, such as 20000");
}
