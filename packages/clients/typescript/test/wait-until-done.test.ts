// Waiting until a list is done, and counting how far it has come.
import { describe, expect, it } from "vitest";
import { type ListState, progressOf } from "../src/index.ts";
import { waitUntilDoneOn } from "../src/wait-until-done.ts";
import { BusyList, type BusyPortal, busyPortal } from "./busy-list.ts";
import { testClock } from "./clock.ts";
import { failure } from "./portal.ts";

/** Operators who finish so many participants before each look at the list. */
function working(size: number, perLook: number, options: object = {}): BusyPortal & { looks: () => number } {
  const list = new BusyList({ seed: 1, size, called: 0, ...options });
  const b24 = busyPortal(list);
  const { page } = list;
  let looks = 0;
  list.page = (start, status) => {
    if (start === 0 && status === "IN_WORK") {
      looks += 1;
      const next = list.rows
        .filter(({ ID, STATUS }) => STATUS === "IN_WORK" && !list.deleted.has(ID))
        .slice(0, perLook);
      if (looks > 1) for (const row of next) list.set(row, "SUCCESS");
    }
    return page.call(list, start, status);
  };
  return Object.assign(b24, { looks: () => looks });
}

const HOUR = 3_600_000;

describe("waitUntilDone", () => {
  it("resolves when no participant is in work, and looks every half minute", async () => {
    const clock = testClock();
    const states: ListState[] = [];
    const b24 = working(90, 30);
    const state = await waitUntilDoneOn(clock, b24, 13, { within: HOUR, onProgress: (now) => states.push(now) });
    expect(state).toMatchObject({ done: true, open: [], deleted: [] });
    expect(clock.elapsed()).toBe(90_000);
    expect(states.map(({ open }) => open.length)).toEqual([25, 25, 25]);
  });

  it("does not wait for participants whose contact was deleted, which keep IN_WORK for ever", async () => {
    const deleted = new Set([2, 40, 60]);
    const b24 = working(70, 30, { deleted });
    const state = await waitUntilDoneOn(testClock(), b24, 13, { within: HOUR });
    expect(state.done).toBe(true);
    expect(new Set(state.deleted)).toEqual(deleted);
  });

  it("nor for more of them than fit on a page", async () => {
    const deleted = new Set(Array.from({ length: 120 }, (_, index) => index + 1));
    const state = await waitUntilDoneOn(testClock(), working(130, 10, { deleted }), 13, { within: HOUR });
    expect(state.done).toBe(true);
    expect(state.deleted).toHaveLength(120);
  });

  it("resolves with what is left when the time is over", async () => {
    const clock = testClock();
    const state = await waitUntilDoneOn(clock, working(60, 0), 13, { within: 100_000 });
    expect(state).toMatchObject({ done: false, deleted: [] });
    expect(state.open).toHaveLength(25);
    expect(clock.elapsed()).toBe(100_000);
  });

  it("takes one request for a look while many are left", async () => {
    const b24 = working(500, 1);
    await waitUntilDoneOn(testClock(), b24, 13, { within: 300_000 });
    expect(b24.looks()).toBe(11);
    expect(b24.requests).toBe(11);
  });

  it("ends with the signal's reason", async () => {
    const controller = new AbortController();
    const waiting = waitUntilDoneOn(testClock(), working(5, 0), 13, {
      within: HOUR,
      signal: controller.signal,
      onProgress: () => controller.abort("enough"),
    });
    expect(await failure(waiting)).toBe("enough");
  });

  it("refuses times that are none, with an example", async () => {
    const wait = (options: object) => failure(waitUntilDoneOn(testClock(), working(5, 0), 13, options as never));
    expect(String(await wait({}))).toContain("within: a number of milliseconds above 0, such as");
    expect(String(await wait({ within: -1 }))).toContain("within: a number");
    expect(String(await wait({ within: 1, interval: 0 }))).toContain("interval: a number");
  });
});

describe("progressOf", () => {
  it("counts everybody once, also while operators work", async () => {
    const b24 = busyPortal(new BusyList({ seed: 3, size: 700, chance: 0.3 }));
    const { total, byStatus, from, to } = await progressOf(b24, 13);
    expect(total).toBe(700);
    expect(Object.values(byStatus).reduce((sum, count) => sum + count, 0)).toBe(700);
    expect(from.getTime()).toBeLessThanOrEqual(to.getTime());
  });
});
