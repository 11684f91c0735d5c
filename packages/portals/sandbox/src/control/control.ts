import { type Fault, Faults, faultProblem } from "../faults.ts";
import { Journal, type JournalEntry } from "../journal.ts";
import { OperatingMeter, type RequestLimits, RequestMeter } from "../limits.ts";
import { type OperatorSetting, type OperatorState, Operators, operatorProblem } from "../operators.ts";
import { timeProblem } from "../portal/clock.ts";
import { type Refusal, setRank, setStatus } from "../portal/operator.ts";
import type { Participant } from "../portal/participants.ts";
import { ADMINISTRATOR, type CallList, type Portal, type User } from "../portal/portal.ts";
import { isoTime } from "../portal/time.ts";
import { QUIRKS, type Quirks, quirkProblem } from "../quirks.ts";
import type { Server } from "../rest/portal-server.ts";
import { buildPortal, buildUser } from "../seed/build.ts";
import { dumpPortal } from "../seed/dump.ts";
import { assertSeed, assertUser } from "../seed/read.ts";
import type { Seed, SeedUser } from "../seed/seed.ts";

/** Seconds of a day. */
const DAY = 86_400;
/** What a column of the portal's table holds. */
const INT32 = "a whole number from -2147483648 to 2147483647";

function isInt32(value: number): boolean {
  return Number.isInteger(value) && value >= -(2 ** 31) && value < 2 ** 31;
}

/** What an operator does to a participant. */
export interface ParticipantChange {
  /** One of the portal's statuses. The list is sorted: see `setParticipant`. */
  STATUS?: string;
  /** A new rank, as "later" in the operator's window sets one; the list is sorted. */
  RANK?: number;
  /** The call that was made; moves nothing. */
  CALL_ID?: number | null;
  /**
   * The user who does it. A user who cannot read all participants renumbers only some of them.
   *
   * @default an administrator
   */
  user?: number;
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
  /** Operators who work from the start, and again after `reset`. */
  operators?: OperatorSetting | undefined;
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
    const problem = quirkProblem(options.quirks);
    if (problem !== undefined) throw new ControlError(400, problem);
    this.#options = options;
    this.#start = options.seed;
    this.server = {
      portal: buildPortal(options.seed),
      quirks: this.#quirks(),
      faults: new Faults(),
      ...this.#meters(),
    };
    this.setOperators(options.operators);
  }

  /** The whole state, in the format of a seed. Tokens and webhook codes are in it. */
  get state(): Seed {
    return { ...dumpPortal(this.#portal), quirks: this.server.quirks };
  }

  /**
   * Back to the seed that the sandbox was started or seeded with; without faults and with an empty journal. Operators
   * work as the sandbox was told at its start, from the beginning of their dice.
   */
  reset(): void {
    this.#load(this.#start);
    this.setOperators(this.#options.operators);
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

  /** The participants of a list in calling order. Cheap, also where `state` is large. */
  participants(listId: number): Participant[] {
    return this.#list(listId).participants.all.map((row) => ({ ...row }));
  }

  /**
   * An operator's work on one participant, with what the portal does then. A status adds 5,500 to the rank; a status and
   * a rank sort the list by the order of the statuses in the dictionary and then by rank, and number it 10, 20, 30, ...
   * Participants whom the operator cannot read, and those whose record was deleted, keep their rank. When a status was
   * set and no participant is left in IN_WORK, the list's activity is completed.
   *
   * @throws when there is no such list, participant, user or status, or when the user cannot read any participant of the
   * list
   *
   * @example
   * sandbox.control.setParticipant(13, 9, { STATUS: "SUCCESS" });
   * sandbox.control.participants(13).map(({ ID, RANK }) => [ID, RANK]); // [[17, 10], [19, 20], [9, 30]]
   */
  setParticipant(listId: number, participantId: number, change: ParticipantChange): void {
    const list = this.#list(listId);
    const operator = this.#operator(change.user);
    const { STATUS, RANK, CALL_ID } = change;
    this.#assertStatus(STATUS);
    if (RANK !== undefined && !isInt32(RANK)) throw new ControlError(400, `RANK must be ${INT32}, such as 5500`);
    if (CALL_ID !== undefined && CALL_ID !== null && !isInt32(CALL_ID))
      throw new ControlError(400, `CALL_ID must be null or ${INT32}, such as 1032`);
    const row = list.participants.find(participantId);
    if (row === undefined) throw new ControlError(404, `List ${listId} has no participant ${participantId}`);
    const refuse = (refusal: Refusal | undefined) => refusal && refused(refusal, listId, participantId, operator);
    if (STATUS !== undefined) refuse(setStatus(this.#portal, operator, list, participantId, STATUS));
    if (RANK !== undefined) refuse(setRank(this.#portal, operator, list, participantId, RANK));
    if (CALL_ID !== undefined) row.CALL_ID = CALL_ID;
    this.#changed();
  }

  /** Takes a participant off a list, as operators can on the portal's page. The others keep their ranks. */
  removeParticipant(listId: number, participantId: number): void {
    const { participants } = this.#list(listId);
    if (!participants.find(participantId)) {
      throw new ControlError(404, `List ${listId} has no participant ${participantId}`);
    }
    participants.delete(new Set([participantId]));
    this.#changed();
  }

  #list(id: number): CallList {
    const list = this.#portal.lists.get(id);
    if (list === undefined) throw new ControlError(404, `There is no list ${id}`);
    return list;
  }

  #operator(id: number | undefined): User {
    if (id === undefined) return ADMINISTRATOR;
    const user = this.#portal.users.get(id);
    if (user === undefined) throw new ControlError(404, `There is no user ${id}`);
    return user;
  }

  #assertStatus(status: string | undefined): void {
    const known = this.#portal.statuses.map(({ STATUS_ID }) => STATUS_ID);
    if (status === undefined || known.includes(status)) return;
    throw new ControlError(400, `STATUS must be one of ${known.join(", ")}`);
  }

  /** What operators do while clients read, and how many statuses they have set. */
  get operators(): OperatorState {
    const { operators } = this.server;
    return operators ? { setting: operators.setting, statusesSet: operators.statusesSet } : { statusesSet: 0 };
  }

  /**
   * Lets operators work between the calls of clients, and between the commands of a batch; without a setting they stop.
   * What they do stands in the journal, with the request before which it was done.
   *
   * @throws when the setting is not right; the message shows a right value
   *
   * @example
   * sandbox.control.setOperators({ chance: 0.2, lists: [13] });
   */
  setOperators(setting: OperatorSetting | undefined): void {
    const problem = setting && operatorProblem(setting);
    if (problem !== undefined) throw new ControlError(400, problem);
    this.server.operators = setting && new Operators(setting);
  }

  /** Makes a user, or changes one's rights and name. */
  setUser(user: SeedUser): void {
    assertUser(user);
    this.#portal.users.set(user.id, buildUser(user));
    this.#changed();
  }

  get clock(): ClockState {
    return { now: isoTime(this.#portal), stopped: this.#portal.clock.stopped };
  }

  /** Stands still, at the given time (`2025-11-20T12:00:00+02:00`) or now. */
  stopClock(at?: string): void {
    const time = at === undefined ? undefined : Date.parse(at);
    const problem = time === undefined ? undefined : timeProblem(time);
    if (problem !== undefined) throw new ControlError(400, `at must be ${problem}`);
    this.#portal.clock.stop(time);
    this.#changed();
  }

  /** Runs on from where it stands. */
  runClock(): void {
    this.#portal.clock.run();
    this.#changed();
  }

  /** Goes forward; a clock that stands goes on standing. */
  turnClock(seconds: number): void {
    if (!(seconds >= 0)) throw new ControlError(400, "seconds must be a number that is not negative, such as 3600");
    const problem = timeProblem(this.#portal.clock.now() + seconds * 1000);
    if (problem !== undefined)
      throw new ControlError(400, `turned by ${seconds} seconds, the clock must show ${problem}`);
    this.#portal.clock.turn(seconds * 1000);
    this.#changed();
  }

  /**
   * Counts so much working time for a method, as if calls had taken it.
   *
   * @param caller a user, whose webhook it is counted for, or an application's client_id
   */
  addWorkingTime(method: string, caller: number | string, seconds: number): void {
    if (!(seconds >= 0 && seconds <= DAY)) throw new ControlError(400, `seconds must be a number from 0 to ${DAY}`);
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
    const problem = faultProblem(fault);
    if (problem !== undefined) throw new ControlError(400, problem);
    if (this.server.faults.isFull) throw new ControlError(400, "There are 1000 faults already; clear them first");
    this.server.faults.add(fault);
  }

  clearFaults(): void {
    this.server.faults.clear();
  }

  /** The last requests, oldest first. */
  get requests(): readonly JournalEntry[] {
    return this.journal.entries;
  }

  #changed(): void {
    this.#portal.takeChanges(); // these are no request's
    this.#options.changed();
  }

  get #portal(): Portal {
    return this.server.portal;
  }

  #load(seed: Seed): void {
    this.#portal.clock.run(); // nobody waits on a clock that is gone
    this.server.portal = buildPortal(seed);
    this.server.quirks = this.#quirks(seed);
    Object.assign(this.server, this.#meters());
    this.#changed();
  }

  #quirks(seed = this.#start): Quirks {
    return { ...QUIRKS, ...seed.quirks, ...this.#options.quirks };
  }

  #meters(): Pick<Server, "limits"> {
    const { limits } = this.#options;
    return limits === false ? {} : { limits: { requests: new RequestMeter(limits), operating: new OperatingMeter() } };
  }
}

function refused(refusal: Refusal, listId: number, participantId: number, { id }: User): never {
  const who = id === ADMINISTRATOR.id ? "an administrator" : `user ${id}`;
  if (refusal === "no readable participant") {
    throw new ControlError(403, `List ${listId} has no participant that ${who} can read and whose record exists`);
  }
  const text = `Participant ${participantId} of list ${listId} was deleted, or ${who} cannot read the record`;
  throw new ControlError(403, text);
}

/** A request to the control that cannot be met. */
export class ControlError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}
