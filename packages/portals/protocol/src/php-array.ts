import { orderedObject } from "./php-order.ts";
import { type ByteString, fromBytes } from "./php-text.ts";

/** A value that a query string or a form can carry: PHP knows only strings and arrays there. */
export type PhpValue = string | PhpValue[] | { [name: string]: PhpValue };

const highestKey = 2n ** 63n - 1n;
const lowestKey = -(2n ** 63n);

/**
 * A PHP array while it is filled: keys in the order of their first appearance, and the number that `[]` takes next.
 *
 * PHP tells the key 7 from the key "07" but not from the key "7"; so one `Map` of texts is enough.
 */
export class PhpArray {
  readonly #elements = new Map<ByteString, ByteString | PhpArray>();
  #nextKey: bigint | undefined;

  /** Sets `key`, or appends when the key is `undefined`. Nothing happens when PHP has no number left to append at. */
  set(key: ByteString | undefined, value: ByteString | PhpArray): void {
    if (key === undefined && this.#elements.has(this.#appendKey())) return;
    const name = key ?? this.#appendKey();
    this.#elements.set(name, value);
    this.#noteKey(name);
  }

  /** The array under `key`. It is made, also in place of a string, when there is none; `undefined` appends one. */
  arrayAt(key: ByteString | undefined): PhpArray {
    const found = key && this.#elements.get(key);
    if (found instanceof PhpArray) return found;
    const made = new PhpArray();
    this.set(key, made);
    return made;
  }

  delete(key: ByteString): void {
    this.#elements.delete(key);
  }

  /** As an object without a prototype, its order kept for `phpEntries`. */
  toObject(): { [name: string]: PhpValue } {
    return orderedObject(Array.from(this.#elements, ([key, value]) => [fromBytes(key), toJs(value)]));
  }

  /** As an array when the keys are 0, 1, 2, ... in this order, as PHP's own JSON does; else as an object. */
  toJs(): PhpValue {
    const isList = [...this.#elements.keys()].every((key, index) => key === String(index));
    return isList ? [...this.#elements.values()].map(toJs) : this.toObject();
  }

  #appendKey(): ByteString {
    return String(this.#nextKey ?? 0n);
  }

  #noteKey(key: ByteString): void {
    const number = integerKey(key);
    if (number === undefined || number < (this.#nextKey ?? number)) return;
    // At the very end the counter stays put: the key is taken then, and appending fails.
    this.#nextKey = number === highestKey ? number : number + 1n;
  }
}

function toJs(value: ByteString | PhpArray): PhpValue {
  return value instanceof PhpArray ? value.toJs() : fromBytes(value);
}

/** The number that PHP makes of a key: only of a 64-bit integer in its one plain spelling, so not of "01" or "-0". */
function integerKey(key: ByteString): bigint | undefined {
  if (!/^(?:0|-?[1-9]\d{0,18})$/.test(key)) return undefined;
  const number = BigInt(key);
  return number >= lowestKey && number <= highestKey ? number : undefined;
}
