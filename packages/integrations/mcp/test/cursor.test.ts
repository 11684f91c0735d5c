import { describe, expect, it } from "vitest";
import { readCursor, UsageError, writeCursor } from "../src/cursor.ts";

const write = (text: string): string => Buffer.from(text).toString("base64url");
const reading = { LIST_ID: "13", FILTER: { STATUS: "A" } };

describe("a cursor", () => {
  it("gives the place back for the same reading", () => {
    expect(readCursor(writeCursor(reading, [7, 500]), { FILTER: { STATUS: "A" }, LIST_ID: "13" })).toEqual([7, 500]);
    expect(readCursor(writeCursor({}, [0]), {})).toEqual([0]);
  });

  it("takes what is undefined for what was left out", () => {
    expect(readCursor(writeCursor({ a: undefined }, [1]), {})).toEqual([1]);
    expect(readCursor(writeCursor({}, [1]), { a: undefined })).toEqual([1]);
  });

  it("has no sign that an address or a shell would change", () => {
    expect(writeCursor({ text: "???>>>" }, [1])).toMatch(/^[\w-]+$/);
  });

  it.each([{}, { LIST_ID: "13" }, { ...reading, LIST_ID: "14" }, { ...reading, FILTER: { STATUS: "B" } }])(
    "of another reading (%j) is rejected",
    (other) => {
      expect(() => readCursor(writeCursor(reading, [7]), other)).toThrow(
        new UsageError("cursor: it belongs to other parameters. Send it with those of the call that gave it."),
      );
    },
  );

  it.each([
    "",
    "nonsense",
    "null",
    "1",
    "[1]",
    "{}",
    '{"reading":{}}',
    ...["7", "[-1]", "[1.5]", '["1"]', "[1,null]", "[9007199254740992]"].map(
      (place) => `{"reading":{},"place":${place}}`,
    ),
  ])("that is none (%s) is rejected", (text) => {
    expect(() => readCursor(write(text), {})).toThrow(
      new UsageError("cursor: this is none. Leave it out to begin at the first row."),
    );
  });
});
