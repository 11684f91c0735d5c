import type { Violation } from "@b24-calllist/mock/checks";
import { printable } from "@b24-calllist/mock/checks";

/** One way in which a request or an answer breaks the description. Names and rules, never a value. */
export interface Problem {
  /** Place in the body, `*` for each element of an array: `/result/*\/ID`. Empty where it is not about the body. */
  at: string;
  message: string;
}

/** A violation without the place in its message: `Response body property result.0.ID must be string`. */
export function problemOf({ location: [, part, ...path], code, message }: Violation): Problem {
  if (part !== "body") return { at: "", message };
  const place = path.length > 0 ? `body property ${path.join(".")} ` : "body ";
  const rule = message.slice(message.indexOf(place) + place.length);
  const at = pointer(path);
  if (code !== "additionalProperties") return { at: at || "the body", message: rule };
  const [, name = ""] = /found '([\s\S]*)'/.exec(rule) ?? [];
  return { at: `${at}/${name}`, message: "is not in the description" };
}

/** The same about a command of a batch, or about its result, which stand `below` this place of the batch. */
export function inCommand(below: string, key: string, { at, message }: Problem): Problem {
  return { at: `${below}${pointer([printable(key)])}${at.replace(/^(\/result|the body)/, "")}`, message };
}

/** The same problem in many rows is told once, with their number. */
export function lines(problems: Problem[]): string[] {
  const counts = new Map<string, number>();
  for (const { at, message } of problems) {
    const line = [at, message].filter(Boolean).join(" ");
    counts.set(line, (counts.get(line) ?? 0) + 1);
  }
  return [...counts].map(([line, count]) => (count > 1 ? `${line} (${count} times)` : line));
}

const pointer = (path: string[]): string => path.map((key) => `/${/^\d+$/.test(key) ? "*" : key}`).join("");
