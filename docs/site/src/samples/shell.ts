import { JSON_STYLE, literal } from "./literal.ts";

/** A word for the shell, in single quotes: nothing in it is expanded. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** A command, its options on lines of their own. */
export function command(...parts: string[]): string {
  return parts.join(" \\\n  ");
}

/** curl's options for a JSON body; `--data` makes it a POST. */
export function jsonBody(params: Record<string, unknown>): string[] {
  const taken = "  --data ''".length;
  return [
    "--header 'Content-Type: application/json'",
    `--data ${quote(literal(params, JSON_STYLE, { indent: 2, taken }))}`,
  ];
}
