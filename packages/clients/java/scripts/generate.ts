// Writes the Java client's generated files, and the table of retries in its README.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { emit, header } from "@b24-calllist/codegen";
import type { Behaviour } from "@b24-calllist/codegen/behaviour";
import { javaFiles } from "@b24-calllist/codegen/languages/java";
import { modelOf } from "@b24-calllist/codegen/model";
import { retriesTable, withPart } from "@b24-calllist/codegen/outcomes/markdown";
import behaviour from "@b24-calllist/spec/behaviour.json" with { type: "json" };
import catalogue from "@b24-calllist/spec/errors.json" with { type: "json" };
import sdk from "@b24-calllist/spec/sdk.json" with { type: "json" };

const at = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url));
const [, version] = /<version>([\d.]+)/.exec(readFileSync(at("pom.xml"), "utf8"))!;
const model = modelOf(sdk, catalogue, behaviour as Behaviour, "java");
const files = Object.entries(javaFiles(model, version!)).map(([name, text]) => [
  at(`src/main/java/io/github/b24calllist/${name}`),
  text,
]);
const table = retriesTable(model.behaviour, { add: "add" });

await emit({
  ...Object.fromEntries(files),
  [at("README.md")]: await withPart(at("README.md"), "retries", header("spec/behaviour.yaml"), table),
});
