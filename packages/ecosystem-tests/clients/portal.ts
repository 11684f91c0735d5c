import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const bin = fileURLToPath(new URL("../../portals/sandbox/dist/bin.js", import.meta.url));

/** A sandbox in a process of its own, as users of other languages start it. */
export interface Portal {
  url: string;
  webhookUrl: string;
  close(): Promise<void>;
}

/** Starts the command on a free port. Without limits: the clients that keep to them would only be slower. */
export async function startPortal(signal: AbortSignal): Promise<Portal> {
  const child = spawn(process.execPath, [bin, "--port", "0", "--no-limits"], {
    stdio: ["ignore", "pipe", "inherit"],
    signal,
    killSignal: "SIGKILL",
  });
  const ended = once(child, "close").catch(() => {}); // an abort is an error of the child, too
  for await (const line of createInterface(child.stdout)) {
    const [, webhookUrl] = /^Sandbox portal: (\S+)$/.exec(line) ?? [];
    if (webhookUrl === undefined) continue;
    const close = async (): Promise<void> => {
      child.kill();
      await ended;
    };
    return { url: new URL(webhookUrl).origin, webhookUrl, close };
  }
  throw new Error("the sandbox ended before it listened");
}
