/**
 * Typed client for Bitrix24 call lists (`crm.calllist.*`).
 *
 * @packageDocumentation
 */
export { type Auth, oauth, webhook } from "./auth.ts";
export { type CallArguments, type CallOptions, type Client, type ClientOptions, createClient } from "./client.ts";
export {
  AccessError,
  AuthError,
  CallListError,
  ConnectionError,
  isPortalError,
  LimitError,
  OutcomeUnknownError,
  PortalError,
  type PortalErrorOf,
  PortalMovedError,
  type Refusal,
  TimeoutError,
  UnexpectedResponseError,
} from "./errors.ts";
export type { Http, HttpAnswer, HttpArguments, HttpInit } from "./http.ts";
export type {
  Answer,
  CallListMethod,
  ErrorBody,
  ErrorCode,
  Method,
  MethodPath,
  Params,
  Result,
  Schemas,
} from "./methods.ts";
export { specVersion } from "./version.gen.ts";
