// What this package knows about the bundle, in one place.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

// biome-ignore lint/suspicious/noExplicitAny: an OpenAPI document is walked freely here.
export type Document = Record<string, any>;

/** The bundled description. */
export async function readDescription(): Promise<Document> {
  const file = fileURLToPath(import.meta.resolve("@b24-calllist/spec/openapi.json"));
  return JSON.parse(await readFile(file, "utf8"));
}

/** One operation of the bundle. */
export interface Operation {
  operationId: string;
  verb: "get" | "post";
  path: string;
  /** The operation as it stands in the bundle; samples are merged into it. */
  node: Document;
  /** Addresses below which the path is, with the variables' defaults filled in. */
  servers: string[];
}

/** All operations, in the bundle's order. */
export function operationsOf(document: Document): Operation[] {
  return Object.entries(document.paths as Document).map(([path, item]) => {
    const verb = item.post ? "post" : "get";
    const node = item[verb];
    const servers = node.servers ?? item.servers ?? document.servers;
    return { operationId: node.operationId, verb, path, node, servers: servers.map(address) };
  });
}

/** Follows a `$ref` inside the bundle. */
export function resolve(document: Document, node: Document): Document {
  if (typeof node.$ref !== "string") return node;
  const keys = node.$ref.slice(2).split("/");
  return keys.reduce((at: Document, key: string) => at[key.replaceAll("~1", "/").replaceAll("~0", "~")], document);
}

function address({ url, variables = {} }: Document): string {
  return url.replaceAll(/\{(\w+)\}/g, (_: string, name: string) => variables[name].default);
}
