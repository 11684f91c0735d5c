// What can be looked up: a page for each error code, and the methods' reference texts.
import { type CatalogueError, catalogue, type MethodText, methods } from "./description.ts";

/** A page in Markdown. */
export interface Page {
  uri: string;
  title: string;
  description: string;
  text: string;
}

/** Where the page about a code is. One code is empty. */
export const errorUri = (code: string): string => `b24-calllist://errors/${encodeURIComponent(code) || "no-code"}`;

const methodUri = (method: string): string => `b24-calllist://methods/${method}`;

const EXECUTED = {
  rejected: "No, nothing was changed.",
  unknown: "Perhaps. Look before you repeat a call that changes something.",
};

export const pages: Page[] = [...methods.map(methodPage), ...catalogue.map(errorPage)];

function methodPage({ method, title, text, params }: MethodText): Page {
  const parameters = Object.entries<{ description?: string }>(params.properties).map(
    ([name, { description }]) => `- \`${name}\`${params.required?.includes(name) ? " (required)" : ""}: ${description}`,
  );
  const errors = catalogue
    .filter(({ answers }) => answers.some((answer) => answer.methods.includes(method)))
    .map(({ code, meaning }) => `- [${code}](${errorUri(code)}): ${meaning}`);
  return {
    uri: methodUri(method),
    title: `${method}: ${title.toLowerCase()}`,
    description: "Reference of the method, with its traps",
    text: [
      `# ${method}`,
      text.trim(),
      "## Parameters",
      parameters.join("\n") || "None.",
      "## Its own errors",
      errors.join("\n") || "None.",
      "",
    ].join("\n\n"),
  };
}

function errorPage({ code, meaning, action, executed, answers }: CatalogueError): Page {
  const name = code || "an error without a code";
  const seen = answers.map(
    ({ status, methods, text }) => `- HTTP ${status}, ${methods.join(", ")}: ${text ? `"${text}"` : "no text"}`,
  );
  return {
    uri: errorUri(code),
    title: `Error: ${name}`,
    description: meaning,
    text: [
      `# ${name}`,
      meaning,
      `**What to do:** ${action}`,
      `**Was it executed?** ${EXECUTED[executed]}`,
      "## Where it comes from",
      seen.join("\n"),
      "",
    ].join("\n\n"),
  };
}
