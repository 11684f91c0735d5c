// The only file that knows openapi-fetch. Its maintainers ended it in 2026; when it has to go, only this file changes.
import createFetchClient from "openapi-fetch";
import type { Auth } from "../auth.ts";
import { ConnectionError } from "../errors.ts";
import type { paths } from "../generated/schema.ts";
import type { Method, MethodPath, Params } from "../methods.ts";
import { type RequestOptions, request } from "./fetch.ts";
import type { Sending } from "./fresh.ts";
import { isRepeatable } from "./outcome.ts";

/** What came back, before it is judged. */
export interface Exchange {
  status: number;
  headers: Headers;
  /** The whole body. */
  body: string;
}

export interface ExchangeOptions {
  /** Address below which the methods are. */
  baseUrl: string;
  signal: AbortSignal;
  /** Notes how far the request has come. */
  sending: Sending;
}

/** Sends one request and reads one response. */
export type Exchanger = <M extends Method>(method: M, params: Params<M>, options: ExchangeOptions) => Promise<Exchange>;

/**
 * Address and options of a request as openapi-fetch puts them together. A real Request would be built twice, here and
 * inside fetch, which is the most expensive part of a call.
 */
class RequestParts {
  readonly url: string;
  readonly init: RequestInit;

  constructor(url: string, init: RequestInit) {
    this.url = url;
    this.init = init;
  }
}

/**
 * Makes the function that every request goes through. With the runtime's own fetch, what must not be executed twice goes
 * over a new connection.
 *
 * @throws {ConnectionError} the runtime's own errors are not passed on, since some name the address; a TypeError when
 * the parameters cannot be written as JSON; what {@link request} lets through
 */
export function createExchange(
  auth: Auth,
  fetch: typeof globalThis.fetch | undefined,
  userAgent: string | undefined,
): Exchanger {
  const api = createFetchClient<paths>({
    Request: RequestParts as unknown as typeof Request,
    ...(userAgent && { headers: checkedHeaders(userAgent) }),
  });

  return async (method, params, { baseUrl, signal, sending }) => {
    // Before anything else: what cannot be written as JSON is the caller's mistake, not a failed connection.
    const json = JSON.stringify({ ...params, ...auth.credentials() });
    const options: RequestOptions = {
      isOnce: !isRepeatable(method, params),
      sending,
      redact: auth.redact,
      failure: (reason, sent) => new ConnectionError(method, reason, sent),
    };
    const { data, response } = await api.POST(`/${method}` as MethodPath, {
      baseUrl,
      body: json as never,
      bodySerializer: String,
      parseAs: "text",
      signal,
      fetch: async (parts) => {
        const { url, init } = parts as unknown as RequestParts;
        const { text, ...others } = await request(fetch, url, init, options);
        // Good or bad is for others to tell; what stands here is never parsed.
        return { ...others, ok: true, text: async () => text } as Response;
      },
    });
    return { status: response.status, headers: response.headers, body: (data as string | undefined) ?? "" };
  };
}

function checkedHeaders(userAgent: string): Headers {
  try {
    return new Headers({ "User-Agent": userAgent });
  } catch {
    throw new TypeError("userAgent: Latin letters, digits and signs on one line, such as my-crm/1.0");
  }
}
