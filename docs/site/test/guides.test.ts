// What is in the guides beside TypeScript, whose samples packages/dev runs.
import { execFile } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startSandbox } from "@b24-calllist/sandbox";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { at, guidesDir } from "../src/paths.ts";
import type { Samples } from "../src/samples/index.ts";
import { run } from "./run.ts";

const { "x-generated": _, ...samples }: Samples = JSON.parse(readFileSync(at("samples.gen.json"), "utf8"));
const sources = Object.values(samples).flatMap((all) => all.map(({ source }) => source));

const blocks = globSync("*.md", { cwd: guidesDir }).flatMap((file) =>
  [...readFileSync(join(guidesDir, file), "utf8").matchAll(/^```(\w*)\n(.*?)^```/gms)].map(([, lang, code], index) => ({
    name: `${file} ${index + 1}`,
    lang: lang!,
    code: code!,
  })),
);
const inLanguage = (...langs: string[]) => blocks.filter(({ lang }) => langs.includes(lang));

describe("In the guides", () => {
  it("every block has a language that something looks after", () => {
    expect([...new Set(blocks.map(({ lang }) => lang))].sort()).toEqual(["js", "php", "sh", "text", "ts"]);
  });

  it.each(inLanguage("js", "php"))("$name is a sample of the reference, and run as such", ({ code }) => {
    expect(sources).toContain(code.trimEnd());
  });

  it.each(inLanguage("ts"))("$name is formatted as a formatter leaves it", async ({ code }) => {
    const args = ["format", "--stdin-file-path=sample.ts", "--line-width=80", "--indent-style=space"];
    expect((await run("biome", args, code)).stdout).toBe(code);
  });
});

describe("The lines that control the sandbox", () => {
  it("do what they say", async () => {
    const sandbox = await startSandbox();
    const { code } = inLanguage("sh").find(({ code }) => code.includes("/__sandbox/journal"))!;
    const lines = code.replaceAll("http://127.0.0.1:4020", sandbox.url).replaceAll("curl ", "curl -sSf ");
    const { code: exit, all } = await run("bash", ["-e", "-c", lines]);
    expect([exit, all]).toEqual([0, expect.stringContaining("[")]);
    const list = sandbox.control.state.lists?.find(({ ID }) => ID === 13);
    expect(JSON.stringify(list?.participants)).toContain('{"ID":9,"STATUS":"SUCCESS"');
    expect(sandbox.control.faults).toMatchObject([{ fault: "reset-after", method: "crm.calllist.add" }]);
    await sandbox.close();
  });
});

describe("The script that runs tests beside the mock", () => {
  const { code } = inLanguage("sh").find(({ code }) => code.includes("with-mock.sh"))!;
  const bin = fileURLToPath(new URL("bin.js", import.meta.resolve("@b24-calllist/mock")));
  let dir: string;
  let port: number;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), "b24-calllist-guides-"));
    port = await freePort();
    const here = code
      .replace("node_modules/.bin/b24-calllist-mock", `'${process.execPath}' '${bin}'`)
      .replaceAll("4010", String(port));
    await writeFile(join(dir, "with-mock.sh"), here);
  });
  afterAll(() => rm(dir, { recursive: true }));

  /** The script's exit code, around a command. */
  const exitCode = (command: string): Promise<number> =>
    new Promise((resolve) => {
      execFile("sh", ["with-mock.sh", "sh", "-c", command], { cwd: dir }, (error) => resolve(Number(error?.code ?? 0)));
    });
  const get = (query: string): string => `curl -sS --noproxy '*' "\${B24_WEBHOOK_URL}crm.calllist.get?${query}"`;

  it.each([
    ["passes with a right request", get("ID=13"), 0],
    ["fails with one that breaks the description", get("ID=13&FOO=1"), 1],
    ["fails with a test", `${get("ID=13")} && false`, 1],
  ])("%s", async (_, command, expected) => {
    expect(await exitCode(command)).toBe(expected);
  });
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
