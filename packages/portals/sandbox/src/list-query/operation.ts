/** What a filter's prefix asks for. */
export type Operation =
  | "equal"
  | "identical"
  | "strictly equal"
  | "like"
  | "contains"
  | "greater"
  | "less"
  | "greater or equal"
  | "less or equal"
  | "between"
  | "in"
  | "not"
  | "not identical"
  | "strictly not"
  | "not like"
  | "not contains"
  | "not between"
  | "not in"
  | "search"
  | "full text"
  | "full text words"
  | "full text like";

/** Longer prefixes are looked for first. */
const PREFIXES: readonly (readonly [prefix: string, Operation])[] = [
  ["!><", "not between"],
  ["!=%", "not like"],
  ["!%=", "not like"],
  ["!==", "strictly not"],
  ["!=", "not identical"],
  ["!%", "not contains"],
  ["><", "between"],
  [">=", "greater or equal"],
  ["<=", "less or equal"],
  ["=%", "like"],
  ["%=", "like"],
  ["!@", "not in"],
  ["==", "strictly equal"],
  ["*=", "full text words"],
  ["*%", "full text like"],
  ["=", "identical"],
  ["%", "contains"],
  ["?", "search"],
  [">", "greater"],
  ["<", "less"],
  ["!", "not"],
  ["@", "in"],
  ["*", "full text"],
];

/** Takes `>=ID` apart. What follows the prefix is the definition of a field, spaces and all. */
export function readOperation(key: string): { operation: Operation; definition: string } {
  const [prefix, operation] = PREFIXES.find(([prefix]) => key.startsWith(prefix)) ?? ["", "equal" as const];
  return { operation, definition: key.slice(prefix.length) };
}
