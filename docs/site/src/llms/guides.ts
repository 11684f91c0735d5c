import { posix } from "node:path";
import { outsideCode } from "../page/markdown.ts";
import type { Guide } from "../site/guides.ts";
import { addressOnSite } from "../site/links.ts";

/** Where a guide's Markdown lies, beside its page. */
export const pathOf = ({ path }: Guide): string => path.replace(/\.html$/, ".md");

/**
 * A guide's Markdown, with links that work from a folder of the site: to other guides as Markdown, and to pages. Of a
 * picture there is what it says.
 */
export function guideText(guide: Guide, folder: "guides" | "."): string {
  return outsideCode(guide.markdown, (text) =>
    text
      .replaceAll(/!\[([^\]]*)\]\([^)]*\)/g, "(A picture: $1)")
      .replaceAll(/\[([^\]]*)\]\(([^)]*)\)/g, (_, label: string, href: string) => {
        const address = addressFrom(guide, folder, href);
        return address
          ? `[${label}](${address})`
          : `${label} (\`${href.replace(/^(\.\.\/)+/, "")}\` in the repository)`;
      }),
  );
}

function addressFrom(guide: Guide, folder: string, href: string): string | undefined {
  const onPage = addressOnSite(href, { folder: "docs/guides", page: guide.path });
  if (!onPage || /^https?:/.test(onPage)) return onPage;
  const [file, anchor] = onPage.split("#");
  const path = file ? posix.join("guides", file) : guide.path;
  const target = path.startsWith("guides/") ? path.replace(/\.html$/, ".md") : path;
  return posix.relative(folder, target) + (anchor === undefined ? "" : `#${anchor}`);
}
