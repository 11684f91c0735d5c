// Where a package may reach: down the list of rooms, by the name of what it needs, and never round in a circle. (That no
// file imports itself by way of others, and that dependencies are declared, is the linter's matter: biome.json.)
import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { packageFolders } from "@b24-calllist/testkit/packages";
import { root } from "@b24-calllist/testkit/run";
import { expect, it } from "vitest";

/** Rooms from the top; what is in one may use what is in its own line and below. */
const ROOMS = [
  ["packages/workspace"],
  ["docs/", "examples", "packages/ecosystem-tests"],
  ["packages/integrations/"],
  ["packages/clients/", "packages/portals/"],
  ["packages/codegen", "spec"],
  ["packages/testkit"],
];
const levelOf = (folder: string): number => ROOMS.findIndex((line) => line.some((room) => folder.startsWith(room)));

interface Manifest {
  name: string;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

const folders = packageFolders(root);
const manifests = new Map(
  folders.map((folder): [string, Manifest] => [
    folder,
    JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8")),
  ]),
);
const folderOf = new Map([...manifests].map(([folder, { name }]) => [name, folder]));
const needs = new Map(
  [...manifests].map(([folder, { dependencies, devDependencies }]) => [
    folder,
    Object.keys({ ...dependencies, ...devDependencies }).flatMap((name) => folderOf.get(name) ?? []),
  ]),
);

it.each(folders)("%s is in a room", (folder) => {
  expect(levelOf(folder)).toBeGreaterThanOrEqual(0);
});

it.each(folders)("%s needs packages of its own line and below alone", (folder) => {
  const above = needs.get(folder)!.filter((other) => levelOf(other) < levelOf(folder));
  expect(above).toEqual([]);
});

it.each(folders)("%s does not need itself by way of others", (folder) => {
  const seen = new Set<string>();
  const visit = (one: string): void => {
    for (const other of needs.get(one)!) {
      if (seen.has(other)) continue;
      seen.add(other);
      visit(other);
    }
  };
  visit(folder);
  expect(seen).not.toContain(folder);
});

it.each(folders)("%s imports what another package has by its name", (folder) => {
  const leaving = globSync("**/*.{ts,mjs}", { cwd: join(root, folder), exclude: (name) => name === "node_modules" })
    .filter((file) => !/^(dist|build|target)\//.test(file))
    .flatMap((file) => {
      const text = readFileSync(join(root, folder, file), "utf8");
      const paths = [...text.matchAll(/(?:from|import)\s*\(?\s*"(\.[^"]+)"/g)].map(([, path]) => path!);
      return paths.filter((path) => join(dirname(file), path).startsWith("..")).map((path) => `${file}: ${path}`);
    });
  expect(leaving).toEqual([]);
});
