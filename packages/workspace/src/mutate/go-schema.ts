// Many mutants in one program: a line that has some becomes one that asks which of them is meant. So the tests are
// compiled once.
import type { Change } from "./go-change.ts";

/** A change and its number in the program, by which `mutant` chooses it. */
export type Numbered = readonly [number: number, change: Change];

/** A line that holds these mutants of itself; undefined where its form does not allow that. */
export function withMutants(line: string, mutants: readonly Numbered[]): string | undefined {
  return ofCondition(line, mutants) ?? ofDeclaration(line, mutants) ?? ofStatement(line, mutants);
}

/** The source of the variable that chooses a mutant. */
export const chooser = (packageName: string): string => `package ${packageName}

import (
	"os"
	"strconv"
)

var mutant, _ = strconv.Atoi(os.Getenv("MUTANT"))
`;

const HEADS = [
  /^(\t+(?:\} else )?if (?:.*; )?)(.+)( \{)$/,
  /^(\t+for (?:[^;]*; )?)([^;]+)((?:; .*)? \{)$/,
  /^(\t+case )(.+)(:)$/,
];

/** `if a < b {` becomes an `if` of a function that gives `a < b`, or what a mutant makes of it. */
function ofCondition(line: string, mutants: readonly Numbered[]): string | undefined {
  const [, head, condition, tail] = HEADS.map((form) => form.exec(line)).find((match) => match !== null) ?? [];
  if (head === undefined || condition === undefined || tail === undefined || /\brange\b/.test(condition))
    return undefined;
  const parts = conditions(condition);
  const cases = parts.map(() => "");
  for (const [number, { after }] of mutants) {
    if (!after.startsWith(head) || !after.endsWith(tail)) return undefined;
    const others = conditions(after.slice(head.length, after.length - tail.length));
    const index = parts.findIndex((part, index) => part !== others[index]);
    if (others.length !== parts.length || index < 0) return undefined;
    cases[index] += `if mutant == ${number} { return ${others[index]} }; `;
  }
  const chosen = parts.map((part, index) =>
    cases[index] === "" ? part : `(func() bool { ${cases[index]}return ${part} }())`,
  );
  return head + chosen.join(", ") + tail;
}

/** The conditions of a `case`, which stand between commas. */
function conditions(text: string): string[] {
  const parts = [""];
  let depth = 0;
  for (const sign of text) {
    if ("([{".includes(sign)) depth += 1;
    if (")]}".includes(sign)) depth -= 1;
    if (sign === "," && depth === 0) parts.push("");
    else parts[parts.length - 1] += sign;
  }
  return parts.map((part) => part.trim());
}

/** `a := b + 1` is followed by another assignment. */
function ofDeclaration(line: string, mutants: readonly Numbered[]): string | undefined {
  const head = /^\t+[\w, ]+ := /.exec(line)?.[0];
  if (head === undefined || isOpen(line) || mutants.some(([, { after }]) => !after.startsWith(head))) return undefined;
  const assign = (after: string): string => after.trim().replace(" := ", " = ");
  return line + mutants.map(([number, { after }]) => `; if mutant == ${number} { ${assign(after)} }`).join("");
}

/** A whole statement, also the one of a function that is one line. */
function ofStatement(line: string, mutants: readonly Numbered[]): string | undefined {
  const [, head = "", tail = ""] = /^(func .* \{ )return .*( \})$/.exec(line) ?? [];
  if (isOpen(line.slice(head.length, line.length - tail.length)) || (head === "" && !/^\t+[\w*]/.test(line)))
    return undefined;
  if (/^\t+(?:if|for|switch|select|case|func|var|const|type|\w+ :=)\b/.test(line)) return undefined;
  const inner = (text: string): string =>
    text === "" ? "" : text.slice(head.length, text.length - tail.length).trim();
  const cases = mutants.map(([number, { after }]) => `if mutant == ${number} { ${inner(after)} } else `);
  return `${head}${cases.join("")}{ ${inner(line)} }${tail}`;
}

/** Whether a line ends in the middle of something, or with a comment. */
const isOpen = (line: string): boolean =>
  /(?:[-+*/|&=<>(,{]|&&|\|\|)$| \/\/ /.test(line.replace(/(?:\+\+|--)$/, "")) || depthOf(line) !== 0;

function depthOf(line: string): number {
  const code = line.replace(/"(?:[^"\\]|\\.)*"|`[^`]*`|'(?:[^'\\]|\\.)*'/g, '""');
  return [...code].reduce((depth, sign) => depth + ("([{".includes(sign) ? 1 : ")]}".includes(sign) ? -1 : 0), 0);
}
