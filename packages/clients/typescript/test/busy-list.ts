// A call list that operators work on, as the portal's own model orders it (portal behaviour, evidence in
// docs/decisions/0010): each status sorts all participants anew. Deterministic by a seed.
import { methodParameters, parseBatchCommand, phpInt, phpValues } from "@b24-calllist/protocol";
import { portalError } from "../src/errors.ts";
import { PAGE_SIZE } from "../src/generated/numbers.ts";
import type { Caller } from "../src/index.ts";

export interface Participant {
  ID: number;
  STATUS: string;
  RANK: number;
}

/** SORT of each status in the dictionary. */
export type Dictionary = Readonly<Record<string, number>>;
export const DICTIONARY: Dictionary = { IN_WORK: 10, SUCCESS: 20, WRONG_NUMBER: 30, STOP_CALLING: 40, UC_A1B2C3: 50 };

export interface BusyListOptions {
  seed: number;
  size: number;
  /** Share of participants that have been called already. */
  called?: number;
  /** Chance that a status is set after a command; above 1, so many are. */
  chance?: number;
  /** Statuses that are set between two requests, on average. */
  between?: number;
  /** Share of the statuses that take a participant back to IN_WORK. */
  back?: number;
  dictionary?: Dictionary;
  /** Ids that the reader may not read, and that the operators may not. */
  hidden?: ReadonlySet<number>;
  unseen?: ReadonlySet<number>;
  /** Ids whose contact was deleted: administrators are still shown them, `update` and operators ignore them. */
  deleted?: ReadonlySet<number>;
  /** Whether participants are now and then taken off by hand. */
  removing?: boolean;
}

/** Numbers from 0 to 1, the same for the same seed (the generator mulberry32). */
export function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}

export class BusyList {
  /** By rank. */
  rows: Participant[];
  /** Participants that were on the list all the time, and their first status as long as it never changed. */
  readonly stayed = new Map<number, string | undefined>();
  statusesSet = 0;
  commands = 0;
  readonly roll: () => number;
  readonly #options: Required<Omit<BusyListOptions, "seed" | "size" | "called">>;
  readonly #called: string[];

  constructor({ seed, size, called = 0.3, ...options }: BusyListOptions) {
    this.#options = {
      chance: 0,
      between: 0,
      back: 0.05,
      dictionary: DICTIONARY,
      hidden: new Set(),
      unseen: new Set(),
      deleted: new Set(),
      removing: false,
      ...options,
    };
    this.#called = Object.keys(this.#options.dictionary).filter((status) => status !== "IN_WORK");
    this.roll = dice(seed);
    this.rows = Array.from({ length: size }, (_, index) => ({
      ID: index + 1,
      STATUS: index < called * size ? this.#pick(this.#called) : "IN_WORK",
      RANK: 10 * (index + 1),
    }));
    this.#sort(this.rows);
    for (const { ID, STATUS } of this.rows) this.stayed.set(ID, STATUS);
  }

  /** Readable participants whom a reading has to find: those who stayed, with a status those who had it all the time. */
  expected(status?: string): number[] {
    return [...this.stayed.keys()].filter(
      (id) => !this.#options.hidden.has(id) && (status === undefined || this.stayed.get(id) === status),
    );
  }

  /** `crm.calllist.items.get`; undefined for an empty page. */
  page(start: number, status?: string): Participant[] | undefined {
    this.commands += 1;
    const rows = status === undefined ? this.rows : this.rows.filter(({ STATUS }) => STATUS === status);
    const readable = rows.slice(start, start + PAGE_SIZE).filter(({ ID }) => !this.#options.hidden.has(ID));
    const page = readable.map((row) => ({ ...row }));
    this.work();
    return page.length === 0 ? undefined : page;
  }

  /** What happens after a command. */
  work(): void {
    for (let left = this.#options.chance; left > this.roll(); left -= 1) this.#act();
  }

  /** What happens between two requests. */
  pause(): void {
    for (let left = this.#options.between * 2 * this.roll(); left > this.roll(); left -= 1) this.#act();
  }

  /** Sets a participant's status, as in the operator's window. */
  set(row: Participant, status: string): void {
    if (status !== row.STATUS && this.stayed.has(row.ID)) this.stayed.set(row.ID, undefined);
    row.STATUS = status;
    row.RANK += 5500;
    this.statusesSet += 1;
    const { unseen, deleted } = this.#options;
    if (unseen.size + deleted.size === 0) this.#place(row);
    else this.#sort(this.rows.filter(({ ID }) => !unseen.has(ID) && !deleted.has(ID)));
  }

  #act(): void {
    const { back, removing, unseen, deleted } = this.#options;
    if (removing && this.roll() < 0.2 && this.rows.length > 1) {
      const [gone] = this.rows.splice(Math.floor(this.roll() * this.rows.length), 1);
      this.stayed.delete(gone!.ID);
      return;
    }
    const isBack = this.roll() < back;
    // Operators mostly call whoever is next.
    const place = Math.floor(this.roll() * (this.roll() < 0.7 ? Math.min(5, this.rows.length) : this.rows.length));
    const fits = ({ ID, STATUS }: Participant): boolean =>
      (STATUS === "IN_WORK") !== isBack && !unseen.has(ID) && !deleted.has(ID);
    const row = this.rows.slice(place).find(fits) ?? this.rows.find(fits);
    if (row) this.set(row, isBack || this.roll() < 0.05 ? "IN_WORK" : this.#pick(this.#called));
  }

  #pick<T>(values: readonly T[]): T {
    return values[Math.floor(this.roll() * values.length)]!;
  }

  #compare = (a: Participant, b: Participant): number =>
    (this.#options.dictionary[a.STATUS] ?? 0) - (this.#options.dictionary[b.STATUS] ?? 0) || a.RANK - b.RANK;

  /** Sorts those whom the operator sees by status and rank, and numbers them anew; the others keep their ranks. */
  #sort(seen: Participant[]): void {
    seen.sort(this.#compare);
    for (const [index, row] of seen.entries()) row.RANK = 10 * (index + 1);
    this.rows.sort((a, b) => a.RANK - b.RANK || a.ID - b.ID);
  }

  /** The same where the operator sees everybody and only this row has moved; fast for long lists. */
  #place(row: Participant): void {
    this.rows.splice(this.rows.indexOf(row), 1);
    const place = this.rows.findIndex((other) => this.#compare(other, row) > 0);
    this.rows.splice(place < 0 ? this.rows.length : place, 0, row);
    for (const [index, other] of this.rows.entries()) other.RANK = 10 * (index + 1);
  }

  /** `crm.calllist.update` for the reader: whom it sees is replaced; by status code, then by rank. */
  update(entities: readonly number[]): void {
    const isSeen = ({ ID }: Participant): boolean => !this.#options.hidden.has(ID) && !this.#options.deleted.has(ID);
    const known = new Set(this.rows.map(({ ID }) => ID));
    const sent = new Set(entities);
    const joining = entities.filter((id) => !known.has(id) && !this.#options.hidden.has(id));
    const seen = this.rows
      .filter(isSeen)
      .sort((a, b) => (a.STATUS < b.STATUS ? -1 : a.STATUS > b.STATUS ? 1 : a.RANK - b.RANK));
    seen.push(...joining.map((ID) => ({ ID, STATUS: "IN_WORK", RANK: 0 })));
    for (const [index, row] of seen.entries()) row.RANK = 10 * (index + 1);
    const kept = [...this.rows.filter((row) => !isSeen(row)), ...seen].filter(
      (row) => !isSeen(row) || sent.has(row.ID),
    );
    this.rows = kept.sort((a, b) => a.RANK - b.RANK || a.ID - b.ID);
    for (const id of this.stayed.keys()) if (!kept.some(({ ID }) => ID === id)) this.stayed.delete(id);
  }

  get deleted(): ReadonlySet<number> {
    return this.#options.deleted;
  }
}

/** Contacts that exist beside those on the list. */
const HIGHEST_CONTACT = 1_000_000;

export interface BusyPortal extends Caller {
  /** List 13. */
  list: BusyList;
  requests: number;
  updates: { ENTITIES: number[]; WEBFORM_ID: unknown }[];
}

/** A portal with list 13, and others, as a client sees it. */
export function busyPortal(
  list: BusyList,
  form: `${number}` | null = "5",
  others: ReadonlyMap<number, BusyList> = new Map(),
): BusyPortal {
  const run = (method: string, params: Record<string, unknown>): unknown => {
    const refuse = (status: number, code: string, description: string) =>
      portalError(method as "crm.calllist.get", { status, code, description });
    if (method === "crm.calllist.items.get") {
      const status = (params.FILTER as { STATUS?: string } | undefined)?.STATUS;
      const asked = phpInt(params.LIST_ID) === 13 ? list : others.get(phpInt(params.LIST_ID));
      if (!asked) throw refuse(400, "LIST_ID_ERROR", "Call list is not found");
      const page = asked.page(phpInt(params.start ?? 0), status);
      if (page) return page.map(({ ID, STATUS }) => ({ ID, STATUS, ENTITY_TYPE: 3 }));
      throw refuse(403, "ACCESS_ERROR", "You do not have access to the participants of this call list");
    }
    if (method === "crm.calllist.get") {
      if (phpInt(params.ID) !== 13) throw refuse(400, "LIST_ID_ERROR", "Call list is not found");
      return {
        ID: "13",
        DATE_CREATE: "",
        CREATED_BY_ID: "1",
        WEBFORM_ID: form,
        ENTITY_TYPE_ID: "3",
        ENTITY_TYPE: "CONTACT",
      };
    }
    if (method !== "crm.calllist.update") throw refuse(404, "ERROR_METHOD_NOT_FOUND", "Method not found!");
    const ids = phpValues(params.ENTITIES as Record<string, unknown>).map(phpInt);
    const isWrong = (id: number): boolean => list.deleted.has(id) || id > HIGHEST_CONTACT;
    if (ids.length === 0 || ids.some(isWrong) || new Set(ids).size < ids.length)
      throw refuse(400, "ENTITIES_ERROR", "Incorrect entities id");
    if (phpInt(params.LIST_ID) !== 13) throw refuse(400, "LIST_ID_ERROR", "Incorrect list id or access denied");
    portal.updates.push({ ENTITIES: ids, WEBFORM_ID: params.WEBFORM_ID });
    list.update(ids);
    list.work();
    return true;
  };

  const portal: BusyPortal = {
    list,
    requests: 0,
    updates: [],
    async call(method: string, ...[params]: unknown[]) {
      portal.requests += 1;
      for (const one of [list, ...others.values()]) one.pause();
      if (method !== "batch") return run(method, params as Record<string, unknown>) as never;
      const { cmd } = params as { cmd: Record<string, string> };
      const [result, result_error]: Record<string, unknown>[] = [{}, {}];
      for (const [key, text] of Object.entries(cmd)) {
        const command = parseBatchCommand(text)!;
        const { params: named, start } = methodParameters(command.params);
        try {
          result![key] = run(command.method, { ...named, start });
        } catch (error) {
          const { code, description } = error as { code: string; description: string };
          result_error![key] = { error: code, error_description: description };
        }
      }
      return { result, result_error, result_total: [], result_next: [], result_time: [] } as never;
    },
  };
  return portal;
}
