// Processes in slow motion: stores over one folder whose file calls are made one at a time, in an order that a test chooses.
import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import type { System } from "../src/internal/file-lock.ts";

/** The system's own calls. What makes a call at once, cannot be in the middle of one when another makes the next. */
const CALLS = {
  lstat: lstatSync,
  mkdir: mkdirSync,
  readdir: readdirSync,
  readFile: readFileSync,
  realpath: realpathSync,
  rename: renameSync,
  rm: rmSync,
  rmdir: rmdirSync,
  stat: statSync,
  utimes: utimesSync,
  writeFile: writeFileSync,
};

/** A process that stands before its next file call, or sleeps. */
export interface Process {
  name: string;
  system: System;
  /** Makes its next call; the promise is fulfilled when it stands before the one after that, or has ended. */
  step(): Promise<void>;
  /** The call it stands before: `rename`, `sleep` …; undefined when it has ended. */
  readonly next: string | undefined;
  readonly ended: boolean;
  /** Touches what it holds, as a process that lives does once a second. */
  pulse(): void;
}

let seconds = 1_800_000_000;

/** A process that runs `work` step by step. After `patience` looks at an untouched holder it takes the lock over. */
export function slowProcess(name: string, patience: number, work: (system: System) => Promise<unknown>): Process {
  let waiting: { call: string; go: () => void } | undefined;
  let ended = false;
  let arrived: () => void = () => {};
  const pulses = new Set<() => void>();

  const gate = (call: string): Promise<void> =>
    new Promise((go) => {
      waiting = { call, go };
      arrived();
    });
  const stepped =
    (call: keyof typeof CALLS) =>
    async (...args: unknown[]) => {
      await gate(call);
      return (CALLS[call] as (...all: unknown[]) => unknown)(...args);
    };
  const fs = Object.fromEntries(Object.keys(CALLS).map((call) => [call, stepped(call as keyof typeof CALLS)]));
  // A pulse is no step of its own: it is made when the test says so, and a second after the one before.
  fs.utimes = async (path) => {
    seconds += 1;
    utimesSync(path as string, seconds, seconds);
  };

  const system: System = {
    fs: fs as unknown as System["fs"],
    sleep: () => gate("sleep"),
    every(_, run) {
      pulses.add(run);
      return () => pulses.delete(run);
    },
    patience,
  };
  const standing = (): Promise<void> =>
    new Promise((resolve) => {
      arrived = resolve;
    });
  let first: Promise<void> | undefined = standing();
  work(system)
    .finally(() => {
      ended = true;
      arrived();
    })
    .catch(() => {});

  return {
    name,
    system,
    async step() {
      await first;
      first = undefined;
      if (!waiting) return;
      const { go } = waiting;
      waiting = undefined;
      const there = standing();
      go();
      await there;
    },
    get next() {
      return waiting?.call;
    },
    get ended() {
      return ended;
    },
    pulse() {
      for (const run of pulses) run();
    },
  };
}

/** A process, and the number of the file call that takes it very long. */
export type Hold = readonly [process: number, call: number];

/** Rounds of the others while a call is held: more than they need to take over from a holder that died. */
const HELD_ROUNDS = 7;

/**
 * Lets processes take turns until all have ended, each until it sleeps. A call that is held is made only when the others
 * have ended or can do nothing more. Returns the calls that each has made. All of them pulse, also one that is held.
 */
export async function takeTurns(
  processes: readonly Process[],
  holds: readonly Hold[],
  pulsing = true,
): Promise<string[][]> {
  const calls = processes.map((): string[] => []);
  const held = new Set(holds);
  let idleRounds = 0;
  for (let round = 0; processes.some(({ ended }) => !ended); round++) {
    if (round === 500) throw new Error(`still waiting: ${processes.map(({ next }) => next)}`);
    const free = processes.flatMap((process, index) => {
      const isHeld = [...held].some(([holder, call]) => holder === index && call === calls[index]!.length);
      return process.ended || isHeld ? [] : [[process, index] as const];
    });
    idleRounds += 1;
    if (free.length === 0 || idleRounds > HELD_ROUNDS) {
      held.delete([...held][0]!);
      idleRounds = 0;
    }
    for (const [process, index] of free) {
      for (;;) {
        if (pulsing) for (const one of processes) one.pulse();
        const call = process.next;
        await process.step();
        if (call) calls[index]!.push(call);
        const isHeld = [...held].some(([holder, call]) => holder === index && call === calls[index]!.length);
        if (call === "sleep" || process.ended || isHeld) break;
      }
    }
  }
  return calls;
}
