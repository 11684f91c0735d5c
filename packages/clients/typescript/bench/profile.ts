// Where a call's own time goes: a fetch that answers at once leaves nothing but the code between the caller and it.
// Each layer is measured, then a sampling profile names the functions that use the processor themselves.
import { Session } from "node:inspector/promises";
import { median, table } from "@b24-calllist/testkit/bench-report";
import createFetchClient from "openapi-fetch";
import { createClient, webhook } from "../dist/index.js";

const ROUNDS = 5;
const CALLS = 20_000;
const params = { LIST_ID: 13 };
const portal = "https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx";
const body = JSON.stringify({ result: [{ ID: 9, STATUS: "IN_WORK", ENTITY_TYPE: 3 }], time: { operating: 0 } });
const headers = new Headers({ "Content-Type": "application/json" });

/** As much of a Response as is read; a real one costs more than everything measured here. */
const response = { status: 200, ok: true, headers, text: async () => body } as unknown as Response;
const fetch = async (): Promise<Response> => response;

const api = createFetchClient<Record<string, never>>({
  fetch,
  Request: class {} as unknown as typeof Request,
});
const b24 = createClient({ auth: webhook(`${portal}/`), limits: false, fetch });

const layers: Record<string, () => Promise<unknown>> = {
  "fetch and JSON alone": async () => {
    JSON.stringify(params);
    return JSON.parse(await (await fetch()).text());
  },
  "through openapi-fetch": async () => {
    const post = api.POST as (path: string, init: object) => Promise<{ data: string }>;
    return JSON.parse((await post("/crm.calllist.items.get", { baseUrl: portal, body: params, parseAs: "text" })).data);
  },
  "through call, which uses it": () => b24.call("crm.calllist.items.get", params),
};

async function microseconds(layer: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  for (let made = 0; made < CALLS; made++) await layer();
  return ((performance.now() - start) * 1000) / CALLS;
}

/** Share of the samples that each function was on top of the stack in. */
async function ownTime(layer: () => Promise<unknown>): Promise<[name: string, share: number][]> {
  const session = new Session();
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.setSamplingInterval", { interval: 100 });
  await session.post("Profiler.start");
  await microseconds(layer);
  await microseconds(layer);
  const { profile } = await session.post("Profiler.stop");
  session.disconnect();
  const shares = new Map<string, number>();
  for (const { callFrame, hitCount = 0 } of profile.nodes) {
    const { functionName, url } = callFrame;
    const module = url.includes("openapi-fetch") ? "openapi-fetch" : url.includes("/dist/") ? "client" : "runtime";
    const name = `${module}: ${functionName || "(unnamed)"}`;
    shares.set(name, (shares.get(name) ?? 0) + hitCount);
  }
  const all = [...shares.values()].reduce((a, b) => a + b);
  return [...shares].map(([name, hits]): [string, number] => [name, hits / all]).sort(([, a], [, b]) => b - a);
}

const times = new Map(Object.keys(layers).map((name) => [name, [] as number[]]));
for (const layer of Object.values(layers)) await microseconds(layer);
for (let round = 0; round < ROUNDS; round++) {
  for (const [name, layer] of Object.entries(layers)) times.get(name)!.push(await microseconds(layer));
}
console.log(`\nA call's own time, with a fetch that answers at once (medians of ${ROUNDS} rounds of ${CALLS} calls)`);
table(
  ["", "µs"],
  [...times].map(([name, own]) => [name, median(own).toFixed(1)]),
);

console.log("\nIts functions by the processor time of their own");
const top = (await ownTime(layers["through call, which uses it"]!)).slice(0, 10);
table(
  ["function", "share"],
  top.map(([name, share]) => [name, `${(share * 100).toFixed(0)} %`]),
);
