// How Java is written: names, comments and argument lists, wrapped as google-java-format wraps them.

/** Columns of a line. */
const WIDTH = 100;

export { camelOf as javaName, pascalOf as typeName } from "../words.ts";

/** `["unknown", "field"]` is UNKNOWN_FIELD. */
export const constantName = (words: string[]): string => words.join("_").toUpperCase();

/** What stands before a bracket and a list in it: on one line, or on the next, or one to a line. */
export function list(indent: string, before: string, values: string[], end: string): string {
  const flat = `${indent}${before}(${values.join(", ")})${end}`;
  if (flat.length <= WIDTH) return flat;
  const next = `${indent}    ${values.join(", ")})${end}`;
  return next.length <= WIDTH
    ? `${indent}${before}(\n${next}`
    : `${indent}${before}(\n${values.map((value) => `${indent}    ${value}`).join(",\n")})${end}`;
}

/**
 * A doc comment of paragraphs, with block tags. A paragraph that begins with "- " is an entry of a list, one with
 * `<pre>` stays as it is.
 */
export function javadoc(indent: string, paragraphs: string[], tags: string[] = []): string {
  const flat = `${indent}/** ${text(paragraphs[0]!)} */`;
  if (paragraphs.length === 1 && tags.length === 0 && flat.length <= WIDTH) return `${flat}\n`;
  const lines = paragraphs.flatMap((one, index) => [
    ...(index > 0 && !(isEntry(one) && isEntry(paragraphs[index - 1])) ? [""] : []),
    ...linesOf(indent, one, index, paragraphs),
  ]);
  if (tags.length > 0) lines.push("", ...tags.flatMap((tag) => wrap(indent, text(tag), "    ")));
  return `${indent}/**\n${lines.map((line) => `${indent} *${line && ` ${line}`}`).join("\n")}\n${indent} */\n`;
}

const isEntry = (paragraph = ""): boolean => paragraph.startsWith("- ");

function linesOf(indent: string, paragraph: string, index: number, all: string[]): string[] {
  if (paragraph.startsWith("<pre>")) return paragraph.split("\n");
  if (!isEntry(paragraph)) return wrap(indent, index === 0 ? text(paragraph) : `<p>${text(paragraph)}`);
  return [
    ...(isEntry(all[index - 1]) ? [] : ["<ul>"]),
    ...wrap(indent, `  <li>${text(paragraph.slice(2))}`, "      "),
    ...(isEntry(all[index + 1]) ? [] : ["</ul>"]),
  ];
}

/** Markdown on one line as the text of a doc comment. Links of Java stay. */
function text(markdown: string): string {
  return markdown
    .replace(/\*\*(.+?)\*\*/g, "$1")
    .split(/(`[^`]*`)/)
    .map((part) =>
      part.startsWith("`")
        ? `{@code ${part.slice(1, -1)}}`
        : part.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;"),
    )
    .join("");
}

function wrap(indent: string, text: string, hanging = ""): string[] {
  const lines: string[] = [];
  let line = text.match(/^ */)![0];
  for (const word of text.trim().split(" ")) {
    const isFirst = line.trim() === "";
    if (!isFirst && indent.length + 3 + line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = hanging + word;
    } else line = isFirst ? line + word : `${line} ${word}`;
  }
  return [...lines, line];
}
