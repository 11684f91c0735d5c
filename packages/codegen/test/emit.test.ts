import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { emit, header, staleFiles } from "../src/index.ts";

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "codegen-"));
});
afterEach(async () => {
  process.exitCode = undefined;
  await rm(dir, { recursive: true });
});

describe("emit", () => {
  it("writes every file, making the folders it needs", async () => {
    await emit({ [join(dir, "a/b.gen.ts")]: "// one\n" }, false);
    expect(await readFile(join(dir, "a/b.gen.ts"), "utf8")).toBe("// one\n");
  });

  it("with check: passes when the files on disk are what the sources make", async () => {
    const path = join(dir, "same.gen.ts");
    await writeFile(path, "same");
    await emit({ [path]: "same" }, true);
    expect(process.exitCode).toBeUndefined();
  });

  it("with check: fails, names the stale files and the command that mends them, and writes nothing", async () => {
    const said = vi.spyOn(console, "error").mockImplementation(() => {});
    const path = join(dir, "stale.gen.ts");
    await writeFile(path, "edited by hand");
    await emit({ [path]: "fresh" }, true);
    const text = said.mock.calls.join("\n");
    said.mockRestore();
    expect(process.exitCode).toBe(1);
    expect(text).toContain("stale.gen.ts");
    expect(text).toContain("npm run generate");
    expect(await readFile(path, "utf8")).toBe("edited by hand");
  });

  it("a missing file is stale", async () => {
    const path = join(dir, "absent.gen.ts");
    expect(await staleFiles({ [path]: "" })).toEqual([path]);
  });

  it("the header names the sources and the command", () => {
    expect(header("spec/errors.yaml")).toBe("Generated from spec/errors.yaml by `npm run generate`. Do not edit.");
  });
});
