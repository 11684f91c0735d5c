// The client's generated modules, and the table in its README.
import { fileURLToPath } from "node:url";
import { emit, filesIn, header } from "@b24-calllist/codegen";
import type { Behaviour } from "@b24-calllist/codegen/behaviour";
import { typescriptFiles } from "@b24-calllist/codegen/languages/typescript";
import { modelOf } from "@b24-calllist/codegen/model";
import { retriesTable, withPart } from "@b24-calllist/codegen/outcomes/markdown";
import behaviour from "@b24-calllist/spec/behaviour.json" with { type: "json" };
import catalogue from "@b24-calllist/spec/errors.json" with { type: "json" };
import sdk from "@b24-calllist/spec/sdk.json" with { type: "json" };

const folder = new URL("../", import.meta.url);
const model = modelOf(sdk, catalogue, behaviour as Behaviour, "typescript");
const readme = fileURLToPath(new URL("README.md", folder));
const table = retriesTable(model.behaviour, { add: "add", follows: true, hasLimiter: true });

await emit({
  ...filesIn(folder, await typescriptFiles(model, sdk)),
  [readme]: await withPart(readme, "retries", header("spec/behaviour.yaml"), table),
});
