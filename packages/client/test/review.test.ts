// Corners that a review found: each was once wrong.
import { describe, expect, it } from "vitest";
import { batch, changeParticipants, iterate } from "../src/index.ts";
import { all, hidden, portalWithLists, readable } from "./lists.ts";
import { failure, json, ok, portal, SECRET, silent, time } from "./portal.ts";

const get = (ID: number) => ["crm.calllist.get", { ID }] as const;
const add = ["crm.calllist.add", { ENTITY_TYPE: "CONTACT", ENTITIES: [9] }] as const;
const maps = (result: unknown, result_error: unknown) => json({ result: { result, result_error }, time });

describe("a batch", () => {
  it("shows no secret in the error of a command", async () => {
    const errors = { c0: { error: "X", error_description: `bad ${SECRET}` } };
    const [entry] = await batch(portal(maps([], errors)).client, [get(1)]);
    expect(String(entry.error)).toContain("bad ***");
  });

  it("leaves add open after an error that does not tell, as a call does", async () => {
    const [entry] = await batch(portal(maps([], { c0: { error: "ERROR_CORE" } })).client, [add]);
    expect(entry.error).toMatchObject({ name: "OutcomeUnknownError", cause: { code: "ERROR_CORE" } });
    const [gone] = await batch(portal(maps([], [])).client, [add]);
    expect(gone.error).toMatchObject({ name: "OutcomeUnknownError" });
  });

  for (const result of [null, [], 5, {}, { result: null }, { result: {}, result_error: { c0: null } }]) {
    it(`that is answered with ${JSON.stringify(result)} is an error of its commands`, async () => {
      const [one, made] = await batch(portal(ok(result)).client, [get(1), add]);
      expect(one.error).toMatchObject({ name: "UnexpectedResponseError" });
      expect(made.error).toMatchObject({ name: "OutcomeUnknownError" });
    });
  }
});

describe("time", () => {
  it("a signal that times out is the caller's, not the client's", async () => {
    const controller = new AbortController();
    const reason = new DOMException("signal timed out", "TimeoutError");
    const call = failure(portal(silent).client.call("crm.calllist.list", {}, { signal: controller.signal }));
    controller.abort(reason);
    expect(await call).toBe(reason);
  });

  it("nothing is sent when the deadline is over", async () => {
    const busy = json({ error: "QUERY_LIMIT_EXCEEDED" }, 503, { "Retry-After": "5" });
    const { client, asked } = portal([busy, silent], { deadline: 5000 });
    const params = { ENTITY_TYPE: "CONTACT" as const, ENTITIES: [9] };
    expect(await failure(client.call("crm.calllist.add", params))).toMatchObject({ name: "LimitError" });
    expect(asked).toHaveLength(1);
  });
});

it("pages that are empty lists end the reading, too", async () => {
  const { client } = portal(ok([]));
  const reply = iterate(client, "crm.calllist.items.get", { LIST_ID: 13 }, { gap: 1 });
  expect(await all(reply)).toEqual([]);
});

it("changeParticipants keeps people behind a long gap", async () => {
  const layout = [...readable(50), ...hidden(550), ...readable(50, 100)];
  const { b24, sent } = portalWithLists({ participants: { 13: layout } });
  await failure(changeParticipants(b24, 13, { add: [9999] }));
  expect(sent.at(-1)!.commands[0]!.params.ENTITIES).toHaveLength(101);
  expect(await failure(changeParticipants(b24, 13, { add: ["abc" as never] }))).toBeInstanceOf(TypeError);
});
