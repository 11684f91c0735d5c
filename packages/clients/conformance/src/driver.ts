// A client of some language: a program that reads calls line by line and prints how they ended.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface, type Interface } from "node:readline";

/** A line of a driver. */
export interface Told {
  id: string;
  result?: unknown;
  error?: object;
  /** Of an iteration that ended in an error, the rows before it. */
  rows?: unknown[];
  /** The client, and the error, as people print them. */
  shown: string;
}

/** More than any case takes, with a timeout of its own in some. */
const PATIENCE_MS = 30_000;

export class Driver {
  readonly #child: ChildProcess;
  readonly #lines: Interface;
  readonly #ended: Promise<never>;
  #complaints = "";

  constructor([command = "", ...args]: readonly string[], folder: string) {
    this.#child = spawn(command, args, { cwd: folder, stdio: ["pipe", "pipe", "pipe"] });
    this.#child.on("error", () => {});
    this.#child.stdin!.on("error", () => {});
    this.#child.stderr!.on("data", (chunk) => {
      this.#complaints += chunk;
    });
    this.#lines = createInterface({ input: this.#child.stdout! });
    this.#ended = once(this.#lines, "close").then(() => Promise.reject(new Error("it ended")));
    this.#ended.catch(() => {});
  }

  /** Makes one call. Rejects when the driver says nothing, or something else than one line of JSON. */
  async call(line: { id: string }): Promise<Told> {
    const answer = once(this.#lines, "line", { signal: AbortSignal.timeout(PATIENCE_MS) });
    this.#child.stdin!.write(`${JSON.stringify(line)}\n`);
    const [text] = await Promise.race([answer, this.#ended]);
    const told = JSON.parse(text) as Told;
    if (told.id !== line.id) throw new Error(`it answers ${told.id} when asked for ${line.id}`);
    return told;
  }

  /** What it wrote to its error output since the last time. */
  complaints(): string {
    const text = this.#complaints;
    this.#complaints = "";
    return text;
  }

  async close(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode) return;
    const closed = once(this.#child, "close");
    this.#child.stdin!.end();
    setTimeout(() => this.#child.kill("SIGKILL"), 2000).unref();
    await closed;
  }
}
