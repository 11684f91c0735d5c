// The start page: docs/site/start.md, with the samples, the guides and the README's table of clients put in.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { at, rootDir } from "../paths.ts";
import type { Sample, Samples } from "../samples/index.ts";
import type { Guide } from "./guides.ts";
import { escaped } from "./html.ts";
import type { Page } from "./layout.ts";
import { addressOnSite } from "./links.ts";
import { code, render } from "./markdown.ts";
import { pageOfPackage } from "./package-list.ts";
import type { Readme } from "./packages.ts";

/** In the reader's order: the sample's label, and the client's folder. */
const LANGUAGES = {
  TypeScript: "packages/clients/typescript",
  PHP: "packages/clients/php",
  Python: "packages/clients/python",
  Go: "packages/clients/go",
  Java: "packages/clients/java",
  "cURL (webhook)": undefined,
} as const;

/** What was at `/#/errors` before there was a start page is in the reference now. Links to there are kept. */
const KEEP_OLD_LINKS = `if (location.hash.startsWith("#/")) location.replace("reference.html" + location.hash);\n`;

/** The page. */
export async function startPage(samples: Samples, guides: Guide[], readmes: Readme[]): Promise<Page> {
  const markdown = (await readFile(at("start.md"), "utf8")).replace(
    "<!-- clients -->",
    clientsIn(await readFile(join(rootDir, "README.md"), "utf8")),
  );
  const [folder, page] = ["docs/site", "index.html"];
  const address = (href: string) => addressOnSite(href, { folder, page });
  const { title, summary, html } = render(markdown, { folder, address, picture: () => "" });
  return {
    path: page,
    title,
    description: summary,
    html: html
      .replace("<!-- first call -->", firstCall(samples.callListAdd!))
      .replace("<!-- guides -->", cards(guides))
      .replace("<!-- packages -->", cards(readmes.map((readme) => ({ ...readme, title: readme.label })))),
    script: KEEP_OLD_LINKS,
  };
}

/** The section of the README about the clients, without its heading. */
export function clientsIn(readme: string): string {
  const [, section] = /^## Which client can do what\n\n(.*?)(?=\n## )/ms.exec(readme) ?? [];
  if (section === undefined) throw new Error('README.md has no section "Which client can do what"');
  return section;
}

function cards(pages: { path: string; title: string; summary: string }[]): string {
  const card = ({ path, title, summary }: (typeof pages)[number]): string =>
    `<li><a href="${path}">${escaped(title)}</a>${escaped(summary)}</li>`;
  return `<ul class="cards">\n${pages.map(card).join("\n")}\n</ul>`;
}

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
  folder ? `<p><a href="${pageOfPackage(folder)}">Install the client, and what else it can do</a></p>\n` : "";
