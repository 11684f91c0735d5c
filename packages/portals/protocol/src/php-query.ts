// Looked at; none reads as PHP: qs 6.17 joins repeats, locutus 3.0 makes no lists, picoquery 2.5 keeps empty names.
import { PhpArray, type PhpValue } from "./php-array.ts";
import { type ByteString, toBytes, urlDecode } from "./php-text.ts";

/** Parameters by name. The object has no prototype: every name in it was sent, `__proto__` included. */
export type PhpParams = { [name: string]: PhpValue };

/**
 * How many `name=value` pairs PHP reads from one query string, form or batch command; it drops the rest without an
 * error (`max_input_vars`, PHP's default; a portal may have set another). An urlencoded form gets one more. A JSON body
 * has no such limit.
 */
export const MAX_INPUT_VARS = 1000;

/** How many `[...]` a name may have (`max_input_nesting_level`, PHP's default). One more drops the whole variable. */
export const MAX_INPUT_NESTING_LEVEL = 64;

/**
 * Reads a query string as PHP 8.2's `parse_str` does: brackets make arrays, the last of repeated names wins, dots and
 * spaces in names become `_`, `+` is a space, what is not UTF-8 becomes U+FFFD (one or more for each malformed
 * sequence). Never throws.
 *
 * A PHP array with the keys 0, 1, 2, ... in this order is a JavaScript array, every other one an object without a
 * prototype; the result itself is always such an object. All other values are strings. (Compared with PHP's own
 * answers in the tests.)
 *
 * JavaScript objects list integer-like names first and in rising order; PHP keeps the order in which they came, and so
 * does `phpEntries` of such an object.
 *
 * @example
 * parsePhpQuery("FILTER[>ID]=30&SELECT[]=ID&SELECT[]=GRID_ID&my.name=a+b");
 * // { FILTER: { ">ID": "30" }, SELECT: ["ID", "GRID_ID"], my_name: "a b" }
 */
export function parsePhpQuery(text: string): PhpParams {
  // parse_str works on a C string: a raw NUL ends the text (an encoded one does not).
  const bytes = toBytes(text).split("\0", 1)[0]!;
  const pairs: Pair[] = [];
  // One at a time: the text may hold millions, of which only the first count.
  for (const [part] of bytes.matchAll(/[^&]+/g)) {
    if (pairs.push(decodePair(part)) === MAX_INPUT_VARS) break;
  }
  return toParams(pairs);
}

/**
 * Reads an urlencoded form as PHP does before the portal's code runs. As `parsePhpQuery`, but PHP has a reader of its
 * own for forms: it looks at the limit one pair too late, counts empty pairs, and a raw NUL does not end the text
 * (tried with PHP 8.2's web server).
 */
export function parsePhpForm(text: string): PhpParams {
  return toParams(
    toBytes(text)
      .split("&", MAX_INPUT_VARS + 1)
      .map(decodePair),
  );
}

/**
 * PHP's naming rules on pairs that need no URL decoding, such as the fields of a multipart form. Otherwise as
 * `parsePhpQuery`.
 */
export function nestPhpNames(fields: Iterable<readonly [name: string, value: string]>): PhpParams {
  const pairs = Array.from(fields, ([name, value]): Pair => [toBytes(name), toBytes(value)]);
  return toParams(pairs.slice(0, MAX_INPUT_VARS));
}

type Pair = [name: ByteString, value: ByteString];

function decodePair(part: ByteString): Pair {
  const name = part.split("=", 1)[0]!;
  return [urlDecode(name), urlDecode(part.slice(name.length + 1))];
}

function toParams(pairs: Pair[]): PhpParams {
  const variables = new PhpArray();
  for (const [name, value] of pairs) setVariable(variables, name, value);
  return variables.toObject();
}

function setVariable(variables: PhpArray, name: ByteString, value: ByteString): void {
  const path = parseName(name);
  if (path === undefined) return;
  if (path.tooDeep) {
    variables.delete(path.variable);
    return;
  }
  let array = variables;
  let key: ByteString | undefined = path.variable;
  for (const next of path.keys) {
    array = array.arrayAt(key);
    key = next;
  }
  array.set(key, value);
}

interface NamePath {
  variable: ByteString;
  /** What stands in the brackets; `undefined` for `[]`. */
  keys: (ByteString | undefined)[];
  tooDeep: boolean;
}

/** Takes `a.b[c][]` apart: variable `a_b`, keys `c` and `undefined`. `undefined` when no variable name is left. */
function parseName(name: ByteString): NamePath | undefined {
  const text = name.replace(/^ +/, "").split("\0", 1)[0]!;
  const head = text.split("[", 1)[0]!;
  if (head === "") return undefined;
  const { keys, rest } = bracketKeys(text.slice(head.length));
  const isOpen = rest.startsWith("[");
  // A first bracket that is never closed is a part of the name, and so is all that follows it.
  const variable = plainName(isOpen && keys.length === 0 ? text : head);
  return { variable, keys, tooDeep: isOpen && keys.length === MAX_INPUT_NESTING_LEVEL };
}

function plainName(name: ByteString): ByteString {
  return name.replace(/[ .[]/g, "_");
}

/** The keys of adjoining brackets, and what follows them. PHP ignores that, also a bracket which is not closed. */
function bracketKeys(text: ByteString): { keys: (ByteString | undefined)[]; rest: ByteString } {
  const keys: (ByteString | undefined)[] = [];
  let rest = text;
  while (rest.startsWith("[") && keys.length < MAX_INPUT_NESTING_LEVEL) {
    const end = rest.indexOf("]");
    if (end === -1) break;
    keys.push(bracketKey(rest.slice(1, end)));
    rest = rest.slice(end + 1);
  }
  return { keys, rest };
}

/** One space in the brackets is the same as nothing. */
function bracketKey(text: ByteString): ByteString | undefined {
  return /^[ \t\n\v\f\r]?$/.test(text) ? undefined : text;
}
