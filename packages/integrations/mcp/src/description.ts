// What assistants are told comes from the description and its error catalogue; here they are read.
import { createRequire } from "node:module";
import type { CallListMethod } from "@b24-calllist/client";
import { inlined, type JsonSchema, withoutProperty } from "./schema.ts";

export type Effect = "read" | "replace" | "create";

/** A call-list method as the description tells it. */
export interface MethodText {
  method: CallListMethod;
  /** Such as "Create a call list". */
  title: string;
  /** Whether it reads, replaces a state, or creates something new each time. */
  effect: Effect;
  /** What it does, in Markdown. */
  about: string;
  /** In Markdown, each on one line. */
  traps: { id: string; text: string }[];
  /** The whole text, traps included. */
  text: string;
  /** Its parameters, without the access token: the server has credentials of its own. */
  params: JsonSchema;
  /** What a good response has in `result`. */
  result: JsonSchema;
}

/** An entry of the error catalogue. */
export interface CatalogueError {
  code: string;
  meaning: string;
  action: string;
  /** Whether the portal may have done something all the same. */
  executed: "rejected" | "unknown";
  answers: { status: number; methods: string[]; text?: string }[];
}

// As require reads them: Node 20 warns of JSON that is imported.
const require = createRequire(import.meta.url);
// biome-ignore lint/suspicious/noExplicitAny: an OpenAPI document is walked freely here.
const openapi: Record<string, any> = require("@b24-calllist/spec/sdk.json");
const behaviour: { numbers: Record<"page-size", { value: number }> } = require("@b24-calllist/spec/behaviour.json");

/** Rows of a page. */
export const PAGE_SIZE = behaviour.numbers["page-size"].value;

export const catalogue: CatalogueError[] = require("@b24-calllist/spec/errors.json").errors;

export const methods: MethodText[] = Object.keys(openapi.paths)
  .filter((path) => path.startsWith("/crm.calllist."))
  .map((path) => {
    const { summary, description, requestBody, responses, "x-about": about, ...operation } = openapi.paths[path].post;
    return {
      method: path.slice(1) as CallListMethod,
      title: summary,
      effect: operation["x-effect"],
      about,
      traps: operation["x-traps"].map(onOneLine),
      text: description,
      params: withoutProperty(inlined(requestBody.content["application/json"].schema, openapi), "auth"),
      result: inlined(responses["200"].content["application/json"].schema, openapi).properties.result,
    };
  });

/** The schema of this name, whole. */
export const schemaOf = (name: string): JsonSchema => inlined({ $ref: `#/components/schemas/${name}` }, openapi);

function onOneLine({ id, text }: MethodText["traps"][number]): MethodText["traps"][number] {
  return { id, text: text.replaceAll(/\s+/g, " ") };
}
