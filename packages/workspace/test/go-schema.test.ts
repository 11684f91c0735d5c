import { describe, expect, test } from "vitest";
import { withMutants } from "../src/mutate/go-schema.ts";

const held = (before: string, ...afters: string[]) =>
  withMutants(
    before,
    afters.map((after, index) => [index + 1, { file: "a.go", line: 1, before, after }]),
  );

describe("a line of Go that holds mutants of itself", () => {
  test("a statement stands behind a choice", () => {
    expect(held("\tcount++", "\tcount--", "")).toBe(
      "if mutant == 1 { count-- } else if mutant == 2 {  } else { count++ }",
    );
    expect(held("\treturn a < b", "\treturn a <= b")).toContain("{ return a <= b } else { return a < b }");
  });

  test("a condition becomes a function that chooses", () => {
    expect(held("\tif x := f(); x > 0 {", "\tif x := f(); x >= 0 {")).toBe(
      "\tif x := f(); (func() bool { if mutant == 1 { return x >= 0 }; return x > 0 }()) {",
    );
    expect(held("\tfor i := 0; i < n; i++ {", "\tfor i := 0; i <= n; i++ {")).toContain("return i <= n");
  });

  test("of the conditions of a case, only the one that changes", () => {
    expect(held("\tcase a > 1, f(a, b) == 2:", "\tcase a > 1, f(a, b) != 2:")).toBe(
      "\tcase a > 1, (func() bool { if mutant == 1 { return f(a, b) != 2 }; return f(a, b) == 2 }()):",
    );
  });

  test("a declaration is followed by another assignment", () => {
    expect(held("\tsum := a + b", "\tsum := a - b")).toBe("\tsum := a + b; if mutant == 1 { sum = a - b }");
  });

  test("a function of one line keeps its head", () => {
    expect(held("func f() bool { return a && b }", "func f() bool { return a || b }")).toBe(
      "func f() bool { if mutant == 1 { return a || b } else { return a && b } }",
    );
  });

  test("what goes on in another line is compiled alone", () => {
    for (const line of [
      "\treturn a &&",
      "\tx := f(a+1,",
      "\tif a &&",
      "\t\tb + 1)",
      "func f(a int) {",
      "\tfoo: a + b,",
    ])
      expect(held(line, line.replace("a", "b"))).toBeUndefined();
  });
});
