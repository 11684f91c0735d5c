// The reference: docs/dist/index.html, from the bundle and its samples.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readDescription } from "../src/description.ts";
import { documentForPage } from "../src/page/document.ts";
import { mend } from "../src/page/html.ts";
import { renderPage } from "../src/page/redoc.ts";
import { at, distDir } from "../src/paths.ts";

const samples = JSON.parse(await readFile(at("samples.gen.json"), "utf8"));
const page = mend(await renderPage(documentForPage(await readDescription(), samples)));
await mkdir(distDir, { recursive: true });
await writeFile(join(distDir, "index.html"), page);
