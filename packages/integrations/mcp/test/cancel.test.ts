import { type Sandbox, startSandbox } from "@b24-calllist/sandbox";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { connect } from "./assistant.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ limits: false });
});
afterAll(() => sandbox.close());
// The clock stands still, so no deadline can end a request in place of the assistant.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
});
afterEach(() => vi.useRealTimers());

/** A portal that never answers, and knows when it was asked and which requests were ended. */
function silentPortal() {
  const asked = Promise.withResolvers<void>();
  let requests = 0;
  let ended = 0;
  const fetch: typeof globalThis.fetch = (_, init) => {
    requests++;
    asked.resolve();
    return new Promise((_, reject) =>
      init?.signal?.addEventListener("abort", () => {
        ended++;
        reject(init.signal?.reason);
      }),
    );
  };
  return { fetch, asked: asked.promise, counts: () => ({ requests, ended }) };
}

/** Lets everything happen that needs no time. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
}

it.each([
  ["crm_calllist_get", { ID: 13 }],
  ["crm_calllist_add", { ENTITY_TYPE: "CONTACT", ENTITIES: [9] }],
  ["read_participants", { LIST_ID: 13 }],
  ["count_participants", { LIST_ID: 13 }],
  ["change_participants", { LIST_ID: 13, add: [9] }],
  ["read_call_lists", {}],
])("%s: cancelling ends the request to the portal, and it is not sent again", async (name, params) => {
  const portal = silentPortal();
  const { client } = await connect(sandbox.webhookUrl, { fetch: portal.fetch, allowWrites: true });
  const controller = new AbortController();
  const call = client.callTool({ name, arguments: params }, { signal: controller.signal });
  await portal.asked;
  controller.abort("no longer wanted");
  await expect(call).rejects.toThrow();
  await settle();
  expect(portal.counts()).toEqual({ requests: 1, ended: 1 });
  // The connection is as good as before.
  expect((await client.listTools()).tools).toHaveLength(10);
});

it("closing the connection ends what is under way", async () => {
  const portal = silentPortal();
  const { client } = await connect(sandbox.webhookUrl, { fetch: portal.fetch });
  const call = client.callTool({ name: "crm_calllist_get", arguments: { ID: 13 } });
  await portal.asked;
  await client.close();
  await expect(call).rejects.toThrow();
  await settle();
  expect(portal.counts()).toEqual({ requests: 1, ended: 1 });
});
