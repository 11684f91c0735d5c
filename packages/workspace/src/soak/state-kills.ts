// The sandbox's state file after kill -9: it is whole, and holds what a caller was told was done, but for the last second.
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, watch } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Child } from "./child.ts";
import type { Dice } from "./dice.ts";
import type { Outcome, Setting } from "./outcome.ts";
import { sandbox } from "./programs.ts";

/** Milliseconds from a change until it is written, as the sandbox promises. */
const SAVED_WITHIN = 1000;
/** Milliseconds that the writing itself may take on a machine that does much else. */
const WRITING = 700;
/** After so many kills, a sandbox begins anew, so that its file stays small. */
const ROUNDS = 25;
/** Contacts of the demo portal that exist. */
const CONTACTS = Array.from({ length: 59 }, (_, index) => index + 1);

/** Participants that a list was given, and when. */
interface Version {
  participants: number[];
  /** When the sandbox said that it was done; missing where it was killed before. */
  doneAt?: number;
}

export async function killSandboxes(kills: number, lanes: number, dice: Dice, setting: Setting): Promise<Outcome> {
  const left = { kills };
  const all = Array.from({ length: lanes }, (_, index) => new Lane(index, dice.for(index), setting, left, kills));
  await Promise.all(all.map((lane) => lane.run()));
  const sum = (count: (lane: Lane) => number): number => all.reduce((total, lane) => total + count(lane), 0);
  return {
    summary:
      `${kills - left.kills} sandboxes killed at random moments. ${sum((lane) => lane.done)} changes had been confirmed, ` +
      `${sum((lane) => lane.checked)} of them more than a second before; ${sum((lane) => lane.lost)} newer ones were lost`,
    failures: all.flatMap((lane) => lane.failures),
  };
}

/** One sandbox after another on the same file. */
class Lane {
  /** Changes that the sandbox had confirmed, those of them that had to be kept, and newer ones that were not. */
  done = 0;
  checked = 0;
  lost = 0;
  readonly failures: string[] = [];
  readonly #index: number;
  readonly #dice: Dice;
  readonly #setting: Setting;
  readonly #left: { kills: number };
  readonly #kills: number;
  #file = "";
  /** What each list of this lane was given, in this order. */
  #lists = new Map<number, Version[]>();
  /** What lists were given of which no id is known: the sandbox was killed before it said so. */
  #unanswered: number[][] = [];
  /** When the sandbox last answered: so long it certainly ran. */
  #lastAnswer = 0;

  constructor(index: number, dice: Dice, setting: Setting, left: { kills: number }, kills: number) {
    this.#index = index;
    this.#dice = dice;
    this.#setting = setting;
    this.#left = left;
    this.#kills = kills;
  }

  async run(): Promise<void> {
    for (let round = 0; this.#left.kills > 0 && !this.#setting.signal.aborted; round++) {
      const { kills } = this.#left;
      this.#left.kills = kills - 1;
      if (round % ROUNDS === 0) this.#begin(round / ROUNDS);
      try {
        await this.#round(this.#dice.for(round));
      } catch (error) {
        if (this.#setting.signal.aborted) return;
        this.#fail(`${(error as Error).message}`);
        this.#begin(round + 1_000_000);
      }
      this.#setting.progress(`${this.#kills - this.#left.kills} of ${this.#kills} sandboxes killed`);
    }
    if (!this.#setting.signal.aborted) await this.#compareAtEnd().catch(({ message }: Error) => this.#fail(message));
  }

  async #compareAtEnd(): Promise<void> {
    const last = await this.#start();
    await this.#compare(last.address);
    await last.kill("SIGTERM");
  }

  #begin(number: number): void {
    const folder = join(this.#setting.folder, `state-${this.#index}-${number}`);
    mkdirSync(folder);
    this.#file = join(folder, "state.json");
    this.#lists = new Map();
    this.#unanswered = [];
  }

  #fail(what: string): void {
    this.failures.push(`state file, lane ${this.#index}: ${what} (${this.#file})`);
  }

  #start(): Promise<Child> {
    return Child.start(sandbox("--port", "0", "--state", this.#file));
  }

  async #round(dice: Dice): Promise<void> {
    if (dice.next() < 0.1) await this.#killWhileStarting(dice);
    const started = await this.#start();
    await this.#compare(started.address);
    const end = new AbortController();
    this.#lastAnswer = 0;
    const calls = [1, 2].map((caller) => this.#change(started.address, dice.for(caller), end.signal));
    await this.#moment(dice);
    const signal = await started.kill("SIGKILL");
    end.abort();
    await Promise.all(calls);
    if (signal !== "SIGKILL") this.#fail(started.failure(`ended by itself, with ${signal}`).message);
    this.#assertWhole();
  }

  /** Waits for the moment of the kill: any, or while the file is written for the first, second or third time. */
  async #moment(dice: Dice): Promise<void> {
    const { signal } = this.#setting;
    if (dice.next() < 0.5) return delay(dice.between(0, 4500), undefined, { signal });
    const [writes, pause] = [dice.between(1, 4), dice.between(0, 4)];
    for (let write = 0; write < writes; write++) {
      await delay(SAVED_WITHIN / 2, undefined, { signal });
      await written(join(this.#file, ".."), signal);
    }
    await delay(pause);
  }

  async #killWhileStarting(dice: Dice): Promise<void> {
    const started = new Child(sandbox("--port", "0", "--state", this.#file));
    await delay(dice.between(0, 400));
    await started.kill("SIGKILL");
    this.#assertWhole();
  }

  /** Adds lists and changes them until the sandbox is killed. */
  async #change(address: string, dice: Dice, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const participants = dice.some(CONTACTS, dice.between(1, 9));
      const id = dice.next() < 0.4 && this.#lists.size > 0 ? dice.one([...this.#lists.keys()]) : undefined;
      const answered = await (id === undefined
        ? this.#add(address, participants)
        : this.#update(address, id, participants));
      if (!answered) return;
      await delay(dice.between(0, 60));
    }
  }

  async #add(address: string, participants: number[]): Promise<boolean> {
    this.#unanswered.push(participants);
    const id = await call(address, "crm.calllist.add", { ENTITY_TYPE: "CONTACT", ENTITIES: participants });
    if (id === undefined) return false;
    this.#unanswered.splice(this.#unanswered.indexOf(participants), 1);
    this.#lists.set(Number(id), [{ participants, doneAt: this.#answered() }]);
    return true;
  }

  async #update(address: string, id: number, participants: number[]): Promise<boolean> {
    const versions = this.#lists.get(id)!;
    // Two updates at the same time could be done in either order.
    if (versions.some(({ doneAt }) => doneAt === undefined)) return true;
    const version: Version = { participants };
    versions.push(version);
    const params = { LIST_ID: id, ENTITY_TYPE: "CONTACT", ENTITIES: participants };
    if ((await call(address, "crm.calllist.update", params)) === undefined) return false;
    version.doneAt = this.#answered();
    return true;
  }

  #answered(): number {
    this.done++;
    this.#lastAnswer = performance.now();
    return this.#lastAnswer;
  }

  /** The file is JSON as a whole, and its owner's alone. */
  #assertWhole(): void {
    if (!existsSync(this.#file)) return;
    try {
      JSON.parse(readFileSync(this.#file, "utf8"));
    } catch (error) {
      this.#fail(`the file is not whole: ${(error as Error).message}`);
    }
    const mode = statSync(this.#file).mode & 0o777;
    if (process.platform !== "win32" && mode !== 0o600) this.#fail(`the file has the mode ${mode.toString(8)}`);
  }

  /** What the sandbox holds after the restart against what the one before had confirmed. */
  async #compare(address: string): Promise<void> {
    const held = await listsOf(address);
    const wrong = [...this.#lists].flatMap(([id, versions]) => this.#compareList(id, versions, held.get(id)) ?? []);
    if (wrong.length > 0) this.#fail(`${wrong.length} lists are wrong: ${wrong.slice(0, 3).join("; ")}`);
    const strangers = [...held].filter(([id, participants]) => !this.#lists.has(id) && !this.#takes(participants));
    if (strangers.length > 0) this.#fail(`lists that nobody has made: ${strangers.map(([id]) => id)}`);
    const files = readdirSync(join(this.#file, ".."));
    if (files.length > 2) this.#fail(`files are left behind: ${files.join(", ")}`);
    // What was found is in the file, so all of it has to be there from now on.
    this.#lists = new Map([...held].map(([id, participants]) => [id, [{ participants, doneAt: 0 }]]));
    this.#unanswered = [];
  }

  #takes(participants: number[]): boolean {
    return this.#unanswered.some((one) => isSame(one, participants));
  }

  /** What is wrong with a list, if anything. */
  #compareList(id: number, versions: Version[], held: number[] | undefined): string | undefined {
    const isOld = ({ doneAt = Number.POSITIVE_INFINITY }: Version): boolean =>
      doneAt === 0 || doneAt < this.#lastAnswer - SAVED_WITHIN - WRITING;
    const oldest = versions.findLastIndex(isOld);
    const found = held === undefined ? -1 : versions.findLastIndex(({ participants }) => isSame(participants, held));
    this.checked += versions.filter(({ doneAt }) => doneAt !== 0).filter(isOld).length;
    this.lost += versions.slice(found + 1).filter(({ doneAt }) => doneAt !== undefined).length;
    if (found >= oldest && (held === undefined || found >= 0)) return undefined;
    const age = Math.round(this.#lastAnswer - (versions[oldest]?.doneAt || 0));
    return (
      `list ${id} ${held ? `has [${held}]` : "is lost"}, and was given ${versions.map(({ participants }) => `[${participants}]`)}, ` +
      `number ${oldest + 1} of them confirmed ${age} ms before the last answer`
    );
  }
}

/** Waits until something in a folder changes. */
async function written(folder: string, signal: AbortSignal): Promise<void> {
  const end = new AbortController();
  const changed = new Promise<void>((resolve) => watch(folder, { signal: end.signal }, () => resolve()));
  try {
    await Promise.race([changed, delay(5 * SAVED_WITHIN, undefined, { signal })]);
  } finally {
    end.abort();
  }
}

const isSame = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && new Set([...a, ...b]).size === a.length;

/** Calls a method. Undefined where the sandbox is no longer there. */
async function call(address: string, method: string, params: object): Promise<unknown> {
  const request = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(params) };
  const text = await fetch(address + method, request)
    .then((response) => response.text())
    .catch(() => undefined);
  if (text === undefined) return undefined;
  const { result } = JSON.parse(text);
  if (result === undefined) throw new Error(`${method} ${JSON.stringify(params)} was answered with ${text}`);
  return result;
}

/** The lists that were not there at the beginning, with their participants. */
async function listsOf(address: string): Promise<Map<number, number[]>> {
  const { lists } = (await (await fetch(new URL("/__sandbox/state", address))).json()) as State;
  return new Map(
    lists
      .filter(({ ID }) => ID > LAST_OF_DEMO)
      .map(({ ID, participants }) => [ID, participants.map((one) => (typeof one === "number" ? one : one.ID))]),
  );
}

const LAST_OF_DEMO = 50;

interface State {
  lists: { ID: number; participants: (number | { ID: number })[] }[];
}
