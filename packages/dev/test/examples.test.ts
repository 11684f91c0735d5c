// Every TypeScript sample in a README or a doc comment compiles, and runs: against the mock without complaint, or on the sandbox.
import { execFile } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type Mock, startMock } from "@b24-calllist/mock";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { root } from "../src/run.ts";

const exec = promisify(execFile);
const PLACEHOLDER = "https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/";

const sources = ["README.md", "packages/*/README.md", "packages/{client,limiter-redis,mock,sandbox}/src/*.ts"];
const samples = globSync(sources, { cwd: root })
  .sort()
  .flatMap((file) => {
    const text = readFileSync(join(root, file), "utf8").replaceAll(/^ *\* ?/gm, "");
    return [...text.matchAll(/^```ts\n(.*?)^```/gms)].map(([, code], index) => ({
      name: `${file} ${index + 1}`,
      path: `${file.replaceAll(/\W/g, "-")}-${index + 1}.ts`,
      code: code!,
    }));
  });

// Inside this package, where the imports of a sample resolve to the built packages.
const dir = fileURLToPath(new URL("../.samples/", import.meta.url));
let mock: Mock;

beforeAll(async () => {
  mock = await startMock({ log: () => {} });
  await mkdir(dir, { recursive: true });
  for (const { path, code } of samples) {
    await writeFile(join(dir, path), `${code.replaceAll(PLACEHOLDER, mock.webhookUrl)}\nexport {};\n`);
  }
  const compilerOptions = { lib: ["es2023", "dom"], noUnusedLocals: false };
  await writeFile(
    join(dir, "tsconfig.json"),
    JSON.stringify({ extends: "../../../tsconfig.base.json", compilerOptions, include: ["*.ts"] }),
  );
});
afterAll(async () => {
  await mock.close();
  await rm(dir, { recursive: true });
});
beforeEach(() => {
  mock.violations.length = 0;
});

describe("samples", () => {
  it("are found", () => {
    expect(samples.map(({ name }) => name)).toContain("README.md 1");
    expect(samples.length).toBeGreaterThan(10);
  });

  it("compile", async () => {
    const tsc = join(root, "node_modules/.bin/tsc");
    const { stdout } = await exec(tsc, ["-p", dir]).catch((error) => error);
    expect(stdout).toBe("");
  }, 60_000);

  it.each(samples)(
    "$name runs",
    async ({ path }) => {
      const env = { ...process.env, B24_WEBHOOK_URL: mock.webhookUrl };
      await exec(process.execPath, ["--disable-warning=ExperimentalWarning", join(dir, path)], { env });
      expect(mock.violations).toEqual([]);
    },
    30_000,
  );

  it("the README's prints what it promises", async () => {
    const env = { ...process.env, B24_WEBHOOK_URL: mock.webhookUrl };
    const { stdout } = await exec(process.execPath, [join(dir, "README-md-1.ts")], { env });
    expect(stdout).toBe("3 contacts still to be called: 9,17,19\n");
  });
});
