// SECURITY.md names a test for each attack it says is defended; a test that was renamed must not leave it behind.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "@b24-calllist/testkit/run";
import { expect, it } from "vitest";

const text = readFileSync(join(root, "SECURITY.md"), "utf8");
const attacks = text
  .slice(text.indexOf("| Attack |"), text.indexOf("Not defended"))
  .split("\n")
  .filter((line) => line.startsWith("| ") && !/^\| (Attack|\*\*)/.test(line))
  .map((line) => line.split(" | ").map((cell) => cell.replace(/^\| | \|$/g, "")));

it.each(attacks)("%s: has a test", (_attack, _defence, tests) => {
  const paths = [...(tests ?? "").matchAll(/`([^`]+)`/g)].map(([, path]) => path!);
  expect(paths).not.toEqual([]);
  for (const path of paths) expect([path, existsSync(join(root, path))]).toEqual([path, true]);
});
