// A fact of behaviour.yaml or a method's name on the wire stands by hand in spec/ alone. What has a reason to name a method is
// listed here; a place that no longer does has to leave the list.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "@b24-calllist/testkit/run";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";

interface Facts {
  numbers: Record<string, { value: number; unit: string }>;
  outcomes: Record<string, { label: string }>;
  steps: Record<string, string>;
}

/** Folders and files that name methods, and why. */
const NAME_METHODS: Record<string, string> = {
  "packages/portals/sandbox/src/": "implements the methods",
  "packages/portals/mock/src/": "has rules for single methods",
  "packages/portals/contract/src/": "calls a real portal, a method after the other",
  "packages/clients/typescript/src/": "calls methods, which TypeScript does not rename; the compiler checks each name",
  "packages/integrations/mcp/src/": "has tools and hints of its own for some methods; the compiler checks each name",
  "packages/workspace/src/tour.ts": "shows calls to readers",
  "docs/site/src/errors/": "shows a request that ends in each error",
  "docs/site/src/pictures/": "is a picture of the life of a list",
  "docs/site/src/samples/": "writes calls for Bitrix24's own SDKs, which have one sample a method",
};

/** Where a number that is too large to be anything else is something else. */
const OTHER_NUMBERS = /^packages\/(clients\/typescript\/src\/internal\/deadline\.ts|portals\/sandbox\/src\/control\/)/; // timers, and columns, of 32 bits

const { numbers, outcomes, steps } = parse(readFileSync(join(root, "spec/behaviour.yaml"), "utf8")) as Facts;

/** Tests, examples and drivers show what users write, with all its names. */
const SHOWS = /(^|\/)(tests?|examples|conformance|bench|released|ecosystem-tests|testkit|soak)\/|_test\.go$/;

/** Lines of hand-written sources outside spec/, without comments. */
const sources = execFileSync("git", ["ls-files", "-z"], { cwd: root, encoding: "utf8" })
  .split("\0")
  .filter((path) => /\.(ts|mts|mjs|go|java|php|py)$/.test(path) && !path.startsWith("spec/"))
  .filter((path) => !SHOWS.test(path))
  .filter((path) => existsSync(join(root, path)))
  .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }))
  .filter(({ text }) => !/^(<\?php\s+)?(\/\/|#|""") ?Generated from/.test(text.trimStart()))
  .map(({ path, text }) => ({ path, lines: text.split("\n").filter((line) => !/^\s*(\/\/|\/?\*|#|""")/.test(line)) }));

const placesOf = (pattern: RegExp): string[] =>
  sources.flatMap(({ path, lines }) =>
    lines.filter((line) => pattern.test(line)).map((line) => `${path}: ${line.trim()}`),
  );

describe("a method's name", () => {
  const places = placesOf(/["'`]crm\.calllist\.[a-z.]+["'`]/);

  it("stands in spec/, and where there is a reason", () => {
    const others = places.filter((place) => !Object.keys(NAME_METHODS).some((path) => place.startsWith(path)));
    expect(others).toEqual([]);
  });

  it.each(Object.entries(NAME_METHODS))("stands in %s: %s", (path) => {
    expect(places.some((place) => place.startsWith(path))).toBe(true);
  });
});

describe("a number", () => {
  const camel = (name: string): string => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  /** Small values mean many things, so a number is known by the name of its constant. */
  const named = (name: string): string =>
    [name.toUpperCase().replaceAll("-", "_"), camel(name), name.replaceAll("-", "_")].join("|");

  it.each(Object.keys(numbers))("%s has its value in spec/ alone", (name) => {
    expect(placesOf(new RegExp(`\\b(${named(name)})\\b[^=\\n]{0,12}=\\s*(Duration\\.\\w+\\()?[\\d(]`))).toEqual([]);
  });

  it.each(Object.entries(numbers).filter(([, { value }]) => value > 1_000_000))(
    "%s is no literal elsewhere",
    (_, { value }) => {
      const digits = [...String(value)].join("_?");
      const places = placesOf(new RegExp(`\\b${digits}\\b`));
      expect(places.filter((place) => !OTHER_NUMBERS.test(place))).toEqual([]);
    },
  );
});

const isPhrase = (text: string): boolean => text.split(" ").length > 2;

it.each([...Object.values(outcomes).map(({ label }) => label), ...Object.values(steps)].filter(isPhrase))(
  "the words for an outcome and for what follows stand in spec/ alone: %s",
  (label) => {
    expect(placesOf(new RegExp(`["'\`]${label.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}["'\`]`))).toEqual([]);
  },
);
