// The webhook, from where neither a shell's history nor a list of processes has it.
import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { type Auth, webhook } from "@b24-calllist/client";

/** Where somebody types. */
export interface Terminal {
  input: NodeJS.ReadableStream & { isTTY?: boolean };
  output: NodeJS.WritableStream;
}

/**
 * The webhook that was given in the environment; otherwise it is asked for.
 *
 * @throws where there is none, or it is not right. No message repeats it.
 */
export async function readWebhook(given: string | undefined, terminal: Terminal, signal: AbortSignal): Promise<Auth> {
  const url = given ?? (terminal.input.isTTY ? await askFor(terminal, signal) : "");
  try {
    return webhook(url.trim());
  } catch (error) {
    throw new Error((error as Error).message.replace("webhook(url)", "B24_WEBHOOK_URL"));
  }
}

async function askFor({ input, output }: Terminal, signal: AbortSignal): Promise<string> {
  // As a terminal, readline turns off the echo and writes what is typed itself: to nowhere.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input, output: nowhere, terminal: true, historySize: 0 });
  // Such a terminal makes no signal of Ctrl-C.
  lines.on("SIGINT", () => process.kill(process.pid, "SIGINT"));
  const answer = lines.question("", { signal }).catch((error) => {
    if (signal.aborted) throw error;
    return ""; // Ctrl-D
  });
  output.write("URL of the webhook (it is not shown): ");
  try {
    return await answer;
  } finally {
    lines.close();
    output.write("\n");
  }
}
