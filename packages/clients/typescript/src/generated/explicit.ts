// Generated from spec/dist/sdk.json by `npm run generate`. Do not edit.

/** Parameters that must not be left out silently, by method: the request would do what nobody asked for. */
export const EXPLICIT: ReadonlyMap<string, readonly string[]> = new Map([["crm.calllist.update",["WEBFORM_ID"]]]);
