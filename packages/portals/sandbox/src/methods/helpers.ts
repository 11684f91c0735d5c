import { phpBool, phpText } from "@b24-calllist/protocol";
import { type Call, isAllowed } from "../method.ts";
import { isoTime } from "../portal/time.ts";
import { RestError } from "../rest/errors.ts";

/** `profile`: who calls. */
export function profile({ portal, caller }: Call): object {
  const { id, admin, name, lastName } = caller.user;
  return {
    ID: String(id),
    ADMIN: admin,
    NAME: name,
    LAST_NAME: lastName,
    PERSONAL_GENDER: "",
    TIME_ZONE: "",
    TIME_ZONE_OFFSET: portal.utcOffset * 60,
  };
}

/** `scope`: what the webhook or token allows; all that the portal has with `full`. */
export function scope({ caller, params }: Call): string[] {
  return phpBool(params.FULL) ? ["crm"] : [...caller.scope];
}

/** `methods`: names of the methods that the caller may use, or all of them, or those of one scope. */
export function methods({ caller, params, methods }: Call): string[] {
  const all = Object.entries(methods).filter(([name]) => name !== "batch");
  const wanted = all.filter(([, method]) => {
    if (phpBool(params.FULL)) return true;
    return params.SCOPE === undefined ? isAllowed(caller, method) : method.scope === phpText(params.SCOPE);
  });
  return wanted.map(([name]) => name);
}

/** `method.get`: whether a method exists, and whether the caller may use it. The name stands in lower-case `name`. */
export function methodGet({ caller, rawParams, methods }: Call): object {
  const method = methods[phpText(rawParams.name).toLowerCase()];
  return { isExisting: method !== undefined, isAvailable: method !== undefined && isAllowed(caller, method) };
}

/** `server.time`: with the portal's own offset. */
export function serverTime({ portal }: Call): string {
  return isoTime(portal);
}

/** `app.info`: the application behind a token. With a webhook there is none. */
export function appInfo({ caller, quirks }: Call): object {
  // A plan that is not commercial lets nobody in.
  const LICENSE = "com_pro100";
  if (caller.clientId === undefined) {
    if (quirks.appInfoByWebhook === "object") return { SCOPE: [...caller.scope], LICENSE };
    throw new RestError(403, "ACCESS_DENIED", "Access denied! Application context required");
  }
  return {
    ID: 1,
    CODE: caller.clientId,
    VERSION: 1,
    STATUS: "L",
    INSTALLED: true,
    PAYMENT_EXPIRED: "N",
    DAYS: null,
    LANGUAGE_ID: "en",
    LICENSE,
    LICENSE_TYPE: "pro100",
    LICENSE_FAMILY: "pro",
  };
}
