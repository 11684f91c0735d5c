/** How deep arrays may nest before PHP's json_decode gives up (its default of 512 counts the values inside too). */
const maxNesting = 511;

/**
 * Decodes a JSON body as PHP's `json_decode` does: `undefined` where PHP reports an error, which is also for text that
 * is not UTF-8, a byte order mark, half a surrogate pair, and more than 511 levels. Never throws.
 *
 * Objects come without a prototype, as from `parsePhpQuery`. Whole numbers above 2^53 lose digits that PHP keeps.
 */
export function decodeJson(body: Uint8Array | string): unknown {
  try {
    return phpValue(JSON.parse(textOf(body)), 0);
  } catch {
    return undefined;
  }
}

function textOf(body: Uint8Array | string): string {
  return typeof body === "string" ? body : new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body);
}

function phpValue(value: unknown, depth: number): unknown {
  if (typeof value === "string") return wellFormed(value);
  if (value === null || typeof value !== "object") return value;
  if (depth === maxNesting) throw new RangeError("nested too deeply");
  if (Array.isArray(value)) return value.map((element) => phpValue(element, depth + 1));
  const copy: Record<string, unknown> = Object.create(null);
  for (const [name, element] of Object.entries(value)) copy[wellFormed(name)] = phpValue(element, depth + 1);
  return copy;
}

function wellFormed(text: string): string {
  if (/\p{Surrogate}/u.test(text)) throw new RangeError("half a surrogate pair");
  return text;
}
