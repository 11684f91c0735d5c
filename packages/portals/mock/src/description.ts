import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

// biome-ignore lint/suspicious/noExplicitAny: an OpenAPI document is walked freely here.
type Json = Record<string, any>;

/** A named example of an answer. */
export interface AnswerExample {
  status: number;
  mediaType: string;
  key: string;
  value: unknown;
}

/** What the mock knows of one operation. */
export interface Operation {
  /** The portal method, such as `crm.calllist.get`; `oauth/token/` for the token endpoint. */
  method: string;
  verb: "get" | "post";
  /** Names of its query parameters, where it takes a query. */
  query?: string[];
  /** Request examples by name. */
  requests: Record<string, unknown>;
  answers: AnswerExample[];
}

export interface Description {
  /** Where the bundle is, for Prism. */
  file: string;
  /** By method. */
  operations: Map<string, Operation>;
}

const OWN_BUNDLE = fileURLToPath(import.meta.resolve("@b24-calllist/spec/openapi.json"));

/** Reads the examples of a bundled description: of the package `@b24-calllist/spec`, or of a file in JSON. */
export async function readDescription(file = OWN_BUNDLE): Promise<Description> {
  const document: Json = JSON.parse(await readFile(file, "utf8"));
  const operations = Object.entries(document.paths as Json).map(([path, item]): [string, Operation] => {
    const verb = item.post ? "post" : "get";
    const node = item[verb];
    const method = path.slice(1);
    return [
      method,
      {
        method,
        verb,
        ...(verb === "get" && { query: node.parameters.map(({ name }: { name: string }) => name) }),
        requests: valuesOf(document, node.requestBody?.content?.["application/json"]?.examples),
        answers: answersOf(document, node.responses),
      },
    ];
  });
  return { file, operations: new Map(operations) };
}

function answersOf(document: Json, responses: Json): AnswerExample[] {
  return Object.entries(responses).flatMap(([status, response]) =>
    Object.entries(resolve(document, response).content as Json).flatMap(([mediaType, { examples }]) =>
      Object.entries(valuesOf(document, examples)).map(([key, value]) => ({
        status: Number(status),
        mediaType,
        key,
        value,
      })),
    ),
  );
}

function valuesOf(document: Json, examples: Json = {}): Record<string, unknown> {
  return Object.fromEntries(Object.entries(examples).map(([key, node]) => [key, resolve(document, node).value]));
}

/** Follows a `$ref` inside the bundle. */
function resolve(document: Json, node: Json): Json {
  if (typeof node.$ref !== "string") return node;
  const keys = node.$ref.slice(2).split("/");
  return keys.reduce((at: Json, key: string) => at[key.replaceAll("~1", "/")], document);
}
