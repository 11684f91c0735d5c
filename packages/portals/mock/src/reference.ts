// References of batch commands to earlier results: LIST_ID=$result[new], ID=$result[lists][0][ID].

const REFERENCE = /^\$result\[([^\]]+)\]((?:\[[^\]]*\])*)$/;

/**
 * The parameters with every reference that is a whole value replaced by what it refers to, as a portal does: where the
 * path stops matching, by the deepest value that was found. `missing` names the commands that are not there, of which a
 * portal makes 0 or 1 without a word.
 */
export function resolveReferences(
  params: Record<string, unknown>,
  results: Record<string, unknown>,
): { params: Record<string, unknown>; missing: string[] } {
  const missing: string[] = [];
  const resolve = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(resolve);
    if (typeof value === "object" && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolve(inner)]));
    }
    const [, key, path = ""] = REFERENCE.exec(String(value)) ?? [];
    if (key === undefined) return value;
    if (Object.hasOwn(results, key)) return deepest(results[key], path.slice(1, -1).split("]["));
    missing.push(key);
    return 1;
  };
  return { params: resolve(params) as Record<string, unknown>, missing };
}

function deepest(value: unknown, path: string[]): unknown {
  const [key, ...rest] = path;
  if (!key || typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return value;
  return deepest((value as Record<string, unknown>)[key], rest);
}
