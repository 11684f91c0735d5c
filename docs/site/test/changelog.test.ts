// The page of changes: what a version made of changesets looks like, before and after the first release.
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { changelogPage } from "../src/changelog/page.ts";
import { released, waiting } from "../src/changelog/versions.ts";
import { distDir, rootDir } from "../src/paths.ts";

const release = (name: string, type: "major" | "minor" | "patch" | "none", changesets: string[] = []) => ({
  name,
  type,
  oldVersion: "0.1.0",
  newVersion: "0.2.0",
  changesets,
});
const plan: Parameters<typeof waiting>[0] = {
  changesets: [
    { id: "a", summary: "Fixes a thing.", releases: [{ name: "x", type: "patch" }] },
    {
      id: "b",
      summary: "Adds `that`.\n\nWith a second paragraph.",
      releases: [
        { name: "x", type: "minor" },
        { name: "other", type: "major" },
      ],
    },
  ],
  releases: [release("x", "minor", ["a", "b"]), release("user-of-x", "patch"), release("tool", "none")],
  preState: undefined,
};

/** Private packages of the workspace. */
const TOOLS = ["codegen", "conformance", "dev", "docs"];

/** As changesets writes it. */
const MARKDOWN = `# @b24-calllist/client

## 0.2.0

### Minor Changes

- 1a2b3c4: Adds \`that\`.

## 0.1.0

### Patch Changes

- Updated dependencies [1a2b3c4]
  - @b24-calllist/spec@1.0.0
`;

describe("What waits for the next release", () => {
  it("is put together from the changesets, the bigger changes first", () => {
    expect(waiting(plan, "x")).toEqual([
      {
        version: "0.2.0",
        next: true,
        changes:
          "### Minor Changes\n\n- Adds `that`.\n  \n  With a second paragraph.\n\n### Patch Changes\n\n- Fixes a thing.\n\n",
      },
    ]);
  });

  it("says so of a package that is released because of another", () => {
    expect(waiting(plan, "user-of-x")).toMatchObject([{ next: true, changes: "- Updated dependencies\n" }]);
  });

  it.each(["tool", "never-named"])("is nothing for a package without a change: %s", (name) => {
    expect(waiting(plan, name)).toEqual([]);
  });
});

describe("The page of changes", () => {
  const html = (...versions: Parameters<typeof changelogPage>[0][number]["versions"]) =>
    changelogPage([{ folder: "packages/clients/typescript", versions }]).html;
  const next = { version: "0.3.0", next: true, changes: "### Minor Changes\n\n- Adds `this`.\n" };

  it("has a place for each version of a package, the next release on top", () => {
    const page = html(next, ...released(MARKDOWN));
    const places = [...page.matchAll(/<h[23] id="([^"]+)"/g)].map(([, id]) => id);
    expect(places).toEqual(["typescript", "typescript-next", "typescript-0.2.0", "typescript-0.1.0"]);
    expect(page).toContain('<h3 id="typescript-next"><a href="#typescript-next">0.3.0</a> (next release)</h3>');
    expect(page).toContain("<strong>Minor Changes</strong>");
    expect(page).toContain("Adds <code>that</code>.");
    expect(page).toContain("What stands under “next release”");
  });

  it("says before the first release that there was none", () => {
    expect(html(next)).toContain("Nothing has been released yet: all of this comes with the first release.");
    expect(changelogPage([]).html).toContain("Nothing has been released yet.");
  });

  it("says nothing of a next release where nothing waits", () => {
    expect(html(...released(MARKDOWN))).not.toMatch(/next release|Nothing/);
  });

  it("is built with all changesets of this repository, but not with those of the workspace's own tools", () => {
    const page = readFileSync(join(distDir, "changelog.html"), "utf8");
    const text = page.replaceAll(/<[^>]*>/g, "");
    const changesets = globSync(".changeset/*.md", { cwd: rootDir }).filter((file) => !file.endsWith("README.md"));
    for (const file of changesets) {
      const [, packages = "", summary = ""] = readFileSync(join(rootDir, file), "utf8").split(/^---$/m);
      const words = summary.trim().split(/[`*"'<>&\n]/, 1)[0]!;
      const names = [...packages.matchAll(/"@b24-calllist\/([\w-]+)"/g)].map(([, name]) => name!);
      const forUsers = names.some((name) => !TOOLS.includes(name));
      expect([file, text.includes(words)]).toEqual([file, forUsers]);
    }
    for (const tool of [...TOOLS, "site"]) expect(page).not.toContain(`id="${tool}"`);
  });
});
