// Every TypeScript sample in a README or a doc comment compiles, and runs against the mock without a violation, or on the
// sandbox where it needs a portal with state; those in a guide run on the sandbox, and print what the guide says.
import { execFile } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type Mock, startMock } from "@b24-calllist/mock";
import { type Sandbox, startSandbox } from "@b24-calllist/sandbox";
import { root } from "@b24-calllist/testkit/run";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

const exec = promisify(execFile);
const PLACEHOLDER = "https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/";

interface Sample {
  name: string;
  path: string;
  code: string;
  /** What a guide says that it prints: the block `text` right behind it. */
  prints?: string | undefined;
}

/** The samples in files, comments of code included. */
function samplesIn(sources: string[]): Sample[] {
  return globSync(sources, { cwd: root })
    .sort()
    .flatMap((file) => {
      const text = readFileSync(join(root, file), "utf8").replaceAll(/^ *\* ?/gm, "");
      return [...text.matchAll(/^```ts\n(.*?)^```(?:\n\n```text\n(.*?)^```)?/gms)].map(([, code, prints], index) => ({
        name: `${file} ${index + 1}`,
        path: `${file.replaceAll(/\W/g, "-")}-${index + 1}${isTest(code!) ? ".test" : ""}.ts`,
        code: code!,
        prints,
      }));
    });
}

/** On the mock, no id is wrong and no list is ever done. */
const needsState = ({ code }: Sample): boolean => /changeParticipants|waitUntilDone/.test(code);

/** A sample of a test is run by vitest. */
const isTest = (code: string): boolean => code.includes('from "vitest"');

const documented = samplesIn([
  "README.md",
  "packages/{*,*/*}/README.md",
  "packages/{clients/typescript,integrations/redis,portals/{mock,sandbox}}/src/*.ts",
]);
const guided = samplesIn(["docs/guides/*.md"]);
const samples = [...documented, ...guided];

// Inside this package, where the imports of a sample resolve to the built packages.
const dir = fileURLToPath(new URL("../.samples/", import.meta.url));
let mock: Mock;
let sandbox: Sandbox;

beforeAll(async () => {
  [mock, sandbox] = await Promise.all([startMock({ log: () => {} }), startSandbox()]);
  await mkdir(dir, { recursive: true });
  for (const sample of samples) {
    const { webhookUrl } = needsState(sample) ? sandbox : mock;
    await writeFile(join(dir, sample.path), `${sample.code.replaceAll(PLACEHOLDER, webhookUrl)}\nexport {};\n`);
  }
  const compilerOptions = { lib: ["es2023", "dom"], noUnusedLocals: false };
  await writeFile(
    join(dir, "tsconfig.json"),
    JSON.stringify({ extends: "../../../tsconfig.base.json", compilerOptions, include: ["*.ts"] }),
  );
});
afterAll(async () => {
  await Promise.all([mock.close(), sandbox.close()]);
  await rm(dir, { recursive: true });
});
beforeEach(() => {
  mock.violations.length = 0;
  sandbox.control.reset();
});

describe("samples", () => {
  it("are found", () => {
    expect(samples.map(({ name }) => name)).toContain("README.md 1");
    expect(documented.length).toBeGreaterThan(10);
    expect(guided.map(({ name }) => name)).toContain("docs/guides/first-call.md 1");
  });

  it("compile", async () => {
    const tsc = join(root, "node_modules/.bin/tsc");
    const { stdout } = await exec(tsc, ["-p", dir]).catch((error) => error);
    expect(stdout).toBe("");
  }, 60_000);

  it.each(documented.filter(needsState))(
    "$name runs on the sandbox, where list 13 is done",
    async ({ path }) => {
      for (const { ID } of sandbox.control.participants(13)) {
        sandbox.control.setParticipant(13, ID, { STATUS: "SUCCESS" });
      }
      const env = { ...process.env, B24_WEBHOOK_URL: sandbox.webhookUrl };
      await exec(process.execPath, ["--disable-warning=ExperimentalWarning", join(dir, path)], { env });
    },
    30_000,
  );

  it.each(documented.filter((sample) => !needsState(sample)))(
    "$name runs against the mock",
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

describe("samples of the guides", () => {
  it.each(guided.filter(({ code }) => !isTest(code)))(
    "$name prints what it promises",
    async ({ path, prints = "" }) => {
      const env = { ...process.env, B24_WEBHOOK_URL: sandbox.webhookUrl };
      const { stdout } = await exec(process.execPath, ["--disable-warning=ExperimentalWarning", join(dir, path)], {
        env,
      });
      expect(stdout).toBe(prints);
    },
    30_000,
  );

  it.each(guided.filter(({ code }) => isTest(code)))(
    "$name passes",
    async ({ path }) => {
      const { stdout } = await exec(join(root, "node_modules/.bin/vitest"), ["run", "--root", dir, path]);
      expect(stdout).toMatch(/Tests.*passed/);
    },
    60_000,
  );
});
