// The cloud's limits by themselves: requests, working time, and what an answer says of time. The clock stands still.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Quirks, type Sandbox, type Seed, startSandbox } from "../src/index.ts";
import { LIMITS, OperatingMeter, RequestMeter } from "../src/limits.ts";

describe("requests of one source", () => {
  const taken = (meter: RequestMeter, times: number, at: number, source = "a") =>
    Array.from({ length: times }, () => meter.take(source, at)).filter(Boolean).length;

  it.each([
    ["standard", 50, 2],
    ["enterprise", 250, 5],
  ] as const)("%s: %d at once, then %d a second", (name, capacity, perSecond) => {
    const meter = new RequestMeter(LIMITS[name]);
    expect(taken(meter, capacity + 10, 0)).toBe(capacity);
    expect(taken(meter, 10, 1000 / perSecond - 1)).toBe(0);
    expect(taken(meter, 10, 2000)).toBe(2 * perSecond);
    expect(taken(meter, 10, 2000), "what was refused does not count").toBe(0);
    expect(taken(meter, capacity + 10, 1_000_000), "no more than at the start, however long it rests").toBe(capacity);
  });

  it("do not count for another source, and are forgotten when the meter is cleared", () => {
    const meter = new RequestMeter(LIMITS.standard);
    expect(taken(meter, 60, 0)).toBe(50);
    expect(taken(meter, 60, 0, "b")).toBe(50);
    meter.clear();
    expect(taken(meter, 60, 0)).toBe(50);
  });
});

describe("working time of one method", () => {
  const MINUTE = 60_000;
  const start = Date.UTC(2025, 10, 20, 12, 0, 30);
  const startMinute = Date.UTC(2025, 10, 20, 12, 0);
  let meter: OperatingMeter;
  beforeEach(() => {
    meter = new OperatingMeter();
  });

  it("is added up over ten minutes, minute by minute, and the oldest is forgotten first", () => {
    meter.add("m", 1.5, start);
    meter.add("m", 2, start + 29_999);
    meter.add("m", 4, start + MINUTE);
    expect(meter.look("m", start + MINUTE)).toEqual({ operating: 7.5, resetAt: startMinute / 1000 + 600 });
    expect(meter.look("m", startMinute + 10 * MINUTE - 1).operating).toBe(7.5);
    expect(meter.look("m", startMinute + 10 * MINUTE)).toEqual({
      operating: 4,
      resetAt: startMinute / 1000 + 660,
    });
    const later = startMinute + 11 * MINUTE + 1;
    expect(meter.look("m", later)).toEqual({ operating: 0, resetAt: startMinute / 1000 + 11 * 60 + 600 });
  });

  it("of less than a tenth of a second is not counted", () => {
    meter.add("m", 0.0999, start);
    expect(meter.look("m", start).operating).toBe(0);
    meter.add("m", 0.1, start);
    meter.add("m", 0.2, start);
    expect(meter.look("m", start).operating, "without the dust of floating point").toBe(0.3);
  });

  it("is another method's own, and forgotten when the meter is cleared", () => {
    meter.add("m", 1, start);
    expect(meter.look("n", start).operating).toBe(0);
    meter.clear();
    expect(meter.look("m", start).operating).toBe(0);
  });
});

describe("over the wire", () => {
  const NOON = "2025-11-20T12:00:00+02:00";
  const seed: Seed = {
    clock: NOON,
    timezone: "+02:00",
    users: [{ id: 1, admin: true }, { id: 2 }],
    lists: [{ ID: 13, DATE_CREATE: "2025-07-14 08:47:19", CREATED_BY_ID: 1, ENTITY_TYPE_ID: 3, participants: [] }],
    webhooks: [
      { user: 1, code: "k" },
      { user: 1, code: "second" },
      { user: 2, code: "k" },
    ],
    apps: [{ clientId: "app", clientSecret: "s" }],
    tokens: [{ accessToken: "t", refreshToken: "r", clientId: "app", user: 1 }],
  };

  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ seed });
  });
  beforeEach(() => sandbox.control.seed(seed));
  afterAll(() => sandbox.close());

  const GET = "crm.calllist.get?ID=13";
  async function ask(path: string) {
    const response = await fetch(`${sandbox.url}/rest/${path}`);
    // biome-ignore lint/suspicious/noExplicitAny: any answer
    return { status: response.status, headers: response.headers, ...((await response.json()) as any) };
  }
  const statusOf = async (path: string) => (await ask(path)).status;

  it("480 seconds of one webhook block its method, in any spelling, and nothing else", async () => {
    sandbox.control.addWorkingTime("crm.calllist.get", 1, 479.9);
    expect(await statusOf(`1/k/${GET}`)).toBe(200);
    sandbox.control.addWorkingTime("crm.calllist.get", 1, 0.1);
    expect(await statusOf(`1/k/${GET}`)).toBe(429);
    expect(await statusOf("1/k/crm.callList.GET?ID=13")).toBe(429);
    expect(await statusOf("1/k/crm.calllist.statuslist")).toBe(200);
    expect(await statusOf(`1/second/${GET}`), "another webhook of the same user").toBe(200);
    expect(await statusOf(`2/k/${GET}`), "another user's (who may not read it)").toBe(400);
    expect(await statusOf(`${GET}&auth=t`), "an application").toBe(200);
  });

  it("an application's time blocks its method, and no webhook's", async () => {
    sandbox.control.addWorkingTime("crm.calllist.get", "app", 480);
    expect(await statusOf(`${GET}&auth=t`)).toBe(429);
    expect(await statusOf(`1/k/${GET}`)).toBe(200);
  });

  it("the limit is a quirk", async () => {
    sandbox.control.seed({ ...seed, quirks: { operatingLimit: 10 } });
    sandbox.control.addWorkingTime("crm.calllist.get", 1, 10);
    expect(await statusOf(`1/k/${GET}`)).toBe(429);
  });

  it("a caller who is not there has no time to count", () => {
    const add = (caller: number | string) => () => sandbox.control.addWorkingTime("profile", caller, 1);
    expect(add(9)).toThrow("User 9 has no webhook");
    expect(add("none")).toThrow("There is no application none");
  });

  it("a batch is never blocked, and its commands are, each for its method", async () => {
    for (const method of ["batch", "crm.calllist.get"]) sandbox.control.addWorkingTime(method, 1, 480);
    const batch = `1/k/batch?cmd[a]=${encodeURIComponent(GET)}&cmd[b]=server.time&cmd[c]=CRM.calllist.get`;
    const { status, result } = await ask(batch);
    expect(status).toBe(200);
    const blocked = {
      error: "OPERATION_TIME_LIMIT",
      error_description: "Method is blocked due to operation time limit.",
    };
    expect(result.result_error).toEqual({ a: blocked, c: blocked });
    expect(result.result.b).toBe(NOON);
  });

  it("a slow method counts, under its name in lower case, and a slow batch does not", async () => {
    const slow = async (path: string) => {
      sandbox.control.addFault({ fault: "slow", seconds: 30 });
      const answer = ask(path);
      await expect.poll(() => sandbox.control.faults.length).toBe(0);
      sandbox.control.turnClock(30);
      return (await answer).time;
    };
    expect(await slow("1/k/crm.callList.get?ID=13")).toMatchObject({ operating: 30 });
    expect((await ask(`1/k/${GET}`)).time).toMatchObject({ operating: 30 });
    expect(await slow("1/k/batch?cmd[a]=server.time")).toMatchObject({ operating: 0, processing: 30 });
  });

  it("an answer tells its time, on the portal's clock", async () => {
    const seconds = Date.parse(NOON) / 1000;
    expect((await ask(`1/k/${GET}`)).time).toEqual({
      start: seconds,
      finish: seconds,
      duration: 0,
      processing: 0,
      date_start: NOON,
      date_finish: NOON,
      operating_reset_at: seconds + 600,
      operating: 0,
    });
  });

  it.each<[Partial<Quirks>, object]>([
    [{}, { start: 0, finish: 31.25, duration: 31.25, processing: 30 }],
    [{ wholeSeconds: false }, { start: 0.5, finish: 31.25, duration: 30.75, processing: 30.75 }],
  ])("with the quirks %j a request from .5 to 31.25 takes %j", async (quirks, expected) => {
    sandbox.control.seed({ ...seed, quirks });
    const seconds = Date.parse(NOON) / 1000;
    sandbox.control.turnClock(0.5);
    sandbox.control.addFault({ fault: "slow", seconds: 30.75 });
    const answer = ask(`1/k/${GET}`);
    await expect.poll(() => sandbox.control.faults.length).toBe(0);
    sandbox.control.turnClock(30.75);
    const { time } = await answer;
    expect({ ...time, start: time.start - seconds, finish: time.finish - seconds }).toMatchObject(expected);
    expect([time.date_start, time.date_finish]).toEqual([NOON, "2025-11-20T12:00:31+02:00"]);
  });

  it("headers name the application, and tell how long it took; negative for an error", async () => {
    const byToken = (await ask(`${GET}&auth=t`)).headers;
    expect(byToken.get("x-bitrix-rest-application")).toBe("app");
    expect(byToken.get("x-bitrix-rest-time")).toBe("0.0000000000");
    expect((await ask(`1/k/${GET}`)).headers.get("x-bitrix-rest-application")).toBeNull();
    const now = (Date.parse(NOON) / 1000).toFixed(10);
    expect((await ask("1/k/crm.calllist.get")).headers.get("x-bitrix-rest-time")).toBe(`-${now}`);
    sandbox.control.seed({ ...seed, quirks: { negativeRestTime: false } });
    expect((await ask("1/k/crm.calllist.get")).headers.get("x-bitrix-rest-time")).toBe("0.0000000000");
  });

  it("an on-premise portal counts nothing and says nothing of it", async () => {
    const own = await startSandbox({ seed, limits: false });
    own.control.addWorkingTime("crm.calllist.get", 1, 480);
    const response = await fetch(`${own.webhookUrl}${GET}`);
    const { time } = (await response.json()) as { time: object };
    expect(Object.keys(time)).toEqual(["start", "finish", "duration", "processing", "date_start", "date_finish"]);
    expect(response.headers.get("x-bitrix-rest-time")).toBeNull();
    await own.close();
  });

  it("a reset forgets what was counted", async () => {
    sandbox.control.addWorkingTime("crm.calllist.get", 1, 480);
    for (let times = 0; times < 50; times++) await statusOf("1/k/profile");
    expect(await statusOf("1/k/profile")).toBe(503);
    sandbox.control.reset();
    expect(await statusOf(`1/k/${GET}`)).toBe(200);
  });
});
