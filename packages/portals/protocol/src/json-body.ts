import { orderedObject } from "./php-order.ts";

/** How deep arrays may nest before PHP's json_decode gives up (its default of 512 counts the values inside too). */
const maxNesting = 511;

/**
 * Decodes a JSON body as PHP's `json_decode` does: `undefined` where PHP reports an error, which is also for text that
 * is not UTF-8, a byte order mark, half a surrogate pair, and more than 511 levels. Never throws.
 *
 * Objects come as from `parsePhpQuery`: without a prototype, their order kept for `phpEntries`. Whole numbers above 2^53
 * that PHP holds exactly are of type `bigint`.
 */
export function decodeJson(body: Uint8Array | string): unknown {
  try {
    const text = textOf(body);
    // Before it is parsed: what PHP stops at after 512 brackets would fill the memory here.
    if (isTooDeep(text)) return undefined;
    const value = parse(text);
    return hasIndexName.test(text) ? phpValue(parseMarked(text), MARK) : phpValue(value);
  } catch {
    return undefined;
  }
}

/** Whether arrays and objects nest too deeply, in what may not be JSON otherwise. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    if (inString && character === "\\") at++;
    else if (character === '"') inString = !inString;
    else if (inString) continue;
    else if (character === "]" || character === "}") depth--;
    else if ((character === "[" || character === "{") && ++depth > maxNesting) return true;
  }
  return false;
}

const UTF_8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function textOf(body: Uint8Array | string): string {
  return typeof body === "string" ? body : UTF_8.decode(body);
}

/** Such names stand first in an object, whatever came first in the text. */
const hasIndexName = /"(?:\d|\\)[^"]*"\s*:/;
/** In a text or a fraction it does no harm: those are no whole numbers when they are looked at. */
const hasLongNumber = /\d{16}/;
/** Put before every name while the text is parsed, so that none looks like an index. */
const MARK = "_";

/**
 * Parses the text again with a mark before every name: it is known to be JSON, where a colon makes a string a name. Goes
 * from string to string: what stands inside one, or between two, is none.
 */
function parseMarked(text: string): unknown {
  return parse(
    text.replace(/"([^"\\]*(?:\\.[^"\\]*)*)"(\s*:)?/g, (string, inner: string, colon: string | undefined) =>
      colon === undefined ? string : `"${MARK}${inner}"${colon}`,
    ),
  );
}

function parse(text: string): unknown {
  return hasLongNumber.test(text) ? JSON.parse(text, keepLongNumber as never) : JSON.parse(text);
}

/** A reviver; older platforms give it no source, and the number stays as near as a JavaScript number comes. */
function keepLongNumber(_name: string, value: unknown, context?: { source?: string }): unknown {
  const source = context?.source ?? "";
  // More than 19 digits never fit into 64 bits.
  if (Number.isSafeInteger(value) || !/^-?\d{1,19}$/.test(source)) return value;
  const exact = BigInt(source);
  return BigInt.asIntN(64, exact) === exact ? exact : value;
}

function phpValue(value: unknown, mark = ""): unknown {
  if (typeof value === "string") return wellFormed(value);
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map((element) => phpValue(element, mark));
  return orderedObject(
    Object.entries(value).map(([name, element]) => [wellFormed(name.slice(mark.length)), phpValue(element, mark)]),
  );
}

function wellFormed(text: string): string {
  if (/\p{Surrogate}/u.test(text)) throw new RangeError("half a surrogate pair");
  return text;
}
