import { describe, expect, it } from "vitest";
import { jsonOf, printable } from "../src/printable.ts";

describe("a printable text", () => {
  it.each(["\t", "\n", "\v", "\f", "\r", "\u0085", "\u2028", "\u2029"])("has a space for the line break %j", (sign) => {
    expect(printable(`a${sign}b${sign}c`, 100)).toBe("a b c");
  });

  it("has two spaces for CRLF", () => {
    expect(printable("a\r\nb", 100)).toBe("a  b");
  });

  it.each([
    ..."\0\u0007\b\u001b\u001f\u007f\u0080\u009b\u009f\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
    "\ud800",
    "\udfff",
  ])("has U+FFFD for %j, which cannot be seen", (sign) => {
    expect(printable(`a${sign}b${sign}c`, 100)).toBe("a\ufffdb\ufffdc");
  });

  it.each(["Список №13", "列表", "👩\u200d💻", "café\u00a0é", "\u200b", "{}\\\"'"])("keeps %s", (text) => {
    expect(printable(text, 100)).toBe(text);
  });

  it("has so many characters at most, and shows where it was cut", () => {
    expect(printable("12345", 5)).toBe("12345");
    expect(printable("123456", 5)).toBe("12345…");
    expect(printable("👍👍👍👍👍", 5)).toBe("👍👍👍👍👍");
    expect(printable("👍".repeat(6), 5)).toBe("👍👍👍👍👍…");
    expect(printable("👍".repeat(600), 5)).toBe("👍👍👍👍👍…");
  });
});

describe("a value as JSON", () => {
  it("is the same value, on one line, with escapes for what cannot be seen", () => {
    const value = { "a\u2028": "\u007f\u0085\u202e\ud800\n", b: [1, null, "Список 👍"] };
    expect(jsonOf(value)).toBe('{"a\\u2028":"\\u007f\\u0085\\u202e\\ud800\\n","b":[1,null,"Список 👍"]}');
    expect(JSON.parse(jsonOf(value))).toEqual(value);
  });
});
