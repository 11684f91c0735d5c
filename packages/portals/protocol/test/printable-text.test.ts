import { describe, expect, it } from "vitest";
import { printableText } from "../src/index.ts";

const char = (code: number): string => String.fromCharCode(code);
const shown = (code: number): string => `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, index) => from + index);

const SPACES = [0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x85, 0x2028, 0x2029];
const REPLACED = [
  ...[range(0x00, 0x1f), range(0x7f, 0x9f)].flat().filter((code) => !SPACES.includes(code)),
  0x061c,
  0x200e,
  0x200f,
  ...range(0x202a, 0x202e),
  ...range(0x2066, 0x2069),
  ...[0xd800, 0xdbff, 0xdc00, 0xdfff],
];
/** Next to those, and what letters and emoji need. */
const KEPT = [0x20, 0x7e, 0xa0, 0x061b, 0x061d, 0x200c, 0x200d, 0x2010, 0x2027, 0x202f, 0x2065, 0x206a, 0xe000, 0xfffd];

describe("printableText", () => {
  it.each(SPACES.map((code) => [shown(code), code]))("%s becomes a space", (_, code) => {
    expect(printableText(`a${char(code)}${char(code)}b`)).toBe("a  b");
  });

  it.each(REPLACED.map((code) => [shown(code), code]))("%s is replaced", (_, code) => {
    expect(printableText(`a${char(code)}${char(code)}b`)).toBe("a\ufffd\ufffdb");
  });

  it.each(KEPT.map((code) => [shown(code), code]))("%s stays", (_, code) => {
    expect(printableText(`a${char(code)}b`)).toBe(`a${char(code)}b`);
  });

  it("letters of all languages stay, and whole surrogate pairs", () => {
    const text = "Список №13 — 列表 👩\u200d💻 café";
    expect(printableText(text)).toBe(text);
  });

  it("a line break of two characters becomes two spaces", () => {
    expect(printableText("one\r\ntwo")).toBe("one  two");
  });
});
