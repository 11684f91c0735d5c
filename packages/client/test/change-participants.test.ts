// Adding and removing participants without losing the others, or the form.
import { describe, expect, it } from "vitest";
import { changeParticipants } from "../src/index.ts";
import { hidden, portalWithLists, readable } from "./lists.ts";
import { failure, json, portal, type Reply, time } from "./portal.ts";

const list = { ID: "13", WEBFORM_ID: "1" as string | null, ENTITY_TYPE: "CONTACT" };

/** A portal with list 13, whose participants these are. */
function listOf(ids: number[], more: Partial<typeof list> = {}, update: Reply = json({ result: true, time })) {
  const reply: Reply = async (request) => {
    if (request.url.endsWith("crm.calllist.update")) return update(request);
    const method = request.url.split("/").at(-1);
    if (method === "crm.calllist.get") return json({ result: { ...list, ...more }, time })(request);
    const empty = { error: "ACCESS_ERROR", error_description: "You do not have access to the participants" };
    if (method === "batch") {
      const { cmd } = (await request.json()) as { cmd: object };
      const errors = Object.fromEntries(Object.keys(cmd).map((key) => [key, empty]));
      return json({ result: { result: [], result_error: errors }, time })(request);
    }
    if (ids.length === 0) return json(empty, 403)(request);
    return json({ result: ids.map((ID) => ({ ID, STATUS: "IN_WORK", ENTITY_TYPE: 3 })), time })(request);
  };
  const { client, asked } = portal(reply);
  const updates = () => asked.filter(({ url }) => url.endsWith("crm.calllist.update")).map(({ body }) => body);
  return { client, updates };
}

it("sends everybody who stays, those who join, and the form", async () => {
  const { client, updates } = listOf([9, 17, 19]);
  const changed = await changeParticipants(client, 13, { add: [21, "23"], remove: [17] });
  expect(changed).toEqual({ added: [21, 23], removed: [17] });
  expect(updates()).toEqual([{ LIST_ID: 13, ENTITY_TYPE: "CONTACT", ENTITIES: [9, 19, 21, 23], WEBFORM_ID: "1" }]);
});

it("sends null where the list has no form", async () => {
  const { client, updates } = listOf([9], { WEBFORM_ID: null });
  await changeParticipants(client, 13, { add: [21] });
  expect(updates()).toMatchObject([{ WEBFORM_ID: null }]);
});

it("passes over who is on the list already, or is not", async () => {
  const { client, updates } = listOf([9, 17]);
  expect(await changeParticipants(client, 13, { add: [9, "17", 21, 21], remove: [99] })).toEqual({
    added: [21],
    removed: [],
  });
  expect(updates()).toMatchObject([{ ENTITIES: [9, 17, 21] }]);
});

it("changes nothing where nothing changes", async () => {
  const { client, updates } = listOf([9, 17]);
  expect(await changeParticipants(client, 13, { add: [9], remove: [99] })).toEqual({ added: [], removed: [] });
  expect(await changeParticipants(client, 13, {})).toEqual({ added: [], removed: [] });
  expect(updates()).toEqual([]);
});

it("fills an empty list", async () => {
  const { client, updates } = listOf([]);
  expect(await changeParticipants(client, 13, { add: [9] })).toEqual({ added: [9], removed: [] });
  expect(updates()).toMatchObject([{ ENTITIES: [9] }]);
});

it("whoever is both added and removed is removed", async () => {
  const { client, updates } = listOf([9, 17]);
  expect(await changeParticipants(client, 13, { add: [17, 21], remove: [17, 21] })).toEqual({
    added: [],
    removed: [17],
  });
  expect(updates()).toMatchObject([{ ENTITIES: [9] }]);
});

describe("refuses", () => {
  it("to empty a list, which the portal would, too, and says what to do", async () => {
    const { client, updates } = listOf([9]);
    const error = await failure(changeParticipants(client, 13, { remove: [9] }));
    expect(error).toBeInstanceOf(RangeError);
    expect(String(error)).toContain("nobody would be left on list 13, which the portal refuses; delete its activity");
    expect(updates()).toEqual([]);
  });

  it("what the portal refuses", async () => {
    const refusal = json({ error: "ENTITIES_ERROR", error_description: "Incorrect entities id" }, 400);
    const { client } = listOf([9], {}, refusal);
    expect(await failure(changeParticipants(client, 13, { add: [9999] }))).toMatchObject({ code: "ENTITIES_ERROR" });
  });
});

it("keeps people behind a long gap", async () => {
  const layout = [...readable(50), ...hidden(550), ...readable(50, 100)];
  const { b24, sent } = portalWithLists({ participants: { 13: layout } });
  await failure(changeParticipants(b24, 13, { add: [9999] }));
  expect(sent.at(-1)!.commands[0]!.params.ENTITIES).toHaveLength(101);
  expect(await failure(changeParticipants(b24, 13, { add: ["abc" as never] }))).toBeInstanceOf(TypeError);
});
