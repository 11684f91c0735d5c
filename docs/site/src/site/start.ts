// The start page: docs/site/start.md, with the samples and the guides put in.
import { readFile } from "node:fs/promises";
import { at } from "../paths.ts";
import type { Sample, Samples } from "../samples/index.ts";
import { addressOnSite, type Guide } from "./guides.ts";
import { escaped } from "./html.ts";
import type { Page } from "./layout.ts";
import { code, render } from "./markdown.ts";

/** In the reader's order: the sample's label, and the client's folder. */
const LANGUAGES = {
  TypeScript: "client",
  PHP: "php",
  Python: "python",
  Go: "go",
  Java: "java",
  "cURL (webhook)": undefined,
} as const;

/** What was at `/#/errors` before there was a start page is in the reference now. Links to there are kept. */
const KEEP_OLD_LINKS = `if (location.hash.startsWith("#/")) location.replace("reference.html" + location.hash);\n`;

/** The page. */
export async function startPage(samples: Samples, guides: Guide[]): Promise<Page> {
  const markdown = await readFile(at("start.md"), "utf8");
  const { title, summary, html } = render(markdown, { address: addressFromStart, picture: () => "" });
  return {
    path: "index.html",
    title,
    description: summary,
    html: html
      .replace("<!-- first call -->", firstCall(samples.callListAdd!))
      .replace("<!-- guides -->", `<ul class="cards">\n${guides.map(card).join("\n")}\n</ul>`),
    script: KEEP_OLD_LINKS,
  };
}

/** Links of start.md are those of a guide in the same folder as the pages. */
const addressFromStart = (href: string): string | undefined =>
  href.startsWith("../dist/") ? href.slice("../dist/".length) : addressOnSite(href);

const card = ({ path, title, summary }: Guide): string =>
  `<li><a href="${path}">${escaped(title)}</a>${escaped(summary)}</li>`;

/** A choice without a script: the radio button that is checked shows its sample. */
function firstCall(samples: Sample[]): string {
  const all = Object.entries(LANGUAGES).map(([label, folder], index) => {
    const { lang, source } = samples.find((sample) => sample.label === label)!;
    return { id: `in-${lang}`, name: label.replace(" (webhook)", ""), lang, source, folder, first: index === 0 };
  });
  const choice = all.map(
    ({ id, name, first }) =>
      `<label><input type="radio" name="language" id="${id}"${first ? " checked" : ""} />${name}</label>`,
  );
  const shown = all.map(({ id }) => `main:has(#${id}:checked) .${id}`).join(", ");
  const blocks = all.map(
    ({ id, lang, source, folder }) => `<div class="sample ${id}">\n${code(source, lang)}${install(folder)}</div>`,
  );
  return `<style>.sample { display: none; } ${shown} { display: block; }</style>
<fieldset class="languages"><legend>Language</legend>
${choice.join("\n")}
</fieldset>
${blocks.join("\n")}`;
}

const install = (folder?: string): string =>
  folder ? `<p>How to install the client: <code>packages/${folder}/README.md</code> in the repository.</p>\n` : "";
