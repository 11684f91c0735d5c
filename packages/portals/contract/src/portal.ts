import { type Auth, type ClientOptions, createClient, type MethodPath } from "@b24-calllist/client";
import type { IHttpResponse } from "@stoplight/prism-http";

/** Sends a call to the portal, once, and gives the answer as it came. */
export type Send = (method: string, params: Record<string, unknown>) => Promise<IHttpResponse>;

/**
 * The portal behind the project's own client, which keeps the portal's limits and the webhook's secret.
 *
 * Nothing is sent twice and no redirect is followed: the first answer is the one to look at.
 */
export function portalBehind(auth: Auth, options: Pick<ClientOptions, "limits" | "signal" | "fetch">): Send {
  const b24 = createClient({ ...options, auth, retry: false, trustedHosts: [], userAgent: "b24-calllist-contract" });
  return async (method, params) => {
    const { data, error, response } = await b24.http.POST(`/${method}` as MethodPath, { body: params as never });
    const type = mediaType(response.headers.get("content-type") ?? "");
    const { "content-type": _, ...headers } = Object.fromEntries(response.headers);
    return {
      statusCode: response.status,
      headers: { ...headers, ...(type && { "content-type": type }) },
      body: data ?? (typeof error === "string" ? parsed(error, type) : error),
    };
  };
}

/** `text/html; charset=utf-8` without what is behind it, and nothing for what is no type: Prism stops at that. */
function mediaType(text: string): string {
  return /^\s*([\w.+-]+\/[\w.+-]+)\s*(;|$)/.exec(text)?.[1] ?? "";
}

function parsed(text: string, type: string): unknown {
  if (!type.includes("json")) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
