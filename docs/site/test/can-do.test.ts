// The README's table of what each client can do, compared with the clients' sources.
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { rootDir } from "../src/paths.ts";
import { clientsIn } from "../src/site/start.ts";

const SOURCES: Record<string, string> = {
  TypeScript: "packages/clients/typescript/src/**/*.ts",
  PHP: "packages/clients/php/src/**/*.php",
  Python: "packages/clients/python/src/**/*.py",
  Go: "packages/clients/go/*.go",
  Java: "packages/clients/java/src/main/**/*.java",
};

/** By the beginning of a row: names that stand in the source of a client that can do it, in its own letters. */
const NAMES: Record<string, string[]> = {
  "All six methods": ["batch", "statuslist"],
  "Complete lists": ["unstablelist"],
  "Add and remove participants": ["changeparticipants", "progressof", "waituntildone"],
  "Retries only what is safe": ["outcomeunknown", "operationtimelimit"],
  "Renews OAuth tokens": ["renew"],
  "Keeps below the request rate": ["leakybucket"],
  "Participants of many lists": ["participantsof"],
  "Refers to earlier commands": ["export function ref<"],
  "Follows a renamed portal": ["trustedhosts"],
  "Hooks for logs": [" hooks"],
};

/** Without letter case and underscores, in which the languages differ. */
const plain = (text: string): string => text.toLowerCase().replaceAll("_", "");

const sources = Object.entries(SOURCES).map(([language, files]) => {
  const own = globSync(files, { cwd: rootDir }).filter((file) => !file.endsWith("_test.go"));
  return { language, source: plain(own.map((file) => readFileSync(join(rootDir, file), "utf8")).join("\n")) };
});

describe("The table of clients", () => {
  const table = clientsIn(readFileSync(join(rootDir, "README.md"), "utf8"));
  const [head = [], , ...rows] = table
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );

  /** In the order of the clients: where several share a column, its cell for each. */
  const clients = head.slice(1).flatMap((names, column) => names.split(", ").map((name) => ({ name, column })));

  it("has a column for each client", () => {
    expect(clients.map(({ name }) => name)).toEqual(Object.keys(SOURCES));
  });

  it("has a row for each thing that is compared", () => {
    expect(rows.map(([task]) => Object.keys(NAMES).find((beginning) => task!.startsWith(beginning)))).toEqual(
      Object.keys(NAMES),
    );
  });

  it.each(rows.map(([task, ...cells]) => ({ task: task!, cells })))("is right about: $task", ({ task, cells }) => {
    const names = NAMES[Object.keys(NAMES).find((beginning) => task.startsWith(beginning))!]!;
    const found = sources.map(({ language, source }) => [language, names.every((name) => source.includes(name))]);
    expect(found).toEqual(clients.map(({ name, column }) => [name, cells[column] !== "no"]));
  });
});
