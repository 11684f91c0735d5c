// Schemas that every host takes, and values that fit into them.
import { describe, expect, it } from "vitest";
import { fitted, plain, shape, typesOf } from "../src/plain.ts";

describe("the types of a schema", () => {
  it.each([
    [{}, []],
    [{ type: "string" }, ["string"]],
    [{ type: ["integer", "string"] }, ["integer", "string"]],
    [{ anyOf: [{ type: "integer" }, { type: ["string", "integer"] }, {}] }, ["integer", "string"]],
  ])("%j", (schema, types) => {
    expect(typesOf(schema)).toEqual(types);
  });
});

describe("a plain schema", () => {
  it.each([
    ["one type, the first one that is not null", { type: ["null", "integer", "string"] }, { type: "integer" }],
    [
      "bounds and words",
      { type: "integer", minimum: 0, description: "A place.", enum: [1, 2], maximum: 9 },
      { type: "integer", minimum: 0, description: "A place.", enum: [1, 2] },
    ],
    [
      "an array of what is plain",
      { type: "array", minItems: 1, uniqueItems: true, items: { type: ["integer", "string"], pattern: "^[1-9]$" } },
      { type: "array", minItems: 1, items: { type: "integer" } },
    ],
    [
      "the words of a pattern",
      { type: "string", pattern: "^(ID|WEBFORM_ID|\\*)$" },
      { type: "string", enum: ["ID", "WEBFORM_ID", "*"] },
    ],
    [
      "no words of a pattern that has more than words",
      { type: "string", pattern: "^(ID|[A-Z]+)$" },
      { type: "string" },
    ],
    ["no words of a pattern that is open", { type: "string", pattern: "(ID|TITLE)$" }, { type: "string" }],
    ["no words of a pattern that begins with more", { type: "string", pattern: "x^(ID|TITLE)$" }, { type: "string" }],
    ["no words of a pattern that ends with more", { type: "string", pattern: "^(ID|TITLE)$x" }, { type: "string" }],
    [
      "no words of a pattern with a sign before a word",
      { type: "string", pattern: "^(ID|-TITLE)$" },
      { type: "string" },
    ],
    [
      "no words of a pattern with a sign behind a word",
      { type: "string", pattern: "^(ID|TITLE?)$" },
      { type: "string" },
    ],
    ["no words of a pattern that goes on", { type: "string", pattern: "^(ID|TITLE)" }, { type: "string" }],
    [
      "of a union the first type, and known words in the description",
      { description: "A status.", anyOf: [{ type: "string", enum: ["A", "B"] }, { type: "string" }] },
      { type: "string", description: "A status. Such as A, B." },
    ],
    [
      "the words alone where there is no description",
      { anyOf: [{ type: "string", enum: ["A"] }] },
      { type: "string", description: "Such as A." },
    ],
    [
      "no words that are not there",
      { description: "An id.", anyOf: [{ type: "integer" }, { type: "string" }] },
      { type: "integer", description: "An id." },
    ],
    [
      "an object with its own properties and no others",
      { type: "object", required: ["a"], properties: { a: { type: "string", pattern: "x" } } },
      { type: "object", required: ["a"], properties: { a: { type: "string" } }, additionalProperties: false },
    ],
    [
      "an object without properties",
      { type: "object" },
      { type: "object", properties: {}, additionalProperties: false },
    ],
    [
      "a map with listed names",
      {
        type: "object",
        propertyNames: { enum: ["a", "b"] },
        additionalProperties: { type: "string", description: "A way." },
      },
      { type: "object", properties: { a: { type: "string" }, b: { type: "string" } }, additionalProperties: false },
    ],
    [
      "a map whose names have operators: open, with the plain names, and its own before those",
      {
        type: "object",
        propertyNames: { pattern: "^(>|<)?(ID|NAME)$" },
        additionalProperties: { type: "integer" },
        properties: { "@ID": { type: "array", items: {} }, NAME: { type: "string" } },
      },
      { type: "object", properties: { ID: { type: "integer" }, NAME: { type: "string" } } },
    ],
    [
      "a map whose names are not known",
      { type: "object", propertyNames: { pattern: "^[A-Z]+$" }, additionalProperties: { type: "integer" } },
      { type: "object", properties: {} },
    ],
  ])("has %s", (_, schema, expected) => {
    expect(plain(schema)).toStrictEqual(expected);
  });
});

describe("the shape of a result", () => {
  it.each([
    ["no type where there are several", { type: ["string", "null"], description: "An id." }, { description: "An id." }],
    [
      "no words, bounds or required names",
      { type: "string", enum: ["A"], minLength: 1, required: ["x"] },
      { type: "string" },
    ],
    [
      "what is in an array",
      { type: "array", minItems: 1, items: { type: "integer", minimum: 1 } },
      { type: "array", items: { type: "integer" } },
    ],
    [
      "what is in an object, and may have more",
      {
        type: "object",
        required: ["a"],
        additionalProperties: false,
        properties: { a: { type: "string", description: "A." } },
      },
      { type: "object", properties: { a: { type: "string", description: "A." } } },
    ],
    ["an object without properties", { type: "object" }, { type: "object", properties: {} }],
  ])("has %s", (_, schema, expected) => {
    expect(shape(schema)).toStrictEqual(expected);
  });
});

describe("a value that is brought into a shape", () => {
  it.each<[type: string, value: unknown, fits: unknown]>([
    ["string", "13", "13"],
    ["string", "", ""],
    ["string", 13, "13"],
    ["string", null, undefined],
    ["string", true, undefined],
    ["string", ["13"], undefined],
    ["integer", 13, 13],
    ["integer", "13", 13],
    ["integer", "-1", -1],
    ["integer", "", undefined],
    ["integer", "13x", undefined],
    ["integer", "x13", undefined],
    ["integer", 1.5, undefined],
    ["integer", null, undefined],
    ["integer", [13], undefined],
    ["integer", true, undefined],
    ["boolean", true, true],
    ["boolean", false, false],
    ["boolean", "true", undefined],
    ["object", null, undefined],
    ["object", [], undefined],
    ["object", "x", undefined],
    ["object", { a: 1 }, { a: 1 }],
    ["array", { 0: 1 }, undefined],
    ["array", "x", undefined],
  ])("%s: %j", (type, value, fits) => {
    expect(fitted({ type }, value)).toEqual(fits);
  });

  it("keeps what has no type", () => {
    expect(fitted({}, null)).toBe(null);
    expect(fitted({}, { a: [1] })).toEqual({ a: [1] });
  });

  it("leaves out items and members that do not fit", () => {
    expect(fitted({ type: "array", items: { type: "integer" } }, [1, "x", "2", null])).toEqual([1, 2]);
    const schema = { type: "object", properties: { ID: { type: "string" }, N: { type: "integer" } } };
    expect(JSON.stringify(fitted(schema, { ID: 13, N: "x", other: null }))).toBe('{"ID":"13","other":null}');
  });
});
