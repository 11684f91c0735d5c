// How Python is written, formatted as `ruff format` would: names, values, docstrings, and calls on one line or several.
import type { SdkType } from "../../model.ts";
import { inWordsOf, wrap } from "../words.ts";

const WIDTH = 120;

/** A call or signature on one line where it fits, else one a line, as ruff writes it. */
export function listing(indent: string, before: string, args: string[], after: string): string {
  const line = `${indent}${before}${args.join(", ")}${after}`;
  if (line.length <= WIDTH) return line;
  const inner = `${indent}    ${args.join(", ")}`;
  // A bare star cannot be followed by a trailing comma's magic; ruff puts all on the next line if they fit there.
  if (inner.length <= WIDTH) return `${indent}${before}\n${inner}\n${indent}${after}`;
  return `${indent}${before}\n${args.map((arg) => `${indent}    ${arg},`).join("\n")}\n${indent}${after}`;
}

/** Imports of those names of a module that the code uses. */
export function importsOf(code: string, modules: Record<string, string[]>): string {
  const isUsed = (name: string): boolean => new RegExp(`(?<![.\\w])${name}\\b`).test(code);
  const order = (a: string, b: string): number => rank(a) - rank(b) || (a < b ? -1 : 1);
  return Object.entries(modules)
    .map(([module, names]) => [module, names.filter(isUsed).sort(order)] as const)
    .filter(([, names]) => names.length > 0)
    .map(([module, names]) => {
      const line = `from ${module} import ${names.join(", ")}`;
      return line.length <= WIDTH ? line : listing("", `from ${module} import (`, names, ")");
    })
    .join("\n");
}

const rank = (name: string): number => Number(/^[a-z]/.test(name));

/** Wraps text into a docstring; each line of the text is a paragraph or an item of a list. */
export function doc(text: string, indent: string): string {
  // The quotes take six, and a trailing backslash or quote one more.
  const lines = wrapped(inPython(text), 113 - indent.length).map((line) => line.replaceAll("\\", "\\\\").trimEnd());
  const [summary = "", ...more] = lines;
  // A quote right before the closing ones would end them early.
  if (more.length === 0) return `${indent}"""${summary}${summary.endsWith('"') ? " " : ""}"""`;
  return [`${indent}"""${summary}`, ...more.map((line) => (line ? indent + line : "")), `${indent}"""`].join("\n");
}

const wrapped = (text: string, width: number): string[] =>
  text.split("\n").flatMap((line) => wrap(line, width, line.startsWith("- ") ? "  " : ""));

/** A section of a docstring in Google's style. */
export function section(title: string, entries: string[], indent: string): string[] {
  const body = (entry: string): string =>
    doc(entry, `${indent}        `)
      .trim()
      .replace(/^"""/, "")
      .replace(/\s*"""$/, "");
  return entries.length === 0
    ? []
    : ["", `${indent}${title}:`, ...entries.map((entry) => `${indent}    ${body(entry)}`)];
}

const inPython = (text: string): string => inWordsOf(text, { null: "None", true: "True", false: "False" });

/** A JSON value as code. */
export function literal(value: unknown): string {
  if (value === null || typeof value === "boolean") return { null: "None", true: "True", false: "False" }[`${value}`]!;
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value !== "object") return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, one]) => `${JSON.stringify(key)}: ${literal(one)}`);
  return `{${entries.join(", ")}}`;
}

/** What Python prints of a value of this type that came from a portal. */
export function printed(value: unknown, { kind }: SdkType): string {
  if (kind === "id" || kind === "integer") return literal(value === null ? null : Number(value));
  return typeof value === "string" ? `'${value}'` : literal(value);
}
