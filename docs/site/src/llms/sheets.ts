// Markdown files of the repository, as they lie beside their pages: guides and the packages' READMEs.
import { posix } from "node:path";
import { outsideCode } from "../page/markdown.ts";
import { addressOnSite } from "../site/links.ts";

/** A Markdown file that has a page. */
export interface Sheet {
  /** Its page, such as `guides/batch.html`. */
  path: string;
  /** Its folder in the repository, such as `docs/guides`. */
  folder: string;
  markdown: string;
}

/** Where a sheet's Markdown lies, beside its page. */
export const pathOf = ({ path }: Pick<Sheet, "path">): string => path.replace(/\.html$/, ".md");

/**
 * A sheet's Markdown, with links that work from a folder of the site, its own unless another is named: to other sheets as
 * Markdown, and to pages. Of a picture there is what it says.
 */
export function textOf(sheet: Sheet, folder = posix.dirname(sheet.path)): string {
  return outsideCode(sheet.markdown, (text) =>
    text
      .replaceAll(/!\[([^\]]*)\]\([^)]*\)/g, "(A picture: $1)")
      .replaceAll(/\[([^\]]*)\]\(([^)]*)\)/g, (_, label: string, href: string) => {
        const address = addressFrom(sheet, folder, href);
        return address ? `[${label}](${address})` : `${label} (\`${inRepository(sheet, href)}\` in the repository)`;
      }),
  );
}

const inRepository = ({ folder }: Sheet, href: string): string => posix.join(folder, href);

function addressFrom(sheet: Sheet, folder: string, href: string): string | undefined {
  const onPage = addressOnSite(href, { folder: sheet.folder, page: sheet.path });
  if (!onPage || /^https?:/.test(onPage)) return onPage;
  const [file, anchor] = onPage.split("#");
  const path = file ? posix.join(posix.dirname(sheet.path), file) : sheet.path;
  const target = /^(guides|packages)\//.test(path) ? pathOf({ path }) : path;
  return posix.relative(folder, target) + (anchor === undefined ? "" : `#${anchor}`);
}
