// How much of a result is passed on. That each tool's response is bounded is in bounds.test.ts.
import { describe, expect, it } from "vitest";
import { bounded, fitting } from "../src/bounded.ts";
import { READS, type Tool } from "../src/tool.ts";

const text = (length: number): string => "x".repeat(length);
const rowsOf = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

describe("of some rows, those are passed on", () => {
  it("that are there", () => {
    expect(fitting([])).toEqual([]);
    expect(fitting([1, 2])).toEqual([1, 2]);
  });

  it("that are among the first 500", () => {
    expect(fitting(rowsOf(500))).toEqual(rowsOf(500));
    expect(fitting(rowsOf(501))).toEqual(rowsOf(500));
  });

  it("that have 198,000 characters as JSON, with what cannot be seen as escapes", () => {
    // Each has two quotation marks and a comma.
    expect(fitting([text(98_997), text(98_997), "x"])).toHaveLength(2);
    expect(fitting([text(98_997), text(98_998), "x"])).toHaveLength(1);
    expect(fitting(["\u202e".repeat(20_000), "\u202e".repeat(20_000)])).toHaveLength(1);
  });

  it("one at least, so that the reading goes on", () => {
    expect(fitting([text(300_000), "x"])).toEqual([text(300_000)]);
  });
});

describe("a result", () => {
  const tool = { annotations: READS, others: "look elsewhere" } as Tool;
  const writes = { annotations: { readOnlyHint: false } } as Tool;

  it("that is short is passed on as it is", () => {
    for (const result of [{ a: 1 }, [1, 2], true, 13, "x", null]) expect(bounded(tool, result)).toEqual({ result });
  });

  it("is cut where it is rows, and says how many are left out and where they are", () => {
    expect(bounded(tool, rowsOf(502))).toEqual({
      result: rowsOf(500),
      cut: "Cut: 2 more rows are left out. To get them, look elsewhere.",
    });
  });

  it.each([
    [tool, "it only reads, nothing was changed."],
    [writes, "yes, the portal accepted the call."],
  ])("of more than 200,000 characters is not passed on", (one, executed) => {
    expect(bounded(one, text(199_998))).toEqual({ result: text(199_998) });
    const lines = [
      "The portal's response has 200001 characters, more than this server passes on (200000).",
      "What to do: Ask for less if the tool can, or ask the user to look it up in the portal.",
      `Executed: ${executed}`,
    ];
    expect(() => bounded(one, text(199_999))).toThrow(lines.join("\n"));
  });
});
