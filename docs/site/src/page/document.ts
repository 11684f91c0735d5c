import { type Document, type Operation, operationsOf } from "../description.ts";
import type { Samples } from "../samples/index.ts";
import { spaced } from "./markdown.ts";

/** The bundle as Redoc gets it: with samples, the methods' names, and texts that it can show. */
export function documentForPage(bundle: Document, samples: Samples): Document {
  const document = withReadableTexts(structuredClone(bundle)) as Document;
  nameBothWaysIn(document);
  for (const operation of operationsOf(document)) {
    operation.node.description = `${name(operation)}\n\n${operation.node.description}`;
    operation.node["x-codeSamples"] = samples[operation.operationId];
  }
  return document;
}

/** On top of the text, since Redoc shows the path only beside the samples, which on a phone is far below. */
function name({ verb, path, servers }: Operation): string {
  return verb === "post" ? `**Method** \`${path.slice(1)}\`` : `**Address** \`${servers[0]}${path}\``;
}

/**
 * Redoc names the security scheme at each method and is silent about the alternative, "none", which is how OpenAPI puts a
 * webhook. So the scheme's name says both.
 */
function nameBothWaysIn(document: Document): void {
  const { oauth, ...others } = document.components.securitySchemes;
  document.components.securitySchemes = { ...others, [WAYS_IN]: oauth };
  document.security = [{ [WAYS_IN]: document.security.find((way: Document) => way.oauth).oauth }];
}

const WAYS_IN = "Webhook or OAuth token";

/** Readies all descriptions; examples stay as they are. */
function withReadableTexts(node: unknown, key?: string): unknown {
  if (key === "description" && typeof node === "string") return spaced(node);
  if (key === "examples" || typeof node !== "object" || node === null) return node;
  for (const [name, child] of Object.entries(node)) (node as Document)[name] = withReadableTexts(child, name);
  return node;
}
