// The READMEs of the packages, in the reader's order.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { rootDir } from "../paths.ts";
import type { Page } from "./layout.ts";
import { addressOnSite } from "./links.ts";
import { listBeside } from "./list.ts";
import { render, type Text } from "./markdown.ts";
import { PACKAGES, pageOfPackage } from "./package-list.ts";

/** A package's README, ready for its page. */
export interface Readme extends Text {
  path: string;
  /** Of the repository. */
  folder: string;
  /** What the package is called here; `title` is its name. */
  label: string;
  /** As it is in the repository. */
  markdown: string;
}

/** Reads and renders all READMEs. */
export async function readReadmes(): Promise<Readme[]> {
  return Promise.all(
    Object.entries(PACKAGES).map(async ([folder, label]) => {
      const path = pageOfPackage(folder)!;
      const markdown = await readFile(join(rootDir, folder, "README.md"), "utf8");
      const address = (href: string) => addressOnSite(href, { folder, page: path });
      return { ...render(markdown, { folder, address, picture: noPicture }), path, folder, label, markdown };
    }),
  );
}

/** Their pages, each with the list of all. */
export function packagePages(readmes: Readme[]): Page[] {
  const all = readmes.map(({ path, label }) => ({ path, title: label }));
  return readmes.map(({ path, label, summary, html }) => ({
    path,
    title: `${label} · Bitrix24 call lists`,
    description: summary,
    html,
    beside: listBeside("Packages", all, path),
  }));
}

function noPicture(href: string): never {
  throw new Error(`A README shows ${href}, and pictures of READMEs are not on the site yet: see src/site/packages.ts`);
}
