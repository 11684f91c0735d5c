// The packages as a user gets them: packed, installed into an empty folder, and run.
import { execFile } from "node:child_process";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { installPacked } from "../../dev/src/packed.ts";

const exec = promisify(execFile);
const root = fileURLToPath(new URL("../../..", import.meta.url));
// What the mock needs is packed with it, since the registry has older ones or none.
const packages = ["spec", "packages/portal-http", "packages/mock"];

describe.each(packages)("%s", (folder) => {
  it("publint finds nothing", async () => {
    const { stdout } = await exec("publint", ["--strict", "--pack", "pnpm"], { cwd: join(root, folder) });
    expect(stdout).toContain("All good!");
  });
});

describe("installed into an empty folder", () => {
  let project: string;

  beforeAll(async () => {
    project = await installPacked(...packages);
  }, 240_000);
  afterAll(() => rm(project, { recursive: true, force: true }));

  it("startMock starts a mock", async () => {
    await writeFile(
      join(project, "use.js"),
      `import { startMock } from "@b24-calllist/mock";
       const mock = await startMock();
       const response = await fetch(mock.webhookUrl + "crm.calllist.get?ID=13");
       console.log((await response.json()).result.ID, mock.violations.length);
       await mock.close();`,
    );
    const { stdout } = await exec(process.execPath, ["use.js"], { cwd: project });
    expect(stdout).toBe("13 0\n");
  });

  it("the command is there", async () => {
    const { stdout } = await exec(join(project, "node_modules/.bin/b24-calllist-mock"), ["--help"], { cwd: project });
    expect(stdout).toContain("Usage: b24-calllist-mock");
  });
});
