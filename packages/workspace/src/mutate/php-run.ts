// Runs PHP with a class from another file, and with settings that the processes it starts have as well.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readTargets, type Target } from "@b24-calllist/conformance/target";

type Environment = Record<string, string>;

/** The environment that gives every PHP these settings of php.ini, and packages/clients/php/mutation/prepend.php. */
export function ini(scratch: string, settings: string[]): Environment {
  const prepend = join(import.meta.dirname, "../../../clients/php/mutation/prepend.php");
  const text = [`auto_prepend_file=${prepend}`, ...settings].join("\n");
  const folder = join(scratch, createHash("sha256").update(text).digest("hex"));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "mutate.ini"), text);
  // Tests that read lists at random take this many, and not their usual thousand.
  return { PHP_INI_SCAN_DIR: `${process.env.PHP_INI_SCAN_DIR ?? ""}:${folder}`, MANY_TIMES: "50" };
}

/** The client in PHP with more variables in its environment. */
export function targetWith(env: Environment): Target {
  const target = readTargets().find(({ id }) => id === "php")!;
  const assignments = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  return { ...target, command: ["env", ...assignments, ...target.command] };
}

interface Ended {
  /** Nothing where it was ended. */
  code?: number;
  output: string;
}

export function run(folder: string, command: string[], env: Environment, seconds = 600): Promise<Ended> {
  const [program = "", ...args] = command;
  const child = spawn(program, args, {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true, // a group of processes: those that it starts end with it, or they would hold its output open
  });
  const end = (): void => {
    try {
      process.kill(-child.pid!, "SIGKILL");
    } catch {
      // all of them have ended
    }
  };
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (part) => (output += part));
  const patience = setTimeout(end, seconds * 1000);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", end);
    child.on("close", (code) => {
      clearTimeout(patience);
      resolve({ output, ...(code !== null && { code }) });
    });
  });
}
