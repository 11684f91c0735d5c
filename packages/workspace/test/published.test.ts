// Each package on npm, as it would be published today: what is in it, and what comes with it.
import { execFile } from "node:child_process";
import { globSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { pack, unpackWithDependencies } from "@b24-calllist/testkit/packed";
import { root } from "@b24-calllist/testkit/run";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { npmPackages } from "../src/keep-release.ts";
import { sbomOf } from "../src/sbom.ts";

const exec = promisify(execFile);

/** What a package holds beside its manifest, its texts, and what its sources are compiled to. */
const MORE: Record<string, string[]> = {
  spec: [
    "dist/behaviour.json",
    "dist/errors.json",
    "dist/openapi.json",
    "dist/openapi.yaml",
    "dist/sdk.json",
    "evidence/contradictions.yaml",
    "evidence/operator-vectors.json",
    "evidence/portal-vectors.json",
  ],
  "packages/portals/sandbox": ["dist/control/control.openapi.json", "dist/seed/seed.schema.json", "seeds/demo.yaml"],
};

/** Packages that run a script when users install one of ours, and why we take them all the same. */
const WITH_INSTALL_SCRIPT: Record<string, string[]> = {
  // Prism brings it: it tells its makers of the installation. The mock's readme says how to turn it off.
  "packages/portals/mock": ["@scarf/scarf"],
};

/** Licences that let everybody use the packages for anything. */
const LICENCES = ["0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT"];

describe.each(npmPackages(root))("%s", (folder) => {
  let dir: string;
  let tarball: string;
  let unpacked: string;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), "b24-calllist-published-"));
    tarball = await pack(folder, dir);
    unpacked = await unpackWithDependencies(folder);
  }, 240_000);
  afterAll(async () => {
    await rm(dir, { recursive: true });
    await rm(dirname(unpacked), { recursive: true });
  });

  it("holds what is meant, and all of it", async () => {
    const { stdout } = await exec("tar", ["-tzf", tarball]);
    const files = stdout
      .trim()
      .split("\n")
      .map((path) => path.replace("package/", ""));
    const compiled = globSync("src/**/*.ts", { cwd: join(root, folder) }).flatMap((source) => {
      const path = source.replace(/^src/, "dist").replace(/\.ts$/, "");
      return [`${path}.js`, `${path}.d.ts`];
    });
    const changelog = files.filter((file) => file === "CHANGELOG.md"); // from the first release on
    expect(files.sort()).toEqual(
      ["LICENSE", "README.md", "package.json", ...changelog, ...compiled, ...(MORE[folder] ?? [])].sort(),
    );
  });

  it("is free of what publint finds", async () => {
    const { stdout } = await exec("publint", ["--strict", "--pack", "pnpm"], { cwd: join(root, folder) });
    expect(stdout).toContain("All good!");
  });

  it("has types that are right for whoever imports it", async () => {
    const { stdout } = await exec("attw", [tarball, "--profile", "esm-only"]); // fails when it finds a problem
    expect(stdout).toMatch(/node16 \(from ESM\).*🟢|does not contain types/);
  });

  it("runs no script of others at its installation but those named here", async () => {
    const lock = JSON.parse(
      await readFile(join(unpacked, "node_modules/.package-lock.json"), "utf8").catch(() => "{}"),
    );
    const withScript = Object.entries<{ hasInstallScript?: boolean }>(lock.packages ?? {})
      .filter(([, { hasInstallScript }]) => hasInstallScript)
      .map(([path]) => path.split("node_modules/").at(-1));
    expect(withScript).toEqual(WITH_INSTALL_SCRIPT[folder] ?? []);
  });

  it("has a bill of materials that names all it comes with, their licences, and nothing of this machine", async () => {
    const { text } = await sbomOf(unpacked);
    expect(text).not.toContain(dirname(unpacked));
    expect(text).not.toMatch(/"file:/);
    const { metadata, components } = JSON.parse(text);
    const manifest = JSON.parse(await readFile(join(root, folder, "package.json"), "utf8"));
    expect(metadata.component).toMatchObject({ name: manifest.name, version: manifest.version });
    const names = components.map(({ name }: { name: string }) => name);
    expect(names).toEqual(expect.arrayContaining(Object.keys(manifest.dependencies ?? {})));
    for (const { name, licenses } of components)
      expect([name, licenses?.[0]?.license.id]).toEqual([name, expect.toBeOneOf(LICENCES)]);
  });
});
