// The sandbox's clock, on a machine whose time the test holds.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Clock, timeProblem } from "../src/portal/clock.ts";
import { offsetMinutes, offsetText } from "../src/portal/time.ts";

const NOON = Date.UTC(2025, 10, 20, 12);
const DAY = 86_400_000;

beforeEach(() => {
  vi.useFakeTimers({ now: NOON });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Whether a wait has ended by now. */
function watch(wait: Promise<void>): { ended: boolean } {
  const seen = { ended: false };
  wait.then(() => (seen.ended = true));
  return seen;
}
const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);

describe("a clock that runs", () => {
  it("goes with the machine's, ahead by what it was turned", async () => {
    const clock = new Clock();
    expect(clock.now()).toBe(NOON);
    clock.turn(5000);
    await pass(1000);
    expect([clock.now(), clock.stopped]).toEqual([NOON + 6000, false]);
    clock.run(); // it does already
    expect(clock.now()).toBe(NOON + 6000);
  });

  it("wakes who sleeps when the time has passed, or when it is turned", async () => {
    const clock = new Clock();
    const [first, second] = [watch(clock.sleep(1000)), watch(clock.sleep(3000))];
    await pass(999);
    expect(first.ended).toBe(false);
    await pass(1);
    expect([first.ended, second.ended]).toEqual([true, false]);
    clock.turn(1999);
    await pass(0);
    expect(second.ended).toBe(false);
    clock.turn(1);
    await pass(0);
    expect(second.ended).toBe(true);
  });

  it("wakes who sleeps longer than a timer can", async () => {
    const clock = new Clock();
    const sleeper = watch(clock.sleep(60 * DAY));
    await pass(59 * DAY);
    expect(sleeper.ended).toBe(false);
    await pass(DAY);
    expect(sleeper.ended).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("wakes who sleeps although the machine's clock was set back meanwhile", async () => {
    const clock = new Clock();
    const sleeper = watch(clock.sleep(1000));
    vi.setSystemTime(NOON - 5000);
    await pass(1000);
    expect(sleeper.ended).toBe(false);
    await pass(5000);
    expect(sleeper.ended).toBe(true);
  });
});

describe("a clock that stands", () => {
  it("stands at the time it was given, however long, and is turned", async () => {
    const clock = new Clock(5000);
    await pass(DAY);
    clock.turn(70);
    expect([clock.now(), clock.stopped]).toEqual([5070, true]);
  });

  it("wakes who sleeps only when it is turned far enough, or stopped later", async () => {
    const clock = new Clock(0);
    const [first, second] = [watch(clock.sleep(1000)), watch(clock.sleep(2000))];
    await pass(DAY);
    clock.turn(999);
    await pass(0);
    expect(first.ended).toBe(false);
    clock.turn(1);
    await pass(0);
    expect([first.ended, second.ended]).toEqual([true, false]);
    clock.stop(2000);
    await pass(0);
    expect(second.ended).toBe(true);
  });

  it("wakes who sleeps after it runs again, in the time that is left", async () => {
    const clock = new Clock();
    const sleeper = watch(clock.sleep(1000));
    await pass(400);
    clock.stop();
    await pass(DAY);
    expect(sleeper.ended).toBe(false);
    clock.run();
    await pass(599);
    expect(sleeper.ended).toBe(false);
    await pass(1);
    expect(sleeper.ended).toBe(true);
  });

  it("runs on from where it stood", async () => {
    const clock = new Clock(5000);
    clock.run();
    await pass(300);
    expect(clock.now()).toBe(5300);
    clock.stop();
    await pass(300);
    expect(clock.now()).toBe(5300);
  });
});

describe("a signal", () => {
  it("ends a wait, and no other", async () => {
    const clock = new Clock(0);
    const abort = new AbortController();
    const [mine, other] = [watch(clock.sleep(1000, abort.signal)), watch(clock.sleep(1000))];
    abort.abort();
    await pass(0);
    expect([mine.ended, other.ended]).toEqual([true, false]);
  });

  it("that is aborted already leaves nothing to wait for", async () => {
    const sleeper = watch(new Clock().sleep(1000, AbortSignal.abort()));
    await pass(0);
    expect(sleeper.ended).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("is not listened to any more when the wait has ended", async () => {
    const { signal } = new AbortController();
    const listeners = vi.spyOn(signal, "removeEventListener");
    const sleeper = watch(new Clock().sleep(10, signal));
    await pass(10);
    expect(sleeper.ended).toBe(true);
    expect(listeners).toHaveBeenCalledWith("abort", expect.any(Function));
  });
});

it("there are times from 1970 to 9998", () => {
  for (const at of [0, NOON, Date.UTC(9999) - 1]) expect(timeProblem(at)).toBeUndefined();
  for (const at of [-1, Date.UTC(9999), Number.NaN, Number.POSITIVE_INFINITY])
    expect(timeProblem(at)).toBe("a time from 1970 to 9998, such as 2025-11-20T12:00:00+02:00");
});

it.each([
  ["+00:00", 0],
  ["+02:30", 150],
  ["-09:45", -585],
  ["+14:00", 840],
])("the offset %s is %d minutes", (text, minutes) => {
  expect(offsetMinutes(text)).toBe(minutes);
  expect(offsetText(minutes)).toBe(text);
});
