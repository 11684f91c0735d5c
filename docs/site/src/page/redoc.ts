import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Document } from "../description.ts";
import { at } from "../paths.ts";

/** Renders a document with Redoc to one HTML page, with scripts, styles and the document in it. */
export async function renderPage(document: Document): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), "b24-calllist-docs-"));
  const [source, page] = [join(dir, "openapi.json"), join(dir, "index.html")];
  try {
    await writeFile(source, JSON.stringify(document));
    const args = ["build-docs", source, "--output", page, "--inlineBundle", "--config", at("redocly.yaml")];
    // This is for the command itself; the page goes by `telemetry` in redocly.yaml.
    const quiet = { REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" };
    await promisify(execFile)("redocly", [...args, "--lint-config", "error", ...(await template(document))], {
      cwd: at(),
      env: { ...process.env, ...quiet },
    });
    return await readFile(page, "utf8");
  } finally {
    await rm(dir, { recursive: true });
  }
}

/** The page around Redoc, and what is filled in there. */
async function template({ info }: Document): Promise<string[]> {
  const [colours, theme, script, searchKey, icon] = await Promise.all(
    ["colours.css", "page/theme.css", "page/head.js", "site/search-key.js", "icon.svg"].map(read),
  );
  const options = {
    description: info.summary,
    icon: `data:image/svg+xml,${encodeURIComponent(icon!.trim())}`,
    style: `${colours}\n${theme}`,
    script: `${script}${searchKey}`,
  };
  return [
    ...["--template", at("src", "page", "template.hbs"), "--title", info.title],
    ...Object.entries(options).flatMap(([name, value]) => [`--templateOptions.${name}`, value]),
  ];
}

const read = (file: string): Promise<string> => readFile(at("src", file), "utf8");
