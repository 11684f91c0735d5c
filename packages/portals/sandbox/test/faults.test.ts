// Faults to come: which one strikes, how often, and what a request that met one looks like in the journal.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { dice } from "../src/dice.ts";
import { type Fault, Faults } from "../src/faults.ts";
import { type Sandbox, startSandbox } from "../src/index.ts";

const any = () => true;

describe("a fault", () => {
  it("strikes once, or as often as it says, or for ever", () => {
    const faults = new Faults();
    faults.add({ fault: "slow" });
    faults.add({ fault: "deleted", times: 2 });
    faults.add({ fault: "moved", times: 0 });
    const struck = Array.from({ length: 6 }, () => faults.next("m", any)?.fault);
    expect(struck).toEqual(["slow", "deleted", "deleted", "moved", "moved", "moved"]);
    expect(faults.all).toEqual([{ fault: "moved", times: 0 }]);
  });

  it("tells how often it is still to come", () => {
    const faults = new Faults();
    faults.add({ fault: "slow", times: 3, seconds: 5 });
    faults.next("m", any);
    expect(faults.all).toEqual([{ fault: "slow", times: 2, seconds: 5 }]);
    faults.clear();
    expect(faults.all).toEqual([]);
    expect(faults.next("m", any)).toBeUndefined();
  });

  it("strikes its method alone, and only what it can strike; the one behind it strikes then", () => {
    const faults = new Faults();
    faults.add({ fault: "slow", method: "a" });
    faults.add({ fault: "deleted" });
    expect(faults.next("b", (name) => name === "slow")).toBeUndefined();
    expect(faults.next("b", any)?.fault).toBe("deleted");
    expect(faults.next("b", any)).toBeUndefined();
    expect(faults.next("a", any)).toEqual({ fault: "slow", method: "a" });
  });

  it("strikes by chance, by dice of its own, and a miss does not count", () => {
    const strikes = (fault: Partial<Fault>) => {
      const faults = new Faults();
      faults.add({ fault: "slow", times: 10, ...fault });
      return Array.from({ length: 40 }, () => faults.next("m", any) !== undefined);
    };
    expect(strikes({ chance: 0 })).not.toContain(true);
    expect(strikes({ chance: 1 }).filter(Boolean)).toHaveLength(10);
    const half = strikes({ chance: 0.5 });
    expect(half.filter(Boolean)).toHaveLength(10);
    expect(half.slice(0, 12)).toContain(false);
    expect(strikes({ chance: 0.5, seed: 1 })).toEqual(half);
    expect(strikes({ chance: 0.5, seed: 2 })).not.toEqual(half);
  });
});

it("dice are numbers from 0 to 1, spread evenly, the same for the same seed", () => {
  const roll = dice(7);
  const rolls = Array.from({ length: 10_000 }, roll);
  expect(rolls.every((number) => number >= 0 && number < 1)).toBe(true);
  expect(new Set(rolls).size).toBeGreaterThan(9990);
  for (let tenth = 0; tenth < 10; tenth++) {
    const share = rolls.filter((number) => Math.floor(number * 10) === tenth).length;
    expect(Math.abs(share - 1000), `from ${tenth / 10}`).toBeLessThan(150);
  }
  const again = dice(7);
  expect(rolls.slice(0, 5)).toEqual(Array.from({ length: 5 }, again));
  expect(dice(1)()).toBeCloseTo(0.6270739405881613, 12); // mulberry32 as published
});

describe("a request that meets one", () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ limits: false });
  });
  beforeEach(() => sandbox.control.reset());
  afterAll(() => sandbox.close());

  const ADD = "crm.calllist.add?ENTITY_TYPE=CONTACT&ENTITIES[]=5";
  async function send(path = ADD) {
    const response = await fetch(sandbox.webhookUrl + path, { redirect: "manual" }).catch(() => undefined);
    const body = await response?.text().catch(() => "cut");
    const { number: _, at: __, ...noted } = sandbox.control.requests.at(-1)!;
    return { status: response?.status, type: response?.headers.get("content-type"), body, noted };
  }
  const NOTED = { method: "crm.calllist.add", changes: [] };
  const made = ["list 51 added, 1 participants"];
  const page = (title: string) =>
    `<!DOCTYPE html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`;
  const JSON_TYPE = "application/json; charset=utf-8";
  const HTML_TYPE = "text/html; charset=utf-8";

  it.each([
    ["rate-limit", 503, "QUERY_LIMIT_EXCEEDED", "Too many requests"],
    ["operation-time", 429, "OPERATION_TIME_LIMIT", "Method is blocked due to operation time limit."],
    ["expired-token", 401, "expired_token", "The access token provided has expired."],
    ["overload", 401, "OVERLOAD_LIMIT", "REST API is blocked due to overload."],
    ["error-json", 500, "INTERNAL_SERVER_ERROR", "Internal server error"],
    ["deleted", 403, "PORTAL_DELETED", "Portal was deleted"],
  ] as const)("%s is answered by %d %s", async (fault, status, error, error_description) => {
    sandbox.control.addFault({ fault });
    const answer = await send();
    expect(answer).toMatchObject({ status, type: JSON_TYPE, noted: { ...NOTED, fault, status, error } });
    expect(JSON.parse(answer.body!)).toEqual({ error, error_description });
    expect(answer.noted.user, "nobody was looked at").toBeUndefined();
  });

  it.each([
    ["error-html", 500, "500 Internal Server Error"],
    ["bad-gateway", 502, "502 Bad Gateway"],
    ["gateway-timeout", 504, "504 Gateway Time-out"],
    ["html-200", 200, "Bitrix24"],
  ] as const)("%s is answered by a page, and may be carried out before", async (fault, status, title) => {
    sandbox.control.addFault({ fault });
    const answer = { status, type: HTML_TYPE, body: page(title) };
    expect(await send()).toEqual({ ...answer, noted: { ...NOTED, fault, status } });
    sandbox.control.addFault({ fault, executed: true });
    expect(await send()).toEqual({ ...answer, noted: { ...NOTED, user: 1, fault, status, changes: made } });
  });

  it("error-json may be carried out before, too", async () => {
    sandbox.control.addFault({ fault: "error-json", executed: true });
    expect((await send()).noted).toEqual({ ...NOTED, user: 1, fault: "error-json", status: 500, changes: made });
  });

  it("moved leads to the same address on the new host", async () => {
    for (const host of [undefined, "https://new.example"]) {
      sandbox.control.addFault({ fault: "moved", ...(host !== undefined && { host }) });
      const response = await fetch(`${sandbox.webhookUrl}profile?a=b`, { redirect: "manual" });
      expect([response.status, response.headers.get("content-type")]).toEqual([302, "text/html"]);
      expect(await response.text()).toBe(page("302 Found"));
      const { pathname } = new URL(sandbox.webhookUrl);
      expect(response.headers.get("location")).toBe(`${host ?? "https://renamed.bitrix24.com"}${pathname}profile?a=b`);
    }
  });

  it("reset-before, reset-after and cut-body leave no whole answer", async () => {
    sandbox.control.addFault({ fault: "reset-before" });
    expect(await send()).toMatchObject({
      status: undefined,
      noted: { ...NOTED, fault: "reset-before", connection: "reset" },
    });
    sandbox.control.addFault({ fault: "reset-after" });
    expect((await send()).noted).toEqual({
      ...NOTED,
      user: 1,
      status: 200,
      fault: "reset-after",
      connection: "reset",
      changes: made,
    });
    sandbox.control.addFault({ fault: "cut-body" });
    const { status, body, noted } = await send();
    expect([status, body, noted.connection]).toEqual([200, "cut", "cut"]);
    expect(noted.changes).toEqual(["list 52 added, 1 participants"]);
  });

  it("of working time only a method that has some, or a command", async () => {
    sandbox.control.addFault({ fault: "operation-time" });
    expect((await send("no.such.method")).status).toBe(404);
    expect((await send("batch")).status).toBe(200);
    expect((await send("batch?cmd[a]=no.such.method")).noted).not.toHaveProperty("fault");
    expect(sandbox.control.faults).toHaveLength(1);
    const { result } = JSON.parse((await send("batch?cmd[a]=Server.Time")).body!);
    expect(result.result_error.a).toEqual({
      error: "OPERATION_TIME_LIMIT",
      error_description: "Method is blocked due to operation time limit.",
    });
    expect(sandbox.control.faults).toEqual([]);
  });

  it("an error of the portal is noted with its code, and a stop of PHP as 500", async () => {
    expect((await send("crm.calllist.get")).noted).toEqual({
      method: "crm.calllist.get",
      user: 1,
      status: 400,
      error: "ERROR_ARGUMENT",
      changes: [],
    });
    expect((await send("crm.calllist.list?FILTER=x")).noted).toMatchObject({ user: 1, status: 500, error: "500" });
    expect((await send("CRM.none")).noted).toEqual({
      method: "crm.none",
      status: 404,
      error: "ERROR_METHOD_NOT_FOUND",
      changes: [],
    });
  });

  it("PHP's stop is JSON, or a page on-premise", async () => {
    const seed = sandbox.control.state;
    expect((await send("crm.calllist.list?FILTER=x")).type).toBe(JSON_TYPE);
    sandbox.control.seed({ ...seed, quirks: { uncaughtErrorBody: "html" } });
    expect(await send("crm.calllist.list?FILTER=x")).toMatchObject({
      status: 500,
      type: HTML_TYPE,
      body: page("500 Internal Server Error"),
    });
    sandbox.control.seed({ ...seed, quirks: { unknownFieldCode: "number" } });
    expect(JSON.parse((await send("crm.calllist.list?SELECT[]=x")).body!).error).toBe(100);
    sandbox.control.seed({ ...seed, quirks: { portalDeletedStatus: 410 }, deleted: true });
    expect((await send("profile")).status).toBe(410);
    sandbox.control.seed(seed);
  });
});
