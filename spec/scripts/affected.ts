// Whom a change of the description reaches: the requests and answers in which the changed part stands.
import type { Document } from "./document.ts";

/** `crm.calllist.get`, and whether its request, its answer, or the method as a whole. */
export interface Place {
  method: string;
  part: "request" | "answer" | "method";
}

/** Where the part at a JSON pointer (`#/components/schemas/CallList/properties/ID`) is used, in the document's order. */
export function placesOf(document: Document, pointer: string): Place[] {
  const [section = "", ...keys] = segments(pointer);
  if (section === "paths") return [placeOfPath(keys)];
  if (section !== "components") return [];
  const component = `#/components/${keys[0]}/${keys[1]}`;
  return parts(document).flatMap(({ place, node }) => (reaches(document, node, component) ? [place] : []));
}

function placeOfPath([path = "", , part]: string[]): Place {
  const method = methodOf(path);
  if (part === "requestBody" || part === "parameters") return { method, part: "request" };
  return { method, part: part === "responses" ? "answer" : "method" };
}

/** Whether a component is the known part of an open set: wherever it stands, any other string may stand, too. */
export function isOpenSet(document: Document, pointer: string): boolean {
  const [section, kind, name] = segments(pointer);
  if (section !== "components") return false;
  const uses = neighboursOf(document, `#/components/${kind}/${name}`);
  return uses.length > 0 && uses.every((neighbours) => neighbours.some(isAnyString));
}

/** For each use of a component, what else the `anyOf` around it allows. */
function neighboursOf(node: unknown, component: string): unknown[][] {
  if (node === null || typeof node !== "object") return [];
  return Object.entries(node).flatMap(([key, value]) => {
    const isUse = (one?: { $ref?: string }): boolean => one?.$ref === component;
    if (key === "anyOf" && value.some(isUse)) return [value];
    return isUse(value) ? [[]] : neighboursOf(value, component);
  });
}

/** A string that is bound by nothing (but that it may have to say something). */
const isAnyString = (schema: unknown): boolean => {
  const { type, minLength = 0, ...rest } = schema as Document;
  return type === "string" && minLength <= 1 && !BOUNDS.some((keyword) => keyword in rest);
};

const BOUNDS = ["enum", "const", "pattern", "format", "maxLength", "allOf", "anyOf", "oneOf", "not", "if", "$ref"];

const VERBS = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/** Each path's requests and answers, of all its verbs. */
function parts({ paths }: Document): { place: Place; node: unknown }[] {
  return Object.entries(paths as Document).flatMap(([path, item]) => {
    const operations = Object.keys(item).flatMap((key) => (VERBS.includes(key) ? item[key] : []));
    return [
      {
        place: { method: methodOf(path), part: "request" },
        node: [item.parameters, operations.map(({ requestBody, parameters }) => [requestBody, parameters])],
      },
      { place: { method: methodOf(path), part: "answer" }, node: operations.map(({ responses }) => responses) },
    ] as const;
  });
}

function reaches(document: Document, from: unknown, component: string, seen = new Set<string>()): boolean {
  if (from === null || typeof from !== "object") return false;
  return Object.entries(from).some(([key, value]) => {
    if (key !== "$ref") return reaches(document, value, component, seen);
    if (value === component) return true;
    if (seen.has(value)) return false;
    return reaches(document, at(document, seen.add(value) && value), component, seen);
  });
}

const at = (document: Document, pointer: string): unknown =>
  segments(pointer).reduce<Document | undefined>((node, key) => node?.[key], document);

const segments = (pointer: string): string[] =>
  pointer
    .replace(/^#\//, "")
    .split("/")
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));

const methodOf = (path: string): string => path.replace(/^\/|\/$/g, "");
