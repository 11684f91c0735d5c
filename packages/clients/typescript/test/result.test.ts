// What a method returns, whatever the portal sends: the result of the method's type, or an error that says what came.
import { describe, expect, it } from "vitest";
import { batch, type CallListMethod, type Command, type Method } from "../src/index.ts";
import { failure, json, ok, portal, SECRET, time } from "./portal.ts";

const PARAMS: Record<CallListMethod, object> = {
  "crm.calllist.add": { ENTITY_TYPE: "CONTACT", ENTITIES: [9] },
  "crm.calllist.get": { ID: 13 },
  "crm.calllist.list": {},
  "crm.calllist.update": { LIST_ID: 13, ENTITY_TYPE: "CONTACT", ENTITIES: [9], WEBFORM_ID: 1 },
  "crm.calllist.items.get": { LIST_ID: 13 },
  "crm.calllist.statuslist": {},
};
const ROWS = ["crm.calllist.list", "crm.calllist.items.get", "crm.calllist.statuslist"] as const;
const METHODS = Object.keys(PARAMS) as CallListMethod[];
const ODD = [null, false, true, "", 0, 1, -1, 51.5, "1", "51", "text", [], [13], {}, { ID: "51" }];

/** What each method makes of odd results; anything else is an error. */
const GOOD: Record<CallListMethod, [sent: unknown, result: unknown][]> = {
  "crm.calllist.add": [1, "1", "51"].map((id) => [id, id]),
  "crm.calllist.get": [{}, { ID: "51" }].map((list) => [list, list]),
  "crm.calllist.update": [true, 1, "1"].map((sent) => [sent, true]),
  "crm.calllist.list": [
    [[], []],
    [[13], [13]],
    [{}, []],
    [{ ID: "51" }, ["51"]],
  ],
  "crm.calllist.items.get": [
    [[], []],
    [[13], [13]],
    [{}, []],
    [{ ID: "51" }, ["51"]],
  ],
  "crm.calllist.statuslist": [
    [[], []],
    [[13], [13]],
    [{}, []],
    [{ ID: "51" }, ["51"]],
  ],
};

describe.each(METHODS)("%s", (method) => {
  const call = (sent: unknown) => {
    const { client, asked } = portal(ok(sent));
    return { asked, done: client.call(method as "crm.calllist.get", PARAMS[method] as never) };
  };
  const inBatch = async (sent: unknown) => {
    const maps = { result: { c0: sent }, result_error: [] };
    const [entry] = await batch(portal(json({ result: maps, time })).client, [[method, PARAMS[method]] as Command]);
    return entry!;
  };
  const isGood = (sent: unknown) => GOOD[method].some(([good]) => JSON.stringify(good) === JSON.stringify(sent));

  it.each(GOOD[method])("%j is the result %j", async (sent, result) => {
    expect(await call(sent).done).toEqual(result);
    expect(await inBatch(sent)).toEqual({ ok: true, result });
  });

  it.each(ODD.filter((sent) => !isGood(sent)).map((sent) => [sent]))(
    "%j is an error that says so, and is not retried",
    async (sent) => {
      const { asked, done } = call(sent);
      const error = (await failure(done)) as Error;
      const expected = { name: "UnexpectedResponseError", status: 200, excerpt: `result: ${JSON.stringify(sent)}` };
      expect(error).toMatchObject(
        method === "crm.calllist.add" ? { name: "OutcomeUnknownError", cause: expected } : expected,
      );
      expect(error.message).toContain(`this method does not return result: ${JSON.stringify(sent)}`);
      expect(asked).toHaveLength(1);

      const entry = await inBatch(sent);
      const inEntry = { name: "UnexpectedResponseError", status: 200 };
      expect(entry.error).toMatchObject(
        method === "crm.calllist.add" ? { name: "OutcomeUnknownError", cause: inEntry } : inEntry,
      );
      expect(entry.error!.message).toContain("this method does not return result: ");
    },
  );
});

it.each(ROWS)(
  "%s: rows as an object, which PHP sends when keys have gaps, are the list of its values",
  async (method) => {
    const result = { 0: { ID: "13" }, 2: { ID: "20" } };
    const { client } = portal(ok(result));
    expect(await client.call(method as "crm.calllist.list", PARAMS[method])).toEqual([{ ID: "13" }, { ID: "20" }]);
  },
);

describe("what came is cut short and shows no secret", () => {
  it("in a call", async () => {
    const error = await failure(
      portal(ok(`${SECRET} ${"x".repeat(1000)}`)).client.call("crm.calllist.get", { ID: 13 }),
    );
    expect((error as { excerpt: string }).excerpt).toMatch(/^result: "\*\*\* x+$/);
    expect((error as { excerpt: string }).excerpt).toHaveLength(200);
    expect((error as Error).message.length).toBeLessThan(400);
  });

  it.each([
    [SECRET, 'result: "…"'],
    [[SECRET], "result: […]"],
    [{ x: SECRET }, "result: {…}"],
    [{}, "result: {}"],
    [null, "result: null"],
  ])("in a batch, where no text is shown: %j", async (sent, excerpt) => {
    const maps = { result: { c0: sent }, result_error: [] };
    const commands = [["crm.calllist.update", PARAMS["crm.calllist.update"]]] as never;
    const [entry] = (await batch(portal(json({ result: maps, time })).client, commands)) as { error?: unknown }[];
    expect(entry!.error).toMatchObject({ excerpt, contentType: "" });
  });
});

it.each([null, false, [], {}, "x", { result: {} }, { result: [], result_error: null }])(
  "batch: %j is the error of each command, and is not retried",
  async (sent) => {
    const { client, asked } = portal(ok(sent));
    const [read, made] = await batch(client, [
      ["crm.calllist.get", { ID: 13 }],
      ["crm.calllist.add", { ENTITY_TYPE: "CONTACT", ENTITIES: [9] }],
    ]);
    expect(read.error).toMatchObject({ name: "UnexpectedResponseError", method: "batch" as Method });
    expect(made.error).toMatchObject({ name: "OutcomeUnknownError", cause: { name: "UnexpectedResponseError" } });
    expect(asked).toHaveLength(1);
  },
);

it.each(["constructor", "toString", "__proto__"])(
  "a method named %s returns whatever the portal sends",
  async (method) => {
    const { client } = portal(ok("text"));
    expect(await client.call(method as Method, {} as never)).toBe("text");
  },
);
