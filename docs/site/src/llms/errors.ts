import type { Occurrence, PortalError } from "../errors/catalogue.ts";

/** The codes, one section each. */
export function errorsText(errors: PortalError[]): string {
  return `# Errors

Every code that a portal's call-list methods are known to send. Compare codes, not texts. The set is open: be ready for a code that is not here, and for answers that are not JSON.

"Not executed": nothing was done, and the call can be sent again once the cause is gone. "Perhaps executed": before you repeat \`crm.calllist.add\`, look whether the list is there.

${errors.map(section).join("\n")}`;
}

/** How a code is written; there are refusals without one. */
export const inCode = (code: string): string => (code ? `\`${code}\`` : "(empty)");

function section({ code, meaning, action, executed, answers }: PortalError): string {
  return `## ${inCode(code)}

${meaning} ${executed === "rejected" ? "Not executed." : "Perhaps executed."}

What to do: ${action}

${answers.map(occurrence).join("\n")}
`;
}

function occurrence({ status, methods, text, assumed }: Occurrence): string {
  const where = methods.map((method) => WORDS[method] ?? `\`${method}\``).join(", ");
  return `- HTTP ${status}${assumed ? " (assumed)" : ""}, ${where}: ${text ? `"${text}"` : "no description"}`;
}

const WORDS: Record<string, string> = {
  all: "every method",
  batch: "a command of `batch`",
  "oauth.token": "the token endpoint",
};
