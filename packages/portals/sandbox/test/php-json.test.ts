// JSON as PHP writes it. What JavaScript writes in the same way is left to it; the two ways must not differ.
import { orderedObject } from "@b24-calllist/protocol";
import fc from "fast-check";
import { expect, it } from "vitest";
import { phpJson } from "../src/rest/php-json.ts";
import { runs } from "./property.ts";

const reordered = orderedObject([
  ["1", "a"],
  ["0", "b"],
]);

it("is the same by the fast way and by the exact one", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      // An object in PHP's own order beside it makes the whole text take the exact way.
      expect(phpJson([value, reordered])).toBe(`[${phpJson(value)},{"1":"a","0":"b"}]`);
    }),
    runs(1000),
  );
});

it.each([
  ["a/b", '"a\\/b"'],
  ['say "yes"', '"say \\u0022yes\\u0022"'],
  ["<b>&'", '"\\u003Cb\\u003E\\u0026\\u0027"'],
  ["Перезвонить", '"Перезвонить"'],
  ["a\\b\n", '"a\\\\b\\n"'],
  ["\u2028\u2029", '"\\u2028\\u2029"'],
  [1e25, "1.0e+25"],
  [-1e25, "-1.0e+25"],
  [1.5e-7, "1.5e-7"],
  [2n ** 53n + 1n, "9007199254740993"],
  [[undefined, null], "[null,null]"],
])("%o is %s", (value, text) => expect(phpJson(value)).toBe(text));
