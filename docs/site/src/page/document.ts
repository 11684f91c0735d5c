import { type Document, type Operation, operationsOf } from "../description.ts";
import type { Samples } from "../samples/index.ts";

/** The bundle as Redoc gets it: with samples, the methods' names, and texts that it can show. */
export function documentForPage(bundle: Document, samples: Samples): Document {
  const document = withoutLineBreaks(structuredClone(bundle)) as Document;
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

/** All descriptions with each paragraph on one line: Redoc's search results join lines without a blank. */
function withoutLineBreaks(node: unknown, key?: string): unknown {
  if (key === "description" && typeof node === "string") return unwrap(node);
  if (key === "examples" || typeof node !== "object" || node === null) return node;
  for (const [name, child] of Object.entries(node)) (node as Document)[name] = withoutLineBreaks(child, name);
  return node;
}

const FENCE = /^\s*```/;
/** What begins something new in Markdown: a list's element, a table's row, a heading, a quotation, a comment. */
const BEGINS_ANEW = /^\s*([-*+] |\d+\. |\||#|>|<!--|```)/;
const ENDS_HERE = /^\s*(\||#|<!--)|^\s*$/;

/** Joins the lines of each paragraph and each list element. */
export function unwrap(markdown: string): string {
  const lines: string[] = [];
  let inFence = false;
  for (const line of markdown.split("\n")) {
    const last = lines.at(-1);
    const goesOn =
      !inFence &&
      last !== undefined &&
      line.trim() &&
      !BEGINS_ANEW.test(line) &&
      !ENDS_HERE.test(last) &&
      !FENCE.test(last);
    if (goesOn) lines[lines.length - 1] = `${last} ${line.trim()}`;
    else lines.push(line);
    if (FENCE.test(line)) inFence = !inFence;
  }
  return lines.join("\n");
}
