// npm run soak in its short form: the long one has 1,000 kills, and minutes of load.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { Dice } from "../src/soak/dice.ts";
import { load } from "../src/soak/load.ts";
import type { Setting } from "../src/soak/outcome.ts";
import { killSandboxes } from "../src/soak/state-kills.ts";
import { killApplications } from "../src/soak/token-kills.ts";

/** Another one each time, so that many runs see many moments. It is named where something fails. */
const seed = Number(process.env.SOAK_SEED ?? Math.floor(Math.random() * 1_000_000));

let setting: Setting;
beforeAll(() => {
  const folder = mkdtempSync(join(tmpdir(), "soak-"));
  setting = { folder, signal: new AbortController().signal, progress: () => {} };
});
afterAll(() => rmSync(setting.folder, { recursive: true, force: true }));

const dice = (part: number): Dice => new Dice(seed).for(part);
const again = `with SOAK_SEED=${seed}`;

it("kill -9: state files and token stores are whole, and hold what was confirmed", async () => {
  const outcomes = await Promise.all([
    killSandboxes(24, 6, dice(1), setting),
    killApplications(6, 3, dice(2), setting),
  ]);
  for (const { failures, summary } of outcomes) expect(failures, `${summary}, ${again}`).toEqual([]);
}, 180_000);

it("under good and bad load and restarts, calls are answered, and memory and handles stay flat", async () => {
  const { failures, summary } = await load(6, 2, dice(0), setting);
  expect(failures, `${summary}, ${again}`).toEqual([]);
}, 180_000);

describe("the command", () => {
  const file = fileURLToPath(new URL("../src/soak.ts", import.meta.url));
  const soak = (...args: string[]) => promisify(execFile)(process.execPath, [file, ...args]);

  it("helps", async () => {
    expect((await soak("--help")).stdout).toContain("Usage: npm run soak -- [--minutes 5] [--kills 1000]");
  });

  it.each([
    [["--minutes", "soon"], "--minutes takes a number, such as 5"],
    [["--only", "sleep"], "--only takes load, state, tokens"],
  ])("says what is wrong with %j", async (args, text) => {
    await expect(soak(...args)).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining(text) });
  });

  it("ends with Ctrl-C, and leaves no file", async () => {
    const env = { ...process.env, TMPDIR: setting.folder };
    const child = spawn(process.execPath, [file, "--only", "state", "--kills", "100", "--seed", "7"], { env });
    child.stdout.setEncoding("utf8");
    const [text] = await once(child.stdout, "data");
    expect(text).toContain("Seed 7");
    const folder = await vi.waitFor(
      () => {
        const [found] = readdirSync(setting.folder).filter((name) => name.startsWith("soak-"));
        // As soon as there are sandboxes.
        expect(readdirSync(join(setting.folder, found!))).not.toEqual([]);
        return join(setting.folder, found!);
      },
      { timeout: 30_000 },
    );
    child.kill("SIGINT");
    expect(await once(child, "close")).toEqual([130, null]);
    expect(existsSync(folder)).toBe(false);
  });
});

describe("dice", () => {
  const rolls = (dice: Dice): number[] => Array.from({ length: 1000 }, () => dice.between(10, 20));

  it("fall the same way with the same seed, and another way for each thing", () => {
    expect(rolls(new Dice(7))).toEqual(rolls(new Dice(7)));
    expect(rolls(new Dice(7).for(1))).toEqual(rolls(new Dice(7).for(1)));
    const others = [new Dice(7), new Dice(8), new Dice(7).for(1), new Dice(7).for(2)];
    expect(new Set(others.map((dice) => rolls(dice).join())).size).toBe(4);
  });

  it("fall on each side", () => {
    expect(new Set(rolls(new Dice(1)))).toEqual(new Set([10, 11, 12, 13, 14, 15, 16, 17, 18, 19]));
  });
});
