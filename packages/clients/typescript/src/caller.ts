// What the functions of this package need of a client.
import type { Method, Params, ParamsWith, Result, Select } from "./methods.ts";

/** Options of one call. */
export interface CallOptions {
  /**
   * Ends the call when it is aborted; the promise then rejects with the signal's reason. The portal may still carry it
   * out: after an aborted `crm.calllist.add`, look for the list before you call it again.
   */
  signal?: AbortSignal | undefined;
  /** Milliseconds until the whole answer to a request has to be there; the client's own `timeout` when left out. */
  timeout?: number | undefined;
  /** Milliseconds for the call with all waits and repetitions; the client's own `deadline` when left out. */
  deadline?: number | undefined;
}

/** A method's parameters and the call's options; parameters may be left out where all of them may. */
export type CallArguments<M extends Method, S extends Select = Select> =
  Record<never, never> extends Params<M>
    ? [params?: ParamsWith<M, S>, options?: CallOptions]
    : [params: ParamsWith<M, S>, options?: CallOptions];

/** What the functions of this package need of a client. */
export interface Caller {
  /**
   * Calls a method and gives its `result`. The raw `batch` can be called too; {@link batch} is the convenient one.
   *
   * @throws {TypeError} a parameter is of another type than the method's, before anything is sent
   * @throws {PortalError} the portal refused ({@link AuthError}, {@link AccessError}, {@link LimitError} by status)
   * @throws {OutcomeUnknownError} `crm.calllist.add`, or a batch with one, was sent, and it is not known whether the
   * portal carried it out
   * @throws {ConnectionError} no connection, or it broke off
   * @throws {TimeoutError} no answer in time
   * @throws {UnexpectedResponseError} the answer was not JSON of a portal
   * @throws {PortalMovedError} the portal redirects to where the credentials may not be sent
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
  call<M extends Method, const S extends Select = undefined>(
    method: M,
    ...args: CallArguments<M, S>
  ): Promise<Result<M, S>>;
}
