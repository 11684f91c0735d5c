// The guide on contract tests: its script, and its tests in other languages, run by that script as the guide says.
import { execFile } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { prepare, readTargets } from "@b24-calllist/conformance/target";
import { missing, mustRun } from "@b24-calllist/testkit/toolchain";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { at, guidesDir } from "../src/paths.ts";
import { GO_MOD, PHP_AUTOLOAD, PYTHON } from "./projects.ts";

const guide = readFileSync(join(guidesDir, "contract-tests.md"), "utf8");
const block = (lang: string): string => guide.match(new RegExp(`^\`\`\`${lang}\\n(.*?)^\`\`\``, "ms"))![1]!;
const mockCommand = fileURLToPath(new URL("bin.js", import.meta.resolve("@b24-calllist/mock")));

let dir: string;
let port: number;
beforeAll(async () => {
  port = await freePort();
  await mkdir(at(".vitest"), { recursive: true });
  dir = await mkdtemp(at(".vitest", "contract-tests-"));
  const script = block("sh")
    .replace("node_modules/.bin/b24-calllist-mock", `'${process.execPath}' '${mockCommand}'`)
    .replaceAll("4011", String(port));
  await write("with-mock.sh", script);
});
afterAll(() => rm(dir, { recursive: true }));

async function write(file: string, text: string): Promise<void> {
  await mkdir(join(dir, file, ".."), { recursive: true });
  await writeFile(join(dir, file), text);
}

/** Runs a command by the script: its exit code, and what it wrote. */
const withMock = (command: string[], folder = "."): Promise<{ code: number; output: string }> =>
  new Promise((resolve) => {
    execFile("sh", ["../with-mock.sh", ...command], { cwd: join(dir, folder) }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), output: stdout + stderr }),
    );
  });

describe("The script that runs tests beside the mock", () => {
  const get = (query: string): string => `curl -sS --noproxy '*' "\${B24_WEBHOOK_URL}crm.calllist.get?${query}"`;

  it.each([
    ["passes with a right request", get("ID=13"), 0],
    ["fails with one that breaks the description", get("ID=13&FOO=1"), 1],
    ["fails with a test", `${get("ID=13")} && false`, 1],
  ])("%s", async (name, command, expected) => {
    await mkdir(join(dir, "shell"), { recursive: true });
    const { code, output } = await withMock(["sh", "-c", command], "shell");
    expect([name, code, output]).toEqual([name, expected, expect.anything()]);
  });

  it("takes a port that `npm start` leaves free", () => {
    expect(block("sh")).not.toMatch(/40[0123]0/);
  });

  it("says why, and runs nothing, where the port is taken", async () => {
    const other = createServer().listen(port, "127.0.0.1");
    await once(other, "listening");
    await mkdir(join(dir, "taken"), { recursive: true });
    const { code, output } = await withMock(["echo", "ran"], "taken");
    other.close();
    expect(code).toBe(1);
    expect(output).toContain(`port ${port} is taken`);
    expect(output).not.toMatch(/ran|No such process/);
  });
});

interface Runner {
  label: string;
  lang: string;
  /** The client's folder in packages/. */
  client: string;
  needs: string[];
  file: string;
  beside?: Record<string, string>;
  /** The guide's command, with the runner of this machine. */
  command: string[];
}

const RUNNERS: Runner[] = [
  {
    label: "PHPUnit",
    lang: "php",
    client: "php",
    needs: ["php", "phpunit"],
    file: "tests/WhomToCallTest.php",
    beside: { "vendor/autoload.php": PHP_AUTOLOAD },
    command: ["phpunit", "--bootstrap", "vendor/autoload.php", "tests"],
  },
  {
    label: "pytest",
    lang: "python",
    client: "python",
    needs: ["python3"],
    file: "test_whom_to_call.py",
    command: [PYTHON, "-m", "pytest", "-p", "no:cacheprovider"],
  },
  {
    label: "go test",
    lang: "go",
    client: "go",
    needs: ["go"],
    file: "whom_to_call_test.go",
    beside: { "go.mod": GO_MOD },
    command: ["go", "test", "-count=1", "./..."],
  },
];

describe.each(RUNNERS)("The test in $lang", ({ label, lang, client, needs, file, beside = {}, command }) => {
  const absent = missing(needs);
  const source = block(lang);

  it("names its file", () => expect(source).toContain(` ${file}\n`));

  it.skipIf(absent.length > 0 && !mustRun())(
    `passes in ${label}, and fails with a wrong request (skipped where ${needs.join(" or ")} is missing)`,
    async () => {
      prepare(readTargets().find(({ id }) => id === client)!);
      for (const [name, text] of Object.entries(beside)) await write(`${lang}/${name}`, text);

      await write(`${lang}/${file}`, source);
      const right = await withMock(command, lang);
      expect(right.code, right.output).toBe(0);
      expect(right.output).toMatch(/OK \(1 test|1 passed|^ok /m);

      await write(`${lang}/${file}`, source.replace(/\b13\b/, "-13"));
      const wrong = await withMock(command, lang);
      expect(wrong.code, wrong.output).not.toBe(0);
    },
    240_000,
  );
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
