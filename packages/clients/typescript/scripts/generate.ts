// The client's generated files: types from the bundle, what the client has to know about error codes, and what it retries.
import { fileURLToPath } from "node:url";
import { emit, type Files, header } from "@b24-calllist/codegen";
import type { Behaviour } from "@b24-calllist/codegen/behaviour";
import { typescriptNumbers } from "@b24-calllist/codegen/numbers";
import { modelOf } from "@b24-calllist/codegen/old-model";
import { openapiTypes } from "@b24-calllist/codegen/openapi-types";
import { retriesTable, withPart } from "@b24-calllist/codegen/outcomes/markdown";
import { typescriptOutcomes } from "@b24-calllist/codegen/outcomes/typescript";
import behaviour from "@b24-calllist/spec/behaviour.json" with { type: "json" };
import catalogue from "@b24-calllist/spec/errors.json" with { type: "json" };
import sdk from "@b24-calllist/spec/sdk.json" with { type: "json" };

const model = modelOf(sdk, catalogue, behaviour as Behaviour);
const src = (name: string): string => fileURLToPath(new URL(`../src/generated/${name}.ts`, import.meta.url));

await emit({
  ...(await readme()),
  [src("schema")]: `// ${header("spec/dist/sdk.json")}\n\n${await openapiTypes(sdk)}`,
  [src("errors")]: `// ${header("spec/dist/errors.json")}\n\n${errorTypes()}`,
  [src("outcomes")]: `// ${header("spec/dist/behaviour.json")}\n\n${typescriptOutcomes(behaviour as Behaviour)}`,
  [src("numbers")]: `// ${header("spec/dist/behaviour.json")}\n\n${typescriptNumbers(behaviour as Behaviour)}`,
  [src("explicit")]: `// ${header("spec/dist/sdk.json")}\n\n${explicit()}`,
  [src("version")]:
    `// ${header("spec/package.json")}\n\n/** Version of the description that this client was made from. */\nexport const specVersion = ${JSON.stringify(model.version)};\n`,
});

function errorTypes(): string {
  const { errors, errorsPage } = model;
  const common = errors.filter(({ methods }) => methods === "all").map(({ code }) => code);
  const union = (codes: string[]): string => codes.map((code) => `\n    | ${JSON.stringify(code)}`).join("");
  const ofMethod = (method: string): string[] =>
    errors.filter(({ methods }) => methods !== "all" && methods.includes(method)).map(({ code }) => code);

  return `/** Codes that every method can answer with. */
export type CommonErrorCode =${union(common).replaceAll("\n    ", "\n  ")};

/** Codes that each method can answer with, as far as they are known; portals may send others. */
export interface KnownErrorCodes {
${[...model.methods.map(({ wire }) => wire), "batch"]
  .map((method) => `  ${JSON.stringify(method)}: CommonErrorCode${union(ofMethod(method))};`)
  .join("\n")}
}

/** The HTTP status of codes that say more than "the request is wrong", also where they come inside an answer with 200. */
export const statusOfCode: ReadonlyMap<string, number> = new Map(Object.entries({
${errors.flatMap(({ code, status }) => (status ? [`  ${JSON.stringify(code)}: ${status},`] : [])).join("\n")}
}));

/** The page of the site that says of every code what it means. */
export const errorsPage = ${JSON.stringify(errorsPage)};

/** Codes after which nobody knows whether the portal had already done something. */
export const maybeExecuted: readonly string[] = ${JSON.stringify(
    errors.filter(({ maybeExecuted }) => maybeExecuted).map(({ code }) => code),
  )};
`;
}

function explicit(): string {
  const named = model.methods
    .filter(({ explicit }) => explicit.length > 0)
    .map(({ wire, explicit }) => [wire, explicit]);
  return `/** Parameters that must not be left out silently, by method: the request would do what nobody asked for. */
export const EXPLICIT: ReadonlyMap<string, readonly string[]> = new Map(${JSON.stringify(named)});
`;
}

async function readme(): Promise<Files> {
  const path = fileURLToPath(new URL("../README.md", import.meta.url));
  const table = retriesTable(behaviour as Behaviour, { add: "add", follows: true, hasLimiter: true });
  return { [path]: await withPart(path, "retries", header("spec/behaviour.yaml"), table) };
}
