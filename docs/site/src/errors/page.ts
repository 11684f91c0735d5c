// The page of errors, one section a code.
import type { Document } from "../description.ts";
import { escaped } from "../site/html.ts";
import type { Page } from "../site/layout.ts";
import { code as codeBlock, render } from "../site/markdown.ts";
import { anchorOf, type Occurrence, type PortalError } from "./catalogue.ts";
import { inMock } from "./in-mock.ts";
import { IN_SANDBOX, RESET } from "./in-sandbox.ts";

/** The page. */
export function errorsPage(document: Document, errors: PortalError[]): Page {
  return {
    path: "errors.html",
    title: "Errors · Bitrix24 call lists",
    description: "Every error code of Bitrix24's call-list methods: what it means, what to do, and how to see it.",
    html: `${INTRO}<ul class="codes">\n${errors.map(linkTo).join("\n")}\n</ul>\n${errors.map((error) => section(document, error)).join("\n")}`,
  };
}

const INTRO = `<h1>Errors</h1>
<p>Every code that a portal's call-list methods are known to send. Compare codes, not texts. The set is open: be ready for a code that is not here, and for answers that are not JSON.</p>
<p><strong>Not executed</strong>: nothing was done, and the call can be sent again once the cause is gone. <strong>Perhaps executed</strong>: before you repeat <code>crm.calllist.add</code>, look whether the list is there. <a href="guides/errors-and-repeats.html">More on repeating</a>.</p>
<p>The commands below work while <code>npm start</code> runs. In the sandbox they expect its first state, which this brings back; those that change it end with the same line:</p>
${codeBlock(RESET, "sh")}`;

const linkTo = ({ code }: PortalError): string => `<li><a href="#${anchorOf(code)}">${nameOf(code)}</a></li>`;

const nameOf = (code: string): string => (code ? `<code>${escaped(code)}</code>` : "(empty)");

function section(document: Document, error: PortalError): string {
  const { code, meaning, action, answers } = error;
  return `<div class="error" id="${anchorOf(code)}">
<h2><a href="#${anchorOf(code)}">${nameOf(code)}</a></h2>
${inline(meaning)}${EXECUTED[error.executed]}
<h3>What to do</h3>
${inline(action)}<h3>On the wire</h3>
<table><thead><tr><th>HTTP</th><th>Method</th><th><code>error_description</code></th></tr></thead><tbody>
${answers.map(row).join("\n")}
</tbody></table>
<h3>See it in the mock</h3>
${seen(inMock(document, error))}<h3>See it in the sandbox</h3>
${seen(IN_SANDBOX[code]?.join("\n"))}</div>`;
}

const EXECUTED = {
  rejected: `<p class="executed rejected">Not executed</p>`,
  unknown: `<p class="executed unknown">Perhaps executed</p>`,
};

function row({ status, methods, text, assumed }: Occurrence): string {
  const names = methods
    .map((method) => WORDS[method] ?? `<code>${method.replaceAll(".", ".<wbr />")}</code>`)
    .join(", ");
  const wire = text ? `<code>${escaped(text)}</code>` : "(none)";
  return `<tr><td>${status}${assumed ? " (assumed)" : ""}</td><td>${names}</td><td>${wire}</td></tr>`;
}

const WORDS: Record<string, string> = {
  all: "all",
  batch: "a command of <code>batch</code>",
  "oauth.token": "the token endpoint",
};

const seen = (commands?: string): string =>
  commands ? codeBlock(commands, "sh") : "<p>It cannot be brought about here.</p>\n";

/** Texts of the catalogue are Markdown without links. */
const inline = (text: string): string => render(text, { address: (href) => href, picture: () => "" }).html;
