// The client's generated files: types from the bundle, what the client has to know about error codes, and what it retries.
import { fileURLToPath } from "node:url";
import { emit, type Files, header } from "@b24-calllist/codegen";
import type { Behaviour } from "@b24-calllist/codegen/behaviour";
import { typescriptNumbers } from "@b24-calllist/codegen/numbers";
import { openapiTypes } from "@b24-calllist/codegen/openapi-types";
import { retriesTable, withPart } from "@b24-calllist/codegen/outcomes/markdown";
import { typescriptOutcomes } from "@b24-calllist/codegen/outcomes/typescript";
import behaviour from "@b24-calllist/spec/behaviour.json" with { type: "json" };
import catalogue from "@b24-calllist/spec/errors.json" with { type: "json" };
import openapi from "@b24-calllist/spec/openapi.json" with { type: "json" };

const src = (name: string): string => fileURLToPath(new URL(`../src/${name}`, import.meta.url));

await emit({
  ...(await readme()),
  [src("schema.gen.ts")]: `// ${header("spec/dist/openapi.json")}\n\n${await openapiTypes(openapi)}`,
  [src("errors.gen.ts")]: `// ${header("spec/dist/errors.json")}\n\n${errorTypes()}`,
  [src("outcomes.gen.ts")]: `// ${header("spec/dist/behaviour.json")}\n\n${typescriptOutcomes(behaviour as Behaviour)}`,
  [src("numbers.gen.ts")]: `// ${header("spec/dist/behaviour.json")}\n\n${typescriptNumbers(behaviour as Behaviour)}`,
  [src("version.gen.ts")]:
    `// ${header("spec/package.json")}\n\n/** Version of the description that this client was made from. */\nexport const specVersion = ${JSON.stringify(openapi.info.version)};\n`,
});

function errorTypes(): string {
  const methods = Object.keys(openapi.paths)
    .map((path) => path.slice(1))
    .filter((method) => !method.startsWith("oauth/"));
  const codesOf = (method: string): string[] =>
    catalogue.errors
      .filter(({ answers }) => answers.some(({ methods }) => methods.includes("all") || methods.includes(method)))
      .map(({ code }) => code);
  const common = codesOf("crm.calllist.statuslist");
  const union = (codes: string[]): string => codes.map((code) => `\n    | ${JSON.stringify(code)}`).join("");
  const portal = catalogue.errors.filter(({ answers }) =>
    answers.some(({ methods }) => !methods.includes("oauth.token")),
  );

  return `/** Codes that every method can answer with. */
export type CommonErrorCode =${union(common).replaceAll("\n    ", "\n  ")};

/** Codes that each method can answer with, as far as they are known; portals may send others. */
export interface KnownErrorCodes {
${methods
  .map((method) => {
    const own = codesOf(method).filter((code) => !common.includes(code));
    return `  ${JSON.stringify(method)}: CommonErrorCode${union(own)};`;
  })
  .join("\n")}
}

/** The HTTP status of codes that say more than "the request is wrong", also where they come inside an answer with 200. */
export const statusOfCode: ReadonlyMap<string, number> = new Map(Object.entries({
${portal
  .map(({ code, answers }) => [code, answers.find(({ status }) => status !== 200)?.status] as const)
  .filter(([, status]) => status !== undefined && status !== 400 && status !== 500)
  .map(([code, status]) => `  ${JSON.stringify(code)}: ${status},`)
  .join("\n")}
}));

/** The page of the site that says of every code what it means. */
export const errorsPage = ${JSON.stringify(catalogue.page)};

/** Codes after which nobody knows whether the portal had already done something. */
export const maybeExecuted: readonly string[] = ${JSON.stringify(
    portal.filter(({ executed }) => executed === "unknown").map(({ code }) => code),
  )};
`;
}

async function readme(): Promise<Files> {
  const path = fileURLToPath(new URL("../README.md", import.meta.url));
  const table = retriesTable(behaviour as Behaviour, { add: "add", follows: true, hasLimiter: true });
  return { [path]: await withPart(path, "retries", header("spec/behaviour.yaml"), table) };
}
