// The sandbox as a user gets it: packed, installed into an empty folder, and run there, seeds and page included.
//
// @module-tag slow
import { execFile } from "node:child_process";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { installPacked } from "@b24-calllist/testkit/packed";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const exec = promisify(execFile);

describe("installed into an empty folder", () => {
  let project: string;

  beforeAll(async () => {
    project = await installPacked("packages/portals/sandbox");
  }, 240_000);
  afterAll(() => rm(project, { recursive: true, force: true }));

  it("startSandbox starts a portal with the demo seed, its control and its page", async () => {
    await writeFile(
      join(project, "use.js"),
      `import { startSandbox } from "@b24-calllist/sandbox";
       const sandbox = await startSandbox();
       const { result } = await (await fetch(sandbox.webhookUrl + "crm.calllist.get?ID=13")).json();
       const page = await (await fetch(sandbox.url + "/__sandbox/")).text();
       console.log(result.ID, sandbox.control.requests.length, page.includes("Winter offer"));
       await sandbox.close();`,
    );
    const { stdout } = await exec(process.execPath, ["use.js"], { cwd: project });
    expect(stdout).toBe("13 1 true\n");
  });

  it("the command is there", async () => {
    const bin = join(project, "node_modules/.bin/b24-calllist-sandbox");
    const { stdout } = await exec(bin, ["--help"], { cwd: project });
    expect(stdout).toContain("Usage: b24-calllist-sandbox");
  });
});
