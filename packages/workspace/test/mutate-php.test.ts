import { expect, it } from "vitest";
import { shown } from "../src/mutate/php.ts";

it("shows a short change whole, and of a long one only what differs", () => {
  expect(shown("$a < $b", "$a <= $b")).toBe("$a < $b → $a <= $b");
  expect(shown("f(\n    $a,\n)", ";")).toBe("f( $a, ) → (nothing)");
  const arms = (...names: string[]): string =>
    `match (true) {\n${names.map((name) => `    $error instanceof ${name} => self::${name},\n`).join("")}}`;
  expect(shown(arms("First", "Second", "Third"), arms("First", "Third"))).toBe(
    "Second => self::Second, $error instanceof → (nothing)",
  );
  expect(shown(arms("First", "Second", "Third"), arms("First", "Second"))).toBe(
    "$error instanceof Third => self::Third, → (nothing)",
  );
});
