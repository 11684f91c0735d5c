// The workflows of the description, run step by step by Redocly's Arazzo runner against a sandbox.
//
// @module-tag slow
import { globSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { specDir } from "../../../spec/scripts/paths.ts";
import { redocly } from "../../../spec/scripts/redocly.ts";
import { type Sandbox, startSandbox } from "../src/index.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

describe("each workflow of the description happens in the sandbox as it is told", () => {
  it.each(globSync("workflows/*.arazzo.yaml", { cwd: specDir }).sort())("%s", async (file) => {
    const { port } = new URL(sandbox.url);
    const { code, output } = await redocly(["respect", file, "--input", `port=${port}`, "--verbose"]);
    // It ends with the first step that fails; the request and the answer of that one are what matters.
    expect(code, output.slice(Math.max(output.indexOf("✗"), 0))).toBe(0);
  });
});
