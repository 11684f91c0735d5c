// The rules of a behaviour as each language writes them: a condition at a time, joined, and what follows.
import type { Behaviour, Failure, Outcome, Rule } from "../behaviour.ts";

/** How a language writes a condition on an attempt. */
export interface Conditions {
  failure(failure: Failure): string;
  /** `sent`, `permanent` or `truncated`. */
  flag(name: "sent" | "permanent" | "truncated", value: boolean): string;
  code(code: string): string;
  known(known: NonNullable<Rule["known"]>): string;
  statusIn(statuses: number[]): string;
  statusFrom(status: number): string;
  and: string;
}

/** The outcomes that an attempt which failed can have, in the order of the table. */
export function outcomesOf({ outcomes, rules }: Behaviour): [name: string, outcome: Outcome][] {
  const used = new Set(rules.map(({ outcome }) => outcome));
  return Object.entries(outcomes).filter(([name]) => used.has(name));
}

/** The conditions of a rule in a language; empty for one that always matches. */
export function conditionOf({ failure, code, known, status, ...flags }: Rule, language: Conditions): string {
  const parts = [
    failure && language.failure(failure),
    code !== undefined && language.code(code),
    known && language.known(known),
    status && statusOf(status, language),
    ...(["sent", "permanent", "truncated"] as const).map((name) => {
      const value = flags[name];
      return value !== undefined && language.flag(name, value);
    }),
  ].filter((part) => part !== undefined && part !== false);
  return parts.join(language.and);
}

const statusOf = (status: NonNullable<Rule["status"]>, language: Conditions): string =>
  Array.isArray(status) ? language.statusIn(status) : language.statusFrom(status.from);

/** `rate-limited` as RateLimited. */
export const pascal = (name: string): string => name.replace(/(?:^|-)(\w)/g, (_, letter) => letter.toUpperCase());
/** `rate-limited` as rateLimited. */
export const camel = (name: string): string => name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
/** `rate-limited` as RATE_LIMITED. */
export const constant = (name: string): string => name.toUpperCase().replaceAll("-", "_");

/** A text as lines of at most `width` characters; those behind the first begin with `hanging`. */
export function wrap(text: string, width: number, hanging = ""): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(last === undefined ? word : hanging + word);
  }
  return lines;
}

/** A comparison with any of some numbers, in the languages that write it as `||`; `left` is the rest of one. */
export const isAny =
  (left: string) =>
  (numbers: number[]): string => {
    const each = numbers.map((number) => `${left} ${number}`);
    return each.length === 1 ? each[0]! : `(${each.join(" || ")})`;
  };
