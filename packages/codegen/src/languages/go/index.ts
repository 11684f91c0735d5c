// The Go client's generated files, from the model. Written as gofmt wants them; the linter looks whether they are.
import { type Files, header } from "../../index.ts";
import type { SdkError, SdkModel } from "../../model.ts";
import { goNumbers } from "../../numbers.ts";
import { goMethods } from "./methods.ts";
import { goModels } from "./models.ts";
import { goOutcomes } from "./outcomes.ts";
import { aligned, file, goName } from "./text.ts";
import { goModelOf } from "./types.ts";

export { goCall, goParams } from "./call.ts";
export { goModelOf } from "./types.ts";

/** By their names in the package's folder. */
export function goFiles(sdk: SdkModel, clientVersion: string): Files {
  const model = goModelOf(sdk);
  const [described, behaviour] = [header("spec/dist/sdk.json"), header("spec/dist/behaviour.json")];
  return {
    "models.gen.go": file(described, ['import (\n\t"encoding/json"\n\t"fmt"\n\t"strconv"\n)', ...goModels(model)]),
    "methods.gen.go": file(described, [`import "context"`, ...goMethods(model)]),
    "errors.gen.go": file(header("spec/dist/errors.json"), errorsOf(model)),
    "outcomes.gen.go": file(behaviour, goOutcomes(model.behaviour)),
    "numbers.gen.go": file(behaviour, [`import "time"`, goNumbers(model.behaviour)]),
    "version.gen.go": file(header("package.json and spec/package.json"), [
      `// Version of this client.\nconst Version = ${JSON.stringify(clientVersion)}`,
      `// SpecVersion is the version of the description that this client was made from.\nconst SpecVersion = ${JSON.stringify(model.version)}`,
    ]),
  };
}

function errorsOf({ errors, errorsPage }: SdkModel): string[] {
  const constants = errors
    .filter(({ words }) => words.length > 0)
    .map(({ code, words, meaning }) => `\t// ${meaning}\n\tCode${goName(words)} ErrorCode = ${JSON.stringify(code)}`);
  return [
    `// Error codes that portals are known to send. They may send others.\nconst (\n${constants.join("\n\n")}\n)`,
    `// The page of the site that says of every code what it means.\nconst errorsPage = ${JSON.stringify(errorsPage)}`,
    mapOf(
      "The HTTP status of codes that say more than that the request is wrong.",
      "statusOfCode",
      "int",
      errors,
      (error) => error.status?.toString(),
    ),
    mapOf(
      "Codes after which nobody knows whether the portal did something.",
      "maybeExecuted",
      "bool",
      errors,
      (error) => (error.maybeExecuted ? "true" : undefined),
    ),
  ];
}

/** A map with error codes as keys. */
function mapOf(
  text: string,
  name: string,
  type: string,
  errors: SdkError[],
  value: (error: SdkError) => string | undefined,
): string {
  const entries = errors.flatMap((error): [string, string][] => {
    const one = value(error);
    return one === undefined ? [] : [[`${JSON.stringify(error.code)}:`, `${one},`]];
  });
  return `// ${text}\nvar ${name} = map[ErrorCode]${type}{\n${aligned("\t", entries)}\n}`;
}
