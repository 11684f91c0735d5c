import { isPhpArray, orderedObject, type Params, type PhpParams, phpEntries, phpText } from "@b24-calllist/protocol";
import type { Budget } from "../method.ts";
import { outOfMemory } from "../rest/errors.ts";

/**
 * Letters of texts in which a request may have references replaced, counted anew for each reference. A text that repeats the one before twice, and so on
 * through a batch, grows until the memory is used up; 100,000 references in one text take PHP as long.
 */
const MOST_LETTERS = 64 * 1024 * 1024;

/** What the commands of a batch have come to so far, by their keys. */
export interface Outcomes {
  result: Map<string, unknown>;
  error: Map<string, unknown>;
  total: Map<string, unknown>;
  next: Map<string, unknown>;
  time: Map<string, unknown>;
}

/** A reference goes on to the next space, whatever stands there. */
const REFERENCE = /\$(result|error|total|next|time)(\S*)/gi;

/**
 * Puts earlier results in the place of references such as `$result[made]`. A value that is one reference takes the
 * result as it is; inside a text only texts and numbers are put. Where a path leads no further, the value reached so far
 * is taken: of a missing command that is the whole array of results.
 */
export function resolveReferences(params: PhpParams, outcomes: Outcomes, budget: Budget): Params {
  return orderedObject(phpEntries(params as Params).map(([name, value]) => [name, resolve(value, outcomes, budget)]));
}

function resolve(value: unknown, outcomes: Outcomes, budget: Budget): unknown {
  if (Array.isArray(value)) return value.map((element) => resolve(element, outcomes, budget));
  if (isPhpArray(value)) return resolveReferences(value as PhpParams, outcomes, budget);
  return typeof value === "string" ? resolveText(value, outcomes, budget) : value;
}

function resolveText(text: string, outcomes: Outcomes, budget: Budget): unknown {
  let resolved = text;
  for (const [reference, word = "", path = ""] of text.matchAll(REFERENCE)) {
    const closed = path.slice(0, path.lastIndexOf("]") + 1); // nothing is looked for where no bracket ends
    const keys = Array.from(closed.matchAll(/\[([^\]]+)\]/g), ([, key]) => key as string);
    if (keys.length === 0) continue;
    const value = follow(keys, outcomes[word as keyof Outcomes]);
    if (reference === text) return value;
    if (typeof value !== "string" && typeof value !== "number") continue;
    resolved = resolved.replaceAll(reference, () => phpText(value));
    budget.letters += resolved.length;
    if (budget.letters > MOST_LETTERS) throw outOfMemory();
  }
  return resolved;
}

/** The word is found in lower case only, so it may be that nothing is there to begin with. */
function follow(keys: string[], outcomes: ReadonlyMap<string, unknown> | undefined): unknown {
  if (outcomes === undefined) return null;
  let value: unknown = orderedObject(outcomes);
  for (const key of keys) {
    const next = elementOf(value, key);
    if (next === undefined || next === null) return value;
    value = next;
  }
  return value;
}

/** PHP's `$value[$key]`: of a text the letter at that place. */
function elementOf(value: unknown, key: string): unknown {
  if (isPhpArray(value)) return Object.hasOwn(value, key) ? (value as Params)[key] : undefined;
  if (typeof value === "string" && /^-?\d+$/.test(key)) return value.at(Number(key));
  return undefined;
}
