import { dice } from "./dice.ts";
import type { Clock } from "./portal/clock.ts";
import { setStatus } from "./portal/operator.ts";
import { IN_WORK, type Participant } from "./portal/participants.ts";
import { ADMINISTRATOR, type CallList, type Portal } from "./portal/portal.ts";

/** How operators work while the portal is used. At least one of `chance` and `every` is set. */
export interface OperatorSetting {
  /**
   * With what chance, 0 to 1, an operator sets one status before each executed method: before each request, and before
   * each command of a batch.
   *
   * @default 0
   */
  chance?: number;
  /**
   * Milliseconds on the sandbox's clock between two statuses, from 1 to those of a day. The ones that are due are set before the next executed
   * method, up to 1,000 at once; what is due beyond that is left out.
   *
   * @default none is due by time
   */
  every?: number;
  /**
   * Starts the dice: the same requests meet the same work.
   *
   * @default 1
   */
  seed?: number;
  /**
   * The lists on which operators work.
   *
   * @default all lists
   */
  lists?: readonly number[];
  /**
   * Share of the statuses, 0 to 1, that set a finished participant back to IN_WORK.
   *
   * @default 0.05
   */
  back?: number;
}

/** What operators have done so far, and how they go on. */
export interface OperatorState {
  /** Missing while no operators work. */
  setting?: OperatorSetting;
  /** Since the setting was made or `reset`. */
  statusesSet: number;
}

const DEFAULT_BACK = 0.05;
/** Most of the calls go to one of the first participants in work, one for each operator of a small team. */
const IN_ORDER = { share: 0.8, operators: 5 };
const MOST_AT_ONCE = 1000;
/** A day in milliseconds. */
const LONGEST_BREAK = 86_400_000;
/** All lists need no names: they are looked at before each method. */
const MOST_LISTS = 1000;

/**
 * Operators who call while clients read. Each status goes to a list drawn among those with somebody in work. Four of five
 * go to one of the first five participants in work, as operators are given the next in order; the others go to any. The
 * new status is drawn from the portal's dictionary. They have an administrator's rights. Participants whose record was deleted are passed over.
 */
export class Operators {
  readonly setting: OperatorSetting;
  statusesSet = 0;
  readonly #roll: () => number;
  #clock: Clock | undefined;
  #last = 0;

  constructor(setting: OperatorSetting) {
    this.setting = setting;
    this.#roll = dice(setting.seed ?? 1);
  }

  /** Sets what is to be set before a method is executed. */
  work(portal: Portal): void {
    for (let due = this.#due(portal.clock); due > 0; due--) this.#setOne(portal);
    const { chance = 0 } = this.setting;
    if (chance > 0 && this.#roll() < chance) this.#setOne(portal);
  }

  /** How many statuses the time that has passed asks for. It counts anew on another clock, or one that was set back. */
  #due(clock: Clock): number {
    const { every } = this.setting;
    const now = clock.now();
    if (every === undefined || this.#clock !== clock || now < this.#last) {
      this.#clock = clock;
      this.#last = now;
      return 0;
    }
    const due = Math.floor((now - this.#last) / every);
    this.#last += due * every;
    return Math.min(due, MOST_AT_ONCE);
  }

  #setOne(portal: Portal): void {
    const lists = this.#listsInWork(portal);
    const list = lists[this.#pick(lists.length)];
    if (list === undefined) return;
    const [row, status] = this.#goesBack(portal, list) ?? this.#isCalled(portal, list);
    if (row === undefined || status === undefined) return;
    setStatus(portal, ADMINISTRATOR, list, row.ID, status);
    this.statusesSet++;
    portal.changes.push(`operator: list ${list.ID}, participant ${row.ID} is now ${status}`);
  }

  #listsInWork(portal: Portal): CallList[] {
    const { lists } = this.setting;
    const all = lists ? lists.map((id) => portal.lists.get(id)) : [...portal.lists.values()];
    return all.filter(
      (list): list is CallList =>
        list !== undefined && next(portal, list, list.participants.withStatus(IN_WORK), 0) !== undefined,
    );
  }

  #goesBack(portal: Portal, list: CallList): [Participant, string] | undefined {
    const { back = DEFAULT_BACK } = this.setting;
    if (this.#roll() >= back) return undefined;
    const finished = list.participants.all.filter(({ STATUS }) => STATUS !== IN_WORK);
    const row = next(portal, list, finished, this.#pick(finished.length));
    return row && [row, IN_WORK];
  }

  #isCalled(portal: Portal, list: CallList): [Participant | undefined, string | undefined] {
    const inWork = list.participants.withStatus(IN_WORK);
    const isInOrder = this.#roll() < IN_ORDER.share;
    const from = this.#pick(isInOrder ? Math.min(IN_ORDER.operators, inWork.length) : inWork.length);
    const statuses = portal.statuses.filter(({ STATUS_ID }) => STATUS_ID !== IN_WORK);
    return [next(portal, list, inWork, from), statuses[this.#pick(statuses.length)]?.STATUS_ID];
  }

  #pick(size: number): number {
    return Math.floor(this.#roll() * size);
  }
}

/** The first row from a place on, and then from the front, whose record exists. */
function next(portal: Portal, list: CallList, rows: readonly Participant[], from: number): Participant | undefined {
  for (let step = 0; step < rows.length; step++) {
    const row = rows[(from + step) % rows.length]!;
    if (portal.exists(list.ENTITY_TYPE_ID ?? 0, row.ID)) return row;
  }
  return undefined;
}

/**
 * What is wrong with a setting, in words; `undefined` for a right one.
 *
 * @example
 * operatorProblem({ chance: 2 }); // "chance must be a number from 0 to 1, such as 0.2"
 */
export function operatorProblem({ chance, every, seed, lists, back }: OperatorSetting): string | undefined {
  if (chance === undefined && every === undefined) return "operators need chance, such as 0.2, or every, such as 2000";
  if (chance !== undefined && !isShare(chance)) return "chance must be a number from 0 to 1, such as 0.2";
  if (every !== undefined && !(every >= 1 && every <= LONGEST_BREAK))
    return `every must be a number of milliseconds from 1 to ${LONGEST_BREAK}, such as 2000`;
  if (seed !== undefined && !Number.isInteger(seed)) return "seed must be a whole number, such as 1";
  if (lists !== undefined && !(lists.length <= MOST_LISTS && lists.every(Number.isInteger)))
    return `lists must be up to ${MOST_LISTS} ids of call lists, such as [13]`;
  if (back !== undefined && !isShare(back)) return "back must be a number from 0 to 1, such as 0.05";
  return undefined;
}

function isShare(value: number): boolean {
  return value >= 0 && value <= 1;
}

const PART = /^(?:chance|every|seed|back|list)=\d+(?:\.\d+)?$/;
const SYNTAX =
  "--operators takes chance=0.2 (before each method) or every=2000 (milliseconds), and after a comma seed=1, back=0.05, list=13";

/**
 * Reads a setting as the command line has it.
 *
 * @throws with what a right one looks like
 *
 * @example
 * parseOperators("chance=0.2"); // { chance: 0.2 }
 * parseOperators("every=2000,list=13,list=30"); // { every: 2000, lists: [13, 30] }
 */
export function parseOperators(text: string): OperatorSetting {
  const parts = text.split(",");
  const wrong = parts.find((part) => !PART.test(part));
  if (wrong !== undefined) throw new Error(`"${wrong}" is not understood; ${SYNTAX}`);
  const pairs = parts.map((part) => part.split("=")).map(([name, value]) => [name, Number(value)] as const);
  const lists = pairs.filter(([name]) => name === "list").map(([, id]) => id);
  const numbers = pairs.filter(([name]) => name !== "list");
  const setting: OperatorSetting = { ...Object.fromEntries(numbers), ...(lists.length > 0 && { lists }) };
  const problem = operatorProblem(setting);
  if (problem !== undefined) throw new Error(`${problem}; ${SYNTAX}`);
  return setting;
}
