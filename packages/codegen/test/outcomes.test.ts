// What the description says about retries, written in each language.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Behaviour } from "../src/behaviour.ts";
import { goOutcomes } from "../src/languages/go/outcomes.ts";
import { javaOutcomes } from "../src/languages/java/outcomes.ts";
import { phpOutcomes } from "../src/languages/php/outcomes.ts";
import { pythonOutcomes } from "../src/languages/python/outcomes.ts";
import { typescriptOutcomes } from "../src/languages/typescript/outcomes.ts";
import { retriesTable, withPart } from "../src/outcomes/markdown.ts";

const behaviour: Behaviour = {
  steps: {
    return: "return the result",
    fail: "fail",
    retry: "retry after a pause",
    "slow-down": "slow down",
    wait: "wait",
    renew: "renew",
    follow: "follow",
  },
  outcomes: {
    succeeded: { executed: "yes", next: "return", label: "x", when: "A result." },
    "too-fast": { executed: "no", next: "slow-down", label: "x", when: "`TOO_FAST`, or 429." },
    "cut-off": { executed: "unknown", next: "retry", label: "x", when: "The body breaks off." },
    other: { executed: "unknown", next: "fail", label: "x", when: "Anything else." },
  },
  rules: [
    { failure: "code", code: "TOO_FAST", outcome: "too-fast" },
    { status: [429, 430], outcome: "too-fast" },
    { failure: "page", status: { from: 500 }, truncated: false, outcome: "other" },
    { truncated: true, outcome: "cut-off" },
    { outcome: "other" },
  ],
  effects: { "x.get": "read", "x.set": "replace", "x.add": "create", batch: "commands" },
  numbers: {},
};

const languages: [language: string, text: string, rules: string[]][] = [
  [
    "TypeScript",
    typescriptOutcomes(behaviour),
    [
      'if (failure === "code" && code === "TOO_FAST") return "too-fast";',
      'if ((status === 429 || status === 430)) return "too-fast";',
      'if (failure === "page" && status >= 500 && !truncated) return "other";',
    ],
  ],
  [
    "PHP",
    phpOutcomes(behaviour),
    [
      "$failure === 'code' && $code === 'TOO_FAST' => self::TooFast,",
      "($status === 429 || $status === 430) => self::TooFast,",
      "default => self::Other,",
    ],
  ],
  [
    "Python",
    pythonOutcomes(behaviour),
    [
      '(failure == "code" and code == "TOO_FAST", TOO_FAST),',
      "(status in {429, 430}, TOO_FAST),",
      '(failure == "page" and status >= 500 and not truncated, OTHER),',
      "(True, OTHER),",
    ],
  ],
  [
    "Go",
    goOutcomes(behaviour).join("\n"),
    [
      'case a.failure == failureCode && a.code == "TOO_FAST":\n\t\treturn outcomeTooFast',
      "case (a.status == 429 || a.status == 430):",
      "\t}\n\treturn outcomeOther",
    ],
  ],
  [
    "Java",
    javaOutcomes(behaviour),
    [
      'if (failure == Failure.CODE && code.equals("TOO_FAST")) {\n        return TOO_FAST;',
      "if ((status == 429 || status == 430)) {",
      "/** {@code TOO_FAST}, or 429. */\n  TOO_FAST(false, Next.SLOW_DOWN)",
    ],
  ],
];

describe.each(languages)("%s", (_, text, rules) => {
  it("tests the conditions in the order of the rules", () => {
    const places = rules.map((rule) => text.indexOf(rule));
    expect(places, text).not.toContain(-1);
    expect(places.toSorted((a, b) => a - b).slice(0, 3)).toEqual(
      rules[2]!.startsWith("/**") ? [places[2], places[0], places[1]] : places.slice(0, 3),
    );
  });

  it("knows which methods may be executed twice, and no others", () => {
    expect(text).toMatch(/["']x\.get["']/);
    expect(text).toMatch(/["']x\.set["']/);
    expect(text).not.toMatch(/x\.add|["']batch["']/);
  });

  it("leaves out what no attempt that failed leads to", () => expect(text).not.toMatch(/succeeded/i));
});

describe("a README", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "b24-calllist-readme-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it("says of each outcome what is retried", () => {
    expect(retriesTable(behaviour, { add: "Add" }).split("\n").slice(2)).toEqual([
      "| `TOO_FAST`, or 429. | no | retry after a pause |",
      "| The body breaks off. | unknown | retry after a pause, but not `Add` |",
      "| Anything else. | unknown | fail |",
    ]);
  });

  it("keeps all but the marked part, and is the same when it is made again", async () => {
    const path = join(folder, "README.md");
    writeFileSync(path, "Before.\n\n<!-- part: -->\nold\n<!-- /part -->\n\nAfter.\n");
    const once = await withPart(path, "part", "Generated.", "new");
    expect(once).toBe("Before.\n\n<!-- part: Generated. -->\n\nnew\n\n<!-- /part -->\n\nAfter.\n");
    writeFileSync(path, once);
    expect(await withPart(path, "part", "Generated.", "new")).toBe(once);
  });

  it("without the marks is an error that shows them", async () => {
    const path = join(folder, "OTHER.md");
    writeFileSync(path, "Nothing.\n");
    await expect(withPart(path, "part", "Generated.", "new")).rejects.toThrow(
      "needs <!-- part: --> and <!-- /part -->",
    );
  });
});
