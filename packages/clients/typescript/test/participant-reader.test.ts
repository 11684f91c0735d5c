// Lists are read while operators work on them: nobody who stays on the list is lost, and nobody comes twice.
import { describe, expect, it } from "vitest";
import { ConnectionError, iterate, participantsOf, UnstableListError } from "../src/index.ts";
import { ParticipantReader } from "../src/internal/participant-reader.ts";
import { BusyList, type BusyListOptions, busyPortal, dice } from "./busy-list.ts";
import { readable } from "./lists.ts";

const GROWTH = [1, 10];

/** Reads a list as `iterate` does. */
function read(list: BusyList, { gap = 10, status }: { gap?: number; status?: string } = {}) {
  const reader = new ParticipantReader({ LIST_ID: 13, ...(status && { FILTER: { STATUS: status } }) }, gap);
  const ids: number[] = [];
  const starts: number[][] = [];
  while (!reader.done && !reader.error) {
    const commands = reader.commands(GROWTH[starts.length] ?? 50);
    expect(commands.length, "commands of a request").toBeGreaterThan(0);
    expect(commands.length, "commands of a request").toBeLessThanOrEqual(50);
    starts.push(commands.map(([, params]) => Number(params!.start)));
    list.pause();
    const pages = commands.map(([, params]) => list.page(Number(params!.start), status));
    for (const { ID } of reader.take(pages.map((rows = []) => rows.map((row) => ({ ...row, ENTITY_TYPE: 3 })))))
      ids.push(ID);
  }
  return { ids, starts, error: reader.error };
}

/** What is wrong with a reading, in words; empty where nothing is. */
function wrong(list: BusyList, ids: readonly number[], status?: string): string {
  const found = new Set(ids);
  const lost = list.expected(status).filter((id) => !found.has(id));
  return [lost.length > 0 && `lost ${lost}`, found.size < ids.length && "somebody came twice"]
    .filter(Boolean)
    .join(", ");
}

describe("at a status between any two commands", () => {
  const pick = <T>(roll: () => number, values: readonly T[]): T => values[Math.floor(roll() * values.length)]!;
  const some = (roll: () => number, size: number, share: number): Set<number> =>
    new Set(Array.from({ length: size }, (_, index) => index + 1).filter(() => roll() < share));

  /** A list of any size, with any rights and rates; sometimes far busier than a call centre is. */
  function anyList(seed: number): { options: BusyListOptions; gap: number; status: string | undefined } {
    const roll = dice(seed * 31 + 7);
    const size = 1 + Math.floor(roll() * (roll() < 0.3 ? 60 : 900));
    const gap = roll() < 0.3 ? 0 : 10;
    return {
      gap,
      status: roll() < 0.3 ? pick(roll, ["IN_WORK", "SUCCESS"]) : undefined,
      options: {
        seed,
        size,
        called: roll(),
        chance: pick(roll, [0, 0.02, 0.3, 1]),
        between: pick(roll, [0, 0.5, 3, 40]),
        back: pick(roll, [0, 0.05, 0.5]),
        hidden: some(roll, size, gap === 0 ? 0 : pick(roll, [0, 0, 0.02, 0.3, 0.8])),
        unseen: some(roll, size, pick(roll, [0, 0, 0.3])),
        removing: roll() < 0.2,
        ...(roll() < 0.2 && { dictionary: { IN_WORK: 50, SUCCESS: 5, WRONG_NUMBER: 60 } }),
      },
    };
  }

  const anyLists = (count: number): void => {
    const failures: string[] = [];
    for (let seed = 1; seed <= count; seed++) {
      const { options, gap, status } = anyList(seed);
      const list = new BusyList(options);
      const { ids, error } = read(list, { gap, ...(status && { status }) });
      const mistake = error ? String(error) : wrong(list, ids, status);
      if (mistake) failures.push(`seed ${seed}: ${mistake}`);
    }
    expect(failures).toEqual([]);
  };

  it("nobody is lost and nobody comes twice, in 100 readings of any lists", () => anyLists(100));

  it("nor in 1,000", { tags: "slow", timeout: 300_000 }, () => anyLists(1000));

  it("nor of 100,000 participants, with hundreds of statuses set meanwhile", { tags: "slow", timeout: 300_000 }, () => {
    const list = new BusyList({ seed: 1, size: 100_000, chance: 0.05, between: 2 });
    const { ids } = read(list);
    expect(wrong(list, ids)).toBe("");
    expect(list.statusesSet).toBeGreaterThan(200);
  });
});

describe("the functions that read", () => {
  const busy = (seed: number): BusyList =>
    new BusyList({ seed, size: 1 + ((seed * 137) % 400), chance: 0.1, between: 1 });

  it("iterate loses nobody to a consumer who is so slow that much happens between two requests", async () => {
    for (let seed = 1; seed <= 30; seed++) {
      const list = busy(seed);
      const ids: number[] = [];
      for await (const { ID } of iterate(busyPortal(list), "crm.calllist.items.get", { LIST_ID: 13 })) {
        ids.push(ID);
        if (ids.length % 5 === 0) list.work();
      }
      expect(wrong(list, ids), `seed ${seed}`).toBe("");
    }
  });

  it("participantsOf loses nobody on any of many lists", { tags: "slow" }, async () => {
    for (const gap of [0, 10]) {
      const lists = new Map(Array.from({ length: 60 }, (_, index) => [index + 100, busy(index + 1)] as const));
      const found = new Set<unknown>();
      const portal = busyPortal(busy(1), null, lists);
      for await (const { LIST_ID, ok, result } of participantsOf(portal, lists.keys(), {}, { gap })) {
        expect(ok).toBe(true);
        found.add(LIST_ID);
        const ids = result!.map(({ ID }) => ID);
        expect(wrong(lists.get(Number(LIST_ID))!, ids), `list ${LIST_ID}, gap ${gap}`).toBe("");
      }
      expect(found.size).toBe(60);
    }
  });

  it("participantsOf returns a list that never comes to rest with its error, and the others", async () => {
    const lists = new Map([
      [20, new BusyList({ seed: 1, size: 300, chance: 60, back: 0.5 })],
      [21, busy(2)],
    ]);
    const got = new Map<unknown, string | undefined>();
    for await (const { LIST_ID, error } of participantsOf(busyPortal(busy(1), null, lists), lists.keys()))
      got.set(LIST_ID, error?.name);
    expect(got).toEqual(
      new Map([
        [21, undefined],
        [20, "UnstableListError"],
      ]),
    );
  });
});

describe("ways that fail, on the same lists", () => {
  const lists = () => Array.from({ length: 100 }, (_, seed) => new BusyList({ seed, size: 1000, chance: 0.1 }));

  it("pages that are counted off lose somebody in most readings", () => {
    const losing = lists().filter((list) => {
      const ids: number[] = [];
      for (let start = 0; start < 1500; start += 50) for (const { ID } of list.page(start) ?? []) ids.push(ID);
      return wrong(list, ids) !== "";
    });
    expect(losing.length).toBeGreaterThan(50);
  });
});

describe("on a list on which nobody works", () => {
  it("pages overlap by a row, and the pages that would show a movement are read once more", () => {
    const { starts } = read(new BusyList({ seed: 1, size: 130, called: 0 }));
    expect(starts).toEqual([[0], [49, 98, 147, 196, 245, 294, 343, 392, 441, 490], [539, 588, 98, 0, 49]]);
  });

  it("a short list is checked in the request that looks behind its end", () => {
    const { starts } = read(new BusyList({ seed: 1, size: 30 }));
    expect(starts).toEqual([[0], [49, 98, 147, 196, 245, 294, 343, 392, 441, 490, 0]]);
  });

  it("a list of one page is one request where every row is readable", () => {
    expect(read(new BusyList({ seed: 1, size: 49 }), { gap: 0 }).starts).toEqual([[0]]);
  });

  it.each([
    [50, 3],
    [130, 3],
    [600, 4],
    [1000, 4],
    [6000, 6],
  ])("%i participants take %i requests", (size, requests) => {
    expect(read(new BusyList({ seed: 1, size })).starts).toHaveLength(requests);
  });

  it("100,000 participants take 44 requests", { tags: "slow" }, () => {
    expect(read(new BusyList({ seed: 1, size: 100_000 })).starts).toHaveLength(44);
  });
});

describe("request by request", () => {
  const rowOf = (ID: number) => ({ ID, STATUS: "IN_WORK", ENTITY_TYPE: 3 as const });
  const error = new ConnectionError("batch", "ECONNRESET", true);

  /** A reading of which each request meets the list as it is then. */
  function reading(gap: number) {
    const reader = new ParticipantReader({ LIST_ID: 13 }, gap);
    const ask = (most = 10): number[] => reader.commands(most).map(([, params]) => Number(params!.start));
    const page = (list: readonly number[], start: number) => list.slice(start, start + 50).map(rowOf);
    const meet = (list: readonly number[], most?: number) => {
      const starts = ask(most);
      const ids = reader.take(starts.map((start) => page(list, start))).map(({ ID }) => ID);
      return { starts, ids };
    };
    return { reader, ask, meet, page };
  }
  const moved = (ids: number[]): number[] => [...ids.slice(1), ids[0]!];

  it("where something has moved, the list is read again, with pages that overlap by 5 and requests that do by 25", () => {
    const { meet } = reading(0);
    meet(readable(130), 1);
    meet(moved(readable(130)));
    const longer = [...moved(readable(130)), ...readable(170, 200)];
    expect(meet(longer)).toEqual({ starts: [0, 45, 90, 135, 180], ids: readable(100, 200) });
    expect(meet(longer)).toEqual({ starts: [205], ids: readable(25, 300) });
  });

  it("pages are looked at once more: the last of the list, those at the end of a request, then the first", () => {
    const { reader, meet } = reading(0);
    for (const most of [1, 10, 50]) meet(readable(600), most);
    const starts = [588, 0, 490, 49, 98, 147, 196, 245, 294, 343, 392, 441, 539];
    expect(meet(readable(600), 50)).toEqual({ starts, ids: [] });
    expect(reader.done).toBe(true);
  });

  it("who is new on such a page comes, and the list is read again", () => {
    const { reader, meet } = reading(0);
    for (const most of [1, 10]) meet(readable(80), most);
    expect(meet([500, ...readable(79, 2)])).toEqual({ starts: [49, 0], ids: [500] });
    expect(reader.done).toBe(false);
    expect(meet([500, ...readable(79, 2)]).starts[0]).toBe(0);
    expect(meet([500, ...readable(79, 2)]).starts).toEqual([]);
    expect(reader.done).toBe(true);
  });

  it("where every row is readable, nothing counts behind a page that is not full: no rows and no error", () => {
    const { reader, ask, page } = reading(0);
    ask();
    expect(reader.take([...[0, 49].map((start) => page(readable(60), start)), [rowOf(900)]])).toHaveLength(60);
    const other = reading(0);
    other.ask();
    other.reader.take(
      [0, 49].map((start) => page(readable(60), start)),
      error,
    );
    expect(other.reader.error).toBeUndefined();
  });

  it("an error in front of the end, or of a page that is looked at once more, is the reading's", () => {
    const early = reading(0);
    early.ask();
    early.reader.take([early.page(readable(60), 0)], error);
    expect(early.reader.error).toBe(error);
    const late = reading(0);
    late.meet(readable(60));
    late.ask();
    late.reader.take([], error);
    expect(late.reader.error).toBe(error);
  });
});

describe("a list that never comes to rest", () => {
  it("ends with an error after ten passes, after the rows that it had", () => {
    const list = new BusyList({ seed: 1, size: 300, chance: 60, back: 0.5 });
    const { ids, error } = read(list);
    expect(error).toBeInstanceOf(UnstableListError);
    expect(String(error)).toContain("the list kept changing while it was read 10 times");
    expect(ids.length).toBeGreaterThan(200);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
