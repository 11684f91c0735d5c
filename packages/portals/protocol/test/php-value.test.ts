import { describe, expect, it } from "vitest";
import {
  hasOwnOrder,
  isNumeric,
  isPhpArray,
  orderedObject,
  phpBool,
  phpEntries,
  phpInt,
  phpIntArgument,
  phpText,
  phpValues,
} from "../src/index.ts";
import { decodeJson } from "../src/json-body.ts";
import { readCases, shown } from "./cases.ts";

interface ValueCase {
  json: string;
  int: string;
  /** `null` where PHP throws a TypeError. */
  argument: string | null;
  text: string;
  bool: boolean;
}

describe("values become what PHP makes of them", () => {
  for (const { json, int, argument, text, bool } of readCases<ValueCase>("php-values")) {
    it(shown(json), () => {
      const value = decodeJson(json);
      expect(phpInt(value), "(int)").toBe(Number(int) + 0);
      expect(phpIntArgument(value), "int $value").toBe(argument === null ? undefined : Number(argument) + 0);
      expect(phpText(value), "(string)").toBe(text);
      expect(phpBool(value), "(bool)").toBe(bool);
    });
  }
});

describe("PHP arrays keep their order", () => {
  it("in JSON, also where JavaScript would sort the names", () => {
    const { cmd } = decodeJson('{"cmd":{"1":"first","0":"second","a":{"9":1,"8":2}}}') as {
      cmd: Record<string, Record<string, number>>;
    };
    expect(phpEntries(cmd).map(([name]) => name)).toEqual(["1", "0", "a"]);
    expect(phpValues(cmd.a ?? {})).toEqual([1, 2]);
    expect(JSON.stringify(cmd), "the names are as they were sent").toBe('{"0":"second","1":"first","a":{"8":2,"9":1}}');
  });

  it("and in names with escapes, and in texts that look like names", () => {
    const value = decodeJson(String.raw`{"\u0031":"\"2\":","0":"a\\","x":"1:2"}`) as Record<string, string>;
    expect(phpEntries(value)).toEqual([
      ["1", '"2":'],
      ["0", "a\\"],
      ["x", "1:2"],
    ]);
  });

  it("a repeated name stays at its first place with its last value", () => {
    expect(phpEntries(decodeJson('{"7":1,"3":2,"7":3}') as Record<string, unknown>)).toEqual([
      ["7", 3],
      ["3", 2],
    ]);
    expect(phpEntries(orderedObject([["a", 1]]))).toEqual([["a", 1]]);
  });

  it("a list has the names 0, 1, ...", () => {
    expect(phpEntries(["a", "b"])).toEqual([
      ["0", "a"],
      ["1", "b"],
    ]);
    expect([[], {}, null, "a", 1].map(isPhpArray)).toEqual([true, true, false, false, false]);
  });
});

it("decodeJson keeps the digits of a whole number that PHP keeps", () => {
  expect(decodeJson("[9223372036854775807, 9223372036854775808, 9007199254740993.0, 13]")).toEqual([
    9223372036854775807n,
    2 ** 63,
    9007199254740992,
    13,
  ]);
});

describe("a whole number with more digits than 64 bits hold", () => {
  const zeros = "0".repeat(30);
  it.each([
    ["9223372036854775807", 2 ** 63, 2 ** 63],
    ["9223372036854775808", 2 ** 63, undefined],
    ["92233720368547758070", 2 ** 63, undefined],
    ["10000000000000000000", 2 ** 63, undefined],
    ["-9223372036854775808", -(2 ** 63), -(2 ** 63)],
    ["-92233720368547758080", -(2 ** 63), undefined],
    ["-10000000000000000000", -(2 ** 63), undefined],
    [`${zeros}13`, 13, 13],
    [`+${zeros}13`, 13, 13],
    [`-${zeros}13`, -13, -13],
    [`-${zeros}`, 0, 0],
    [zeros, 0, 0],
  ])("%s stops at the largest, or is none as an argument", (text, int, argument) => {
    expect([phpInt(text), phpIntArgument(text)]).toEqual([int, argument]);
  });

  it("is a fraction in JSON", () => {
    expect(decodeJson("[9999999999999999999, 99999999999999999999, -9223372036854775808]")).toEqual([
      1e19,
      1e20,
      -(2n ** 63n),
    ]);
  });
});

it("hasOwnOrder says whether JavaScript lists the names as they came", () => {
  const isOwn = (...names: string[]): boolean => hasOwnOrder(orderedObject(names.map((name) => [name, 1])));
  expect([isOwn(), isOwn("b", "a"), isOwn("0", "1", "a"), isOwn("9", "10")]).toEqual([true, true, true, true]);
  expect([isOwn("1", "0"), isOwn("a", "0"), isOwn("10", "9"), isOwn("b", "1a", "7")]).toEqual(Array(4).fill(false));
  expect(
    phpEntries(
      orderedObject([
        ["a", 1],
        ["0", 2],
      ]),
    ),
  ).toEqual([
    ["a", 1],
    ["0", 2],
  ]);
  expect(
    JSON.stringify(
      orderedObject([
        ["1", "a"],
        ["0", "b"],
      ]),
    ),
    "the order is out of sight",
  ).toBe('{"0":"b","1":"a"}');
});

it("names of several digits, and space before the colon, keep their order in JSON", () => {
  for (const json of ['{"12":1,"3":2}', '{"1" :1,"0"\n:2}', '{"\\u0031":1,"0":2}']) {
    expect(
      phpEntries(decodeJson(json) as object as Record<string, number>).map(([, value]) => value),
      json,
    ).toEqual([1, 2]);
  }
});

describe("a long text is read at once, whatever is in it", { tags: "slow" }, () => {
  const long = 200_000;
  const cases: Record<string, () => unknown> = {
    "digits that end in a letter": () => isNumeric(`${"9".repeat(long)}x`),
    "digits that end in a letter, as an integer": () => phpInt(`${"9".repeat(long)}x`),
    "digits alone": () => phpInt("9".repeat(80 * long)),
    "digits alone, as an argument": () => phpIntArgument("9".repeat(80 * long)),
    "digits alone, in JSON": () => decodeJson("9".repeat(80 * long)),
    "a fraction that ends in a letter": () => isNumeric(`9.${"9".repeat(long)}x`),
    "spaces before a letter": () => isNumeric(`1${" ".repeat(long)}x`),
    "JSON with escaped quotes": () => decodeJson(JSON.stringify({ 1: '"'.repeat(long) })),
  };
  // In proportion to the length it takes a millisecond; in proportion to its square it would run into the time limit.
  it.each(Object.entries(cases))(
    "%s",
    (_, read) => {
      expect(read).not.toThrow();
    },
    20_000,
  );
});
