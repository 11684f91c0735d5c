// Ways to read a list while operators work on it, on a model of such a list: how often each loses somebody, gives
// somebody twice or gives up, and how many requests it takes. Why the client reads as it does: docs/decisions/0010.

import { table } from "@b24-calllist/testkit/bench-report";
import { PAGE_SIZE } from "../src/generated/numbers.ts";
import { ParticipantReader } from "../src/internal/participant-reader.ts";
import { BusyList, type BusyListOptions, dice } from "../test/busy-list.ts";

const GAP = 10;
const GROWTH = [1, 10];
const SIZE = 1000;
const RUNS = 200;

interface Reading {
  ids: number[];
  requests: number;
  gaveUp?: boolean;
}
type Way = (list: BusyList) => Reading;

/** One pass: pages that follow each other with an overlap, requested 1, 10 and then 50 at once. */
function pass(
  list: BusyList,
  overlap: number,
  known: Set<number>,
): { fresh: number[]; seen: number[]; torn: boolean; requests: number } {
  const [fresh, seen]: number[][] = [[], []];
  let [start, empty, requests, torn] = [0, 0, 0, false];
  let last: number[] = [];
  while (empty < GAP) {
    list.pause();
    for (let page = 0; page < (GROWTH[requests] ?? 50); page++) {
      const ids = (list.page(start) ?? []).map(({ ID }) => ID);
      if (empty >= GAP) continue;
      if (overlap > 0 && last.length === PAGE_SIZE && !ids.includes(last.at(-1)!)) torn = true;
      for (const id of ids) {
        seen!.push(id);
        if (!known.has(id)) fresh!.push(id);
        known.add(id);
      }
      empty = ids.length === 0 ? empty + 1 : 0;
      last = ids;
      start += PAGE_SIZE - overlap;
    }
    requests += 1;
  }
  return { fresh: fresh!, seen: seen!, torn, requests };
}

/** Passes until one brings nobody new (and, with an overlap, has no torn border). */
const passes =
  (overlap: number, least: number): Way =>
  (list) => {
    const known = new Set<number>();
    const all: Reading = { ids: [], requests: 0 };
    for (let number = 1; number <= 10; number++) {
      const { fresh, torn, requests } = pass(list, overlap, known);
      all.ids.push(...fresh);
      all.requests += requests;
      if (number >= least && !torn && (number === 1 || fresh.length === 0)) return all;
    }
    return { ...all, gaveUp: true };
  };

const WAYS: Record<string, Way> = {
  "pages counted off, as until now": (list) => {
    const { seen, requests } = pass(list, 0, new Set());
    return { ids: seen, requests };
  },
  "page 0 again with the others in one batch": (list) => {
    const known = new Set<number>();
    list.pause();
    const first = (list.page(0) ?? []).map(({ ID }) => ID);
    for (const id of first) known.add(id);
    list.pause();
    const ids = [...first];
    for (let page = 0; page < 50; page++)
      for (const { ID } of list.page(page * PAGE_SIZE) ?? []) if (!known.has(ID)) ids.push(known.add(ID) && ID);
    return { ids, requests: 2 };
  },
  "two passes or more, until one brings nobody new": passes(0, 2),
  "an overlap of one row, again where it is torn": passes(1, 1),
  "an overlap of five rows, again where it is torn": passes(5, 1),
  "what the client does": (list) => {
    const reader = new ParticipantReader({ LIST_ID: 13 }, GAP);
    const reading: Reading = { ids: [], requests: 0 };
    while (!reader.done && !reader.error) {
      const commands = reader.commands(GROWTH[reading.requests] ?? 50);
      list.pause();
      const pages = commands.map(([, params]) => list.page(Number(params!.start)));
      for (const { ID } of reader.take(pages.map((rows = []) => rows.map((row) => ({ ...row, ENTITY_TYPE: 3 })))))
        reading.ids.push(ID);
      reading.requests += 1;
    }
    return { ...reading, gaveUp: reader.error !== undefined };
  },
};

const some = (seed: number, share: number): Set<number> => {
  const roll = dice(seed);
  return new Set(Array.from({ length: SIZE }, (_, index) => index + 1).filter(() => roll() < share));
};

/** Who works on the list, and how much. */
const WORLDS: Record<string, (seed: number) => Partial<BusyListOptions>> = {
  "nobody at work": () => ({}),
  "1 % per command": () => ({ chance: 0.01 }),
  "10 %": () => ({ chance: 0.1 }),
  "50 %": () => ({ chance: 0.5 }),
  "50 %, half of them back to IN_WORK": () => ({ chance: 0.5, back: 0.5 }),
  "3 between requests, a third hidden, operators who see two thirds": (seed) => ({
    between: 3,
    hidden: some(seed, 0.3),
    unseen: some(seed + 1, 0.3),
  }),
};

const percent = (count: number): string => `${((100 * count) / RUNS).toFixed(1)} %`;
for (const [world, options] of Object.entries(WORLDS)) {
  const lines = Object.entries(WAYS).map(([way, read]) => {
    let [lost, twice, gaveUp, requests] = [0, 0, 0, 0];
    for (let seed = 1; seed <= RUNS; seed++) {
      const list = new BusyList({ seed, size: SIZE, ...options(seed) });
      const reading = read(list);
      const found = new Set(reading.ids);
      if (reading.gaveUp) gaveUp += 1;
      else if (list.expected().some((id) => !found.has(id))) lost += 1;
      if (found.size < reading.ids.length) twice += 1;
      requests += reading.requests;
    }
    return [way, percent(lost), percent(twice), percent(gaveUp), (requests / RUNS).toFixed(1)];
  });
  console.log(`\n${SIZE} participants, ${world}: ${RUNS} readings`);
  table(["", "lose somebody", "somebody twice", "give up", "requests"], lines);
}
