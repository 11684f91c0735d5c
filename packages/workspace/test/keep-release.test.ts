// What a release leaves behind, and that the next version of the client is held to it.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { root } from "@b24-calllist/testkit/run";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { keepRelease, TESTS } from "../src/keep-release.ts";

const exec = promisify(execFile);

let copy: string;
beforeEach(async () => {
  copy = await mkdtemp(join(tmpdir(), "b24-calllist-release-"));
  await write("spec/dist/openapi.json", "the description");
  await write("spec/dist/errors.json", "the errors");
  await write("spec/dist/behaviour.json", "the behaviour");
  await write("packages/clients/typescript/test/types.test-d.ts", "the types");
  await write(
    "packages/clients/typescript/src/index.ts",
    'export { type A, b } from "./ab.ts";\nexport { c } from "./c.ts";\n',
  );
  await write("packages/portals/mock/test/contract.test.ts", "the contract");
  await write("packages/clients/php/conformance.json", "{}");
  await manifest("packages/workspace", { name: "workspace", private: true, version: "0.0.0" });
  await manifest("packages/clients/php", { name: "php", private: true, version: "0.3.0" });
  await manifest("packages/clients/typescript", { name: "@b24-calllist/client", version: "0.1.0" });
  await manifest("spec", { name: "@b24-calllist/spec", version: "1.0.0" });
});
afterEach(() => rm(copy, { recursive: true }));

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(copy, path)), { recursive: true });
  await writeFile(join(copy, path), text);
}
async function manifest(
  folder: string,
  content: { name: string; version: string; private?: boolean; type?: string },
): Promise<void> {
  await write(`${folder}/package.json`, JSON.stringify(content));
  await write(`${folder}/CHANGELOG.md`, `# ${content.name}\n\n## ${content.version}\n\n- Changed.\n`);
}
const read = (path: string): Promise<string> => readFile(join(copy, path), "utf8");

it("keeps the description, the client's tests, and which package was made from which description", async () => {
  keepRelease(copy);
  expect(await read("spec/releases/1.0.0/openapi.json")).toBe("the description");
  expect(await read("spec/releases/1.0.0/errors.json")).toBe("the errors");
  expect(await read("spec/releases/1.0.0/behaviour.json")).toBe("the behaviour");
  expect(await read("packages/clients/typescript/released/types.test-d.ts")).toBe("the types");
  expect(await read("packages/clients/typescript/released/exports.ts")).toBe(
    'export { type A, b } from "../src/index.ts";\nexport { c } from "../src/index.ts";\n',
  );
  expect(await read("packages/portals/mock/released/contract.test.ts")).toBe("the contract");
  expect(JSON.parse(await read("docs/releases.json"))).toEqual([
    { package: "php", version: "0.3.0", description: "1.0.0" },
    { package: "@b24-calllist/client", version: "0.1.0", description: "1.0.0" },
    { package: "@b24-calllist/spec", version: "1.0.0", description: "1.0.0" },
  ]);
});

it.each(Object.keys(TESTS))("%s uses what users can import, and nothing else of this repository", async (file) => {
  const imports = (await readFile(join(root, file), "utf8")).matchAll(/ from "(\..*)"/g);
  for (const [, path] of imports) expect(["../src/index.ts", "../src/file-store.ts"]).toContain(path);
});

it("keeps what is kept while versions stay, and puts new versions before it", async () => {
  keepRelease(copy);
  await write("spec/dist/openapi.json", "changed");
  await write("packages/clients/typescript/test/types.test-d.ts", "changed");
  await manifest("packages/clients/php", { name: "php", private: true, version: "0.3.1" });
  keepRelease(copy);
  expect(await read("spec/releases/1.0.0/openapi.json")).toBe("the description");
  expect(await read("packages/clients/typescript/released/types.test-d.ts")).toBe("the types");
  expect(JSON.parse(await read("docs/releases.json"))).toEqual([
    { package: "php", version: "0.3.1", description: "1.0.0" },
    { package: "php", version: "0.3.0", description: "1.0.0" },
    expect.anything(),
    expect.anything(),
  ]);

  await manifest("packages/clients/typescript", { name: "@b24-calllist/client", version: "0.2.0" });
  await manifest("spec", { name: "@b24-calllist/spec", version: "1.1.0" });
  keepRelease(copy);
  expect(await read("spec/releases/1.1.0/openapi.json")).toBe("changed");
  expect(await read("packages/clients/typescript/released/types.test-d.ts")).toBe("changed");
});

it("keeps nothing of a package that has no release, as its changelog says", async () => {
  await rm(join(copy, "spec/CHANGELOG.md"));
  await rm(join(copy, "packages/clients/php/CHANGELOG.md"));
  keepRelease(copy);
  expect(existsSync(join(copy, "spec/releases"))).toBe(false);
  expect(JSON.parse(await read("docs/releases.json"))).toEqual([
    { package: "@b24-calllist/client", version: "0.1.0", description: "1.0.0" },
  ]);
});

describe("npm run version", () => {
  beforeEach(async () => {
    for (const path of ["packages/workspace/src", "packages/testkit/src", "packages/testkit/package.json"])
      await cp(join(root, path), join(copy, path), { recursive: true });
    await mkdir(join(copy, "node_modules/@b24-calllist"), { recursive: true });
    await symlink(join(copy, "packages/testkit"), join(copy, "node_modules/@b24-calllist/testkit"));
    await write(".changeset/README.md", "No changeset.");
    for (const command of ["changeset", "turbo", "pnpm"])
      await write(`bin/${command}`, `#!/bin/sh\necho ${command} "$@"\n[ ${command} != changeset ]\n`);
    await exec("chmod", ["-R", "+x", join(copy, "bin")]);
    await git("init", "-q");
    await git("add", "--all");
    await git("commit", "-qm", "before");
  });

  const git = (...args: string[]) =>
    exec("git", ["-c", "user.name=test", "-c", "user.email=test@localhost", ...args], { cwd: copy });
  const version = (): Promise<{ stdout: string; stderr: string }> =>
    exec(process.execPath, [join(copy, "packages/workspace/src/version.ts")], {
      env: { ...process.env, PATH: `${join(copy, "bin")}:${process.env.PATH}` },
    }).catch((failed) => failed);

  it("keeps what a run before it has released and not kept, and is done when nothing is left", async () => {
    await manifest("spec", { name: "@b24-calllist/spec", version: "1.1.0" });
    expect((await version()).stdout).toMatch(/^No changesets wait.*\nturbo run generate .*\npnpm install .*\nRead/);
    expect(await read("spec/releases/1.1.0/openapi.json")).toBe("the description");
    const list = await read("docs/releases.json");
    await version();
    expect(await read("docs/releases.json")).toBe(list);
  });

  it("stops where changesets cannot be turned into versions", async () => {
    await write(".changeset/one.md", "A changeset.");
    expect(await version()).toMatchObject({ code: 1, stdout: "changeset version\n" });
  });

  it("raises no version twice where it was interrupted among the changesets", async () => {
    await write(".changeset/one.md", "One of two.");
    await write("packages/portals/mock/CHANGELOG.md", "# The first release of a package\n");
    expect(await version()).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining("git stash") });

    await git("stash", "--include-untracked");
    await write(".changeset/one.md", "One of two.");
    await manifest("spec", { name: "@b24-calllist/spec", version: "1.1.0" });
    expect(await version()).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining("git stash") });
  });
});

it("what compiled with the released client has to compile with the next one", async () => {
  const client = join(copy, "packages/clients/typescript");
  for (const path of ["src", "test/types.test-d.ts", "tsconfig.json", "vitest.config.ts"])
    await cp(join(root, "packages/clients/typescript", path), join(client, path), { recursive: true });
  await cp(join(root, "tsconfig.base.json"), join(copy, "tsconfig.base.json"));
  await manifest("packages/clients/typescript", { name: "@b24-calllist/client", version: "0.1.0", type: "module" });
  await symlink(join(root, "packages/clients/typescript/node_modules"), join(client, "node_modules"));
  keepRelease(copy);

  const test = (): Promise<string> =>
    exec(join(client, "node_modules/.bin/vitest"), ["run", "--typecheck.only", "released"], {
      cwd: client,
      env: { ...process.env, NO_COLOR: "1" },
    }).then(
      ({ stdout }) => stdout,
      ({ stdout, stderr }) => stdout + stderr,
    );
  expect(await test()).toMatch(/Test Files +1 passed/);

  const index = await read("packages/clients/typescript/src/index.ts");
  await write(
    "packages/clients/typescript/src/index.ts",
    index.replace("participantsOf }", "participantsOf as membersOf }"),
  );
  expect(await test()).toMatch(/released\/types\.test-d\.ts.*participantsOf/s);

  // No test uses it; but somebody may.
  await write("packages/clients/typescript/src/index.ts", index.replace("  RequestEvent,\n", ""));
  expect(await test()).toContain("no exported member 'RequestEvent'");
});
