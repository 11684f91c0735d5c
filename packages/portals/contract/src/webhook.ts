// The webhook from a terminal, where neither a shell's history nor a list of processes has it.
import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";

/** Where somebody types. */
export interface Terminal {
  input: NodeJS.ReadableStream & { isTTY?: boolean };
  output: NodeJS.WritableStream;
}

/** Asks for the webhook's URL; the answer is not shown. Nothing where nobody can type, or nothing was typed. */
export async function askForWebhook({ input, output }: Terminal, signal: AbortSignal): Promise<string> {
  if (!input.isTTY) return "";
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
