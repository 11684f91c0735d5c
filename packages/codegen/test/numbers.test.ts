// Numbers that all clients share, as each language writes them.
import { expect, it } from "vitest";
import type { Behaviour } from "../src/behaviour.ts";
import { goNumbers, javaNumbers, phpNumbers, pythonNumbers, typescriptNumbers } from "../src/numbers.ts";

const behaviour = {
  numbers: {
    "page-size": { value: 50, unit: "rows", what: "Rows of one page." },
    "retry-delay": { value: 10_000, unit: "seconds", what: "Default pause, unless `Retry-After` asks for more." },
    "max-id": { value: 2_147_483_647, unit: "number", what: "The highest id." },
  },
} satisfies Pick<Behaviour, "numbers">;

it.each([
  [
    "TypeScript",
    typescriptNumbers(behaviour),
    ["PAGE_SIZE = 50;", "RETRY_DELAY = 10_000_000;", "MAX_ID = 2_147_483_647;"],
  ],
  ["Python", pythonNumbers(behaviour), ["PAGE_SIZE = 50\n", "RETRY_DELAY = 10_000.0\n", "MAX_ID = 2_147_483_647\n"]],
  ["PHP", phpNumbers(behaviour), ["PAGE_SIZE = 50;", "RETRY_DELAY = 10_000.0;", "MAX_ID = 2_147_483_647;"]],
  ["Go", goNumbers(behaviour), ["pageSize = 50\n", "retryDelay = 10_000 * time.Second\n", "maxID = 2_147_483_647\n"]],
  [
    "Java",
    javaNumbers(behaviour),
    ["int PAGE_SIZE = 50;", "Duration RETRY_DELAY = Duration.ofSeconds(10_000);", "int MAX_ID = 2_147_483_647;"],
  ],
])("%s: counts as whole numbers, times in its own unit", (_, text, constants) => {
  for (const constant of constants) expect(text).toContain(constant);
});

it.each([
  ["TypeScript", typescriptNumbers(behaviour), "`Retry-After` asks for more. Milliseconds. */"],
  ["Python", pythonNumbers(behaviour), '`Retry-After` asks for more. Seconds."""'],
  ["PHP", phpNumbers(behaviour), "`Retry-After` asks for more. Seconds. */"],
  ["Go", goNumbers(behaviour), "\t// Default pause, unless `Retry-After` asks for more.\n"],
  ["Java", javaNumbers(behaviour), "/** Default pause, unless {@code Retry-After} asks for more. */"],
])("%s: each constant says what it is, and its unit where the type does not", (_, text, comment) => {
  expect(text).toContain(comment);
});
