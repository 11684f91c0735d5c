// The README's configurations start a server, and what it says of tools and errors is so.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Sandbox, startSandbox } from "@b24-calllist/sandbox";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect, use } from "./assistant.ts";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const { name } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
const bin = fileURLToPath(new URL("../dist/bin.js", import.meta.url));

interface Entry {
  command: string;
  args: string[];
  env: { B24_WEBHOOK_URL: string };
}
const configurations = [...readme.matchAll(/^```json\n(.*?)^```/gms)].map(([, text]) => JSON.parse(text!));

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ limits: false });
});
afterAll(() => sandbox.close());

describe("a configuration", { tags: "slow" }, () => {
  it("is there for each assistant", () => {
    expect(configurations.map((one) => Object.keys(one))).toEqual([
      ["mcpServers"],
      ["mcpServers"],
      ["inputs", "servers"],
    ]);
  });

  it.each(configurations)("%# starts a server that reads", async ({ mcpServers, servers, inputs }) => {
    const [{ command, args, env }] = Object.values<Entry>(mcpServers ?? servers) as [Entry];
    // npx runs the only command of the package; here it is the one that was built.
    expect([command, ...args]).toEqual(["npx", "-y", name]);
    const url = filledIn(env.B24_WEBHOOK_URL, inputs);
    const client = new Client({ name: "test", version: "0.0.0" });
    await client.connect(
      new StdioClientTransport({ command: process.execPath, args: [bin], env: { B24_WEBHOOK_URL: url } }),
    );
    expect((await use(client, "crm_calllist_get", { ID: 13 })).json).toMatchObject({ ID: "13" });
    await client.close();
  });
});

/** As the assistant fills it in: from the environment, from what it asked for, or as it stands. */
function filledIn(value: string, inputs: { id: string }[] = []): string {
  const places = [`\${B24_WEBHOOK_URL}`, ...inputs.map(({ id }) => `\${input:${id}}`)];
  expect(["https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/", ...places]).toContain(value);
  return sandbox.webhookUrl;
}

it("the table names every tool, and which need --allow-writes", async () => {
  const rows = [...readme.matchAll(/^\| `(\w+)` \| (.*) \|$/gm)].map(([, tool, text]) => ({
    tool: tool!,
    text: text!,
  }));
  const namesOf = async (allowWrites: boolean): Promise<string[]> => {
    const { client } = await connect(sandbox.webhookUrl, { allowWrites });
    return (await client.listTools()).tools.map((tool) => tool.name).sort();
  };
  expect(rows.map(({ tool }) => tool).sort()).toEqual(await namesOf(true));
  const reading = rows.filter(({ text }) => !text.includes("--allow-writes")).map(({ tool }) => tool);
  expect(reading.sort()).toEqual(await namesOf(false));
});

it("the error is what an assistant gets", async () => {
  const [, sample] = /^ {2}```text\n(.*?)^ {2}```/ms.exec(readme)!;
  const { text } = await (await connect(sandbox.webhookUrl)).use("crm_calllist_get", { ID: 9999 });
  expect(`${text}\n`).toBe(sample!.replaceAll(/^ {2}/gm, ""));
});
