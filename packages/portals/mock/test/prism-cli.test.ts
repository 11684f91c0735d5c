// The bundle also works with Prism's own command line, for those who want nothing around it.
import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";

const bundle = fileURLToPath(import.meta.resolve("@b24-calllist/spec/openapi.yaml"));
let prism: ReturnType<typeof spawn>;
let url: string;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

beforeAll(async () => {
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  const cli = fileURLToPath(new URL("../node_modules/@stoplight/prism-cli/dist/index.js", import.meta.url));
  prism = spawn(process.execPath, [cli, "mock", "--errors", "--host", "127.0.0.1", "--port", String(port), bundle]);
  await new Promise<void>((resolve, reject) => {
    let output = "";
    prism.stdout!.on("data", (chunk) => {
      output += chunk;
      if (output.includes("Prism is listening")) resolve();
    });
    prism.on("close", () => reject(new Error(`prism ended: ${output}`)));
  });
}, 120_000);
afterAll(() => {
  prism.kill();
});

it("answers a call with the documented example", async () => {
  const response = await fetch(`${url}/crm.calllist.items.get`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ LIST_ID: 13, FILTER: { STATUS: "IN_WORK" } }),
  });
  expect(response.status).toBe(200);
  const items = [9, 17, 19].map((ID) => ({ ID, STATUS: "IN_WORK", ENTITY_TYPE: 3 }));
  expect(await response.json()).toMatchObject({ result: items });
});

it("and an error by Prefer", async () => {
  const response = await fetch(`${url}/crm.calllist.get`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Prefer: "code=400, example=list-not-found" },
    body: JSON.stringify({ ID: 13 }),
  });
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ error: "LIST_ID_ERROR" });
});
