// The index of decisions has a row for each file, with the title, date and state that stand in its head.
import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { root } from "@b24-calllist/testkit/run";
import { expect, it } from "vitest";

const HEAD =
  /^# (\d+)\. (.+)\n\nDate: (\d{4}-\d\d-\d\d)\. State: (accepted|replaced by \[\d+\]\(\d{4}-[\w-]+\.md\))\.\n\n/;

const folder = join(root, "docs/decisions");
const heads = globSync("0*.md", { cwd: folder })
  .sort()
  .map((file) => ({ file, head: HEAD.exec(readFileSync(join(folder, file), "utf8")) }));

it.each(heads)("$file begins with its title, date and state, and has its number in its name", ({ file, head }) => {
  expect(head).not.toBeNull();
  expect(basename(file)).toMatch(new RegExp(`^${head![1]!.padStart(4, "0")}-`));
});

it("the numbers have no gap", () => {
  expect(heads.map(({ head }) => Number(head?.[1]))).toEqual(heads.map((_, index) => index + 1));
});

it("the index has a row for each", () => {
  const rows = heads.map(({ file, head }) => {
    const [, number, title, date, state] = head ?? [];
    return `| [${number}](${file}) | ${title} | ${date} | ${state} |`;
  });
  const index = readFileSync(join(folder, "README.md"), "utf8");
  expect(index.split("\n").filter((line) => line.startsWith("| ["))).toEqual(rows);
});
