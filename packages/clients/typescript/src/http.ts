import type { Auth } from "./auth.ts";
import type { CallOptions } from "./caller.ts";
import type { Exchange } from "./internal/exchange.ts";
import type { Ended } from "./internal/send.ts";
import type { Answer, ErrorBody, Method, MethodPath, Params } from "./methods.ts";

type MethodOf<P extends MethodPath> = P extends `/${infer M extends Method}` ? M : never;

/** Body and options of a request; the body may be left out where all parameters may. */
export type HttpInit<M extends Method> = CallOptions &
  (Record<never, never> extends Params<M> ? { body?: Params<M> } : { body: Params<M> });

/** The request may be left out where its body may. */
export type HttpArguments<P extends MethodPath> =
  Record<never, never> extends HttpInit<MethodOf<P>> ? [init?: HttpInit<MethodOf<P>>] : [init: HttpInit<MethodOf<P>>];

/** A good answer, or a refusal as a value. */
export type HttpAnswer<M extends Method> =
  | { data: Answer<M>; error?: never; response: Response }
  | {
      data?: never;
      /** The refusal as on the wire; text where the answer was not JSON of a portal. */
      error: ErrorBody<M> | string;
      response: Response;
    };

/** Plain requests in the manner of openapi-fetch. */
export interface Http {
  /**
   * Makes a call as {@link Client.call} does, with its waits and repetitions, and gives the whole answer as on the wire:
   * neither parameters nor result are checked. It does not throw for what the portal answered, only where there is no answer ({@link ConnectionError}, {@link TimeoutError},
   * {@link OutcomeUnknownError} around one of these, an aborted signal).
   *
   * Test `data`, not `error`, which is an empty text when the answer was empty. `response` tells status and headers; its
   * body has been read, and its URL is empty, since a webhook's would be a secret.
   *
   * @example
   * ```ts
   * import { createClient, webhook } from "@b24-calllist/client";
   *
   * const b24 = createClient({ auth: webhook("https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/") });
   * const { data, error, response } = await b24.http.POST("/crm.calllist.get", { body: { ID: 13 } });
   * if (data) console.log(data.result.ENTITY_TYPE, data.time.duration);
   * else console.log(response.status, typeof error === "string" ? error : error.error);
   * ```
   */
  POST<P extends MethodPath>(path: P, ...init: HttpArguments<P>): Promise<HttpAnswer<MethodOf<P>>>;
}

type Run = <M extends Method>(method: M, params: Params<M>, options?: CallOptions) => Promise<Ended<M>>;

/** Makes the `http` part of a client. */
export function createHttp(run: Run, auth: Auth): Http {
  return {
    async POST<P extends MethodPath>(path: P, ...[init]: HttpArguments<P>): Promise<HttpAnswer<MethodOf<P>>> {
      type M = MethodOf<P>;
      const { body, ...options } = (init ?? {}) as CallOptions & { body?: Params<M> };
      const method = path.slice(1) as M;
      const { exchange, answer, error } = await run(method, body ?? ({} as Params<M>), options);
      if (!exchange) throw error;
      const response = withoutAddress(exchange, auth);
      if (answer) return { data: answer, response };
      return { error: wireError(exchange.body, auth), response };
    },
  };
}

/** The refusal as it came, and without secrets: a gateway's page may show the address. */
function wireError<M extends Method>(body: string, auth: Auth): ErrorBody<M> | string {
  const text = auth.redact(body);
  try {
    const parsed = JSON.parse(text);
    return typeof parsed?.error === "undefined" ? text : parsed;
  } catch {
    return text;
  }
}

/** Status and headers alone, without secrets; a redirect's `Location` keeps its host. */
function withoutAddress({ status, headers }: Exchange, auth: Auth): Response {
  // A redirect that a browser hides has status 0, which only an error response may have.
  if (status < 200 || status > 599) return Response.error();
  const safe = new Headers();
  for (const [name, value] of headers) safe.append(name, auth.redact(value));
  return new Response(null, { status, headers: safe });
}
