import { type HeaderRecord, headerValue } from "./headers.ts";
import type { Params } from "./parameters.ts";
import { isPhpArray, phpText } from "./php-value.ts";
import type { PortalPath } from "./portal-path.ts";

/** By what a request wants to be let in. Token and code are passwords: keep them out of messages and logs. */
export type Credentials = { kind: "token"; token: string } | { kind: "webhook"; user: string; code: string };

/** Where credentials can stand. */
export interface CredentialSource {
  /** From `parsePortalPath`. Default: none. */
  webhook?: PortalPath["webhook"] | undefined;
  /** From `readParameters`. */
  params: Params;
  headers: HeaderRecord;
}

/**
 * Finds the credentials that a portal goes by; `undefined` when there are none (401 NO_AUTH_FOUND). Never throws.
 *
 * A token comes first: the header `Authorization: Bearer ...`, then the parameter `auth`, then `access_token`. Arrays
 * and objects are skipped; an empty value counts as no token, and ends the search for one. Then the webhook: of the
 * path, or the parameters `aplogin` and `ap`. So one stray `auth` makes a good webhook URL fail as invalid_token. (Read
 * in the server's source. A portal would ask for a browser session last; that is not known here.)
 *
 * @example
 * readCredentials({ webhook: { user: "1", code: "secret" }, params: {}, headers: {} });
 * // { kind: "webhook", user: "1", code: "secret" }
 * readCredentials({ webhook: { user: "1", code: "secret" }, params: { auth: "t" }, headers: {} });
 * // { kind: "token", token: "t" }
 */
export function readCredentials({ webhook, params, headers }: CredentialSource): Credentials | undefined {
  const token = bearerToken(headers) ?? tokenParameter(params);
  // PHP takes the text "0" for false, as it does an empty one.
  if (token && token !== "0") return { kind: "token", token };
  const found = webhook ?? webhookParameters(params);
  return found && { kind: "webhook", ...found };
}

function bearerToken(headers: HeaderRecord): string | undefined {
  return headerValue(headers, "authorization")?.match(/^Bearer\s+(.+)/is)?.[1];
}

function tokenParameter(params: Params): string | undefined {
  return phpString(params.auth) ?? phpString(params.access_token);
}

function webhookParameters(params: Params): { user: string; code: string } | undefined {
  const [user, code] = [phpString(params.aplogin), phpString(params.ap)];
  return user === undefined || code === undefined ? undefined : { user, code };
}

/** A value as text; `undefined` for arrays and objects, and where there is none. */
function phpString(value: unknown): string | undefined {
  return value === undefined || isPhpArray(value) ? undefined : phpText(value);
}
