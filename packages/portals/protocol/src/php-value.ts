const LARGEST = 2n ** 63n - 1n;
const SMALLEST = -(2n ** 63n);

/** Whether a parameter is an array for PHP: a JSON list or object, or a name with brackets in a query. */
export function isPhpArray(value: unknown): value is readonly unknown[] | Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

/**
 * A value cast to an integer, as PHP 8.2's `(int)` does on 64 bits: text by what it starts with (`"13abc"` is 13, `"abc"`
 * 0, too large a number stops at the largest integer), a fraction is cut off, a number beyond 64 bits loses its upper
 * ones, `true` and every array that is not empty are 1. (Compared with PHP's own answers in the tests.)
 *
 * Integers above 2^53 come as the nearest number: as ids they find nothing either way.
 *
 * @example
 * phpInt(" 13.9"); // 13
 * phpInt([0]); // 1
 */
export function phpInt(value: unknown): number {
  if (typeof value === "number") return numberToInt(value);
  if (typeof value === "string") return textToInt(value);
  if (typeof value === "bigint") return Number(value);
  return phpBool(value) ? 1 : 0;
}

function numberToInt(value: number): number {
  return Number.isFinite(value) ? Number(BigInt.asIntN(64, BigInt(Math.trunc(value)))) : 0;
}

function textToInt(text: string): number {
  const [, start] = /^[ \t\n\r\v\f]*([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)/i.exec(text) ?? [];
  const number = Number(start ?? 0);
  if (!Number.isFinite(number)) return 0;
  return Math.min(Math.max(Math.trunc(number), -(2 ** 63)), 2 ** 63) + 0; // + 0, so that no -0 is left
}

/** A whole number in digits, or one as far beyond 64 bits. Of millions of digits, a BigInt would take minutes. */
function wholeNumber(digits: string): bigint {
  const plain = digits.replace("+", "").replace(/^(-?)0+(?=\d)/, "$1");
  return BigInt(plain.slice(0, 21)); // a sign, and one digit more than the largest integer has
}

function clamp(value: bigint): bigint {
  if (value > LARGEST) return LARGEST;
  return value < SMALLEST ? SMALLEST : value;
}

/**
 * A value for a parameter that PHP code declares as `int`: `undefined` where PHP 8.2 throws a TypeError instead, which is
 * for text that is not a number as a whole, for what has no place in 64 bits, and for `null` and arrays. A fraction is
 * cut off. (Compared with PHP's own answers in the tests.)
 *
 * @example
 * phpIntArgument(" 5.5"); // 5
 * phpIntArgument("5abc"); // undefined
 */
export function phpIntArgument(value: unknown): number | undefined {
  if (typeof value === "boolean" || typeof value === "bigint") return Number(value);
  if (typeof value === "string") return isNumeric(value) ? textWithinInt(value.trim()) : undefined;
  return typeof value === "number" ? withinInt(value) : undefined;
}

function textWithinInt(text: string): number | undefined {
  if (!/^[+-]?\d+$/.test(text)) return withinInt(Number(text));
  const number = wholeNumber(text);
  return clamp(number) === number ? Number(number) : withinInt(Number(text));
}

function withinInt(value: number): number | undefined {
  return value >= -(2 ** 63) && value < 2 ** 63 ? Math.trunc(value) + 0 : undefined;
}

/** PHP's `is_numeric` for text: a whole decimal number, with spaces around it and an exponent if need be. */
export function isNumeric(text: string): boolean {
  return /^[ \t\n\r\v\f]*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?[ \t\n\r\v\f]*$/.test(text);
}

/** PHP's truth: false are `false`, `null`, 0, `""`, `"0"` and the empty array; true is all else, `"false"` too. */
export function phpBool(value: unknown): boolean {
  if (isPhpArray(value)) return Object.keys(value).length > 0;
  return Boolean(value) && value !== "0";
}

/**
 * A value as PHP writes it as text: `true` is `"1"`, `false` and `null` are `""`, an array is `"Array"`. A whole number
 * counts as an integer, though JSON's `1e15` is none for PHP.
 */
export function phpText(value: unknown): string {
  if (typeof value === "boolean") return value ? "1" : "";
  if (isPhpArray(value)) return "Array";
  return typeof value === "number" ? numberText(value) : String(value ?? "");
}

/** With up to 14 digits, PHP's default, and `1.0E+25` for what is very large or small. */
function numberText(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? "INF" : "-INF";
  if (Number.isInteger(value) && Math.abs(value) < 2 ** 63) return String(BigInt(value));
  const short = Number(value.toPrecision(14));
  const [mantissa, exponent] = short.toExponential().split("e") as [string, string];
  const power = Number(exponent);
  if (power >= -4 && power < 15) return String(short);
  return `${mantissa.includes(".") ? mantissa : `${mantissa}.0`}E${power > 0 ? "+" : ""}${power}`;
}
