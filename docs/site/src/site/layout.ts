// The frame around every page but the reference.
import { readFile } from "node:fs/promises";
import { at } from "../paths.ts";
import { escaped } from "./html.ts";

/** A page of the site. */
export interface Page {
  /** Below docs/dist, such as `guides/batch.html`. */
  path: string;
  title: string;
  /** For search engines and link previews. */
  description: string;
  /** What stands in the middle. */
  html: string;
  /** What stands beside it on a wide screen, and below it on a narrow one. */
  beside?: string;
  /** A script that runs before anything is shown. */
  script?: string;
}

const [colours, style, script, searchKey, icon] = await Promise.all(
  ["colours.css", "site/site.css", "site/site.js", "site/search-key.js", "icon.svg"].map((file) =>
    readFile(at("src", file), "utf8"),
  ),
);

/** The icon without its title, which stands beside it. */
const mark = icon!
  .trim()
  .replace(/<title>.*<\/title>/, "")
  .replace("<svg", '<svg aria-hidden="true"');

/** The whole page. Like the reference, it has everything in it and forbids itself to fetch anything. */
export function wholePage({ path, title, description, html, beside = "", script: first = "" }: Page): string {
  const root = "../".repeat(path.split("/").length - 1);
  const link = (to: string, label: string): string => {
    const folder = to.split("#")[1];
    const here = to === path || (folder !== undefined && path.startsWith(`${folder}/`));
    return `<a href="${root}${to}"${here ? ' aria-current="page"' : ""}>${label}</a>`;
  };
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8" />
<title>${escaped(title)}</title>
<meta name="description" content="${escaped(description)}" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'" />
<link rel="icon" href="data:image/svg+xml,${encodeURIComponent(icon!.trim())}" />
<script>
${first}${script}${searchKey}</script>
<style>
${colours}
${style}</style>
</head>
<body>
<a class="skip" href="#content">To the text</a>
<header>
<a class="brand" href="${root}index.html">${mark}<span>Call lists</span></a>
<nav aria-label="Site">
${link("index.html#guides", "Guides")}
${link("index.html#packages", "Packages")}
${link("errors.html", "Errors")}
${link("reference.html", "Reference")}
</nav>
<a class="search" href="${root}search.html"${path === "search.html" ? ' aria-current="page"' : ""} aria-keyshortcuts="Control+/ Meta+/">Search <kbd aria-hidden="true">Ctrl+/</kbd></a>
<button type="button" id="colours" hidden>Dark</button>
</header>
<div class="frame">
<main id="content">
${html}</main>
${beside && `<aside>\n${beside}</aside>\n`}</div>
<footer>
<p>${link("contradictions.html", "Contradictions")} · ${link("changelog.html", "Changelog")}</p>
<p>An independent project, not one of Bitrix24's. This page fetches nothing, and works from disk.</p>
<p>For language models: <a href="${root}llms.txt">llms.txt</a>.</p>
</footer>
</body>
</html>
`;
}
