// Prism is left out here on purpose: these types are the package's own, and Prism's need types that users do not have.

/** One way in which a request breaks the description, in the form of Prism's `sl-violations` header. */
export interface Violation {
  /** Such as `["request", "body", "ID"]`. */
  location: string[];
  severity: "Error" | "Warning";
  /** The keyword of JSON Schema that it breaks: `required`, `pattern`, `additionalProperties` … */
  code: string;
  message: string;
}

/** A violation that Prism cannot find. */
export function problem(path: string[], code: string, message: string): Violation {
  return { location: ["request", ...path], severity: "Error", code, message };
}

const NAME = /^[\p{L}\p{N}_.-]{1,40}$/u;

/**
 * A parameter's or method's name for a message. What does not look like one may be anything, a secret included: a body
 * sent with the wrong Content-Type becomes one long parameter name.
 */
export const printable = (name: string): string => (NAME.test(name) ? name : `(a name of ${name.length} characters)`);

const LONGEST_MESSAGE = 300;

/** Prism's messages quote names; see {@link printable}. */
export function cleanMessage(message: string): string {
  const clean = message
    .replace(/found '([\s\S]*)'/, (_, name: string) => `found '${printable(name)}'`)
    .replace(/\p{Cc}+/gu, " "); // a line break in a name must not forge a line of the log
  return clean.length > LONGEST_MESSAGE ? `${clean.slice(0, LONGEST_MESSAGE)}…` : clean;
}
