// The one script that runs before anything is installed: any Node from 20 on, no dependency.
// It installs what the lock file says with the pinned pnpm, then runs the given command with
// the workspace's Node 24 and node_modules/.bin first in PATH.
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { constants } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];
const root = fileURLToPath(new URL("../../", import.meta.url));
const { packageManager, engines } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

const oldest = Number(engines.node.replace(/\D+/, ""));
if (Number(process.versions.node.split(".")[0]) < oldest) {
  console.error(`This workspace needs Node ${oldest} or newer to start; this is Node ${process.versions.node}.`);
  process.exit(1);
}

const nodeBin = join(root, "packages/workspace/node_modules/node/bin");
const env = {
  ...process.env,
  // The binary itself comes first: a shell script of that name in .bin would not pass signals on.
  PATH: [nodeBin, join(root, "node_modules/.bin"), process.env.PATH].join(delimiter),
  TURBO_TELEMETRY_DISABLED: "1",
  TURBO_NO_UPDATE_NOTIFIER: "1",
  REDOCLY_TELEMETRY: "off",
  REDOCLY_SUPPRESS_UPDATE_NOTICE: "true",
  SCARF_ANALYTICS: "false",
  // A proxy must not swallow what is meant for this machine.
  NO_PROXY: [process.env.NO_PROXY ?? process.env.no_proxy, "127.0.0.1", "localhost"].filter(Boolean).join(","),
};

/**
 * Runs a command in the root and gives its exit code, where it is piped its output, and the signal that came meanwhile.
 * Signals are passed on, and when npm dies without one, the command is ended too: nothing stays behind.
 */
function run(command, args, stdio, given = env) {
  return new Promise((resolve) => {
    let signalled;
    const pass = (signal) => {
      signalled = signal;
      // A Ctrl-C at a terminal reaches the child by itself; a second one from here would make it hurry.
      if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
    };
    for (const signal of SIGNALS) process.on(signal, pass); // before there is a child to leave behind
    const child = spawn(command, args, { cwd: root, env: given, stdio, shell: process.platform === "win32" });
    const parent = process.ppid;
    const watch = setInterval(() => process.ppid !== parent && child.kill("SIGTERM"), 500);
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (chunk) => {
        output += chunk;
      });
    }
    child.on("error", (error) => resolve({ code: 127, output: String(error) }));
    child.on("close", (code, signal) => {
      clearInterval(watch);
      for (const name of SIGNALS) process.off(name, pass);
      resolve({ code: code ?? 128 + constants.signals[signal], output, signalled });
    });
  });
}

// At the end of an install, pnpm keeps a copy of the lock file. To ask pnpm itself would take seconds each time.
const [wanted, installed] = ["pnpm-lock.yaml", "node_modules/.pnpm/lock.yaml"].map((file) => join(root, file));
const isInstalled = existsSync(nodeBin) && existsSync(installed);
if (!isInstalled || !readFileSync(installed).equals(readFileSync(wanted))) {
  console.error("Installing what the lock file says, into this folder …");
  const args = ["--yes", packageManager, "install", "--frozen-lockfile"];
  const { B24_WEBHOOK_URL: _, ...others } = env; // no install script has to see a password
  const { code, output, signalled } = await run("npx", args, ["ignore", "pipe", "pipe"], others);
  if (signalled) process.exit(128 + constants.signals[signalled]);
  if (code !== 0) {
    console.error(output);
    console.error(`Installing failed (${packageManager} install --frozen-lockfile).`);
    process.exit(code);
  }
}

const [command, ...args] = process.argv.slice(2);
if (!command) {
  console.error(
    "Which command? npm run exec -- COMMAND runs one of the workspace's, such as: npm run exec -- turbo --version",
  );
  process.exit(1);
}
process.exit((await run(command, args, "inherit")).code);
