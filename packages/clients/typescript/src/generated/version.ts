// Generated from spec/package.json by `npm run generate`. Do not edit.

/** Version of the description that this client was made from. */
export const specVersion = "0.0.0";
