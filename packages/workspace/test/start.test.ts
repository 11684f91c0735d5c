// npm start, from its first line to Ctrl-C.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type Server } from "node:net";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, describe, expect, it } from "vitest";

const exec = promisify(execFile);
const script = fileURLToPath(new URL("../src/start.ts", import.meta.url));
const clean: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of clean.splice(0)) await step();
});

/** Starts it and resolves when it prints `until`, or when it ends. */
async function start(args: string[], until?: string) {
  const child = spawn(process.execPath, [script, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  clean.push(() => child.kill("SIGKILL"));
  const ended = once(child, "close").then(([code]) => code as number);
  let output = "";
  const printed = new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk) => {
        output += chunk;
        if (until && output.includes(until)) resolve();
      });
    }
  });
  await Promise.race([printed, ended]);
  return { child, ended, output: () => output };
}

async function takePort(): Promise<number> {
  const server: Server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  clean.push(() => new Promise((resolve) => server.close(resolve)));
  return (server.address() as { port: number }).port;
}

describe("npm start", () => {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    it(`serves the documentation, the mock and the sandbox, prints a curl line that works, and ends on ${signal} with the ports free`, async () => {
      const { child, ended, output } = await start(
        ["--docs-port", "0", "--mock-port", "0", "--sandbox-port", "0"],
        "Ctrl-C ends all",
      );
      const [, reference] = /Documentation +(http:\/\/127\.0\.0\.1:\d+)/.exec(output())!;
      const [, webhook] = /Mock portal +(http:\/\/127\.0\.0\.1:\d+\/rest\/1\/x+\/)/.exec(output())!;
      const [, sandbox] = /Sandbox portal +(http:\/\/127\.0\.0\.1:\d+\/rest\/1\/x+\/)/.exec(output())!;
      expect(await (await fetch(`${sandbox}crm.calllist.get?ID=20`)).text()).toContain('"ID":"20"');
      expect(await (await fetch(reference!)).text()).toContain("<title>Bitrix24 call lists");

      const [curl] = /^curl .+$/m.exec(output())!;
      const { stdout } = await exec("sh", ["-c", `${curl} -sS`]);
      expect(JSON.parse(stdout).result[0]).toEqual({ ID: 9, STATUS: "IN_WORK", ENTITY_TYPE: 3 });

      child.kill(signal);
      expect(await ended).toBe(0);
      await expect(fetch(reference!)).rejects.toThrow();
      await expect(fetch(webhook!)).rejects.toThrow();
    }, 60_000);
  }

  const flags = ["--docs-port", "--mock-port", "--sandbox-port"];
  for (const flag of flags) {
    it(`a taken port is one line that names ${flag}, and the other servers end too`, async () => {
      const port = await takePort();
      const { ended, output } = await start(flags.flatMap((name) => [name, name === flag ? String(port) : "0"]));
      expect(await ended).toBe(1);
      expect(output()).toBe(`Port ${port} is taken. Choose another: npm start -- ${flag} ${port + 1}\n`);
    }, 60_000);
  }

  it("wrong use is one line that says what a right one looks like", async () => {
    const port = await start(["--mock-port", "abc"]);
    expect([await port.ended, port.output()]).toEqual([
      1,
      "--mock-port takes a number from 0 to 65535, such as 4010\n",
    ]);
    const flag = await start(["--port", "1"]);
    expect([await flag.ended, flag.output()]).toEqual([1, "Unknown option '--port' (see npm start -- --help)\n"]);
  });

  it("--help helps", async () => {
    const { ended, output } = await start(["--help"]);
    expect(await ended).toBe(0);
    expect(output()).toContain("Usage: npm start");
  });
});
