// CONCEPTS.md names what exists: each name in a cell is in the client's source.
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const clients = join(import.meta.dirname, "../..");

/** The sources of each client's column, without tests. */
const SOURCES: Record<string, string> = {
  TypeScript: "typescript/src/**/*.ts",
  PHP: "php/src/**/*.php",
  Python: "python/src/**/*.py",
  Go: "go/*.go",
  Java: "java/src/main/**/*.java",
};

const cellsOf = (line: string): string[] =>
  line
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim());

const text = readFileSync(join(clients, "CONCEPTS.md"), "utf8");
const [[, ...languages] = [], , ...rows] = text
  .split("\n")
  .filter((line) => line.startsWith("|"))
  .map(cellsOf);
const notes = [...text.matchAll(/^([¹²³])/gm)].map(([, note]) => note!);

const sources = new Map(
  languages.map((language) => {
    const files = globSync(SOURCES[language]!, { cwd: clients }).filter((file) => !file.endsWith("_test.go"));
    return [language, files.map((file) => readFileSync(join(clients, file), "utf8")).join("\n")];
  }),
);

it("The table has a column for each client, and notes that are used", () => {
  expect(languages).toEqual(Object.keys(SOURCES));
  expect(notes.filter((note) => !rows.some((cells) => cells.includes(`–${note}`)))).toEqual([]);
});

describe.each(rows)("%s", (_, ...cells) => {
  it.each(languages.map((language, index) => [language, cells[index]!]))("in %s: %s", (language, cell) => {
    if (cell.startsWith("–")) return expect(notes).toContain(cell.slice(1));
    const names = [...cell.matchAll(/`"?([^`"]+)"?`/g)].map(([, name]) => name!);
    expect(names).not.toEqual([]);
    const missing = names.filter((name) =>
      name
        .split(/::|\.(?=webhook|oauth)/)
        .some((part) => !new RegExp(`(?<![\\w.])${part}(?!\\w)|["'.]${part}(?!\\w)`).test(sources.get(language)!)),
    );
    expect(missing).toEqual([]);
  });
});
