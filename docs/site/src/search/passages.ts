// What can be found: each section of each page, and each section and method of the reference.
import { type DefaultTreeAdapterTypes, parseFragment } from "parse5";
import { type Document, type Operation, operationsOf, resolve } from "../description.ts";
import { placeOf, placeOfTag } from "../page/places.ts";
import type { Page } from "../site/layout.ts";
import { render } from "../site/markdown.ts";
import type { Passage } from "./find.ts";

type Node = DefaultTreeAdapterTypes.ChildNode;
type Element = DefaultTreeAdapterTypes.Element;

/** The parts of the site that a page is found under. */
const FOLDERS: Record<string, string> = { guides: "Guides", packages: "Packages" };

/** Things that say nothing of their own: pictures, scripts, lists of what stands elsewhere. */
const SILENT = new Set(["svg", "style", "script", "nav", "button"]);
const LISTS = new Set(["cards", "codes", "places", "contents"]);

/** Elements that stand within a line. All others end a word. */
const INLINE = new Set(["a", "code", "em", "mark", "span", "strong", "wbr"]);

const HEADINGS = new Set(["h1", "h2", "h3"]);

/** The sections of a page: what stands below a heading that has an address. */
export function passagesOf({ path, title, html }: Page): Passage[] {
  const folder = FOLDERS[path.split("/")[0]!];
  const name = title.split(" · ")[0]!;
  const passages: Passage[] = [];
  let above = ""; // the heading of the second level that we are below
  for (const part of partsOf(html)) {
    if (typeof part === "string") {
      const passage = passages.at(-1);
      if (passage) passage.text += part;
      continue;
    }
    const { level, id, text: words } = part;
    const section = [folder, level !== "h1" && name, level === "h3" && above].filter(Boolean).join(" › ");
    if (level !== "h3") above = words;
    const place = level === "h1" ? { address: path } : { address: `${path}#${id}` };
    // Of a package, the label says more than the name that its README begins with.
    const isPackage = level === "h1" && folder === FOLDERS.packages;
    passages.push({ ...place, section, ...(isPackage ? { title: name, text: words } : { title: words, text: "" }) });
  }
  return passages.map((passage) => ({ ...passage, text: oneLine(passage.text) }));
}

interface Heading {
  level: string;
  id: string;
  text: string;
}

/** The headings of a page that have an address, and the text between them, in the page's order. */
function partsOf(html: string): (Heading | string)[] {
  const parts: (Heading | string)[] = [];
  // A heading without an id has that of the element that it is the first heading of.
  const walk = (node: Node, around: { id: string }): void => {
    if (isText(node)) parts.push(node.value);
    if (!("tagName" in node) || isSilent(node)) return;
    const own = idOf(node);
    const level = node.tagName;
    if (HEADINGS.has(level) && (own || around.id || level === "h1")) {
      parts.push({ level, id: own || around.id, text: oneLine(textIn(node)) });
      around.id = "";
      return;
    }
    const gap = INLINE.has(level) ? "" : " ";
    const inside = own ? { id: own } : around;
    parts.push(gap);
    for (const child of node.childNodes) walk(child, inside);
    parts.push(gap);
  };
  for (const node of parseFragment(html).childNodes) walk(node, { id: "" });
  return parts;
}

/** The sections and methods of the reference. */
export function passagesOfReference(document: Document): Passage[] {
  const sections = document.tags.filter((tag: Document) => tag["x-traitTag"]);
  return [
    ...sections.map(({ name, description }: Document) => ({
      address: `reference.html#${placeOfTag(name)}`,
      title: name,
      section: "Reference",
      text: plain(description),
    })),
    ...operationsOf(document).map((operation) => ({
      address: `reference.html#${placeOf(operation)}`,
      title: `${operation.path.slice(1)}: ${operation.node.summary}`,
      section: `Reference › ${operation.node.tags[0]}`,
      text: plain([operation.node.description, ...fieldsOf(document, operation)].join("\n\n")),
    })),
  ];
}

/** Names and descriptions of what an operation takes and gives. */
function fieldsOf(document: Document, { node }: Operation): string[] {
  const answer = node.responses[200] && resolve(document, node.responses[200]);
  const seen = new Set<unknown>();
  const texts: string[] = (node.parameters ?? []).map((parameter: Document) => {
    const { name, description = "" } = resolve(document, parameter);
    return `\`${name}\` ${description}`;
  });
  const walk = (found: Document | undefined, name?: string): void => {
    if (!found || typeof found !== "object") return;
    const schema = resolve(document, found);
    if (name) texts.push(`\`${name}\` ${schema.description ?? ""}`);
    if (seen.has(schema)) return;
    seen.add(schema);
    for (const [name, property] of Object.entries(schema.properties ?? {})) walk(property as Document, name);
    for (const part of [schema.items, ...["allOf", "anyOf", "oneOf"].flatMap((of) => schema[of] ?? [])]) walk(part);
  };
  for (const body of [node.requestBody, answer]) walk(body?.content?.["application/json"]?.schema);
  return texts;
}

const plain = (markdown: string): string => {
  const { html } = render(markdown, { address: (href) => href, picture: () => "" });
  return oneLine(parseFragment(html).childNodes.map(textIn).join(" "));
};

function textIn(node: Node): string {
  if (isText(node)) return node.value;
  if (!("tagName" in node) || isSilent(node)) return "";
  const text = node.childNodes.map(textIn).join("");
  return INLINE.has(node.tagName) ? text : ` ${text} `;
}

const isText = (node: Node): node is DefaultTreeAdapterTypes.TextNode => node.nodeName === "#text";

const idOf = (element: Element): string => element.attrs.find(({ name }) => name === "id")?.value ?? "";

function isSilent({ tagName, attrs }: Element): boolean {
  const classes = attrs.find(({ name }) => name === "class")?.value.split(" ") ?? [];
  return SILENT.has(tagName) || classes.some((name) => LISTS.has(name));
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, " ").trim();
