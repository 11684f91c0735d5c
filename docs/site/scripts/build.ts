// The site: docs/dist, from the bundle, its samples, the error catalogue and the guides.
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { changelogPage } from "../src/changelog/page.ts";
import { readChangelogs } from "../src/changelog/versions.ts";
import { compatibilityPage } from "../src/compatibility/page.ts";
import { readCompatibility } from "../src/compatibility/rows.ts";
import { contradictionsPage } from "../src/contradictions/page.ts";
import { readContradictions, readVectors } from "../src/contradictions/read.ts";
import { operationsOf, readDescription } from "../src/description.ts";
import { readErrors } from "../src/errors/catalogue.ts";
import { errorsPage } from "../src/errors/page.ts";
import { textsForModels } from "../src/llms/index.ts";
import { documentForPage } from "../src/page/document.ts";
import { mend } from "../src/page/html.ts";
import { renderPage } from "../src/page/redoc.ts";
import { at, distDir } from "../src/paths.ts";
import { searchPage } from "../src/search/page.ts";
import { guidePages, readGuides } from "../src/site/guides.ts";
import { wholePage } from "../src/site/layout.ts";
import { packagePages, readReadmes } from "../src/site/packages.ts";
import { startPage } from "../src/site/start.ts";

const samples = JSON.parse(await readFile(at("samples.gen.json"), "utf8"));
const description = await readDescription();
const guides = await readGuides();
const errors = await readErrors();
const readmes = await readReadmes();
const pages = [
  await startPage(samples, guides, readmes),
  ...guidePages(guides),
  ...packagePages(readmes),
  errorsPage(description, errors),
  contradictionsPage(await readContradictions(), await readVectors(), operationsOf(description)),
  changelogPage(await readChangelogs()),
  compatibilityPage(await readCompatibility()),
];
const texts = textsForModels({ description, errors, samples, guides, readmes });

pages.push(await searchPage(pages, description));

await rm(distDir, { recursive: true, force: true }); // a guide that is gone leaves no page
await write("reference.html", mend(await renderPage(documentForPage(description, samples))));
for (const page of pages) await write(page.path, wholePage(page));
for (const [path, text] of Object.entries(texts)) await write(path, text);

async function write(path: string, content: string): Promise<void> {
  const file = join(distDir, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
}
