// Settings that editors and containers need a copy of say the same as the source.
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "@b24-calllist/testkit/run";
import { expect, it } from "vitest";
import { parse } from "yaml";

const read = (file: string): string => readFileSync(join(root, file), "utf8");

/** A file's settings in .editorconfig: later sections win. */
function editor(name: string): Record<string, string> {
  const settings: Record<string, string> = {};
  for (const [, pattern, lines] of read(".editorconfig").matchAll(/^\[(.+)\]\n((?:.+\n?)*)/gm)) {
    const globs = pattern!.startsWith("{") ? pattern!.slice(1, -1).split(",") : [pattern!];
    if (!globs.some((glob) => glob === name || (glob.startsWith("*") && name.endsWith(glob.slice(1))))) continue;
    for (const line of lines!.trim().split("\n")) {
      const [key, value] = line.split(" = ");
      settings[key!] = value!;
    }
  }
  return settings;
}

it(".nvmrc is the Node of the workspace", () => {
  expect(read(".nvmrc").trim()).toBe(parse(read("pnpm-workspace.yaml")).catalog.node);
});

it(".editorconfig says what the formatters do", () => {
  expect(editor("a.ts").max_line_length).toBe(String(JSON.parse(read("biome.json")).formatter.lineWidth));
  expect(editor("a.py").max_line_length).toBe(
    /^line-length = (\d+)/m.exec(read("packages/clients/python/pyproject.toml"))![1],
  );
  expect(editor("a.php").max_line_length).toBe(
    /"lineLimit" value="(\d+)"/.exec(read("packages/clients/php/phpcs.xml.dist"))![1],
  );
  // google-java-format and gofmt have no settings.
  expect(editor("A.java")).toMatchObject({ max_line_length: "100", indent_style: "space", indent_size: "2" });
  expect(editor("a.go")).toMatchObject({ max_line_length: "off", indent_style: "tab" });
  for (const name of ["a.py", "a.php"]) expect(editor(name)).toMatchObject({ indent_style: "space", indent_size: "4" });
  for (const name of ["a.yaml", "a.md"])
    expect(editor(name)).toMatchObject({ indent_style: "space", indent_size: "2" });
});

it("the development container is that of CI, and takes its tools from the same list", () => {
  const container = JSON.parse(read(".devcontainer/devcontainer.json").replaceAll(/^ *\/\/.*$/gm, ""));
  expect(container.postCreateCommand).toMatch(/^bash \.ci\/install && /);
  const images = globSync(".github/workflows/*.yml", { cwd: root }).flatMap((file) =>
    Object.values<{ container?: string }>(parse(read(file)).jobs).flatMap((job) => job.container ?? []),
  );
  expect(new Set(images)).toEqual(new Set([container.image]));
});
