// What runs before every command of the workspace, in a workspace that is not there: its npx is a script of the test.
import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";

const WEBHOOK = "https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/";
const NODE = "packages/workspace/node_modules/node/bin";
const BOOTSTRAP = "packages/workspace/bootstrap.mjs";
const root = join(import.meta.dirname, "../../..");
let dir = "";

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "b24-calllist-bootstrap-"));
  for (const file of [BOOTSTRAP, "package.json"]) {
    mkdirSync(dirname(join(dir, file)), { recursive: true });
    copyFileSync(join(root, file), join(dir, file));
  }
  writeFileSync(join(dir, "pnpm-lock.yaml"), "wanted\n");
});
afterEach(() => rmSync(dir, { recursive: true }));

/** What is installed already, by pnpm's copy of the lock file. */
function installed(lock: string): void {
  for (const folder of ["node_modules/.pnpm", NODE]) mkdirSync(join(dir, folder), { recursive: true });
  writeFileSync(join(dir, "node_modules/.pnpm/lock.yaml"), lock);
}

/** Runs a command by the bootstrap, with an npx that does this. */
function bootstrap(npx: string) {
  writeFileSync(join(dir, "npx"), `#!/bin/sh\n${npx}\n`);
  chmodSync(join(dir, "npx"), 0o755);
  const { status, stdout, stderr } = spawnSync(process.execPath, [BOOTSTRAP, "echo", "the command ran"], {
    cwd: dir,
    env: { PATH: `${dir}:${process.env.PATH}`, B24_WEBHOOK_URL: WEBHOOK },
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

it("installs what the lock file says with the pinned pnpm, then runs the command", () => {
  expect(bootstrap('echo "$@" > asked')).toMatchObject({ status: 0, stdout: "the command ran\n" });
  const { packageManager } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  expect(readFileSync(join(dir, "asked"), "utf8")).toBe(`--yes ${packageManager} install --frozen-lockfile\n`);
});

it("installs again when the lock file has changed", () => {
  installed("of yesterday\n");
  expect(bootstrap("exit 1").stdout).toBe("");
});

it("installs again when the workspace's Node is gone", () => {
  installed("wanted\n");
  rmSync(join(dir, NODE), { recursive: true });
  expect(bootstrap("exit 1").stdout).toBe("");
});

it("runs the command at once, and says nothing of its own, when it is all there", () => {
  installed("wanted\n");
  expect(bootstrap("exit 1")).toEqual({ status: 0, stdout: "the command ran\n", stderr: "" });
});

it("shows no webhook to what is installed, and leaves it to the command", () => {
  const { stderr } = bootstrap("env; exit 1");
  expect(stderr).toContain("PATH=");
  expect(stderr).not.toContain("B24_WEBHOOK_URL");
});

it("shows what went wrong, and does not go on", () => {
  const { status, stdout, stderr } = bootstrap("echo no such version; exit 7");
  expect([status, stdout]).toEqual([7, ""]);
  expect(stderr).toMatch(/no such version\n+Installing failed \(pnpm@[\d.]+ install --frozen-lockfile\)\.\n$/);
});

it("calls an install that was stopped by a signal no failure", () => {
  const { status, stderr } = bootstrap("kill -TERM $PPID; exec sleep 100");
  expect(status).toBe(143);
  expect(stderr).not.toContain("failed");
});
