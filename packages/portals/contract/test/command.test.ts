// npm run contract, as a person runs it.
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type BentPortal, CODE, startBentPortal } from "./bent-portal.ts";

const script = fileURLToPath(new URL("../src/run.ts", import.meta.url));
const running: ChildProcess[] = [];
let portal: BentPortal;
beforeAll(async () => {
  portal = await startBentPortal();
});
afterAll(() => portal.close());
beforeEach(() => {
  portal.bend = undefined;
});
afterEach(() => {
  for (const child of running.splice(0)) child.kill("SIGKILL");
});

/** Starts it, and resolves when it has printed `until`, or has ended. The code must not be in anything it prints. */
async function start(args: string[], { webhook, until }: { webhook?: string; until?: string } = {}) {
  const { B24_WEBHOOK_URL: _, ...env } = process.env;
  const child = spawn(process.execPath, [script, ...args], {
    env: { ...env, ...(webhook !== undefined && { B24_WEBHOOK_URL: webhook }) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.push(child);
  let output = "";
  const printed = new Promise<void>((resolve) => {
    for (const stream of [child.stdout!, child.stderr!]) {
      stream.on("data", (chunk) => {
        output += chunk;
        if (until && output.includes(until)) resolve();
      });
    }
  });
  const ended = once(child, "close").then(([code]) => {
    expect(output).not.toContain(CODE);
    return code as number;
  });
  await Promise.race([printed, ended]);
  return { child, ended, output: () => output };
}

describe("npm run contract", { tags: "slow" }, () => {
  it("without a target it prints what there is to do, and ends with 2", async () => {
    const { ended, output } = await start([]);
    expect([await ended, output()]).toEqual([2, expect.stringMatching(/^npm run contract: .*\n\nUsage: /)]);
    const help = await start(["--help"]);
    expect([await help.ended, help.output()]).toEqual([0, output()]);
  });

  const wrong: [string, string[], RegExp][] = [
    ["two targets", ["--portal", "--sandbox"], /--portal is your own, --sandbox the one to try it with/],
    ["no target", ["--allow-writes", "--contacts", "1,2"], /^Which portal\?/],
    [
      "the webhook as an argument",
      ["--portal", `https://x.bitrix24.com/rest/1/${CODE}/`],
      /goes into B24_WEBHOOK_URL, never/,
    ],
    ["the webhook as a value", [`--portal=https://x.bitrix24.com/rest/1/${CODE}/`], /goes into B24_WEBHOOK_URL, never/],
    ["writes without contacts", ["--sandbox", "--allow-writes"], /--allow-writes --contacts 12,34/],
    ["contacts without writes", ["--sandbox", "--contacts", "1,2"], /--allow-writes --contacts 12,34/],
    [
      "a contact twice",
      ["--sandbox", "--allow-writes", "--contacts", "1,1"],
      /two ids or more, each once, such as 12,34/,
    ],
    ["contacts that are none", ["--sandbox", "--allow-writes", "--contacts", "1,x"], /such as 12,34/],
    ["a port that is none", ["--sandbox", "--serve", "--port", "x"], /such as 4030/],
    ["a port for nothing", ["--sandbox", "--port", "1"], /--port belongs to --serve/],
    [
      "no webhook",
      ["--portal"],
      /^B24_WEBHOOK_URL: nothing was given\. .*https:\/\/example\.bitrix24\.com\/rest\/1\/x+\//,
    ],
  ];
  it.each(wrong)("%s: one line that says what is right", async (_, args, says) => {
    const { ended, output } = await start(args);
    expect([await ended, output()]).toEqual([2, expect.stringMatching(says)]);
    expect(output().trimEnd()).not.toContain("\n");
  });

  it("the sandbox is as described", async () => {
    const { ended, output } = await start(["--sandbox"]);
    expect([await ended, output()]).toEqual([0, expect.stringContaining("21 calls, all as described.")]);
  });

  it("a portal that differs ends it with 1", async () => {
    portal.bend = (_, { body }) => ({ body: body.replace('"result":', '"answer":') });
    const { ended, output } = await start(["--portal"], { webhook: portal.webhookUrl });
    expect([await ended, output()]).toEqual([1, expect.stringContaining("/answer is not in the description")]);
  });

  it.each([
    ["nobody is there", () => `http://127.0.0.1:9/rest/1/${CODE}/`, /No answer\. /],
    ["the webhook is wrong", () => portal.webhookUrl, /answers 401 INVALID_CREDENTIALS/],
    ["the URL is wrong", () => `http://example.bitrix24.com/rest/1/${CODE}/`, /it has to be https/],
  ])("%s: it ends with 2", async (_, webhook, says) => {
    // What a careless gateway would show.
    const error_description = `No such webhook: /rest/1/${CODE}/`;
    portal.bend = () => ({ status: 401, body: JSON.stringify({ error: "INVALID_CREDENTIALS", error_description }) });
    const { ended, output } = await start(["--portal"], { webhook: webhook() });
    expect([await ended, output()]).toEqual([2, expect.stringMatching(says)]);
  });

  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    it(`serves until ${signal}; the code is in no process's arguments`, async () => {
      const { child, ended, output } = await start(["--portal", "--serve", "--port", "0"], {
        webhook: portal.webhookUrl,
        until: "\n\n",
      });
      const [, url] = /B24_WEBHOOK_URL=(http:\/\/127\.0\.0\.1:\d+\/rest\/1\/[0-9a-z]{16}\/)/.exec(output())!;
      expect(await (await fetch(`${url}crm.calllist.get?ID=13`)).text()).toContain('"ID":"13"');
      const { stdout } = await promisify(execFile)("ps", ["-eo", "args"]);
      expect(stdout).toContain(script);
      expect(stdout).not.toContain(CODE);
      child.kill(signal);
      expect(await ended).toBe(signal === "SIGINT" ? 130 : 143);
      await expect(fetch(url!)).rejects.toThrow();
    });
  }

  it("ends on Ctrl-C in the middle of the calls", async () => {
    const { child, ended, output } = await start(["--portal"], {
      webhook: portal.webhookUrl,
      until: "crm.calllist.get",
    });
    child.kill("SIGINT");
    expect(await ended).toBe(130);
    expect(output()).not.toContain("calls, ");
  });

  it("a taken port is one line that names the flag", async () => {
    const port = new URL(portal.webhookUrl).port;
    const { ended, output } = await start(["--sandbox", "--serve", "--port", port]);
    expect([await ended, output()]).toEqual([2, `Port ${port} is taken; choose another with --port.\n`]);
  });
});
