// Writes the Go client's generated files, and the table of retries in its README.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { emit, header } from "@b24-calllist/codegen";
import type { Behaviour } from "@b24-calllist/codegen/behaviour";
import { goFiles } from "@b24-calllist/codegen/languages/go";
import { modelOf } from "@b24-calllist/codegen/model";
import { retriesTable, withPart } from "@b24-calllist/codegen/outcomes/markdown";
import behaviour from "@b24-calllist/spec/behaviour.json" with { type: "json" };
import catalogue from "@b24-calllist/spec/errors.json" with { type: "json" };
import sdk from "@b24-calllist/spec/sdk.json" with { type: "json" };

const at = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url));
const { version } = JSON.parse(readFileSync(at("package.json"), "utf8"));
const model = modelOf(sdk, catalogue, behaviour as Behaviour, "go");
const files = Object.entries(goFiles(model, version)).map(([name, text]) => [at(name), text]);
const table = retriesTable(model.behaviour, { add: "Add" });

await emit({
  ...Object.fromEntries(files),
  [at("README.md")]: await withPart(at("README.md"), "retries", header("spec/behaviour.yaml"), table),
});
