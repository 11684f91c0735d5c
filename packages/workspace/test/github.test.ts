// Forms, owners and updates on GitHub: YAML that parses, of the shape that GitHub takes, and no path that has gone.
import { execFileSync } from "node:child_process";
import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "@b24-calllist/testkit/run";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";

interface Field {
  type: string;
  id?: string;
  attributes: { label?: string; value?: string; options?: string[] };
}

const read = (file: string): string => readFileSync(join(root, file), "utf8");
const tracked = execFileSync("git", ["ls-files"], { cwd: root, encoding: "utf8" }).trim().split("\n");
const forms = globSync(".github/ISSUE_TEMPLATE/*.yml", { cwd: root }).filter((file) => !file.endsWith("config.yml"));

/** Folders that hold a file of this name with such a text. The examples depend on our clients alone. */
const foldersOf = (name: RegExp, text = /./): string[] => {
  const files = tracked
    .filter((file) => !file.startsWith("examples/"))
    .filter((file) => name.test(file) && text.test(read(file)));
  return [...new Set(files.map((file) => join("/", dirname(file))))];
};
const present = (ecosystem: string, folders: string[]) => (folders.length > 0 ? { [ecosystem]: folders } : {});

describe.each(forms)("%s", (file) => {
  const form: { name: string; description: string; labels: string[]; body: Field[] } = parse(read(file));

  it("has what GitHub wants of a form", () => {
    expect(form).toMatchObject({ name: expect.any(String), description: expect.any(String) });
    for (const { type, id, attributes } of form.body) {
      expect(["markdown", "textarea", "input", "dropdown", "checkboxes"]).toContain(type);
      if (type === "markdown") expect(attributes.value).toEqual(expect.any(String));
      else expect([id, attributes.label]).toEqual([expect.stringMatching(/^[a-z-]+$/), expect.any(String)]);
      if (type === "dropdown") expect(new Set(attributes.options).size).toBe(attributes.options!.length);
    }
    const ids = form.body.flatMap(({ id }) => id ?? []);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

it("links of the forms lead to pages and files that are there", () => {
  const texts = [...globSync(".github/ISSUE_TEMPLATE/*.yml", { cwd: root }), ".github/pull_request_template.md"].map(
    read,
  );
  const links = texts.flatMap((text) => text.match(/https:[^\s)]+/g) ?? []);
  const files = links.flatMap((link) => link.match(/(?<=\/blob\/main\/).*/) ?? []);
  const guides = links.flatMap((link) => link.match(/(?<=github\.io\/b24-calllist\/)guides\/.*(?=\.html)/) ?? []);
  const paths = [...files, ...guides.map((guide) => `docs/${guide}.md`)];
  expect(paths).toContain("SECURITY.md");
  expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

it("the form for portals asks for the report of a command that is there", () => {
  const [, name] = /npm run (\w+) -- --portal/.exec(read(".github/ISSUE_TEMPLATE/portal.yml"))!;
  expect(JSON.parse(read("package.json")).scripts).toHaveProperty(name!);
});

it("CODEOWNERS names files and folders that are there", () => {
  const lines = read(".github/CODEOWNERS")
    .split("\n")
    .filter((line) => /^[^#]/.test(line));
  for (const line of lines) expect(line).toMatch(/^\S+( @b24-calllist\/[a-z]+)+$/);
  const paths = lines.map((line) => line.split(" ")[0]!).filter((path) => path !== "*");
  expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

it("Dependabot looks at each folder whose manifest names dependencies, and at no other", () => {
  const { version, updates } = parse(read(".github/dependabot.yml"));
  expect(version).toBe(2);
  const seen: Record<string, string[]> = {};
  for (const update of updates) {
    expect(update).toMatchObject({ schedule: { interval: "weekly" }, groups: expect.any(Object) });
    seen[update["package-ecosystem"]] = update.directories ?? [update.directory];
  }
  expect(seen).toEqual({
    npm: foldersOf(/(^|\/)pnpm-lock\.yaml$/),
    "github-actions": ["/"],
    pip: [...foldersOf(/^\.ci\/\w+\.txt$/, /==/), ...foldersOf(/(^|\/)(pyproject\.toml|requirements\.txt)$/)],
    maven: foldersOf(/pom\.xml$/),
    ...present("gomod", foldersOf(/go\.mod$/, /^require/m)),
    // "php" and its extensions are no packages.
    ...present("composer", foldersOf(/composer\.json$/, /"require(-dev)?": \{[^}]*"[\w-]+\/[\w-]+"/)),
  });
});
