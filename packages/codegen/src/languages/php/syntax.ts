// How PHP is written: doc comments and values.
import { inWordsOf, wrap } from "../words.ts";

/** A doc comment of paragraphs, each wrapped; an item or a tag hangs on its first line, and code stays as it is. */
export function comment(paragraphs: string[], indent: number): string {
  const margin = " ".repeat(indent);
  const lines = paragraphs.flatMap((text) =>
    text.startsWith("    ") ? text.split("\n") : wrapped(text, 116 - indent),
  );
  if (lines.length === 1 && !lines[0]!.startsWith("@") && lines[0]!.length < 112 - indent) {
    return `${margin}/** ${lines[0]} */`;
  }
  return [`${margin}/**`, ...lines.map((line) => `${margin} * ${line}`.trimEnd()), `${margin} */`].join("\n");
}

function wrapped(text: string, width: number): string[] {
  const hanging = text.startsWith("@") ? "    " : text.startsWith("- ") ? "  " : "";
  return wrap(inWordsOf(text, { null: "null" }).trim(), width, hanging);
}

/** A JSON value as code. */
export function literal(value: unknown): string {
  if (typeof value === "string") return `'${value.replace(/[\\']/g, "\\$&")}'`;
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return `[${Object.entries(value)
    .map(([key, one]) => `${literal(key)} => ${literal(one)}`)
    .join(", ")}]`;
}
