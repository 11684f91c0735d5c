// The site for language models (llmstxt.org): the same as the pages in plain Markdown, an index of it, and all in one.
import { type Document, operationsOf } from "../description.ts";
import type { PortalError } from "../errors/catalogue.ts";
import { outsideCode } from "../page/markdown.ts";
import type { Samples } from "../samples/index.ts";
import type { Guide } from "../site/guides.ts";
import { slug } from "../site/markdown.ts";
import type { Readme } from "../site/packages.ts";
import { errorsText } from "./errors.ts";
import { chaptersOf, nameOf, referenceText } from "./reference.ts";
import { pathOf, textOf } from "./sheets.ts";

/** What the texts are made of. */
export interface Sources {
  description: Document;
  errors: PortalError[];
  samples: Samples;
  guides: Guide[];
  readmes: Readme[];
}

/** The files, by their paths on the site. */
export function textsForModels(sources: Sources): Record<string, string> {
  const { description, errors, samples, guides, readmes } = sources;
  const reference = referenceText(description, errors, samples);
  const codes = errorsText(errors);
  const parts = [reference, codes, ...guides.map((guide) => textOf(guide, ".")), ...clientTexts(readmes)];
  const whole = [intro(description), ...parts.map(deeper)];
  const texts = {
    "llms.txt": index(sources),
    "llms-full.txt": whole.map((text) => text.trim()).join("\n\n"),
    "reference.md": reference,
    "errors.md": codes,
    ...Object.fromEntries([...guides, ...readmes].map((sheet) => [pathOf(sheet), textOf(sheet)])),
  };
  return Object.fromEntries(Object.entries(texts).map(([path, text]) => [path, `${text.trim()}\n`]));
}

/** The clients' READMEs, since reference and guides speak TypeScript. What a client is called here says its language. */
function clientTexts(readmes: Readme[]): string[] {
  return readmes
    .filter(({ label }) => label.endsWith(" client"))
    .map((readme) => textOf(readme, ".").replace(/^# .*/, `# ${readme.label}`));
}

function intro({ info }: Document): string {
  return `# ${info.title}

> ${info.summary}

${info.description}`;
}

function index({ description, guides, readmes }: Sources): string {
  const methods = operationsOf(description).map((operation) =>
    link(nameOf(operation), `reference.md#${slug(nameOf(operation))}`, operation.node.summary),
  );
  const chapters = chaptersOf(description).map(({ name, description: text }) =>
    link(name, `reference.md#${slug(name)}`, firstSentence(text)),
  );
  return `${intro(description).trim()}

The examples have a webhook of \`example.bitrix24.com\` with a placeholder for its code. A real webhook's address is a password.

## Everything

${link("All of this in one file", "llms-full.txt", "reference, errors, guides, and the clients for five languages")}

## Guides

${guides.map((guide) => link(guide.title, pathOf(guide), guide.summary)).join("\n")}

## Clients and tools

${readmes.map((readme) => link(readme.label, pathOf(readme), readme.summary)).join("\n")}

## Methods

${methods.join("\n")}

## What holds for all methods

${[...chapters, link("Errors", "errors.md", "every code, what it means and what to do")].join("\n")}

## Optional

${[
  link("Pages for people", "index.html", "the same with pictures, and with samples in more languages"),
  link("Contradictions", "contradictions.html", "where the official documentation differs from portals, with evidence"),
  link("Changelog", "changelog.html", "what has changed, package by package"),
  link("Compatibility", "compatibility.html", "which version of a package knows which version of the description"),
].join("\n")}`;
}

const link = (label: string, to: string, about: string): string => `- [${label}](${to}): ${about}`;

const firstSentence = (text: string): string => /^.*?(?=[.:](\s|$)|$)/s.exec(text)![0].replaceAll("\n", " ");

/** The same text one level down, for a place below a heading. */
const deeper = (markdown: string): string => outsideCode(markdown, (text) => text.replaceAll(/^#/gm, "##"));
