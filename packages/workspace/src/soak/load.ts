// All programs under good and bad load, with restarts: each good call is answered as it should be, and nothing is kept.
import { setTimeout as delay } from "node:timers/promises";
import { badCalls, tooLarge } from "./bad-calls.ts";
import type { Child, Measure } from "./child.ts";
import type { Dice } from "./dice.ts";
import { type Call, contractCall, goodCalls } from "./good-calls.ts";
import type { Outcome, Setting } from "./outcome.ts";
import { Portals } from "./portals.ts";

const GOOD_CALLERS = 4;
const BAD_CALLERS = 3;
const MOST_FAILURES = 20;
const MEBIBYTE = 1024 * 1024;

/** Shares of the time: with restarts, and to get warm. */
const RESTARTING = 0.25;
const WARMING = 0.25;

export async function load(seconds: number, restarts: number, dice: Dice, setting: Setting): Promise<Outcome> {
  const portals = new Portals(setting.folder);
  try {
    await portals.start();
    const callers = new Callers(portals, dice, setting.signal);
    const phase = (share: number): Promise<unknown> =>
      delay(share * seconds * 1000, undefined, { signal: setting.signal });
    for (let restart = 0; restart < restarts; restart++) {
      await phase(RESTARTING / restarts);
      await callers.paused(() => portals.restart(dice));
      setting.progress(`${restart + 1} of ${restarts} restarts; ${callers.counts}`);
    }
    await phase(WARMING);
    const before = await callers.paused(() => measureAll(portals));
    const minutes = Math.ceil(((1 - RESTARTING - WARMING) * seconds) / 60);
    for (let minute = 0; minute < minutes; minute++) {
      await phase((1 - RESTARTING - WARMING) / minutes);
      setting.progress(`${minute + 1} of ${minutes} minutes; ${callers.counts}`);
    }
    const after = await callers.paused(() => measureAll(portals));
    await callers.end();
    const growth = portals.all.flatMap((child, index) => grown(child, before[index]!, after[index]!));
    const mistakes = portals.all.flatMap(mistakesOf);
    return {
      summary: `${callers.counts}, ${restarts} restarts. ${portals.all.map((child, index) => words(child, before[index]!, after[index]!)).join("; ")}`,
      failures: [...callers.failures, ...growth, ...mistakes],
    };
  } catch (error) {
    if (setting.signal.aborted) return { summary: "stopped", failures: [] };
    return { summary: "ended early", failures: [(error as Error).message] };
  } finally {
    await portals.stop().catch(() => {});
  }
}

/** Those who call, until they are ended. They can be paused, with no call under way. */
class Callers {
  readonly failures: string[] = [];
  readonly #portals: Portals;
  readonly #all: Promise<void>[];
  readonly #end = new AbortController();
  #good = 0;
  #bad = 0;
  #running = 0;
  #gate: Promise<void> | undefined;

  constructor(portals: Portals, dice: Dice, signal: AbortSignal) {
    this.#portals = portals;
    signal.addEventListener("abort", () => this.#end.abort(), { once: true });
    const good = Object.entries(goodCalls);
    const bad = Object.entries(badCalls);
    this.#all = [
      ...Array.from({ length: GOOD_CALLERS }, (_, index) => this.#call(dice.for(index), good, () => this.#good++)),
      ...Array.from({ length: BAD_CALLERS }, (_, index) => this.#call(dice.for(100 + index), bad, () => this.#bad++)),
      this.#call(dice.for(200), [["the contract proxy", contractCall]], () => this.#good++),
      this.#call(dice.for(300), [["a body that is too large", tooLarge]], () => this.#bad++, 2000),
    ];
  }

  get counts(): string {
    return `${this.#good} good calls, ${this.#bad} bad ones`;
  }

  async end(): Promise<void> {
    this.#end.abort();
    await Promise.all(this.#all);
  }

  /** Lets no call begin, waits for those under way, and does something. */
  async paused<T>(run: () => Promise<T>): Promise<T> {
    let open = (): void => {};
    this.#gate = new Promise((resolve) => {
      open = resolve;
    });
    while (this.#running > 0) await delay(10);
    try {
      return await run();
    } finally {
      this.#gate = undefined;
      open();
    }
  }

  async #call(dice: Dice, calls: [name: string, call: Call][], count: () => void, pause = 0): Promise<void> {
    while (!this.#end.signal.aborted) {
      await this.#gate;
      const [name, call] = dice.one(calls);
      this.#running++;
      try {
        await call(this.#portals, dice);
        count();
      } catch (error) {
        if (this.#end.signal.aborted) return;
        if (this.failures.length < MOST_FAILURES) this.failures.push(`${name}: ${(error as Error).message}`);
      } finally {
        this.#running--;
      }
      if (pause > 0) await delay(dice.between(0, 2 * pause), undefined, { signal: this.#end.signal }).catch(() => {});
    }
  }
}

/** What each program holds when nothing is under way, and the sandbox is as it was at the start. */
async function measureAll(portals: Portals): Promise<Measure[]> {
  await fetch(portals.control("reset"), { method: "POST", headers: { Connection: "close" } });
  // Connections of others are closed when they have been idle for some seconds, so they may be there; see below.
  await delay(300);
  return Promise.all(portals.all.map((child) => child.measure()));
}

/** More than these is a leak: connections that the contract proxy and the MCP server keep for their next call are none. */
const MOST_MORE = { heap: 12 * MEBIBYTE, rss: 200 * MEBIBYTE, handles: 20, descriptors: 20 };

function grown({ name }: Child, before: Measure, after: Measure): string[] {
  return (["heap", "rss", "handles", "descriptors"] as const).flatMap((what) => {
    const [was, is] = [before[what] ?? 0, after[what] ?? 0];
    const text = (value: number): string => (value > MEBIBYTE ? `${(value / MEBIBYTE).toFixed(1)} MiB` : `${value}`);
    return is > was + MOST_MORE[what] ? [`${name} has grown: ${what} from ${text(was)} to ${text(is)}`] : [];
  });
}

const words = ({ name }: Child, before: Measure, after: Measure): string =>
  `${name}: ${(before.heap / MEBIBYTE).toFixed(0)} → ${(after.heap / MEBIBYTE).toFixed(0)} MiB heap, ` +
  `${(before.rss / MEBIBYTE).toFixed(0)} → ${(after.rss / MEBIBYTE).toFixed(0)} MiB resident, ` +
  `${before.handles} → ${after.handles} handles, ${before.descriptors ?? "?"} → ${after.descriptors ?? "?"} descriptors`;

/** Lines of a stack: the program has met an error that it did not expect. */
const mistakesOf = (child: Child): string[] =>
  child.lines.some((line) => /^\s+at .*:\d+:\d+\)?$/.test(line)) ? [child.failure("has failed").message] : [];
