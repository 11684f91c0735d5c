import { FAULTS, type Fault, Faults } from "../faults.ts";
import { Journal, type JournalEntry } from "../journal.ts";
import { OperatingMeter, type RequestLimits, RequestMeter } from "../limits.ts";
import type { Portal } from "../portal/portal.ts";
import { isoTime } from "../portal/time.ts";
import { QUIRKS, type Quirks } from "../quirks.ts";
import type { Server } from "../rest/portal-server.ts";
import { buildPortal, buildUser } from "../seed/build.ts";
import { dumpPortal } from "../seed/dump.ts";
import { assertSeed } from "../seed/read.ts";
import type { Seed, SeedUser } from "../seed/seed.ts";

/** What a participant is set to, as an operator's work does. */
export interface ParticipantChange {
  STATUS?: string;
  CALL_ID?: number | null;
}

/** What the clock says. */
export interface ClockState {
  now: string;
  stopped: boolean;
}

/** Settings that last as long as the sandbox. */
export interface ControlOptions {
  seed: Seed;
  quirks: Partial<Quirks>;
  limits: RequestLimits | false;
  /** Told after everything that changes the state. */
  changed: () => void;
}

/**
 * Changes what a client of the portal cannot: the state as a whole, an operator's work, rights, the clock, faults. The
 * same is offered over HTTP below `/__sandbox`.
 */
export class Control {
  readonly server: Server;
  readonly journal = new Journal();
  readonly #options: ControlOptions;
  readonly #snapshots = new Map<string, Seed>();
  #start: Seed;

  constructor(options: ControlOptions) {
    this.#options = options;
    this.#start = options.seed;
    this.server = {
      portal: buildPortal(options.seed),
      quirks: this.#quirks(),
      faults: new Faults(),
      ...this.#meters(),
    };
  }

  /** The whole state, in the format of a seed. Tokens and webhook codes are in it. */
  get state(): Seed {
    return { ...dumpPortal(this.#portal), quirks: this.server.quirks };
  }

  /** Back to the seed that the sandbox was started or seeded with; without faults and with an empty journal. */
  reset(): void {
    this.#load(this.#start);
    this.server.faults.clear();
    this.journal.clear();
  }

  /** Another seed, to which `reset` will go back from now on. */
  seed(seed: Seed): void {
    this.#start = assertSeed(seed);
    this.reset();
  }

  /** Keeps the state under a name until the sandbox ends. */
  snapshot(name: string): void {
    this.#snapshots.set(name, structuredClone(this.state));
  }

  /** Names of the snapshots. */
  get snapshots(): string[] {
    return [...this.#snapshots.keys()];
  }

  /** Back to a snapshot. Faults and journal stay. */
  restore(name: string): void {
    const seed = this.#snapshots.get(name);
    if (seed === undefined) throw new ControlError(404, `There is no snapshot "${name}"`);
    this.#load(seed);
  }

  /** An operator's work: sets a participant's status, or the call that was made. */
  setParticipant(listId: number, participantId: number, change: ParticipantChange): void {
    const list = this.#portal.lists.get(listId);
    if (list === undefined) throw new ControlError(404, `There is no list ${listId}`);
    const { STATUS } = change;
    const known = this.#portal.statuses.map(({ STATUS_ID }) => STATUS_ID);
    if (STATUS !== undefined && !known.includes(STATUS)) {
      throw new ControlError(400, `STATUS must be one of ${known.join(", ")}`);
    }
    if (!list.participants.set(participantId, change)) {
      throw new ControlError(404, `List ${listId} has no participant ${participantId}`);
    }
    this.#options.changed();
  }

  /** Makes a user, or changes one's rights and name. */
  setUser(user: SeedUser): void {
    this.#portal.users.set(user.id, buildUser(user));
    this.#options.changed();
  }

  get clock(): ClockState {
    return { now: isoTime(this.#portal), stopped: this.#portal.clock.stopped };
  }

  /** Stands still, at the given time (`2025-11-20T12:00:00+02:00`) or now. */
  stopClock(at?: string): void {
    const time = at === undefined ? undefined : Date.parse(at);
    if (Number.isNaN(time)) throw new ControlError(400, "at must be a time such as 2025-11-20T12:00:00+02:00");
    this.#portal.clock.stop(time);
    this.#options.changed();
  }

  /** Runs on from where it stands. */
  runClock(): void {
    this.#portal.clock.run();
    this.#options.changed();
  }

  /** Goes forward; a clock that stands goes on standing. */
  turnClock(seconds: number): void {
    if (!(seconds >= 0)) throw new ControlError(400, "seconds must be a number that is not negative, such as 3600");
    this.#portal.clock.turn(seconds * 1000);
    this.#options.changed();
  }

  /**
   * Counts so much working time for a method, as if calls had taken it.
   *
   * @param caller a user, whose webhook it is counted for, or an application's client_id
   */
  addWorkingTime(method: string, caller: number | string, seconds: number): void {
    const key = typeof caller === "number" ? this.#webhookKey(caller) : this.#applicationKey(caller);
    this.server.limits?.operating.add(`${key}: ${method}`, seconds, this.#portal.clock.now());
  }

  #webhookKey(user: number): string {
    const index = this.#portal.webhooks.findIndex((webhook) => webhook.user === user);
    if (index < 0) throw new ControlError(404, `User ${user} has no webhook`);
    return `webhook ${index + 1} of user ${user}`;
  }

  #applicationKey(clientId: string): string {
    if (!this.#portal.apps.has(clientId)) throw new ControlError(404, `There is no application ${clientId}`);
    return `application ${clientId}`;
  }

  get faults(): Fault[] {
    return this.server.faults.all;
  }

  /** One more fault; several are tried in the order in which they were set. */
  addFault(fault: Fault): void {
    if (!Object.hasOwn(FAULTS, fault.fault)) {
      throw new ControlError(400, `fault must be one of ${Object.keys(FAULTS).join(", ")}`);
    }
    this.server.faults.add(fault);
  }

  clearFaults(): void {
    this.server.faults.clear();
  }

  /** The last requests, oldest first. */
  get requests(): readonly JournalEntry[] {
    return this.journal.entries;
  }

  get #portal(): Portal {
    return this.server.portal;
  }

  #load(seed: Seed): void {
    this.#portal.clock.run(); // nobody waits on a clock that is gone
    this.server.portal = buildPortal(seed);
    this.server.quirks = this.#quirks(seed);
    Object.assign(this.server, this.#meters());
    this.#options.changed();
  }

  #quirks(seed = this.#start): Quirks {
    return { ...QUIRKS, ...seed.quirks, ...this.#options.quirks };
  }

  #meters(): Pick<Server, "limits"> {
    const { limits } = this.#options;
    return limits === false ? {} : { limits: { requests: new RequestMeter(limits), operating: new OperatingMeter() } };
  }
}

/** A request to the control that cannot be met. */
export class ControlError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}
