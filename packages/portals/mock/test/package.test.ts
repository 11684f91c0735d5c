// The mock as a user gets it: packed, installed into an empty folder, and run.
import { execFile } from "node:child_process";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { installPacked } from "@b24-calllist/testkit/packed";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const exec = promisify(execFile);

describe("installed into an empty folder", { tags: "slow" }, () => {
  let project: string;

  beforeAll(async () => {
    project = await installPacked("packages/portals/mock");
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

  it("its types need none that a project does not have", async () => {
    await writeFile(
      join(project, "use.ts"),
      `import { type Mock, type Violation, startMock } from "@b24-calllist/mock";
       const mock: Mock = await startMock({ prefix: "/crm" });
       const seen: Violation[] = mock.violations.flatMap(({ violations }) => violations);
       export { seen };`,
    );
    const strict = ["--strict", "--noEmit", "--module", "nodenext", "--target", "es2023", "--types", "", "use.ts"];
    await exec("tsc", strict, { cwd: project }).catch(({ stdout }) => expect(stdout).toBe(""));
  });

  it("the command is there", async () => {
    const { stdout } = await exec(join(project, "node_modules/.bin/b24-calllist-mock"), ["--help"], { cwd: project });
    expect(stdout).toContain("Usage: b24-calllist-mock");
  });
});
