// The guides: docs/guides/*.md, in the reader's order.
import { readFile } from "node:fs/promises";
import { join, posix } from "node:path";
import { guidesDir } from "../paths.ts";
import { escaped } from "./html.ts";
import type { Page } from "./layout.ts";
import { addressOnSite } from "./links.ts";
import { listBeside } from "./list.ts";
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
  "real-portal",
  "migrate",
];

/** A guide, ready for its page. */
export interface Guide extends Text {
  path: string;
  /** Of the repository. */
  folder: string;
  /** As it is in the repository. */
  markdown: string;
}

/** Reads and renders all guides. */
export async function readGuides(): Promise<Guide[]> {
  const pictures = picturesOfGuides();
  return Promise.all(
    GUIDES.map(async (name) => {
      const markdown = await readFile(join(guidesDir, `${name}.md`), "utf8");
      const [folder, path] = ["docs/guides", `guides/${name}.html`];
      const address = (href: string) => addressOnSite(href, { folder, page: path });
      return { ...render(markdown, { folder, address, picture: (href) => pictures[href]! }), path, folder, markdown };
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
    beside: listBeside("Guides", guides, guide.path),
  }));
}

function nextAfter(guide?: Guide): string {
  return guide ? `<p>Next: <a href="${posix.basename(guide.path)}">${escaped(guide.title)}</a></p>\n` : "";
}
