// The workflows of the description, run step by step by Redocly's Arazzo runner against a sandbox.
//
// @module-tag slow
import { globSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { redocly } from "@b24-calllist/testkit/redocly";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../src/index.ts";

const specDir = dirname(createRequire(import.meta.url).resolve("@b24-calllist/spec/package.json"));

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

describe("each workflow of the description happens in the sandbox as it is told", () => {
  it.each(globSync("workflows/*.arazzo.yaml", { cwd: specDir }).sort())("%s", async (file) => {
    const { port } = new URL(sandbox.url);
    const { code, output } = await redocly(["respect", file, "--input", `port=${port}`, "--verbose"], specDir);
    // It ends with the first step that fails; the request and the answer of that one are what matters.
    expect(code, output.slice(Math.max(output.indexOf("✗"), 0))).toBe(0);
  });
});
