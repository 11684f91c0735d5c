// The processes of a soak: started as users start them, watched, measured and killed.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { root } from "@b24-calllist/testkit/run";

export interface Program {
  /** What failures call it. */
  name: string;
  /** Of the file to run, and its arguments. */
  args: string[];
  env?: Record<string, string>;
  /** What it prints when it is ready, with an address in the first group. Without it, it is ready at once. */
  ready?: RegExp;
  /** Whether it can be measured. */
  measured?: boolean;
}

/** What a process holds, after a garbage collection. */
export interface Measure {
  /** Bytes. */
  heap: number;
  rss: number;
  /** Timers, sockets, servers. */
  handles: number;
  /** Only where the system says so. */
  descriptors: number | undefined;
}

const running = new Set<ChildProcess>();

/** Ends all processes that still run. */
export function killAll(): void {
  for (const child of running) child.kill("SIGKILL");
}

// Whatever ends this process, none of these is left.
process.once("exit", killAll);

/** How long a process may take to start on a machine that does much else. */
const PATIENCE = 60_000;
const MOST_LINES = 50;

export class Child {
  readonly name: string;
  readonly process: ChildProcess;
  /** What the process printed when it was ready, such as its address. */
  address = "";
  /** The last lines of its output, for failures. */
  readonly lines: string[] = [];
  /** Rejects when the process ends before. */
  readonly ready: Promise<void>;
  readonly #ended: Promise<number | NodeJS.Signals>;
  #inspector: string | undefined;

  constructor({ name, args, env = {}, ready, measured = false }: Program) {
    const flags = measured ? ["--inspect=127.0.0.1:0"] : [];
    this.name = name;
    this.process = spawn(process.execPath, [...flags, ...args], { cwd: root, env: { ...process.env, ...env } });
    running.add(this.process);
    this.process.once("close", () => running.delete(this.process));
    this.process.stdin!.on("error", () => {}); // a process that was killed reads no more
    this.#ended = once(this.process, "close").then(([code, signal]) => code ?? signal);
    this.#ended.catch(() => {}); // told to whoever waits
    this.ready = this.#start(ready, measured);
    this.ready.catch(() => {});
  }

  static async start(program: Program): Promise<Child> {
    const child = new Child(program);
    await child.ready;
    return child;
  }

  async #start(ready: RegExp | undefined, measured: boolean): Promise<void> {
    const isReady = new Promise<void>((resolve) => {
      const look = (line: string): void => {
        this.lines.push(line);
        if (this.lines.length > MOST_LINES) this.lines.shift();
        this.#inspector ??= /^Debugger listening on (ws:\S+)$/.exec(line)?.[1];
        this.address ||= ready?.exec(line)?.[1] ?? "";
        if ((!ready || this.address) && (!measured || this.#inspector)) resolve();
      };
      eachLine(this.process.stderr!, look);
      if (ready) eachLine(this.process.stdout!, look);
      if (!ready && !measured) resolve();
    });
    const ended = this.#ended.then((code) => {
      throw this.failure(`ended with ${code} before it was ready`);
    });
    const late = delay(PATIENCE, undefined, { ref: false }).then(() => {
      throw this.failure(`was not ready within ${PATIENCE / 1000} s`);
    });
    late.catch(() => {});
    ended.catch(() => {});
    await Promise.race([isReady, ended, late]);
  }

  get hasEnded(): boolean {
    return this.process.exitCode !== null || this.process.signalCode !== null;
  }

  /** An error about the process, with what it has printed last. */
  failure(what: string): Error {
    return new Error([`${this.name} ${what}`, ...this.lines.map((line) => `  ${line.slice(0, 300)}`)].join("\n"));
  }

  /** Waits for its end: the exit code, or the signal that ended it. */
  async end(within = PATIENCE): Promise<number | NodeJS.Signals> {
    const late = delay(within, "late" as const, { ref: false });
    const end = await Promise.race([this.#ended, late]);
    if (end !== "late") return end;
    throw this.failure(`did not end within ${within / 1000} s`);
  }

  kill(signal: NodeJS.Signals): Promise<number | NodeJS.Signals> {
    this.process.kill(signal);
    return this.end();
  }

  async measure(): Promise<Measure> {
    const inspector = await Inspector.connect(this.#inspector!);
    try {
      // A second one, for what only the first one let go.
      for (let times = 0; times < 2; times++) await inspector.ask("HeapProfiler.collectGarbage", {});
      const { result } = await inspector.ask("Runtime.evaluate", { expression: MEASURE, returnByValue: true });
      return { ...(result as { value: Measure }).value, descriptors: descriptorsOf(this.process.pid!) };
    } finally {
      inspector.close();
    }
  }
}

const MEASURE = `(() => {
  const { heapUsed, external, rss } = process.memoryUsage();
  return { heap: heapUsed + external, rss, handles: process.getActiveResourcesInfo().length };
})()`;

function descriptorsOf(pid: number): number | undefined {
  try {
    return readdirSync(`/proc/${pid}/fd`).length;
  } catch {
    return undefined;
  }
}

function eachLine(stream: NodeJS.ReadableStream, look: (line: string) => void): void {
  let rest = "";
  stream.setEncoding("utf8").on("data", (text: string) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop()!.slice(-100_000);
    lines.forEach(look);
  });
}

/** The inspector of a Node process, as far as it is needed here. */
class Inspector {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, { resolve: (result: Record<string, unknown>) => void; reject: () => void }>();
  #next = 1;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.onmessage = ({ data }) => {
      const { id, result } = JSON.parse(String(data));
      this.#waiting.get(id)?.resolve(result);
      this.#waiting.delete(id);
    };
    socket.onclose = () => {
      for (const { reject } of this.#waiting.values()) reject();
    };
  }

  static async connect(url: string): Promise<Inspector> {
    const socket = new WebSocket(url);
    await new Promise((resolve, reject) => {
      socket.onopen = resolve;
      socket.onerror = () => reject(new Error("the process cannot be measured: its inspector does not answer"));
    });
    return new Inspector(socket);
  }

  ask(method: string, params: object): Promise<Record<string, unknown>> {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, {
        resolve,
        reject: () => reject(new Error("the process has ended while it was measured")),
      });
      this.#socket.send(JSON.stringify({ id, method, params }));
    });
  }

  close(): void {
    this.#socket.close();
  }
}
