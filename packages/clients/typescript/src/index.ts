/**
 * Typed client for Bitrix24 call lists (`crm.calllist.*`).
 *
 * @packageDocumentation
 */
export { type Auth, type ConnectionOptions, webhook } from "./auth.ts";
export { type BatchOptions, batch, type Entry } from "./batch.ts";
export type { CallArguments, Caller, CallOptions } from "./caller.ts";
export { changeParticipants, type ParticipantChange, type ParticipantsChanged } from "./change-participants.ts";
export { type Client, type ClientOptions, createClient } from "./client.ts";
export { type Command, type CommandParams, type Referable, type Reference, ref } from "./command.ts";
export {
  AccessError,
  AuthError,
  CallListError,
  ConnectionError,
  type Executed,
  isPortalError,
  LimitError,
  OutcomeUnknownError,
  PortalError,
  type PortalErrorOf,
  PortalMovedError,
  type Refusal,
  SkippedError,
  TimeoutError,
  UnexpectedResponseError,
  UnstableListError,
} from "./errors.ts";
export { specVersion } from "./generated/version.ts";
export type {
  Hooks,
  PortalMovedEvent,
  RequestEvent,
  ResponseEvent,
  RetryEvent,
  ThrottleEvent,
  TokenRefreshEvent,
} from "./hooks.ts";
export type { Http, HttpAnswer, HttpArguments, HttpInit } from "./http.ts";
export { type IterateOptions, type IterateParams, iterate, type Progress } from "./iterate.ts";
export { LIMITS, type Limiter, type Limits, leakyBucket } from "./limiter.ts";
export type {
  Answer,
  CallListMethod,
  CallListRow,
  ErrorBody,
  ErrorCode,
  Method,
  MethodPath,
  Params,
  ParamsWith,
  Result,
  Schemas,
  Select,
} from "./methods.ts";
export type { TrustedHosts } from "./moved.ts";
export { type AccessTokenOptions, type ApplicationOptions, oauth } from "./oauth.ts";
export { type ListOfParticipants, participantsOf } from "./participants-of.ts";
export { type ListProgress, progressOf } from "./progress-of.ts";
export type { RetryOptions } from "./retry.ts";
export { memoryStore, type TokenStore, type Tokens } from "./token-store.ts";
export { type ListState, type WaitOptions, waitUntilDone } from "./wait-until-done.ts";
