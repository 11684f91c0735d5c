// The generated modules of the TypeScript client. The types of requests and responses are openapi-typescript's.
import { type Files, header } from "../../index.ts";
import type { SdkModel } from "../../model.ts";
import { typescriptNumbers } from "../../numbers.ts";
import { openapiTypes } from "../../openapi-types.ts";
import { methodsModule } from "./methods.ts";
import { typescriptOutcomes } from "./outcomes.ts";

/** By path in the client's package; `sdk` is the document that the model was made from. */
export async function typescriptFiles(model: SdkModel, _version: string, sdk: object): Promise<Files> {
  const modules: Record<string, [from: string, text: string]> = {
    schema: ["spec/dist/sdk.json", await openapiTypes(sdk)],
    errors: ["spec/dist/errors.json", errorsModule(model)],
    outcomes: ["spec/dist/behaviour.json", typescriptOutcomes(model.behaviour)],
    numbers: ["spec/dist/behaviour.json", typescriptNumbers(model.behaviour)],
    methods: ["spec/dist/sdk.json", methodsModule(model)],
    version: ["spec/package.json", versionModule(model)],
  };
  return Object.fromEntries(
    Object.entries(modules).map(([name, [from, text]]) => [
      `src/generated/${name}.ts`,
      `// ${header(from)}\n\n${text}`,
    ]),
  );
}

const versionModule = ({ version }: SdkModel): string =>
  `/** Version of the description that this client was made from. */\nexport const specVersion = ${JSON.stringify(version)};\n`;

function errorsModule({ errors, errorsPage, methods, behaviour }: SdkModel): string {
  const union = (codes: string[]): string => codes.map((code) => `\n    | ${JSON.stringify(code)}`).join("");
  const common = errors.filter(({ methods }) => methods === "all").map(({ code }) => code);
  const ofMethod = (method: string): string[] =>
    errors.filter(({ methods }) => methods !== "all" && methods.includes(method)).map(({ code }) => code);
  const batches = Object.keys(behaviour.effects).filter((method) => behaviour.effects[method] === "commands");

  return `/** Codes that every method can answer with. */
export type CommonErrorCode =${union(common).replaceAll("\n    ", "\n  ")};

/** Codes that each method can answer with, as far as they are known; portals may send others. */
export interface KnownErrorCodes {
${[...methods.map(({ wire }) => wire), ...batches]
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
