/**
 * What is known of the portal only from its source, from older builds or by inference, and could be found otherwise: a
 * newer finding changes one line here. The comment says what the default rests on.
 */
export const QUIRKS = {
  /** `contact`, `C` and other spellings of a right type stop the portal with a 500. Observed on the 2026 build. */
  lowerCaseEntityTypeCrashes: true,
  /** The body of a 500 after an uncaught error: "json" as documented for the cloud, "html" as on-premise. Inferred. */
  uncaughtErrorBody: "json" as "json" | "html",
  /** `error` for an unknown field: "100", the number 100 on older portals. Observed on both. */
  unknownFieldCode: "string" as "string" | "number",
  /** `time.start` is a whole second and `time.processing` 0 or 1, as since September 2025; floats before. Observed. */
  wholeSeconds: true,
  /** A webhook over plain http is refused. The sandbox speaks http, as if a proxy had taken https off. Source. */
  webhookNeedsHttps: false,
  /** `app.info` with a webhook: an object as in the source, or the error of the documentation. */
  appInfoByWebhook: "object" as "object" | "error",
  /** A method that fails leaves a large negative number in X-Bitrix-Rest-Time. Inferred from the source. */
  negativeRestTime: true,
  /** HTTP status of PORTAL_DELETED. Source and newer documentation say 403, older ones 500 and 410. */
  portalDeletedStatus: 403,
  /** Seconds of working time within ten minutes after which a method is blocked. The documentation's example is 480. */
  operatingLimit: 480,
};

export type Quirks = typeof QUIRKS;

/** What the values of those quirks are that are no truth. */
const VALUES: Partial<Record<keyof Quirks, readonly unknown[]>> = {
  uncaughtErrorBody: ["json", "html"],
  unknownFieldCode: ["string", "number"],
  appInfoByWebhook: ["object", "error"],
  portalDeletedStatus: [403, 410, 500],
};

/** What is wrong with quirks, in words; `undefined` for right ones. */
export function quirkProblem(quirks: Partial<Quirks>): string | undefined {
  for (const [name, value] of Object.entries(quirks) as [keyof Quirks, unknown][]) {
    if (!Object.hasOwn(QUIRKS, name)) {
      return `quirks has an unknown name "${name}"; known are ${Object.keys(QUIRKS).join(", ")}`;
    }
    if (name === "operatingLimit") {
      if (typeof value !== "number" || !(value >= 0 && value <= 86_400))
        return "quirks.operatingLimit must be a number of seconds from 0 to 86400, such as 480";
    } else {
      const values = VALUES[name] ?? [true, false];
      if (!values.includes(value)) return `quirks.${name} must be one of ${values.join(", ")}`;
    }
  }
  return undefined;
}
