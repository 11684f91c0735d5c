// dist/sdk.json: the bundle under sdk.overlay.yaml, from which the clients are generated.
import { type Files, header } from "@b24-calllist/codegen";
import type { Document } from "./document.ts";
import { applyOverlay, type Overlay } from "./overlay.ts";
import { at, readYaml } from "./paths.ts";

export async function sdkFile(document: Document): Promise<Files> {
  const sdk = applyOverlay(document, await readYaml<Overlay>("sdk.overlay.yaml"));
  const generated = header("spec/dist/openapi.json and spec/sdk.overlay.yaml");
  return { [at("dist", "sdk.json")]: `${JSON.stringify({ "x-generated": generated, ...sdk }, null, 2)}\n` };
}
