/**
 * JavaScript lists integer-like names of an object first and in rising order; a PHP array keeps the order in which they
 * came. Where the two differ, the names in PHP's order are kept under this symbol, out of sight of everything else.
 */
const ORDER = Symbol("names in PHP's order");

/**
 * An object without a prototype, so that `__proto__` or `constructor` is a name like any other. Of a repeated name the
 * last value counts, at the place of the first. `phpEntries` gives the entries back in the order in which they came.
 *
 * @example
 * phpEntries(orderedObject([["1", "a"], ["0", "b"]])); // [["1", "a"], ["0", "b"]]
 */
export function orderedObject<T>(entries: Iterable<readonly [name: string, value: T]>): Record<string, T> {
  const object: Record<string, T> = Object.create(null);
  const seen = new Set<string>();
  for (const [name, value] of entries) {
    object[name] = value;
    seen.add(name);
  }
  const names = [...seen];
  const own = Object.keys(object);
  if (names.some((name, index) => name !== own[index])) Object.defineProperty(object, ORDER, { value: names });
  return object;
}

/**
 * Names and values of a PHP array as this package gives it, a JavaScript array or object, in PHP's order.
 *
 * @example
 * phpEntries(["a"]); // [["0", "a"]]
 */
export function phpEntries<T>(array: readonly T[] | Readonly<Record<string, T>>): [name: string, value: T][] {
  const object = array as Record<string, T> & { [ORDER]?: string[] };
  return (object[ORDER] ?? Object.keys(object)).map((name) => [name, object[name] as T]);
}

/** Whether `phpEntries` gives the names of an object in the order that JavaScript has them in. */
export function hasOwnOrder(object: object): boolean {
  return !(ORDER in object);
}

/** The values of a PHP array in its order; an array is given as it is. */
export function phpValues<T>(array: readonly T[] | Readonly<Record<string, T>>): readonly T[] {
  return Array.isArray(array) ? array : phpEntries(array).map(([, value]) => value);
}
