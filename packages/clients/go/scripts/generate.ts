// The Go client's generated files: models, parameters and known words from the bundle, and what is known about error
// codes. Written as gofmt wants them; the linter looks whether they are.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { emit, type Files, header } from "@b24-calllist/codegen";
import type { Behaviour } from "@b24-calllist/codegen/behaviour";
import { modelOf, type SdkError } from "@b24-calllist/codegen/old-model";
import { goNumbers } from "@b24-calllist/codegen/numbers";
import { goOutcomes } from "@b24-calllist/codegen/outcomes/go";
import { retriesTable, withPart } from "@b24-calllist/codegen/outcomes/markdown";
import behaviour from "@b24-calllist/spec/behaviour.json" with { type: "json" };
import catalogue from "@b24-calllist/spec/errors.json" with { type: "json" };
import sdk from "@b24-calllist/spec/sdk.json" with { type: "json" };
import { constants, type Entry, file, goName, map, model, params } from "./go.ts";

const at = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url));
const { version } = JSON.parse(readFileSync(at("package.json"), "utf8"));

const { methods, errors, errorsPage, ...described } = modelOf(sdk, catalogue, behaviour as Behaviour);
const entries = (value: (error: SdkError) => string | undefined): Entry[] =>
  errors.flatMap((error) => {
    const text = value(error);
    return text === undefined ? [] : [[JSON.stringify(error.code), text] as Entry];
  });

await emit({
  ...(await readme()),
  [at("models.gen.go")]: file(header("spec/dist/sdk.json"), [
    constants("EntityType", "Entity", "EntityType"),
    constants("EntityTypeName", "EntityName", "KnownEntityType", "EntityTypeName"),
    constants("StatusCode", "Status", "KnownStatusCode", "StatusCode"),
    constants("Field", "Field", "CallListField"),
    constants("SortDirection", "", "SortDirection"),
    model("CallList", "CallList"),
    model("CallListRow", "CallListRow"),
    model("Participant", "CallListItem"),
    model("Status", "CallStatus"),
    ...methods.map((method) => params(`${goName(method.name)}Params`, method.params, method.wire)),
    params("ParticipantFilter", "ParticipantFilter"),
  ]),
  [at("errors.gen.go")]: file(header("spec/dist/errors.json"), [
    `// Error codes that portals are known to send. They may send others.
const (
${errors
  .filter(({ words }) => words.length > 0)
  .map(
    ({ code, words, meaning }) =>
      `\t// ${meaning}\n\tCode${goName(words.join("_"))} ErrorCode = ${JSON.stringify(code)}`,
  )
  .join("\n\n")}
)`,
    `// The page of the site that says of every code what it means.\nconst errorsPage = ${JSON.stringify(errorsPage)}`,
    map(
      "The HTTP status of codes that say more than that the request is wrong.",
      "statusOfCode",
      "int",
      entries(({ status }) => status?.toString()),
    ),
    map(
      "Codes after which nobody knows whether the portal did something.",
      "maybeExecuted",
      "bool",
      entries(({ maybeExecuted }) => (maybeExecuted ? "true" : undefined)),
    ),
  ]),
  [at("outcomes.gen.go")]: file(header("spec/dist/behaviour.json"), goOutcomes(behaviour as Behaviour)),
  [at("numbers.gen.go")]: file(header("spec/dist/behaviour.json"), [
    `import "time"`,
    goNumbers(behaviour as Behaviour),
  ]),
  [at("version.gen.go")]: file(header("package.json and spec/package.json"), [
    `// Version of this client.\nconst Version = ${JSON.stringify(version)}`,
    `// SpecVersion is the version of the description that this client was made from.\nconst SpecVersion = ${JSON.stringify(described.version)}`,
  ]),
});

async function readme(): Promise<Files> {
  const path = fileURLToPath(new URL("../README.md", import.meta.url));
  const table = retriesTable(behaviour as Behaviour, { add: "Add" });
  return { [path]: await withPart(path, "retries", header("spec/behaviour.yaml"), table) };
}
