// What npm does not bring, and where it is kept.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

export const exec = promisify(execFile);
export const here = fileURLToPath(new URL(".", import.meta.url));
/** The description that everything is held against. */
export const description = fileURLToPath(new URL("../../../spec/dist/openapi.json", import.meta.url));
export const cache = fileURLToPath(new URL("../node_modules/.cache/clients/", import.meta.url));

/** A program, how to find out whether it is there, and what brings it. */
const TOOLS = {
  python: { test: ["python3", "-c", "import ensurepip, sys, venv; assert sys.version_info >= (3, 11)"] },
  php: { test: ["php", "-r", 'exit(extension_loaded("curl") ? 0 : 1);'] },
  openssl: { test: ["openssl", "version"] },
  java: { test: ["java", "-version"] },
  go: { test: ["go", "version"] },
} as const;

export type Tool = keyof typeof TOOLS;

export const HOW_TO_INSTALL: Record<Tool, string> = {
  python: "Python 3.11 or newer with venv (Debian: apt-get install python3-venv)",
  php: "PHP with curl (Debian: apt-get install php-cli php-curl)",
  openssl: "OpenSSL's command (Debian: apt-get install openssl)",
  java: "Java 11 or newer (Debian: apt-get install default-jre-headless)",
  go: "Go 1.23 or newer (https://go.dev/dl/)",
};

/** Whether the tool is on this machine, as it has to be. */
export async function isThere(tool: Tool): Promise<boolean> {
  const [program, ...args] = TOOLS[tool].test;
  return exec(program, args).then(
    () => true,
    () => false,
  );
}

/** Builds the sandbox, whose command is started from its dist. */
export async function build(signal: AbortSignal): Promise<void> {
  const args = ["run", "build", "--filter=@b24-calllist/sandbox", "--output-logs=errors-only"];
  await exec("turbo", args, { cwd: here, signal }).catch((error) => {
    throw new Error(`The build failed.\n${error.stdout ?? ""}${error.stderr ?? error}`);
  });
}

/** A virtualenv with what requirements.txt says, made once; gives its folder of programs. */
export async function virtualenv(signal: AbortSignal): Promise<string> {
  const requirements = join(here, "requirements.txt");
  const { stdout: version } = await exec("python3", ["--version"], { signal });
  const key = createHash("sha256")
    .update(version)
    .update(await readFile(requirements));
  const dir = join(cache, `venv-${key.digest("hex").slice(0, 12)}`);
  const whole = join(dir, "whole");
  if (!existsSync(whole)) {
    await rm(dir, { recursive: true, force: true }); // half of one, from a run that was ended
    await mkdir(cache, { recursive: true });
    await exec("python3", ["-m", "venv", dir], { signal });
    const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "--requirement"];
    await exec(join(dir, "bin/python"), [...pip, requirements], { signal });
    await writeFile(whole, "");
  }
  return join(dir, "bin");
}
