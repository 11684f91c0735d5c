// The one script that runs before anything is installed: any Node from 20 on, no dependency.
// It installs what the lock file says with the pinned pnpm, then runs the given command with
// the workspace's Node 24 and node_modules/.bin first in PATH.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { constants } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const { packageManager, engines } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

const oldest = Number(engines.node.replace(/\D+/, ""));
if (Number(process.versions.node.split(".")[0]) < oldest) {
  console.error(`This workspace needs Node ${oldest} or newer to start; this is Node ${process.versions.node}.`);
  process.exit(1);
}

const env = {
  ...process.env,
  // The binary itself comes first: the shell script of that name in .bin does not pass signals on.
  PATH: [join(root, "node_modules/node/bin"), join(root, "node_modules/.bin"), process.env.PATH].join(delimiter),
  TURBO_TELEMETRY_DISABLED: "1",
  TURBO_NO_UPDATE_NOTIFIER: "1",
  REDOCLY_TELEMETRY: "off",
  REDOCLY_SUPPRESS_UPDATE_NOTICE: "true",
  SCARF_ANALYTICS: "false",
  // A proxy must not swallow what is meant for this machine.
  NO_PROXY: [process.env.NO_PROXY, "127.0.0.1", "localhost"].filter(Boolean).join(","),
};

/** Runs a command in the root, passes signals on, and gives its exit code. */
function run(command, args, stdio) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, env, stdio, shell: process.platform === "win32" });
    // A Ctrl-C reaches the child by itself (same terminal); only these have to be passed on.
    const pass = (signal) => child.kill(signal);
    const wait = () => {};
    process.on("SIGTERM", pass).on("SIGHUP", pass).on("SIGINT", wait);
    let output = "";
    child.stdout?.on("data", (chunk) => {
      output += chunk;
    });
    child.stderr?.on("data", (chunk) => {
      output += chunk;
    });
    child.on("error", (error) => resolve({ code: 127, output: String(error) }));
    child.on("close", (code, signal) => {
      process.off("SIGTERM", pass).off("SIGHUP", pass).off("SIGINT", wait);
      resolve({ code: code ?? 128 + constants.signals[signal], output });
    });
  });
}

const install = await run("npx", ["--yes", packageManager, "install", "--frozen-lockfile"], ["ignore", "pipe", "pipe"]);
if (install.code !== 0) {
  console.error(install.output);
  console.error(`Installing failed (${packageManager} install --frozen-lockfile).`);
  process.exit(install.code);
}

const [command, ...args] = process.argv.slice(2);
process.exit((await run(command, args, "inherit")).code);
