// The guides: docs/guides/*.md, in the reader's order.
import { readFile } from "node:fs/promises";
import { join, posix } from "node:path";
import { guidesDir } from "../paths.ts";
import { escaped } from "./html.ts";
import type { Page } from "./layout.ts";
import { render, type Text } from "./markdown.ts";
import { picturesOfGuides } from "./pictures.ts";

/** Files of docs/guides without `.md`; a test looks that none is missing. */
export const GUIDES = [
  "first-call",
  "secrets",
  "progress",
  "complete-lists",
  "batch",
  "limits",
  "errors-and-repeats",
  "update",
  "contract-tests",
  "rehearse",
  "migrate",
];

/** A guide, ready for its page. */
export interface Guide extends Text {
  path: string;
}

/** Reads and renders all guides. */
export async function readGuides(): Promise<Guide[]> {
  const pictures = picturesOfGuides();
  return Promise.all(
    GUIDES.map(async (name) => {
      const markdown = await readFile(join(guidesDir, `${name}.md`), "utf8");
      const text = render(markdown, { address: addressOnSite, picture: (href) => pictures[href]! });
      return { ...text, path: `guides/${name}.html` };
    }),
  );
}

/** Their pages, each with the list of all. */
export function guidePages(guides: Guide[]): Page[] {
  return guides.map((guide, index) => ({
    path: guide.path,
    title: `${guide.title} · Bitrix24 call lists`,
    description: guide.summary,
    html: guide.html + nextAfter(guides[index + 1]),
    beside: listOf(guides, guide),
  }));
}

/**
 * In a guide's source, links go to other guides (`batch.md`), to built pages (`../dist/errors.html`), or to files of the
 * repository, which are not on the site.
 */
export function addressOnSite(href: string): string | undefined {
  if (/^(https?:|#)/.test(href)) return href;
  const [file = "", anchor] = href.split("#");
  const path = posix.join("guides", file);
  const hash = anchor === undefined ? "" : `#${anchor}`;
  if (path.startsWith("guides/")) return file.replace(/\.md$/, ".html") + hash;
  return path.startsWith("dist/") ? file.replace("../dist/", "../") + hash : undefined;
}

function nextAfter(guide?: Guide): string {
  return guide ? `<p>Next: <a href="${nameOf(guide)}">${escaped(guide.title)}</a></p>\n` : "";
}

function listOf(guides: Guide[], here: Guide): string {
  const items = guides.map((guide) => {
    const current = guide === here ? ' aria-current="page"' : "";
    return `<li><a href="${nameOf(guide)}"${current}>${escaped(guide.title)}</a></li>`;
  });
  return `<nav aria-labelledby="all-guides">\n<h2 id="all-guides">Guides</h2>\n<ol>\n${items.join("\n")}\n</ol>\n</nav>\n`;
}

const nameOf = ({ path }: Guide): string => posix.basename(path);
