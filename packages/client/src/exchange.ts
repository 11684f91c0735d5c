// The only file that knows openapi-fetch. Its maintainers ended it in 2026; when it has to go, only this file changes.
import createFetchClient from "openapi-fetch";
import type { Auth } from "./auth.ts";
import { ConnectionError } from "./errors.ts";
import type { Method, MethodPath, Params } from "./methods.ts";
import type { paths } from "./schema.gen.ts";

/** What came back, before anybody judged it. */
export interface Exchange {
  status: number;
  headers: Headers;
  /** Whole body: text of a good answer, parsed JSON of any other where it is JSON. */
  body: unknown;
}

/** Sends one request and reads one answer. */
export type Exchanger = <M extends Method>(
  method: M,
  params: Params<M>,
  options: { baseUrl: string; signal: AbortSignal },
) => Promise<Exchange>;

/**
 * Address and options of a request as openapi-fetch puts them together. A real Request would be built twice, here and
 * inside fetch, which is the most expensive part of a call.
 */
class RequestParts {
  readonly method = "POST";
  readonly url: string;
  readonly init: RequestInit;

  constructor(url: string, init: RequestInit) {
    this.url = url;
    this.init = init;
  }
}

/**
 * Makes the function that every request goes through.
 *
 * @throws {ConnectionError} the runtime's own errors are not passed on, since some name the address; a TypeError when
 * the parameters cannot be written as JSON
 */
export function createExchange(auth: Auth, fetch: typeof globalThis.fetch, userAgent: string | undefined): Exchanger {
  const api = createFetchClient<paths>({
    Request: RequestParts as unknown as typeof Request,
    fetch: (request) => {
      const { url, init } = request as unknown as RequestParts;
      return fetch(url, init);
    },
    ...(userAgent && { headers: checkedHeaders(userAgent) }),
  });

  return async (method, params, { baseUrl, signal }) => {
    // Before anything else: what cannot be written as JSON is the caller's mistake, not a failed connection.
    const json = JSON.stringify({ ...params, ...auth.credentials() });
    try {
      const { data, error, response } = await api.POST(`/${method}` as MethodPath, {
        baseUrl,
        body: json as never,
        bodySerializer: String,
        parseAs: "text",
        // A redirect that is followed turns the POST into a GET and carries the secret to another host.
        redirect: "manual",
        signal,
      });
      return { status: response.status, headers: response.headers, body: data ?? error ?? "" };
    } catch (error) {
      throw new ConnectionError(method, auth.redact(reasonOf(error)));
    }
  };
}

function checkedHeaders(userAgent: string): Headers {
  try {
    return new Headers({ "User-Agent": userAgent });
  } catch {
    throw new TypeError("userAgent: Latin letters, digits and signs on one line, such as my-crm/1.0");
  }
}

/** `ECONNREFUSED`, `UND_ERR_SOCKET` … from a runtime's fetch error; the name of an error that fetch does not throw. */
export function reasonOf(error: unknown): string {
  const { code, cause, name } = error as { code?: unknown; cause?: { code?: unknown }; name?: unknown };
  const found = [code, cause?.code].find((value) => typeof value === "string");
  return (
    (found as string | undefined) ?? (typeof name === "string" && !["TypeError", "Error"].includes(name) ? name : "")
  );
}
