// A change between two descriptions.
export type Impact = "major" | "minor" | "patch";

/** One change as `redocly diff --format json` has it, as far as it is used here. */
export interface Change {
  /** JSON pointer, through the first place that uses the part. */
  path: string;
  /** What the part is, such as `Schema` or `ServerList`. */
  typeName: string;
  kind: "added" | "removed" | "modified";
  impact: Impact;
  property?: string;
  verdicts: { ruleId: string; message: string }[];
  /** Where the part itself stands, in a component for instance, and what it is, where it is no schema. */
  base?: { pointer: string; value?: unknown };
  revision?: { pointer: string; value?: unknown };
  /** What has changed, where it is not the description. */
  where?: string;
  /** Whom it breaks, where a rule of ours knows better than the place (rules.ts). */
  breaks?: string;
}
