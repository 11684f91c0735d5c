// One reading of a list, on its own. What assistants see of it is in participants.test.ts.
import { getEventListeners } from "node:events";
import { createClient, webhook } from "@b24-calllist/client";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Reading } from "../src/reading.ts";
import { portalWith, rowsTo } from "./pages.ts";

const auth = webhook("https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/");
const params = { LIST_ID: "1" } as const;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
});
afterEach(() => vi.useRealTimers());

/** A reading of 120 participants, of a portal that may be held up, and the requests that it has sent. */
function begin({ onRow = (): unknown => undefined, isSilent = false } = {}) {
  const rows = rowsTo(120);
  const portal = portalWith(() => rows);
  const requests: AbortSignal[] = [];
  const fetch: typeof globalThis.fetch = (url, init) => {
    requests.push(init!.signal!);
    if (!isSilent) return portal(url, init);
    return new Promise((_, reject) => init!.signal!.addEventListener("abort", () => reject(init!.signal!.reason)));
  };
  const reading: Reading = new Reading(createClient({ auth, fetch, limits: false, retry: false }), params, () =>
    onRow(),
  );
  return { reading, rows, requests };
}
const LONG = 40_000;
const unaborted = (): AbortSignal => new AbortController().signal;
/** Lets everything happen that needs no time. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
}

describe("a reading", () => {
  it("sends nothing until somebody waits for it, then reads all rows, and knows how large they are", async () => {
    const onRow = vi.fn();
    const { reading, rows, requests } = begin({ onRow });
    await settle();
    expect([requests.length, reading.isAwaited, reading.to]).toEqual([0, false, undefined]);
    const wait = reading.wait(LONG, unaborted());
    expect(reading.isAwaited).toBe(true);
    await wait;
    expect(reading.rows).toEqual(rows);
    expect(reading.characters).toBe(rows.reduce((sum, row) => sum + JSON.stringify(row).length, 0));
    expect(onRow).toHaveBeenCalledTimes(120);
    expect([reading.isAwaited, reading.isComplete, reading.to]).toEqual([false, true, new Date()]);
  });

  it("is of its parameters, and of no others", () => {
    const { reading } = begin();
    expect([reading.isOf({ LIST_ID: "1" }), reading.isOf({ LIST_ID: "2" })]).toEqual([true, false]);
  });

  it("leaves neither a timer nor a listener behind when somebody has waited", async () => {
    const { reading } = begin();
    const signal = unaborted();
    await reading.wait(LONG, signal);
    expect([vi.getTimerCount(), getEventListeners(signal, "abort").length]).toEqual([0, 0]);
  });

  it("goes on for a while, and then lets those who wait go", async () => {
    const { reading, requests } = begin({ isSilent: true });
    const wait = reading.wait(LONG, unaborted());
    await settle();
    await vi.advanceTimersByTimeAsync(LONG - 1);
    expect(reading.isAwaited).toBe(true);
    await vi.advanceTimersByTimeAsync(1);
    await wait;
    expect([reading.isAwaited, reading.to, requests.length]).toEqual([false, undefined, 1]);
  });

  it("is not begun by a call that was cancelled already", async () => {
    const { reading, requests } = begin();
    const reason = new Error("no longer wanted");
    await expect(reading.wait(LONG, AbortSignal.abort(reason))).rejects.toBe(reason);
    await settle();
    expect([requests.length, reading.isAwaited]).toEqual([0, false]);
  });

  it("rejects for a call that is cancelled, and ends no request by that", async () => {
    const { reading, requests } = begin({ isSilent: true });
    const controller = new AbortController();
    const wait = reading.wait(LONG, controller.signal);
    await settle();
    const reason = new Error("no longer wanted");
    controller.abort(reason);
    await expect(wait).rejects.toBe(reason);
    expect(requests.map(({ aborted }) => aborted)).toEqual([false]);
  });

  it("that is cancelled ends its request, and rejects for all who wait", async () => {
    const { reading, requests } = begin({ isSilent: true });
    const waits = [reading.wait(LONG, unaborted()), reading.wait(LONG, unaborted())];
    await settle();
    const reason = new Error("too long");
    reading.cancel(reason);
    for (const wait of waits) await expect(wait).rejects.toBe(reason);
    expect(requests.map(({ aborted }) => aborted)).toEqual([true]);
    await expect(reading.wait(LONG, unaborted())).rejects.toBe(reason);
  });

  it("keeps no row after the one with which it was cancelled", async () => {
    const { reading } = begin({ onRow: () => reading.rows.length === 3 && reading.cancel(new Error("too long")) });
    await expect(reading.wait(LONG, unaborted())).rejects.toThrow("too long");
    await settle();
    expect(reading.rows).toHaveLength(3);
  });
});
