// The client's generated classes, and the table in its README.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { emit, filesIn, header } from "@b24-calllist/codegen";
import type { Behaviour } from "@b24-calllist/codegen/behaviour";
import { phpFiles } from "@b24-calllist/codegen/languages/php";
import { modelOf } from "@b24-calllist/codegen/model";
import { retriesTable, withPart } from "@b24-calllist/codegen/outcomes/markdown";
import behaviour from "@b24-calllist/spec/behaviour.json" with { type: "json" };
import catalogue from "@b24-calllist/spec/errors.json" with { type: "json" };
import sdk from "@b24-calllist/spec/sdk.json" with { type: "json" };

const folder = new URL("../", import.meta.url);
const { version } = JSON.parse(readFileSync(new URL("package.json", folder), "utf8")) as { version: string };
const model = modelOf(sdk, catalogue, behaviour as Behaviour, "php");
const readme = fileURLToPath(new URL("README.md", folder));
const table = retriesTable(model.behaviour, { add: "add" });

await emit({
  ...filesIn(folder, phpFiles(model, version)),
  [readme]: await withPart(readme, "retries", header("spec/behaviour.yaml"), table),
});
