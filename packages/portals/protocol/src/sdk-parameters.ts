import type { Params } from "./parameters.ts";

/** What Bitrix24's own SDKs add to the query of every call. The portal ignores these as it does all unknown names. */
export const SDK_NAMES: readonly string[] = ["bx24_request_id", "bx24_sdk_ver", "bx24_sdk_type"];

/**
 * The parameters without those that only name the SDK and the request: for a server that is stricter than a portal and
 * complains about unknown parameters. Letter case does not count, so it can be used before and after
 * `methodParameters`.
 *
 * @example
 * withoutSdkParameters({ ID: 13, BX24_SDK_TYPE: "b24-js-sdk" }); // { ID: 13 }
 */
export function withoutSdkParameters(params: Params): Params {
  const kept: Params = Object.create(null);
  for (const [name, value] of Object.entries(params)) {
    if (!SDK_NAMES.includes(name.toLowerCase())) kept[name] = value;
  }
  return kept;
}
