// The code samples, from the request examples of the bundle.
import { emit, header } from "@b24-calllist/codegen";
import { readDescription } from "../src/description.ts";
import { at } from "../src/paths.ts";
import { samplesOf } from "../src/samples/index.ts";

const samples = {
  "x-generated": header("spec/dist/openapi.json and docs/site/src/samples"),
  ...samplesOf(await readDescription()),
};
await emit({ [at("samples.gen.json")]: `${JSON.stringify(samples, null, 2)}\n` });
