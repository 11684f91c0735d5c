// What the types of a description look like where openapi-typescript alone would make them too wide.
import { describe, expect, it } from "vitest";
import { openapiTypes, typeOf } from "../src/openapi-types.ts";

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });

describe("typeOf", () => {
  it("an open set keeps its known values", () => {
    expect(typeOf({ anyOf: [ref("KnownStatus"), { type: "string" }] })).toBe(
      'components["schemas"]["KnownStatus"] | (string & {})',
    );
    expect(typeOf({ anyOf: [ref("KnownCode"), { type: "string" }, { type: "integer" }] })).toBe(
      'components["schemas"]["KnownCode"] | (string & {}) | number',
    );
  });

  it("a choice between named shapes is left to openapi-typescript", () => {
    expect(typeOf({ anyOf: [ref("A"), ref("B")] })).toBeUndefined();
  });

  it("a string of digits is a number in a string", () => {
    const numeric = "`" + "$" + "{number}`";
    expect(typeOf({ type: "string", pattern: "^-?[0-9]+$" })).toBe(numeric);
    expect(typeOf({ type: ["string", "null"], pattern: "^-?[0-9]+$" })).toBe(`${numeric} | null`);
    expect(typeOf({ type: ["integer", "string"], pattern: "^[1-9][0-9]{0,18}$" })).toBe(`number | ${numeric}`);
    expect(typeOf({ type: "string", pattern: "^[A-Z]+$" })).toBeUndefined();
    expect(typeOf({ type: "string" })).toBeUndefined();
  });

  it("a string whose pattern lists words is one of them", () => {
    expect(typeOf({ type: "string", pattern: "^(\\*|ID|NAME)$" })).toBe('"*" | "ID" | "NAME"');
  });

  it("a map whose keys follow a pattern has exactly these keys", () => {
    expect(typeOf({ propertyNames: { pattern: "^(>=|!)?(ID|NAME)$" }, additionalProperties: ref("Value") })).toBe(
      "{ [key in `$" + '{">=" | "!" | ""}$' + '{"ID" | "NAME"}`]?: components["schemas"]["Value"] }',
    );
  });

  it("a map whose keys are an enum has exactly these keys", () => {
    expect(typeOf({ propertyNames: ref("Field"), additionalProperties: ref("Direction") })).toBe(
      '{ [key in components["schemas"]["Field"]]?: components["schemas"]["Direction"] }',
    );
  });

  it("a pattern that is no list of alternatives is refused, with one that is", () => {
    expect(() => typeOf({ propertyNames: { pattern: "^[A-Z]+$" }, additionalProperties: ref("Value") })).toThrow(
      "it has to be groups of alternatives: ^(a|b)?(C|D)$",
    );
  });
});

it("openapiTypes puts them into the types of a whole description, the same every time", async () => {
  const document = {
    openapi: "3.1.1",
    info: { title: "T", version: "1" },
    paths: {},
    components: { schemas: { Id: { type: ["integer", "string"], pattern: "^[0-9]+$" } } },
  };
  const types = await openapiTypes(document);
  expect(types).toMatch(/Id: number \| `\$\{number\}`;/);
  expect(await openapiTypes(document)).toBe(types);
});
