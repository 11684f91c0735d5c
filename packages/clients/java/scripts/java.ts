// How Java is written: names, comments and argument lists, wrapped as google-java-format wraps them.

/** Columns of a line. */
const WIDTH = 100;

/** `ENTITY_TYPE_ID` → `entityTypeId`. */
export const name = (wire: string): string =>
  wire.toLowerCase().replace(/[_ ](\w)/g, (_, letter) => letter.toUpperCase());

/** What stands before a bracket and a list in it: on one line, or on the next, or one to a line. */
export function list(indent: string, before: string, values: string[], end: string): string {
  const flat = `${indent}${before}(${values.join(", ")})${end}`;
  if (flat.length <= WIDTH) return flat;
  const next = `${indent}    ${values.join(", ")})${end}`;
  return next.length <= WIDTH
    ? `${indent}${before}(\n${next}`
    : `${indent}${before}(\n${values.map((value) => `${indent}    ${value}`).join(",\n")})${end}`;
}

/** A doc comment of a text in Markdown, with block tags. */
export function javadoc(indent: string, markdown: string, tags: string[] = []): string {
  const paragraphs = text(markdown)
    .split(/\n{2,}/)
    .map((one) => one.replace(/\s+/g, " ").trim());
  const flat = `${indent}/** ${paragraphs[0]} */`;
  if (paragraphs.length === 1 && tags.length === 0 && flat.length <= WIDTH) return `${flat}\n`;
  const lines = paragraphs.flatMap((one, index) =>
    index === 0 ? wrap(indent, one) : ["", ...wrap(indent, `<p>${one}`)],
  );
  if (tags.length > 0) lines.push("", ...tags.flatMap((tag) => wrap(indent, text(tag).replace(/\s+/g, " "), "    ")));
  return `${indent}/**\n${lines.map((line) => `${indent} *${line && ` ${line}`}`).join("\n")}\n${indent} */\n`;
}

/** Markdown as the text of a doc comment. Rows of tables become sentences. */
function text(markdown: string): string {
  return markdown
    .replace(/^\|[-|]+\|\n/gm, "")
    .replace(/^\| Prefix \| Meaning \|\n/gm, "")
    .replace(/^\| (.+?) \| (.+?) \|$/gm, "$1: $2.")
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
  let line = "";
  for (const word of text.split(" ")) {
    if (line && indent.length + 3 + line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = hanging + word;
    } else line = line.trim() ? `${line} ${word}` : line + word;
  }
  return [...lines, line];
}
