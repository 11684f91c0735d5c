import { describe, expect, it } from "vitest";
import { packages, readConfig } from "../src/mutate/config.ts";
import type { Mutant } from "../src/mutate/mutant.ts";
import { isGood, judge, report } from "../src/mutate/score.ts";

const mutant = (status: Mutant["status"], more: Partial<Mutant> = {}): Mutant => ({
  file: "src/send.ts",
  line: 7,
  source: "if (a < b) return;",
  change: "a < b → a <= b",
  status,
  ...more,
});

const many = (count: number, one: Mutant): Mutant[] => Array(count).fill(one);

describe("the score of a package's mutants", () => {
  it("counts a timeout as noticed, an uncovered line as not noticed, and leaves out what does not compile", () => {
    const { other } = judge(
      ["killed", "timeout", "survived", "uncovered", "invalid"].map((status) => mutant(status as Mutant["status"])),
      { deciding: [], equivalent: [] },
    );
    expect(other).toEqual({ noticed: 2, all: 4 });
  });

  it.each([
    { deciding: ["src/send.ts"], noticed: 90, good: true },
    { deciding: ["src/send.ts"], noticed: 89, good: false },
    { deciding: [], noticed: 80, good: true },
    { deciding: [], noticed: 79, good: false },
  ])(
    "is good at 90 % in deciding files and at 80 % elsewhere: $deciding, $noticed %",
    ({ deciding, noticed, good }) => {
      const mutants = [...many(noticed, mutant("killed")), ...many(100 - noticed, mutant("survived"))];
      expect(isGood(judge(mutants, { deciding, equivalent: [] }))).toBe(good);
    },
  );

  it("leaves out a mutant that the configuration names as equivalent, and no other one of its line", () => {
    const equivalent = [
      { file: "src/send.ts", line: "if (a < b) return;", change: "a < b → a <= b", reason: "a is never b" },
    ];
    const { survivors, other } = judge([mutant("survived"), mutant("survived", { change: "a < b → true" })], {
      deciding: [],
      equivalent,
    });
    expect(survivors.map(({ change }) => change)).toEqual(["a < b → true"]);
    expect(other).toEqual({ noticed: 0, all: 1 });
  });

  it("does not count a mutant that is named as equivalent and only took too long", () => {
    const equivalent = [
      { file: "src/send.ts", line: "if (a < b) return;", change: "a < b → a <= b", reason: "it saves time" },
    ];
    const result = judge([mutant("timeout")], { deciding: [], equivalent });
    expect(result.other).toEqual({ noticed: 0, all: 0 });
    expect(isGood(result)).toBe(true);
  });

  it("is not good where a mutant that is named as equivalent was noticed", () => {
    const equivalent = [
      { file: "src/send.ts", line: "if (a < b) return;", change: "a < b → a <= b", reason: "a is never b" },
    ];
    const result = judge([mutant("killed")], { deciding: [], equivalent });
    expect(isGood(result)).toBe(false);
    expect([...report("packages/clients/typescript", result)].at(-1)).toContain(
      "names as equivalent what a test notices",
    );
  });

  it("is printed with file, line and change of each survivor", () => {
    const [place, source, change] = report(
      "packages/clients/typescript",
      judge([mutant("survived")], { deciding: [], equivalent: [] }),
    );
    expect([place, source, change]).toEqual([
      "packages/clients/typescript/src/send.ts:7  survived",
      "    if (a < b) return;",
      "    a < b → a <= b",
    ]);
  });
});

it.each([...packages().values()])("the mutation.json of %s names files and lines that exist", (name) => {
  expect(readConfig(name).deciding).not.toEqual([]);
});
