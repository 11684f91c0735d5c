import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Files, header } from "@b24-calllist/codegen";
import { redocly } from "@b24-calllist/testkit/redocly";
import { stringify } from "yaml";
import type { Document } from "./document.ts";
import { at, specDir } from "./paths.ts";
import { withoutParts, withTraps } from "./traps.ts";

const SOURCES = "spec/openapi.yaml and the files it refers to";

/** Bundles openapi.yaml into one document, with this package's version as its own. `parts` has each trap by itself, too. */
export async function bundle(): Promise<{ document: Document; parts: Document; files: Files }> {
  const parts = withTraps(await redoclyBundle());
  parts.info.version = JSON.parse(await readFile(at("package.json"), "utf8")).version;
  const document = withoutParts(parts);
  return {
    document,
    parts,
    files: {
      [at("dist", "openapi.yaml")]: `# ${header(SOURCES)}\n${stringify(document, { lineWidth: 0 })}`,
      [at("dist", "openapi.json")]: `${JSON.stringify({ "x-generated": header(SOURCES), ...document }, null, 2)}\n`,
    },
  };
}

async function redoclyBundle(): Promise<Document> {
  const dir = await mkdtemp(join(tmpdir(), "b24-calllist-bundle-"));
  const out = join(dir, "openapi.json");
  try {
    const { code, output } = await redocly(["bundle", "calllist", "--output", out], specDir);
    if (code !== 0) throw new Error(`redocly bundle failed:\n${output}`);
    return JSON.parse(await readFile(out, "utf8"));
  } finally {
    await rm(dir, { recursive: true });
  }
}
