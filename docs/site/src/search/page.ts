// The page of the search. Like all pages it fetches nothing: the passages and the script that looks them up are in it.
import { build } from "esbuild";
import type { Document } from "../description.ts";
import { at } from "../paths.ts";
import { escaped } from "../site/html.ts";
import type { Page } from "../site/layout.ts";
import { passagesOf, passagesOfReference } from "./passages.ts";

/** The page, over all others. */
export async function searchPage(pages: Page[], document: Document): Promise<Page> {
  const passages = [...pages.flatMap(passagesOf), ...passagesOfReference(document)];
  return {
    path: "search.html",
    title: "Search · Bitrix24 call lists",
    description: "Finds guides, packages, methods and error codes of this site.",
    html: `<h1>Search</h1>
<form role="search" id="search" hidden>
<label for="words">Words, error codes, names of methods</label>
<input type="search" id="words" autocomplete="off" autocapitalize="none" spellcheck="false" aria-describedby="found" />
</form>
<p role="status" id="found"></p>
<ol id="hits"></ol>
<div id="pages">
<h2>All pages</h2>
${listOf(pages)}</div>
<script type="application/json" id="passages">${JSON.stringify(passages).replaceAll("<", "\\u003c")}</script>
`,
    script: await script(),
  };
}

/** Without a script, and before anything is looked for, the page leads to all others. */
function listOf(pages: Page[]): string {
  const items = pages.map(({ path, title }) => `<li><a href="${path}">${escaped(title.split(" · ")[0]!)}</a></li>`);
  return `<ul>\n${items.join("\n")}\n<li><a href="reference.html">Reference</a></li>\n</ul>\n`;
}

async function script(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [at("src", "search", "field.ts")],
    bundle: true,
    minify: true,
    write: false,
    target: "es2023",
    banner: { js: "/* With MiniSearch, (c) Luca Ongaro, MIT licence. */" },
  });
  return outputFiles[0]!.text;
}
