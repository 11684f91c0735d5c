// Redoc's search takes the bare text and puts together what stands apart: the lines of a paragraph, the cells of a table,
// the elements of a list. "rejected" and "QUERY_LIMIT_EXCEEDED" become one word then, which nobody looks for.

const CODE = /(^[ \t]*```[\s\S]*?^[ \t]*```[ \t]*$)/m;
const TABLE_ROW = /^\s*\|(?![\s|:-]*$)/;
/** The bar behind a cell with something in it; `\|` is part of a cell. */
const CELL_END = /(?<=[^\s|\\]) *\|/g;
const LIST_ELEMENT = /^\s*([-*+]|\d+\.) /;
/** Lines that do not go on with the one above: empty, or an element, a row, a heading, a quotation, a comment. */
const BEGINS_ANEW = /^\s*([-*+] |\d+\. |\||#|>|<!--|$)/;
const ENDS_HERE = /^\s*(\||#|<!--|$)/;
/** As an entity, since Markdown drops blanks at an end. A browser does not show it. */
const BLANK = "&#32;";

/** The same Markdown, with a blank wherever the search needs one. */
export const spaced = (markdown: string): string => outsideCode(markdown, spacedText);

/** The same Markdown, with everything but its blocks of code changed. */
export function outsideCode(markdown: string, change: (text: string) => string): string {
  const parts = markdown.split(CODE); // text, code, text, code, …
  return parts.map((part, index) => (index % 2 === 0 ? change(part) : part)).join("");
}

function spacedText(text: string): string {
  const lines: string[] = [];
  for (const line of text.split("\n")) {
    const last = lines.at(-1) ?? "";
    if (ENDS_HERE.test(last) || BEGINS_ANEW.test(line)) lines.push(line);
    else lines[lines.length - 1] = `${last} ${line.trim()}`;
  }
  return lines.map(withBlanks).join("\n");
}

function withBlanks(line: string): string {
  if (TABLE_ROW.test(line)) return line.replaceAll(CELL_END, `${BLANK} |`);
  return LIST_ELEMENT.test(line) ? line + BLANK : line;
}
