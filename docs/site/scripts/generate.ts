// The code samples, from the request examples of the bundle, and the pictures of the guides.
import { join } from "node:path";
import { emit, header } from "@b24-calllist/codegen";
import { readDescription } from "../src/description.ts";
import { at, guidesDir } from "../src/paths.ts";
import { samplesOf } from "../src/samples/index.ts";
import { picturesOfGuides } from "../src/site/pictures.ts";

const samples = {
  "x-generated": header("spec/dist/openapi.json and docs/site/src/samples"),
  ...samplesOf(await readDescription()),
};
const pictures = Object.entries(picturesOfGuides()).map(([path, svg]) => [join(guidesDir, path), svg]);
await emit({ [at("samples.gen.json")]: `${JSON.stringify(samples, null, 2)}\n`, ...Object.fromEntries(pictures) });
