// What tests need to know about a bundled description, in one place.
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

// biome-ignore lint/suspicious/noExplicitAny: an OpenAPI document is walked freely here.
type Document = Record<string, any>;

export interface Operation {
  path: string;
  operationId: string;
  description: string;
  node: Document;
}

/** One place where the description shows examples: a request body or a response. */
export interface Media {
  path: string;
  /** "request" or the HTTP status. */
  where: string;
  mediaType: string;
  schema: Document;
  /** Key -> the example's component name and value. */
  examples: Record<string, { name: string; value: unknown }>;
}

export interface Description {
  operations: Operation[];
  medias: Media[];
  /** The operation of a portal method, whose path is `/` and its name. */
  operationOf(method: string): Operation | undefined;
  /** The schema of an operation's JSON request, or of its JSON response with a status; undefined where none is described. */
  schemaOf(path: string, where: string): Document | undefined;
  /** What is wrong with a value by a schema of the description: nothing, or one line a problem. */
  problems(schema: Document, value: unknown): string[];
}

/** Reads a bundle, such as `@b24-calllist/spec/openapi.json`. */
export function descriptionOf(document: Document): Description {
  const operations = Object.entries(document.paths as Document).map(([path, item]): Operation => {
    const node = item.post ?? item.get;
    return { path, operationId: node.operationId, description: node.description, node };
  });
  const medias = operations.flatMap(({ path, node }) => [
    ...mediasOf(document, path, "request", node.requestBody?.content ?? {}),
    ...Object.entries(node.responses as Document).flatMap(([status, response]) =>
      mediasOf(document, path, status, resolve(document, response).content),
    ),
  ]);
  return {
    operations,
    medias,
    operationOf: (method) => operations.find(({ path }) => path === `/${method}`),
    schemaOf: (path, where) =>
      medias.find((media) => media.path === path && media.where === where && media.mediaType === "application/json")
        ?.schema,
    problems: problemsBy(document),
  };
}

function mediasOf(document: Document, path: string, where: string, content: Document): Media[] {
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

/** Follows a `$ref` inside the bundle. */
export function resolve(document: Document, node: Document): Document {
  if (typeof node.$ref !== "string") return node;
  return node.$ref
    .slice(2)
    .split("/")
    .reduce((at: Document, key: string) => at[key.replaceAll("~1", "/")], document);
}

function problemsBy(document: Document): Description["problems"] {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  (addFormats as unknown as (ajv: Ajv2020) => void)(ajv);
  ajv.addSchema(document, "openapi");
  /** Compiling is what takes time. */
  const validators = new WeakMap<Document, ValidateFunction>();
  return (schema, value) => {
    const validate = validators.get(schema) ?? ajv.compile(schema.$ref ? { $ref: `openapi${schema.$ref}` } : schema);
    validators.set(schema, validate);
    if (validate(value)) return [];
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath || "/"} ${message}`);
  };
}
