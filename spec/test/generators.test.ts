// What stock code generators cannot cope with. `npm run test:foreign` runs some of them; this names the mistakes at once.
import { describe, expect, it } from "vitest";
import { document } from "./description.ts";

const schemas: Record<string, unknown> = document.components.schemas;

/** Every schema with an enum, by its place, at any depth. */
function enums(node: unknown, place: string): [place: string, values: unknown[]][] {
  if (typeof node !== "object" || node === null) return [];
  const inner = Object.entries(node).flatMap(([key, value]) => enums(value, `${place}/${key}`));
  return "enum" in node && Array.isArray(node.enum) ? [[place, node.enum], ...inner] : inner;
}

const capitalized = (text: string): string => text[0]!.toUpperCase() + text.slice(1);

/** Names of types that generators write themselves for an operation: orval's axios client, openapi-ts. */
const OWN_SUFFIXES = ["Result", "Data", "Error", "Errors", "Responses"];
/** The same for the file of helpers that openapi-generator adds in Go. */
const OWN_NAMES = ["Bool", "Int", "Int32", "Int64", "Float32", "Float64", "String", "Time"];

const operationIds = Object.values<Record<string, { operationId: string }>>(document.paths).flatMap((item) =>
  ["get", "post"].flatMap((verb) => item[verb]?.operationId ?? []),
);

describe("stock generators", () => {
  it("get enums whose values have one type", () => {
    const mixed = enums(document, "#").filter(([, values]) => new Set(values.map((value) => typeof value)).size > 1);
    expect(mixed).toEqual([]);
  });

  it("get schema names that are not names of their own", () => {
    const own = operationIds.flatMap((id) => OWN_SUFFIXES.map((suffix) => capitalized(id) + suffix));
    expect(own).toContain("BatchResult");
    expect(Object.keys(schemas).filter((name) => [...own, ...OWN_NAMES].includes(name))).toEqual([]);
  });

  it("get times that do not fit a 32-bit number as doubles", () => {
    const { properties } = schemas.Timing as { properties: Record<string, { type: string; format?: string }> };
    const narrow = Object.entries(properties).filter(
      ([, { type, format }]) => type === "number" && format !== "double",
    );
    expect(narrow).toEqual([]);
  });
});
