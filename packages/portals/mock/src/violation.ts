import { printableText } from "@b24-calllist/protocol";

// Prism is left out here on purpose: these types are the package's own, and Prism's need types that users do not have.

/** One way in which a request breaks the description, in the form of Prism's `sl-violations` header. */
export interface Violation {
  /** Such as `["request", "body", "ID"]`. Of a name that does not look like one, only its length. */
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

/** The letters of a name, and the operators that can stand before a field in `FILTER`. */
const NAME = /^[!?<>=%@*]{0,3}[\p{L}\p{N}_.-]{1,40}$/u;

/**
 * A parameter's or method's name for a message. What does not look like one may be anything, a secret included: a body
 * sent with the wrong Content-Type becomes one long parameter name.
 */
export const printable = (name: string): string => (NAME.test(name) ? name : `(a name of ${name.length} characters)`);

const LONGEST_MESSAGE = 300;

/**
 * A message of Prism, which quotes names and tells places; see {@link printable}.
 *
 * @param path of the place, as the message tells it: with dots between the names, and without white space around it
 */
export function cleanMessage(message: string, path: string[]): string {
  const clean = printableText(
    message
      .replace(path.join(".").trim(), path.map(printable).join("."))
      .replace(/found '([\s\S]*)'/, (_, name: string) => `found '${printable(name)}'`),
  );
  const letters = [...clean];
  return letters.length > LONGEST_MESSAGE ? `${letters.slice(0, LONGEST_MESSAGE).join("")}…` : clean;
}

/** A body of millions of mistakes must not become as many lines. */
export const MOST_VIOLATIONS = 100;

/** The first ones, and a last one that says so where there are more. */
export function firstOf(violations: Violation[]): Violation[] {
  if (violations.length <= MOST_VIOLATIONS) return violations;
  const more = problem([], "more", `There is more than these ${MOST_VIOLATIONS}`);
  return [...violations.slice(0, MOST_VIOLATIONS), more];
}
