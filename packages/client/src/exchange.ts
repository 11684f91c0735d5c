// The only file that knows openapi-fetch. Its maintainers ended it in 2026; when it has to go, only this file changes.
import createFetchClient from "openapi-fetch";
import type { Auth } from "./auth.ts";
import { withDeadline } from "./deadline.ts";
import { ConnectionError, TimeoutError } from "./errors.ts";
import type { Method, MethodPath, Params } from "./methods.ts";
import type { paths } from "./schema.gen.ts";

/** What came back, before anybody judged it. */
export interface Exchange {
  status: number;
  headers: Headers;
  /** Whole body: text of a good answer, parsed JSON of any other where it is JSON. */
  body: unknown;
}

export interface ExchangeOptions {
  /** Ends the call when it is aborted. */
  signal?: AbortSignal | undefined;
  /** Milliseconds until the whole answer has to be there. */
  timeout: number;
}

/** Sends one request and reads one answer. */
export type SendRequest = <M extends Method>(
  method: M,
  params: Params<M>,
  options: ExchangeOptions,
) => Promise<Exchange>;

/**
 * Makes the function that every call goes through.
 *
 * @throws {ConnectionError} and {@link TimeoutError}; the signal's reason when it was aborted; a TypeError when the
 * parameters cannot be written as JSON. The runtime's own errors are not passed on, since some name the address.
 */
export function createExchange(auth: Auth, fetch: typeof globalThis.fetch): SendRequest {
  const api = createFetchClient<paths>({ fetch: (request) => fetch(request) });

  return async (method, params, { signal, timeout }) => {
    // Before anything else: what cannot be written as JSON is the caller's mistake, not a failed connection.
    const json = JSON.stringify({ ...params, ...auth.credentials() });
    const send = async (signal: AbortSignal): Promise<Exchange> => {
      const { data, error, response } = await api.POST(`/${method}` as MethodPath, {
        baseUrl: auth.baseUrl(),
        body: json as never,
        bodySerializer: String,
        parseAs: "text",
        // A redirect that is followed turns the POST into a GET and carries the secret to another host.
        redirect: "manual",
        signal,
      });
      return { status: response.status, headers: response.headers, body: data ?? error ?? "" };
    };
    try {
      return await withDeadline(send, timeout, signal);
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      if (error instanceof DOMException && error.name === "TimeoutError") throw new TimeoutError(method, timeout);
      throw new ConnectionError(method, auth.redact(reasonOf(error)));
    }
  };
}

/** `ECONNREFUSED`, `UND_ERR_SOCKET` … from a runtime's fetch error; the name of an error that fetch does not throw. */
function reasonOf(error: unknown): string {
  const { code, cause, name } = error as { code?: unknown; cause?: { code?: unknown }; name?: unknown };
  const found = [code, cause?.code].find((value) => typeof value === "string");
  return (found as string | undefined) ?? (typeof name === "string" && name !== "TypeError" ? name : "");
}
