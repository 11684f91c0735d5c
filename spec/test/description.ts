// What the tests need to know about the bundle, in one place.
import { readFileSync } from "node:fs";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import type { Document } from "../scripts/bundle.ts";
import { resolve } from "../scripts/outcomes.ts";
import { at } from "../scripts/paths.ts";

export const document: Document = JSON.parse(readFileSync(at("dist", "openapi.json"), "utf8"));

const ajv = new Ajv2020({ strict: false, allErrors: true });
(addFormats as unknown as (ajv: Ajv2020) => void)(ajv);
ajv.addSchema(document, "openapi");

export interface Operation {
  path: string;
  operationId: string;
  description: string;
  // biome-ignore lint/suspicious/noExplicitAny: an OpenAPI document is walked freely here.
  node: Record<string, any>;
}

export const operations: Operation[] = Object.entries(document.paths as Document).map(([path, item]) => {
  const node = item.post ?? item.get;
  return { path, operationId: node.operationId, description: node.description, node };
});

/** The operation of a portal method, whose path is `/` and its name. */
export const operationOf = (method: string): Operation | undefined =>
  operations.find(({ path }) => path === `/${method}`);

/** One place where the description shows examples: a request body or an answer. */
export interface Media {
  path: string;
  /** "request" or the HTTP status. */
  where: string;
  mediaType: string;
  schema: Document;
  /** Key -> the example's component name and value. */
  examples: Record<string, { name: string; value: unknown }>;
}

export const medias: Media[] = operations.flatMap(({ path, node }) => [
  ...mediasOf(path, "request", node.requestBody?.content ?? {}),
  ...Object.entries(node.responses as Document).flatMap(([status, response]) =>
    mediasOf(path, status, resolve(document, response).content),
  ),
]);

function mediasOf(path: string, where: string, content: Document): Media[] {
  return Object.entries(content).map(([mediaType, { schema, examples }]) => ({
    path,
    where,
    mediaType,
    schema,
    examples: Object.fromEntries(
      Object.entries(examples as Document).map(([key, example]) => [
        key,
        { name: example.$ref.split("/").at(-1), value: resolve(document, example).value },
      ]),
    ),
  }));
}

/** The schema of an operation's JSON request, or of its JSON answer with a status; undefined where none is described. */
export function schemaOf(path: string, where: string): Document | undefined {
  return medias.find((media) => media.path === path && media.where === where && media.mediaType === "application/json")
    ?.schema;
}

/** Compiling is what takes time. */
const validators = new WeakMap<Document, ValidateFunction>();

/** What is wrong with a value by a schema of the description: nothing, or one line a problem. */
export function problems(schema: Document, value: unknown): string[] {
  const validate = validators.get(schema) ?? ajv.compile(schema.$ref ? { $ref: `openapi${schema.$ref}` } : schema);
  validators.set(schema, validate);
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath || "/"} ${message}`);
}
