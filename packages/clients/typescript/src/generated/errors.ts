// Generated from spec/dist/errors.json by `npm run generate`. Do not edit.

/** Codes that every method can answer with. */
export type CommonErrorCode =
  | ""
  | "NO_AUTH_FOUND"
  | "INVALID_REQUEST"
  | "INVALID_CREDENTIALS"
  | "insufficient_scope"
  | "OVERLOAD_LIMIT"
  | "ACCESS_DENIED"
  | "expired_token"
  | "invalid_token"
  | "invalid_client"
  | "ERROR_OAUTH"
  | "APPLICATION_NOT_FOUND"
  | "PAYMENT_REQUIRED"
  | "authorization_error"
  | "user_access_error"
  | "CONNECTION_ERROR"
  | "verification_needed"
  | "PORTAL_DELETED"
  | "ERROR_METHOD_NOT_FOUND"
  | "OPERATION_TIME_LIMIT"
  | "INTERNAL_SERVER_ERROR"
  | "QUERY_LIMIT_EXCEEDED";

/** Codes that each method can answer with, as far as they are known; portals may send others. */
export interface KnownErrorCodes {
  "crm.calllist.add": CommonErrorCode
    | "ERROR_ARGUMENT"
    | "ENTITY_TYPE_ERROR"
    | "ENTITIES_ERROR"
    | "ENTITY_ERROR"
    | "WEBFORM_ERROR"
    | "ACCESS_ERROR";
  "crm.calllist.get": CommonErrorCode
    | "ERROR_ARGUMENT"
    | "LIST_ID_ERROR";
  "crm.calllist.list": CommonErrorCode
    | "ERROR_ARGUMENT"
    | "100"
    | "ERROR_CORE";
  "crm.calllist.update": CommonErrorCode
    | "ERROR_ARGUMENT"
    | "ENTITY_TYPE_ERROR"
    | "ENTITIES_ERROR"
    | "WEBFORM_ERROR"
    | "LIST_ID_ERROR"
    | "ACCESS_ERROR"
    | "ERROR_CORE";
  "crm.calllist.items.get": CommonErrorCode
    | "ERROR_ARGUMENT"
    | "LIST_ID_ERROR"
    | "STATUS_ERROR"
    | "ACCESS_ERROR";
  "crm.calllist.statuslist": CommonErrorCode;
  "batch": CommonErrorCode
    | "ERROR_CORE"
    | "ERROR_BATCH_LENGTH_EXCEEDED"
    | "ERROR_BATCH_METHOD_NOT_ALLOWED";
}

/** The HTTP status of codes that say more than "the request is wrong", also where they come inside an answer with 200. */
export const statusOfCode: ReadonlyMap<string, number> = new Map(Object.entries({
  "ACCESS_ERROR": 403,
  "NO_AUTH_FOUND": 401,
  "INVALID_REQUEST": 401,
  "INVALID_CREDENTIALS": 401,
  "insufficient_scope": 401,
  "OVERLOAD_LIMIT": 401,
  "ACCESS_DENIED": 401,
  "expired_token": 401,
  "invalid_token": 401,
  "invalid_client": 401,
  "ERROR_OAUTH": 401,
  "APPLICATION_NOT_FOUND": 401,
  "PAYMENT_REQUIRED": 401,
  "authorization_error": 401,
  "user_access_error": 401,
  "CONNECTION_ERROR": 401,
  "verification_needed": 401,
  "PORTAL_DELETED": 403,
  "ERROR_METHOD_NOT_FOUND": 404,
  "OPERATION_TIME_LIMIT": 429,
  "QUERY_LIMIT_EXCEEDED": 503,
}));

/** The page of the site that says of every code what it means. */
export const errorsPage = "https://b24-calllist.github.io/b24-calllist/errors.html";

/** Codes after which nobody knows whether the portal had already done something. */
export const maybeExecuted: readonly string[] = ["INTERNAL_SERVER_ERROR","ERROR_CORE"];
