// Time per call beside raw fetch, undici, axios and b24jssdk. Rounds of all clients take turns, so that what else the
// machine does hits them alike; the ratio of each round's neighbours is what counts.
import { fork } from "node:child_process";
import { median, ratio, table } from "@b24-calllist/testkit/bench-report";
import { ApiVersion, B24Hook, ParamsFactory } from "@bitrix24/b24jssdk";
import axios from "axios";
import { request } from "undici";
import { createClient, webhook } from "../dist/index.js";

const ROUNDS = 5;
const CALLS = 3000;
const WARM_UP = 1000;
const params = { LIST_ID: 13 };
const headers = { "Content-Type": "application/json" };

type Call = () => Promise<unknown>;

const server = fork(new URL("server.ts", import.meta.url));
const port = await new Promise<number>((resolve) => server.once("message", resolve as (message: unknown) => void));
const origin = `http://127.0.0.1:${port}`;
const url = `${origin}/rest/1/xxxxxxxxxxxxxxxx/crm.calllist.items.get`;

// The limiter is off: `limits: false` here, an allowance that is never used up for b24jssdk.
const b24 = createClient({ auth: webhook(`${origin}/rest/1/xxxxxxxxxxxxxxxx/`), limits: false });
const limited = createClient({
  auth: webhook(`${origin}/rest/1/xxxxxxxxxxxxxxxx/`),
  limits: { burst: 1e9, perSecond: 1e9 },
});
const sdk = new B24Hook({ b24Url: origin, userId: 1, secret: "xxxxxxxxxxxxxxxx" });
sdk.getTargetOriginWithPath().set(ApiVersion.v2, `${origin}/rest/1/xxxxxxxxxxxxxxxx`);
await sdk.setRestrictionManagerParams({
  ...ParamsFactory.getDefault(),
  rateLimit: { burstLimit: 1e9, drainRate: 1e9, adaptiveEnabled: false },
});

const clients: Record<string, Call> = {
  fetch: async () => (await fetch(url, { method: "POST", headers, body: JSON.stringify(params) })).json(),
  // Every call can be aborted and has a timeout; fetch itself has more to do then.
  "fetch with a signal": async () => {
    const { signal } = new AbortController();
    return (
      await fetch(url, { method: "POST", headers, body: JSON.stringify(params), redirect: "manual", signal })
    ).json();
  },
  call: () => b24.call("crm.calllist.items.get", params),
  "call, limiter on": () => limited.call("crm.calllist.items.get", params),
  undici: async () => (await request(url, { method: "POST", headers, body: JSON.stringify(params) })).body.json(),
  axios: async () => (await axios.post(url, params)).data,
  b24jssdk: async () =>
    (await sdk.actions.v2.call.make({ method: "crm.calllist.items.get", params })).getData()!.result,
};

/** Microseconds a call takes, so many at a time. */
async function timed(call: Call, calls: number, atATime: number): Promise<number> {
  let left = calls;
  const worker = async (): Promise<void> => {
    while (left-- > 0) await call();
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: atATime }, worker));
  return ((performance.now() - start) * 1000) / calls;
}

try {
  for (const atATime of [32, 1]) {
    const times = new Map(Object.keys(clients).map((name) => [name, [] as number[]]));
    for (const call of Object.values(clients)) await timed(call, WARM_UP, atATime);
    for (let round = 0; round < ROUNDS; round++) {
      // There and back again, so that none always comes after the same neighbour.
      const order = round % 2 ? Object.entries(clients).reverse() : Object.entries(clients);
      for (const [name, call] of order) times.get(name)!.push(await timed(call, CALLS, atATime));
    }
    const raw = times.get("fetch")!;
    console.log(`\nTime per call, ${atATime} at a time (medians of ${ROUNDS} rounds of ${CALLS} calls)`);
    table(
      ["client", "µs", "x fetch"],
      [...times].map(([name, own]) => [
        name,
        median(own).toFixed(0),
        ratio(median(own.map((time, round) => time / raw[round]!))),
      ]),
    );
  }
} finally {
  sdk.destroy();
  server.disconnect();
}
