// Operators at work while clients read, and what their single acts do.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type OperatorSetting, type Sandbox, type Seed, startSandbox } from "../src/index.ts";
import { parseOperators } from "../src/operators.ts";

const LIST = 1;
const SIZE = 120;
const STATUSES = ["IN_WORK", "SUCCESS", "WRONG_NUMBER", "STOP_CALLING"];
/** Two lists; contact 5 was deleted. */
const seed: Seed = {
  clock: "2025-11-20T12:00:00Z",
  users: [
    { id: 1, admin: true },
    { id: 7, reads: { CONTACT: { from: 2, to: SIZE, step: 2 } } },
  ],
  contacts: { from: 1, to: SIZE, except: [5] },
  statuses: STATUSES.map((STATUS_ID, index) => ({ ID: index + 1, NAME: STATUS_ID, SORT: 10 * index + 10, STATUS_ID })),
  lists: [LIST, 2].map((ID) => ({
    ID,
    DATE_CREATE: "2025-11-20 12:00:00",
    CREATED_BY_ID: 1,
    ENTITY_TYPE_ID: 3,
    participants: { from: 1, to: ID === LIST ? SIZE : 3 },
  })),
  webhooks: [{ user: 1, code: "k" }],
};

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ seed, limits: false });
});
beforeEach(() => sandbox.control.reset());
afterAll(() => sandbox.close());

async function call(method: string, params: object = {}, { control, webhookUrl } = sandbox) {
  const response = await fetch(webhookUrl + method, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(params),
  });
  const changes = control.requests.at(-1)?.changes ?? [];
  // biome-ignore lint/suspicious/noExplicitAny: any answer
  return { ...((await response.json()) as any), changes };
}

const readAll = (count: number) => ({
  cmd: Array.from({ length: count }, (_, page) => `crm.calllist.items.get?LIST_ID=${LIST}&start=${50 * page}`),
});
const statusesSet = () => sandbox.control.operators.statusesSet;
const order = (list = LIST) => sandbox.control.participants(list).map(({ ID }) => ID);
const inWork = (list = LIST) => sandbox.control.participants(list).filter(({ STATUS }) => STATUS === "IN_WORK");

describe("one act of an operator", () => {
  it("a call moves nothing", () => {
    const before = order();
    sandbox.control.setParticipant(LIST, 1, { CALL_ID: 1032 });
    expect(order()).toEqual(before);
    expect(sandbox.control.participants(LIST)[0]).toEqual({ ID: 1, STATUS: "IN_WORK", RANK: 10, CALL_ID: 1032 });
  });

  it("a status moves to the end of its group and a rank to a place in it", () => {
    sandbox.control.setParticipant(LIST, 1, { STATUS: "STOP_CALLING" });
    sandbox.control.setParticipant(LIST, 2, { RANK: 45 });
    expect(order().slice(0, 4)).toEqual([3, 4, 6, 2]); // 5 was deleted and keeps its rank of 50
    expect(order().at(-1)).toBe(1);
  });

  it("a status moves 549 places back where the group goes on: an equal rank stays behind the one that moves", () => {
    sandbox.control.seed({ ...seed, contacts: { from: 1, to: 700 }, lists: [longList(700)] });
    sandbox.control.setParticipant(LIST, 1, { STATUS: "IN_WORK" });
    expect(order().indexOf(1)).toBe(549);
    sandbox.control.seed(seed);
  });

  it("among equal ranks of two statuses with the same SORT, the status code decides, as it was before the change", () => {
    const statuses = seed.statuses!.map((status) => ({ ...status, SORT: 10 }));
    const participants = [
      { ID: 1, STATUS: "WRONG_NUMBER", RANK: 10 },
      { ID: 2, STATUS: "SUCCESS", RANK: 10 },
      { ID: 3, STATUS: "IN_WORK", RANK: 4510 },
      { ID: 4, STATUS: "STOP_CALLING", RANK: 10_010 },
    ];
    sandbox.control.seed({ ...seed, statuses, lists: [{ ...longList(4), participants }] });
    sandbox.control.setParticipant(LIST, 3, { STATUS: "WRONG_NUMBER" });
    expect(order()).toEqual([2, 1, 3, 4]);
    sandbox.control.seed(seed);
  });

  it("a user renumbers the participants whom the user can read", () => {
    sandbox.control.setParticipant(LIST, 2, { STATUS: "SUCCESS", user: 7 });
    const ranks = Object.fromEntries(sandbox.control.participants(LIST).map(({ ID, RANK }) => [ID, RANK]));
    expect(ranks).toMatchObject({ 1: 10, 3: 30, 4: 10, 6: 20, 2: (SIZE / 2) * 10 });
  });

  it("is rejected for a participant whom the user cannot read, or whose record was deleted", () => {
    const set = (participant: number, user?: number) => () =>
      sandbox.control.setParticipant(LIST, participant, { STATUS: "SUCCESS", ...(user !== undefined && { user }) });
    expect(set(3, 7)).toThrow("user 7 cannot read the record");
    expect(set(5)).toThrow("Participant 5 of list 1 was deleted");
    expect(set(3, 8)).toThrow("There is no user 8");
    expect(set(999)).toThrow("List 1 has no participant 999");
    sandbox.control.setUser({ id: 7, reads: {} });
    expect(set(2, 7)).toThrow("List 1 has no participant that user 7 can read");
    expect(order()).toEqual(Array.from({ length: SIZE }, (_, index) => index + 1));
  });

  it("a status that the dictionary does not have is rejected, with those that it has", () => {
    expect(() => sandbox.control.setParticipant(LIST, 1, { STATUS: "NOPE" })).toThrow(
      "STATUS must be one of IN_WORK, SUCCESS, WRONG_NUMBER, STOP_CALLING",
    );
  });

  it("the last status completes the activity; one that was deleted stays in work and prevents it", async () => {
    const { result: id } = await call("crm.calllist.add", { ENTITY_TYPE: "CONTACT", ENTITIES: [1, 2] });
    const isCompleted = () => sandbox.control.state.activities?.find(({ listId }) => listId === id)?.completed;
    sandbox.control.setParticipant(id, 1, { STATUS: "SUCCESS" });
    expect(isCompleted()).toBe(false);
    sandbox.control.setParticipant(id, 2, { STATUS: "WRONG_NUMBER" });
    expect(isCompleted()).toBe(true);
    sandbox.control.setParticipant(id, 2, { STATUS: "IN_WORK" });
    expect(isCompleted(), "set back to work").toBe(true);
  });

  it("a participant taken off leaves the ranks of the others", () => {
    sandbox.control.removeParticipant(2, 2);
    expect(sandbox.control.participants(2).map(({ ID, RANK }) => [ID, RANK])).toEqual([
      [1, 10],
      [3, 30],
    ]);
    expect(() => sandbox.control.removeParticipant(2, 2)).toThrow("List 2 has no participant 2");
  });
});

function longList(size: number) {
  return { ...seed.lists![0]!, participants: Array.from({ length: size }, (_, index) => index + 1) };
}

describe("operators at work", () => {
  it("with chance 1 a status is set before each request and before each command of a batch", async () => {
    sandbox.control.setOperators({ chance: 1, lists: [LIST] });
    await call("crm.calllist.statuslist");
    expect(statusesSet()).toBe(1);
    await call("batch", readAll(3));
    expect(statusesSet()).toBe(1 + 1 + 3);
  });

  it("so that a reader of pages loses participants within one batch", async () => {
    sandbox.control.setOperators({ chance: 1, lists: [LIST], back: 0 });
    const { result } = await call("batch", readAll(3));
    const seen = new Set(result.result.flat().map(({ ID }: { ID: number }) => ID));
    expect(seen.size).toBeLessThan(SIZE);
  });

  it("every status stands in the journal, with the request before which it was set", async () => {
    sandbox.control.setOperators({ chance: 1, lists: [LIST], back: 0 });
    const { changes } = await call("crm.calllist.statuslist");
    expect(changes).toEqual([expect.stringMatching(/^operator: list 1, participant \d+ is now [A-Z_]+$/)]);
  });

  it("the same seed and the same requests meet the same work, another seed other work", async () => {
    const play = async (dice: number) => {
      sandbox.control.reset();
      sandbox.control.setOperators({ chance: 0.5, seed: dice });
      for (let round = 0; round < 5; round++) await call("batch", readAll(4));
      return JSON.stringify(sandbox.control.participants(LIST));
    };
    expect(await play(1)).toBe(await play(1));
    expect(await play(1)).not.toBe(await play(2));
  });

  it("chance is the share of methods before which a status is set", async () => {
    sandbox.control.setOperators({ chance: 0.2, lists: [LIST] });
    for (let round = 0; round < 10; round++) await call("batch", readAll(19));
    expect(statusesSet()).toBeGreaterThan(20);
    expect(statusesSet()).toBeLessThan(60);
  });

  it("by time, the statuses that are due are set before the next method, 1,000 at most", async () => {
    sandbox.control.setOperators({ every: 2000, lists: [LIST] });
    await call("crm.calllist.statuslist");
    expect(statusesSet(), "the first method starts the time").toBe(0);
    sandbox.control.turnClock(5);
    expect(statusesSet()).toBe(0);
    await call("crm.calllist.statuslist");
    expect(statusesSet()).toBe(2);
    sandbox.control.turnClock(1);
    await call("crm.calllist.statuslist");
    expect(statusesSet()).toBe(3);
    sandbox.control.setOperators({ every: 1, lists: [LIST], back: 1 });
    sandbox.control.setParticipant(LIST, 1, { STATUS: "SUCCESS" });
    await call("crm.calllist.statuslist");
    sandbox.control.turnClock(3600);
    await call("crm.calllist.statuslist");
    expect(statusesSet()).toBe(1000);
  });

  it("they call the first ones in most cases, and others sometimes", async () => {
    sandbox.control.setOperators({ chance: 1, lists: [LIST], back: 0 });
    let fromTheFront = 0;
    for (let round = 0; round < 50; round++) {
      const front = inWork()
        .map(({ ID }) => ID)
        .filter((id) => id !== 5)
        .slice(0, 6);
      const { changes } = await call("crm.calllist.statuslist");
      if (front.includes(Number(/participant (\d+)/.exec(changes[0])?.[1]))) fromTheFront++;
    }
    expect(fromTheFront).toBeGreaterThan(30);
    expect(fromTheFront).toBeLessThan(50);
  });

  it("back is the share that goes back to work", async () => {
    for (const id of [1, 2, 3]) sandbox.control.setParticipant(LIST, id, { STATUS: "SUCCESS" });
    sandbox.control.setOperators({ chance: 1, lists: [LIST], back: 1 });
    await call("batch", readAll(2));
    expect(inWork()).toHaveLength(SIZE);
  });

  it("a list on which no participant is in work, or only a deleted one, is left alone", async () => {
    sandbox.control.setOperators({ chance: 1, back: 0, lists: [2] });
    for (let round = 0; round < 6; round++) await call("crm.calllist.statuslist");
    expect(statusesSet()).toBe(3);
    sandbox.control.seed({ ...seed, lists: [{ ...longList(0), participants: [5] }] });
    sandbox.control.setOperators({ chance: 1, back: 0 });
    await call("crm.calllist.statuslist");
    expect(statusesSet()).toBe(0);
    sandbox.control.seed(seed);
  });

  it("stop when they are told to", async () => {
    sandbox.control.setOperators({ chance: 1 });
    sandbox.control.setOperators(undefined);
    await call("crm.calllist.statuslist");
    expect(sandbox.control.operators).toEqual({ statusesSet: 0 });
    expect(order()[0]).toBe(1);
  });

  it("reset goes back to those of the start, from the beginning of their dice", async () => {
    const operators: OperatorSetting = { chance: 1, lists: [LIST] };
    const other = await startSandbox({ seed, operators });
    const first = await call("batch", readAll(3), other);
    other.control.setOperators(undefined);
    other.control.reset();
    expect(other.control.operators).toEqual({ setting: operators, statusesSet: 0 });
    expect((await call("batch", readAll(3), other)).changes).toEqual(first.changes);
    await other.close();
  });

  it.each([
    [{}, "chance, such as 0.2, or every, such as 2000"],
    [{ chance: 2 }, "chance must be a number from 0 to 1"],
    [{ every: 0 }, "every must be a number of milliseconds from 1 to 86400000, such as 2000"],
    [{ chance: 1, back: -1 }, "back must be a number from 0 to 1"],
    [{ chance: 1, seed: 0.5 }, "seed must be a whole number"],
    [{ chance: 1, lists: [1.5] }, "lists must be up to 1000 ids of call lists, such as [13]"],
  ])("%j is rejected with what is right", (setting, text) => {
    expect(() => sandbox.control.setOperators(setting)).toThrow(text);
  });
});

describe("the flag --operators", () => {
  it.each([
    ["chance=0.2", { chance: 0.2 }],
    ["every=2000,list=13,list=30", { every: 2000, lists: [13, 30] }],
    ["chance=1,seed=3,back=0", { chance: 1, seed: 3, back: 0 }],
  ])("%s", (text, setting) => {
    expect(parseOperators(text)).toEqual(setting);
  });

  it.each([
    ["0.2", '"0.2" is not understood; --operators takes chance=0.2'],
    ["chance=much", '"chance=much" is not understood'],
    ["chance=0.2,", '"" is not understood'],
    ["chance=2", "chance must be a number from 0 to 1, such as 0.2; --operators takes"],
    ["seed=1", "operators need chance, such as 0.2, or every, such as 2000"],
  ])("%s is rejected with what is right", (text, message) => {
    expect(() => parseOperators(text)).toThrow(message);
  });
});
