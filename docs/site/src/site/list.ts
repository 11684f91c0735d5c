// The list of pages beside a page that is one of them.
import { posix } from "node:path";
import { escaped } from "./html.ts";

/** Pages of one folder, under a heading; `here` is the path of the one that is open. */
export function listBeside(heading: string, pages: { path: string; title: string }[], here: string): string {
  const items = pages.map(({ path, title }) => {
    const current = path === here ? ' aria-current="page"' : "";
    return `<li><a href="${posix.basename(path)}"${current}>${escaped(title)}</a></li>`;
  });
  return `<nav aria-labelledby="all">\n<h2 id="all">${heading}</h2>\n<ol>\n${items.join("\n")}\n</ol>\n</nav>\n`;
}
