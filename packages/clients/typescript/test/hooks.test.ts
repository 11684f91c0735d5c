// Hooks are told what happens, and can neither see a secret nor break a call.
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { type Hooks, webhook } from "../src/index.ts";
import { failure, json, ok, portal, type Reply, SECRET, silent, text } from "./portal.ts";

const busy = json({ error: "QUERY_LIMIT_EXCEEDED" }, 503);
const NAMES = ["request", "response", "retry", "throttle", "tokenRefresh", "portalMoved"] as const;

/** Hooks that write everything down. */
function notes(): { hooks: Hooks; told: [name: string, event: Record<string, unknown>][] } {
  const told: [string, Record<string, unknown>][] = [];
  const hooks = Object.fromEntries(NAMES.map((name) => [name, (event: object) => told.push([name, { ...event }])]));
  return { hooks, told };
}

it("a call that goes well: a request and a response", async () => {
  const { hooks, told } = notes();
  await portal(ok([]), { hooks }).client.call("crm.calllist.statuslist");
  const common = { method: "crm.calllist.statuslist", portal: "portal.example", call: 1, attempt: 1 };
  expect(told).toEqual([
    ["request", common],
    ["response", { ...common, status: 200, ms: 0 }],
  ]);
});

it("a call that is repeated: each attempt, the pause and the reason", async () => {
  const { hooks, told } = notes();
  await portal([busy, text("<html>", 502), ok([])], { hooks }).client.call("crm.calllist.statuslist");
  expect(
    told.map(([name, { attempt, status, delay, error }]) => [name, attempt, status ?? delay, (error as Error)?.name]),
  ).toEqual([
    ["request", 1, undefined, undefined],
    ["response", 1, 503, "LimitError"],
    ["retry", 1, 1000, "LimitError"],
    ["request", 2, undefined, undefined],
    ["response", 2, 502, "UnexpectedResponseError"],
    ["retry", 2, 2000, "UnexpectedResponseError"],
    ["request", 3, undefined, undefined],
    ["response", 3, 200, undefined],
  ]);
});

it("a call that waits: for its turn, or until a time", async () => {
  const { hooks, told } = notes();
  const refused = json({ error: "OPERATION_TIME_LIMIT" }, 429);
  const { client } = portal([refused, ok([])], { hooks, limits: { burst: 1, perSecond: 1 } });
  await client.call("crm.calllist.list");
  await client.call("crm.calllist.list");
  const waits = told.filter(([name]) => name === "throttle").map(([, event]) => event);
  const common = { method: "crm.calllist.list", portal: "portal.example" };
  expect(waits).toEqual([
    { ...common, reason: "operating", until: new Date("2026-08-20T06:09:16Z") },
    { ...common, reason: "rate" },
  ]);
});

it("an attempt without an answer has an error and no status", async () => {
  const { hooks, told } = notes();
  const reply: Reply = () => {
    throw Object.assign(new TypeError("fetch failed"), { cause: { code: "ECONNRESET" } });
  };
  await failure(portal(reply, { hooks, retry: false }).client.call("crm.calllist.list"));
  expect(told[1]![1]).toMatchObject({ error: { name: "ConnectionError", reason: "ECONNRESET" } });
  expect(told[1]![1]).not.toHaveProperty("status");
});

it("an attempt that is aborted is over, too: with neither status nor error", async () => {
  const { hooks, told } = notes();
  const controller = new AbortController();
  const { client } = portal(silent, { hooks: { ...hooks, request: () => queueMicrotask(() => controller.abort()) } });
  await failure(client.call("crm.calllist.list", {}, { signal: controller.signal }));
  expect(told).toEqual([
    ["response", { method: "crm.calllist.list", portal: "portal.example", call: 1, attempt: 1, ms: 0 }],
  ]);
});

it("nothing is sent where the hook of the request aborts the call", async () => {
  const controller = new AbortController();
  const hooks = { request: () => controller.abort(new Error("enough")) };
  const { client, asked } = portal(ok([]), { hooks });
  const call = client.call("crm.calllist.list", {}, { signal: controller.signal });
  expect(await failure(call)).toEqual(new Error("enough"));
  expect(asked).toEqual([]);
});

describe("a hook that fails breaks nothing", () => {
  const failing = (hook: () => unknown): Hooks => Object.fromEntries(NAMES.map((name) => [name, hook]));

  it("by throwing", async () => {
    const hooks = failing(() => {
      throw new Error("no disk");
    });
    expect(
      await portal([busy, ok(51)], { hooks }).client.call("crm.calllist.add", {
        ENTITY_TYPE: "CONTACT",
        ENTITIES: [9],
      }),
    ).toBe(51);
  });

  it("by rejecting", async () => {
    const hooks = failing(() => Promise.reject(new Error("no disk")));
    expect(await portal(ok([]), { hooks }).client.call("crm.calllist.statuslist")).toEqual([]);
  });
});

it("no event shows a secret", async () => {
  const { hooks, told } = notes();
  const auth = webhook(`https://old.bitrix24.com/rest/1/${SECRET}/`);
  const Location = `https://new.bitrix24.com/rest/1/${SECRET}/crm.calllist.get`;
  const replies: Reply[] = [
    () => new Response(Location, { status: 302, headers: { Location } }),
    json({ error: "QUERY_LIMIT_EXCEEDED", error_description: `too many for ${SECRET}` }, 503),
    text(`Cannot POST /rest/1/${SECRET}/crm.calllist.get`, 502),
    ok({ ID: "13" }),
  ];
  await portal(replies, { auth, hooks }).client.call("crm.calllist.get", { ID: 13 });
  expect(told.map(([name]) => name)).toContain("portalMoved");
  expect(inspect(told, { depth: 9, showHidden: true })).not.toContain(SECRET);
});
