/**
 * PHP strings are bytes. While names and values are taken apart they are kept as "byte strings": JavaScript
 * strings with one character (U+0000 to U+00FF) for each byte. So `%D0%B8` and a raw `и` meet as the same two bytes,
 * and half a character is not lost before its other half is found.
 */
export type ByteString = string;

/** Where text and bytes are the same, nothing has to be converted. */
const ASCII = /^[\0-\x7f]*$/;

/** The UTF-8 bytes of a text. */
export function toBytes(text: string): ByteString {
  if (ASCII.test(text)) return text;
  return Buffer.from(text).toString("latin1");
}

/** Bytes read as UTF-8. What is not UTF-8 becomes U+FFFD. */
export function fromBytes(bytes: ByteString): string {
  if (ASCII.test(bytes)) return bytes;
  return Buffer.from(bytes, "latin1").toString();
}

/** PHP's urldecode: `+` is a space, `%XX` a byte, and a `%` without two hexadecimal digits stays what it is. */
export function urlDecode(bytes: ByteString): ByteString {
  return percentDecode(bytes.replaceAll("+", " "));
}

/** PHP's rawurldecode of a text: as `urlDecode`, but `+` stays `+`. This is what a portal does to the path of a URL. */
export function rawUrlDecode(text: string): string {
  return fromBytes(percentDecode(toBytes(text)));
}

function percentDecode(bytes: ByteString): ByteString {
  return bytes.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

const trimmed = " \t\n\r\0\v";

/** PHP's trim: the spaces that it removes at both ends include NUL, but not U+00A0 and its like. */
export function phpTrim(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && trimmed.includes(text.charAt(start))) start++;
  while (start < end && trimmed.includes(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}
