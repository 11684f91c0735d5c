export { isFromOtherSite, isSameSecret } from "./access.ts";
export { type BatchCommand, parseBatchCommand } from "./batch-command.ts";
export { BODY_TOO_LARGE, MAX_BODY_BYTES, readBody } from "./body.ts";
export { type CredentialSource, type Credentials, readCredentials } from "./credentials.ts";
export type { HeaderRecord } from "./headers.ts";
export { decodeJson } from "./json-body.ts";
export { methodSpellings } from "./method-name.ts";
export { type MethodParameters, methodParameters, RESERVED_NAMES } from "./method-parameters.ts";
export {
  BATCH_SIZE,
  CLOUD_BURST,
  CLOUD_RATE,
  ENTERPRISE_BURST,
  ENTERPRISE_RATE,
  MAX_ID,
  OPERATING_WINDOW,
  PAGE_SIZE,
} from "./numbers.gen.ts";
export { type ParameterSource, type Params, readParameters } from "./parameters.ts";
export type { PhpValue } from "./php-array.ts";
export { hasOwnOrder, orderedObject, phpEntries, phpValues } from "./php-order.ts";
export { MAX_INPUT_NESTING_LEVEL, MAX_INPUT_VARS, type PhpParams, parsePhpQuery } from "./php-query.ts";
export { phpTrim } from "./php-text.ts";
export { isNumeric, isPhpArray, phpBool, phpInt, phpIntArgument, phpText } from "./php-value.ts";
export { type PortalPath, parsePortalPath } from "./portal-path.ts";
export { belowPrefix, portalPrefix } from "./prefix.ts";
export { printableText } from "./printable-text.ts";
export { type HttpRequest, type PortalRequest, readPortalRequest } from "./request.ts";
export { SDK_NAMES, withoutSdkParameters } from "./sdk-parameters.ts";
