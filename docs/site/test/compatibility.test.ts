// The page of compatibility: what stands in the manifests, and in docs/releases.json once there is one.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { compatibilityPage } from "../src/compatibility/page.ts";
import { readCompatibility } from "../src/compatibility/rows.ts";
import { rootDir } from "../src/paths.ts";
import { PACKAGES } from "../src/site/package-list.ts";

const manifestOf = (folder: string) => JSON.parse(readFileSync(join(rootDir, folder, "package.json"), "utf8"));

describe("What is read of this repository", async () => {
  const all = await readCompatibility();

  it("has each package, in its version of today or its next one", () => {
    expect(all.map(({ folder }) => folder)).toEqual(Object.keys(PACKAGES));
    for (const { folder, rows } of all) {
      const [newest] = rows;
      if (newest && !newest.next) expect([folder, newest.version]).toEqual([folder, manifestOf(folder).version]);
      else expect([folder, newest]).toEqual([folder, expect.objectContaining({ next: true })]);
    }
  });

  it("has the language of each client, and none for the description, which is data", () => {
    const needs = Object.fromEntries(all.map(({ folder, needs }) => [folder, needs]));
    expect(needs).toMatchObject({
      "packages/clients/typescript": expect.stringMatching(/^Node \d+$/),
      "packages/clients/php": expect.stringMatching(/^PHP 8\.\d$/),
      "packages/clients/python": expect.stringMatching(/^Python 3\.\d+$/),
      "packages/clients/go": expect.stringMatching(/^Go 1\.\d+$/),
      "packages/clients/java": expect.stringMatching(/^Java \d+$/),
      spec: undefined,
    });
  });

  it("has every release that was kept", () => {
    const kept = join(rootDir, "docs/releases.json");
    const releases = existsSync(kept) ? JSON.parse(readFileSync(kept, "utf8")).length : 0;
    expect(all.flatMap(({ rows }) => rows.filter(({ next }) => !next))).toHaveLength(releases);
  });
});

it("shows each version with the description it was made from, and what the newest runs on", () => {
  const rows = [
    { version: "0.2.0", description: "1.1.0", next: true },
    { version: "0.1.0", description: "1.0.0" },
  ];
  const { html } = compatibilityPage([{ folder: "packages/clients/php", needs: "PHP 8.2", rows }]);
  const cells = [...html.matchAll(/<tr>(<td>.*)<\/tr>/g)].map(([, row]) =>
    row!
      .split("<td>")
      .slice(1)
      .map((cell) => cell.replaceAll(/<[^>]*>/g, "")),
  );
  expect(cells).toEqual([
    ["PHP client", "0.2.0 (next release)", "1.1.0", "PHP 8.2 or newer"],
    ["PHP client", "0.1.0", "1.0.0", ""],
  ]);
});
