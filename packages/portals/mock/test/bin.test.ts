// The command, as a person uses it.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { startMock } from "../src/index.ts";

const bin = fileURLToPath(new URL("../dist/bin.js", import.meta.url));
const running: ChildProcess[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill("SIGKILL");
});

function start(...args: string[]) {
  const child = spawn(process.execPath, [bin, ...args]);
  running.push(child);
  let output = "";
  const waiting: (() => void)[] = [];
  const add = (chunk: Buffer): void => {
    output += chunk;
    for (const check of waiting) check();
  };
  child.stdout.on("data", add);
  child.stderr.on("data", add);
  return {
    child,
    /** Resolves with all output as soon as it matches. */
    says: (pattern: RegExp) =>
      new Promise<string>((resolve, reject) => {
        const check = (): void => {
          if (pattern.test(output)) resolve(output);
        };
        waiting.push(check);
        child.on("close", () =>
          pattern.test(output) ? resolve(output) : reject(new Error(`it ended with: ${output}`)),
        );
        check();
      }),
    ended: async (): Promise<{ code: number; output: string }> => {
      const [code] = await once(child, "close");
      return { code, output };
    },
  };
}

describe("b24-calllist-mock", { tags: "slow" }, () => {
  it("prints a webhook URL that works, reports wrong requests on stderr, and ends on Ctrl-C with the port free", async () => {
    const mock = start("--port", "0");
    const [, url] = /(http:\/\/127\.0\.0\.1:\d+\/rest\/1\/x+\/)/.exec(await mock.says(/Mock portal: /))!;
    const response = await fetch(`${url}crm.calllist.get?ID=13`);
    expect(await response.json()).toMatchObject({ result: { ID: "13" } });
    await fetch(`${url}crm.calllist.get`);
    await mock.says(/mock: crm\.calllist\.get breaks the description: Request body must have required property 'ID'/);

    const ended = mock.ended();
    mock.child.kill("SIGINT");
    expect((await ended).code).toBe(0);
    await expect(fetch(url!)).rejects.toThrow();
  });

  it("--help and --version", async () => {
    expect(await start("--help").ended()).toMatchObject({
      code: 0,
      output: expect.stringContaining("Usage: b24-calllist-mock"),
    });
    expect(await start("--version").ended()).toMatchObject({
      code: 0,
      output: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
  });

  it("serves the portal below a path by --prefix, and on all addresses by --host", async () => {
    const mock = start("--port", "0", "--host", "0.0.0.0", "--prefix", "/crm");
    const output = await mock.says(/Mock portal: /);
    const [, url] = /(http:\/\/127\.0\.0\.1:\d+\/crm\/rest\/1\/x+\/)/.exec(output)!;
    expect((await fetch(`${url}crm.calllist.get?ID=13`)).status).toBe(200);
  });

  it("takes another description by --spec", async () => {
    const bundle = fileURLToPath(import.meta.resolve("@b24-calllist/spec/openapi.json"));
    await start("--port", "0", "--spec", bundle).says(/Mock portal/);
  });

  it("wrong use is one line that says what a right one looks like", async () => {
    const taken = await startMock();
    const notJson = join(tmpdir(), `b24-calllist-not-json-${process.pid}`);
    await writeFile(notJson, "openapi: 3.1.1\n");
    const { port } = new URL(taken.url);
    const cases: [args: string[], line: RegExp][] = [
      [["--port", port], new RegExp(`^b24-calllist-mock: port ${port} is taken; choose another with --port\n$`)],
      [["--port", "abc"], /^b24-calllist-mock: --port takes a number from 0 to 65535, such as 4010\n$/],
      [["--port", "70000"], /^b24-calllist-mock: --port takes a number/],
      [["--prot", "1"], /^b24-calllist-mock: Unknown option '--prot' \(see --help\)\n$/],
      [["extra"], /^b24-calllist-mock: Unexpected argument 'extra'.* \(see --help\)\n$/],
      [["--prefix", "/crm?x"], /^b24-calllist-mock: A prefix is a plain path such as \/crm, not "\/crm\?x"\n$/],
      [["--spec", "/nowhere.json"], /^b24-calllist-mock: there is no file \/nowhere\.json; --spec takes/],
      [["--spec", notJson], /^b24-calllist-mock: --spec takes a bundled description in JSON; this file is not JSON/],
    ];
    for (const [args, line] of cases) {
      const { code, output } = await start(...args).ended();
      expect([args, code, output]).toEqual([args, 1, expect.stringMatching(line)]);
    }
    await Promise.all([taken.close(), rm(notJson)]);
  });
});
