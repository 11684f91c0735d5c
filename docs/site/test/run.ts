import { spawn } from "node:child_process";
import { siteDir } from "../src/paths.ts";

/** Runs a program in this package's folder, with `input` on its stdin, and gives its exit code and what it wrote. */
export function run(
  program: string,
  args: string[],
  input = "",
): Promise<{ code: number; stdout: string; all: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: siteDir, env: { ...process.env, NO_COLOR: "1", NO_PROXY: "127.0.0.1" } });
    let stdout = "";
    let all = "";
    child.stdout.on("data", (chunk) => {
      stdout += chunk;
      all += chunk;
    });
    child.stderr.on("data", (chunk) => {
      all += chunk;
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code: code ?? 1, stdout, all }));
    child.stdin.on("error", () => {}); // it may end without having read
    child.stdin.end(input);
  });
}
