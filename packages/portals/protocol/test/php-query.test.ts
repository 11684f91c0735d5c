import { describe, expect, it } from "vitest";
import { MAX_INPUT_NESTING_LEVEL, MAX_INPUT_VARS, type PhpParams, parsePhpQuery } from "../src/index.ts";
import { garbage, readCases, shown } from "./cases.ts";

describe("parsePhpQuery answers what PHP's parse_str answers", () => {
  for (const { query, params } of readCases<{ query: string; params: PhpParams }>("php-query")) {
    it(shown(query), () => {
      expect(parsePhpQuery(query), shown(query)).toEqual(params);
      // The order of the names counts as well.
      expect(JSON.stringify(parsePhpQuery(query)), shown(query)).toBe(JSON.stringify(params));
    });
  }
});

describe("parsePhpQuery and JavaScript", () => {
  it("has no inherited names at any level", () => {
    const params = parsePhpQuery("a[b][c]=1");
    expect(params.constructor).toBeUndefined();
    expect("toString" in (params.a as object)).toBe(false);
  });

  for (const query of [
    "__proto__[x]=1",
    "a[__proto__][x]=1",
    "constructor[prototype][x]=1",
    "a[constructor][prototype][x]=1",
  ]) {
    it(`${query} pollutes nothing`, () => {
      expect(Object.keys(parsePhpQuery(query))).toHaveLength(1);
      expect(({} as { x?: unknown }).x).toBeUndefined();
    });
  }

  it("the result is an object also where PHP has a list", () => {
    expect(parsePhpQuery("0=a&1=b")).toEqual({ 0: "a", 1: "b" });
  });

  it("keys that are 0, 1, 2 but not in this order make no list", () => {
    expect(parsePhpQuery("cmd[1]=x&cmd[0]=y")).toEqual({ cmd: { 0: "y", 1: "x" } });
  });

  it("what is not UTF-8 becomes U+FFFD", () => {
    expect(parsePhpQuery("%FF=a%80b")).toEqual({ "\uFFFD": "a\uFFFDb" });
  });

  it("the limits are those of PHP's defaults", () => {
    expect({ MAX_INPUT_VARS, MAX_INPUT_NESTING_LEVEL }).toEqual({ MAX_INPUT_VARS: 1000, MAX_INPUT_NESTING_LEVEL: 64 });
  });

  it("never throws", { tags: "slow" }, () => {
    const pieces = [
      ..."ab[][][]&&==.+ %\0\n\x7f",
      "%5B",
      "%5D",
      "%00",
      "%FF",
      "%D0",
      "я",
      "\uD800",
      "__proto__",
      "[9223372036854775807]",
    ];
    for (const text of garbage(pieces, 3000)) expect(() => parsePhpQuery(text), shown(text)).not.toThrow();
  });

  it("the limit of variables counts what is dropped for its name", () => {
    expect(parsePhpQuery(`${"=1&".repeat(MAX_INPUT_VARS)}a=1`)).toEqual({});
  });

  it("is quick with long names and big indexes", () => {
    const query = `a${"[".repeat(100_000)}=1&b[${"]".repeat(100_000)}=2&c[999999999]=3`;
    expect(parsePhpQuery(query).c).toEqual({ 999999999: "3" });
  });
});
