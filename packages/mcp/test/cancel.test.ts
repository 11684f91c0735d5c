import { type Sandbox, startSandbox } from "@b24-calllist/sandbox";
import { afterAll, beforeAll, expect, it } from "vitest";
import { connect } from "./assistant.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ limits: false });
});
afterAll(() => sandbox.close());

/** A portal that never answers, and says when it was asked and when the request was ended. */
function silentPortal() {
  const asked = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  let requests = 0;
  const fetch: typeof globalThis.fetch = (_, init) => {
    requests++;
    asked.resolve();
    return new Promise((_, reject) =>
      init?.signal?.addEventListener("abort", () => {
        ended.resolve();
        reject(init.signal?.reason);
      }),
    );
  };
  return { fetch, asked: asked.promise, ended: ended.promise, requests: () => requests };
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
  await portal.ended;
  // The connection is as good as before.
  expect((await client.listTools()).tools).toHaveLength(10);
  expect(portal.requests()).toBe(1);
});

it("closing the connection ends what is under way", async () => {
  const portal = silentPortal();
  const { client } = await connect(sandbox.webhookUrl, { fetch: portal.fetch });
  const call = client.callTool({ name: "crm_calllist_get", arguments: { ID: 13 } });
  await portal.asked;
  await client.close();
  await expect(call).rejects.toThrow();
  await portal.ended;
});
