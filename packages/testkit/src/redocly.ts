import { spawn } from "node:child_process";
import { join } from "node:path";

const command = join(import.meta.dirname, "../node_modules/.bin/redocly");

/** Runs Redocly's command line in a folder and gives exit code and output. */
export function redocly(args: string[], cwd: string): Promise<{ code: number; stdout: string; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      // Whatever it calls is on this machine, also where the rest of the world is behind a proxy.
      env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: "0", NO_PROXY: "127.0.0.1" },
    });
    let stdout = "";
    let output = "";
    child.stdout.on("data", (chunk) => {
      stdout += chunk;
      output += chunk;
    });
    child.stderr.on("data", (chunk) => {
      output += chunk;
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code: code ?? 1, stdout, output }));
  });
}
