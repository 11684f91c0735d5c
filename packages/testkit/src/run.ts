import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The workspace's root folder. */
export const root = fileURLToPath(new URL("../../..", import.meta.url));

/**
 * Runs a command of the workspace in its root and gives the exit code. "loud" shows its output as it comes, "quiet"
 * only when it fails.
 */
export function run(
  command: string,
  args: string[],
  env: Record<string, string> = {},
  output: "loud" | "quiet" = "loud",
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: output === "loud" ? "inherit" : ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...env },
      shell: process.platform === "win32",
    });
    let text = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (chunk) => {
        text += chunk;
      });
    }
    child.on("error", reject);
    child.on("close", (code) => {
      if (code !== 0 && text) console.error(text);
      resolve(code ?? 1);
    });
  });
}
