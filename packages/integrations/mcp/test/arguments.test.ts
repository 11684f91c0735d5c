// Arguments as they are read, by schemas of all kinds. What hosts do to those of the tools is in hosts.test.ts.
import { describe, expect, it } from "vitest";
import { isTooLarge, readArguments } from "../src/arguments.ts";
import type { JsonSchema } from "../src/schema.ts";

const ID: JsonSchema = { type: ["integer", "string"], minimum: 1, pattern: "^[1-9][0-9]{0,18}$" };

/** What a value of this schema is read as; "left out" where nothing of it is left. */
function read(schema: JsonSchema, value: unknown, required: string[] = []): unknown {
  const result = readArguments({ type: "object", properties: { a: schema }, required }, { a: value });
  return Object.hasOwn(result as object, "a") ? (result as { a: unknown }).a : "left out";
}

describe("a value is read as what it means", () => {
  const IDS: JsonSchema = { type: "array", minItems: 1, items: ID };
  const OPEN: JsonSchema = { type: "array", items: {} };
  const WORD: JsonSchema = { type: "string", enum: ["A", "B"] };
  const OBJECT: JsonSchema = { type: "object", properties: { b: ID, c: { type: ["integer", "null"] } } };
  const NULLABLE: JsonSchema = { type: ["integer", "null"] };
  const UNION: JsonSchema = { anyOf: [ID, { type: "array", items: ID }, { type: "null" }] };

  it.each<[schema: JsonSchema, value: unknown, meant: unknown]>([
    // Ids
    [ID, 13, 13],
    [ID, "13", "13"],
    [ID, " 13 ", "13"],
    [ID, "13.0", "13"],
    [ID, "13.00", "13"],
    [ID, "x13.0", "x13.0"],
    [ID, "13.0x", "13.0x"],
    [ID, "13.5", "13.5"],
    [ID, "0", "0"],
    [ID, { b: "1" }, { b: "1" }],
    [{ type: "integer" }, "13", "13"],
    // Words
    [WORD, "A", "A"],
    [WORD, " A", "A"],
    [WORD, "C ", "C "],
    [{ type: "string" }, " x ", " x "],
    [{ type: "string", minLength: 2 }, "xx", "xx"],
    [{ type: "string", minLength: 2 }, " x", " x"],
    [{ type: "string", minLength: 3 }, "  x  ", "  x  "],
    // Arrays
    [IDS, [9, "17", " 19 "], [9, "17", "19"]],
    [IDS, 9, [9]],
    [IDS, "9", ["9"]],
    [IDS, "9, 17 ,19", ["9", "17", "19"]],
    [IDS, "[9, 17]", [9, 17]],
    [IDS, ' ["9"] ', ["9"]],
    [IDS, "[9, 17", ["[9", "17"]],
    [IDS, '{"a":1}', ['{"a":1}']],
    [IDS, { b: 1 }, { b: 1 }],
    [{ type: ["array", "string"], items: ID }, 9, 9],
    [{ type: "object" }, 9, 9],
    [IDS, undefined, "left out"],
    [OPEN, 9, [9]],
    [OPEN, [], []],
    [OPEN, [null], [null]],
    // Objects
    [OBJECT, { b: " 13 " }, { b: "13" }],
    [OBJECT, '{"b":" 13 "}', { b: "13" }],
    [OBJECT, "[1]", "[1]"],
    [OBJECT, "x", "x"],
    [OBJECT, [1], [1]],
    [OBJECT, { b: null, c: null }, { c: null }],
    [OBJECT, { b: "", x: "" }, {}],
    [OBJECT, { x: " 1 " }, { x: " 1 " }],
    [OBJECT, { x: [null] }, { x: [null] }],
    // Null
    [NULLABLE, null, null],
    [NULLABLE, "null", null],
    [NULLABLE, " null ", null],
    [NULLABLE, "13", "13"],
    [ID, "null", "left out"],
    // Unions
    [UNION, "13", "13"],
    [UNION, "[13]", [13]],
    [UNION, "13, 17 ", ["13", "17"]],
    [UNION, [" 13"], ["13"]],
    [UNION, 13, 13],
    [UNION, "null", null],
    // Nothing
    [ID, null, "left out"],
    [ID, undefined, "left out"],
    [ID, "", "left out"],
    [ID, " ", "left out"],
    [ID, "undefined", "left out"],
    [IDS, [], "left out"],
    [IDS, ["", null], "left out"],
    [IDS, ["", 9], ["", 9]],
    [IDS, "", "left out"],
    // No type, no change
    [{}, " 13 ", " 13 "],
    [{}, "[1]", "[1]"],
    [{}, [" 1 "], [" 1 "]],
  ])("%j: %j", (schema, value, meant) => {
    expect(read(schema, value)).toEqual(meant);
  });

  it.each<[schema: JsonSchema, value: unknown]>([
    [ID, null],
    [ID, ""],
    [IDS, []],
    [IDS, ""],
    [IDS, null],
  ])("%j: nothing (%j) where something is required stays, so that it is rejected", (schema, value) => {
    expect(read(schema, value, ["a"])).toEqual(value);
  });
});

describe("names", () => {
  const schema: JsonSchema = { type: "object", properties: { LIST_ID: ID, FILTER: { type: "object" } } };

  it.each<[args: object, meant: object]>([
    [{ list_id: 1 }, { LIST_ID: 1 }],
    [
      { List_Id: 1, filter: {} },
      { LIST_ID: 1, FILTER: {} },
    ],
    [
      { LIST_ID: 1, list_id: 2 },
      { LIST_ID: 1, list_id: 2 },
    ],
    [{ list: 1 }, { list: 1 }],
    [{ _meta: 1, LIST_ID: 1 }, { LIST_ID: 1 }],
    [
      { LIST_ID: 1, x_: 1 },
      { LIST_ID: 1, x_: 1 },
    ],
  ])("%j are read as %j", (args, meant) => {
    expect(readArguments(schema, args)).toEqual(meant);
  });

  it("do not count for a tool without arguments", () => {
    expect(readArguments({ type: "object", properties: {} }, { random_string: "dummy" })).toEqual({});
  });

  it("of a map have the schema of its values, and those with operators keep null", () => {
    const map: JsonSchema = { type: "object", propertyNames: { pattern: "x" }, additionalProperties: ID };
    const filter = (FILTER: object) => readArguments({ type: "object", properties: { FILTER: map } }, { FILTER });
    expect(filter({ ID: " 13 ", "@ID": " 17 " })).toEqual({ FILTER: { ID: "13", "@ID": "17" } });
    expect(filter({ ID: null, "!ID": null, ">ID": "", "ID>": "" })).toEqual({
      FILTER: { "!ID": null, ">ID": "", "ID>": "" },
    });
  });
});

it.each([null, undefined, "x", 1, [1]])("what is no object stays: %j", (input) => {
  expect(readArguments({ type: "object", properties: {} }, input)).toBe(input);
});

describe("arguments are too large", () => {
  const nested = (levels: number): unknown => (levels === 0 ? 1 : { a: nested(levels - 1) });

  it("where they are nested deeper than 10 levels", () => {
    expect([isTooLarge(nested(10)), isTooLarge(nested(11))]).toEqual([false, true]);
    expect([isTooLarge([[[[[[[[[[1]]]]]]]]]]), isTooLarge([[[[[[[[[[[1]]]]]]]]]]])]).toEqual([false, true]);
  });

  it("where they have more than 2,000,000 characters, in values and in names", () => {
    const text = (length: number): string => "x".repeat(length);
    expect([isTooLarge(text(2_000_000)), isTooLarge(text(2_000_001))]).toEqual([false, true]);
    expect([isTooLarge({ a: text(1_999_998) }), isTooLarge({ a: text(1_999_999) })]).toEqual([false, true]);
    expect([isTooLarge({ [text(1_999_998)]: 1 }), isTooLarge({ [text(1_999_999)]: 1 })]).toEqual([false, true]);
    expect([isTooLarge([text(999_999), text(999_999)]), isTooLarge([text(999_999), text(1_000_000)])]).toEqual([
      false,
      true,
    ]);
  });
});
