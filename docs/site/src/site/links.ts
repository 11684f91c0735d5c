// Where the links of a Markdown file of the repository lead to on the site.
import { posix } from "node:path";
import { pageOfPackage } from "./package-list.ts";

/** A Markdown file of the repository, and the page that is made of it. */
export interface Source {
  /** Its folder, such as `docs/guides`. */
  folder: string;
  /** Its page, such as `guides/batch.html`. */
  page: string;
}

/**
 * The address of what a link in that file leads to, seen from its page; `undefined` for what is in the repository alone.
 */
export function addressOnSite(href: string, { folder, page }: Source): string | undefined {
  if (/^(https?:|#)/.test(href)) return href;
  const [path = "", anchor] = href.split("#");
  const target = pageOf(posix.join(folder, path));
  const hash = anchor === undefined ? "" : `#${anchor}`;
  return target && posix.relative(posix.dirname(page), target) + hash;
}

/** The page of a file, both from the root. */
function pageOf(file: string): string | undefined {
  if (file.startsWith("docs/dist/")) return file.slice("docs/dist/".length);
  if (posix.dirname(file) === "docs/guides") return `guides/${posix.basename(file, ".md")}.html`;
  return posix.basename(file) === "README.md" ? pageOfPackage(posix.dirname(file)) : undefined;
}
