import { describe, expect, it } from "vitest";
import { inlined, strangersIn, withoutProperty, withProperties } from "../src/schema.ts";

describe("a schema is written out:", () => {
  const document = {
    components: {
      schemas: {
        Id: { type: "integer", "x-name": "Id" },
        Ref: { $ref: "#/components/schemas/Id" },
        Ids: { type: "array", items: { $ref: "#/components/schemas/Id" } },
      },
    },
  };

  it.each([
    [{ $ref: "#/components/schemas/Id" }, { type: "integer" }],
    [{ $ref: "#/components/schemas/Ref" }, { type: "integer" }],
    [{ $ref: "#/components/schemas/Ids" }, { type: "array", items: { type: "integer" } }],
    [
      { $ref: "#/components/schemas/Id", description: "Of a list.", type: "string" },
      { type: "string", description: "Of a list." },
    ],
    [
      { anyOf: [{ $ref: "#/components/schemas/Id" }, { type: "null", "x-null": true }], default: null },
      { anyOf: [{ type: "integer" }, { type: "null" }], default: null },
    ],
    [{ enum: ["x-a"], "x-enum-varnames": ["A"] }, { enum: ["x-a"] }],
  ])("%j", (schema, expected) => {
    expect(inlined(schema, document)).toStrictEqual(expected);
  });
});

describe("what has no place in a schema, and what there is instead:", () => {
  const closed = {
    properties: { ID: {}, FILTER: { properties: { A: {}, B: {} }, additionalProperties: false } },
    additionalProperties: false,
  };
  const pattern = { propertyNames: { pattern: "^(ID|NAME)$" }, additionalProperties: {} };
  const listed = { propertyNames: { enum: ["ID", "NAME"] }, additionalProperties: {} };

  it.each<[schema: object, value: unknown, strangers: string[]]>([
    [closed, { ID: 1, FILTER: { A: 1 } }, []],
    [closed, { id: 1, X: 1 }, ["there is no id, but ID, FILTER", "there is no X, but ID, FILTER"]],
    [closed, { FILTER: { C: 1 } }, ["there is no FILTER/C, but A, B"]],
    [closed, "x", []],
    [closed, null, []],
    [closed, [1], []],
    [{ properties: { A: {} } }, { B: 1 }, []],
    [{ additionalProperties: false }, { B: 1 }, ["there is no B"]],
    [pattern, { ID: 1, X: 1 }, ["there is no X"]],
    [listed, { ID: 1, X: 1 }, ["there is no X, but ID, NAME"]],
    [
      { ...pattern, properties: { "@ID": { properties: {}, additionalProperties: false } } },
      { "@ID": { Y: 1 } },
      ["there is no @ID/Y"],
    ],
    [closed, { ["x".repeat(51)]: 1 }, [`there is no ${"x".repeat(50)}…, but ID, FILTER`]],
  ])("%j %j", (schema, value, strangers) => {
    expect(strangersIn(schema, value)).toEqual(strangers);
  });
});

it("an object schema can lose properties, get more, and others", () => {
  const schema = { type: "object", properties: { a: { type: "string" }, b: {} } };
  expect(withoutProperty(schema, "b")).toEqual({ type: "object", properties: { a: { type: "string" } } });
  expect(withProperties(schema, { b: { type: "integer" }, c: {} })).toEqual({
    type: "object",
    properties: { a: { type: "string" }, b: { type: "integer" }, c: {} },
  });
  expect(schema).toEqual({ type: "object", properties: { a: { type: "string" }, b: {} } });
});
