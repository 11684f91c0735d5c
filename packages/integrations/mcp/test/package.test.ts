// The server as a user gets it: packed, installed into an empty folder, and started there as an assistant does.
import { execFile } from "node:child_process";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { startSandbox } from "@b24-calllist/sandbox";
import { installPacked } from "@b24-calllist/testkit/packed";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { use } from "./assistant.ts";

const exec = promisify(execFile);

describe("installed into an empty folder", { tags: "slow" }, () => {
  let project: string;

  beforeAll(async () => {
    project = await installPacked("packages/integrations/mcp");
  }, 240_000);
  afterAll(() => rm(project, { recursive: true, force: true }));

  it("the command is there", async () => {
    const { stdout } = await exec(join(project, "node_modules/.bin/b24-calllist-mcp"), ["--help"], { cwd: project });
    expect(stdout).toContain("b24-calllist-mcp [--allow-writes]");
  });

  it("an assistant can use it, with its pages", async () => {
    const sandbox = await startSandbox({ limits: false });
    const client = new Client({ name: "test", version: "0.0.0" });
    const transport = new StdioClientTransport({
      command: join(project, "node_modules/.bin/b24-calllist-mcp"),
      env: { PATH: process.env.PATH!, B24_WEBHOOK_URL: sandbox.webhookUrl },
      cwd: project,
    });
    await client.connect(transport);
    expect((await use(client, "crm_calllist_get", { ID: 13 })).json).toMatchObject({ ID: "13" });
    expect((await client.listResources()).resources.length).toBeGreaterThan(40);
    await client.close();
    await sandbox.close();
  });
});
