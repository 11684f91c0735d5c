// What the control does to the state, without HTTP: what each act changes, what it leaves alone, and what it tells.
import { beforeEach, describe, expect, it } from "vitest";
import { Control, ControlError } from "../src/control/control.ts";
import type { Seed } from "../src/index.ts";

const NOON = "2025-11-20T12:00:00+00:00";
const seed: Seed = {
  clock: NOON,
  users: [{ id: 1, admin: true }, { id: 7, reads: { CONTACT: [2] } }, { id: 9 }],
  contacts: { from: 1, to: 10, except: [4] },
  statuses: ["IN_WORK", "SUCCESS"].map((STATUS_ID, index) => ({
    ID: index + 1,
    NAME: STATUS_ID,
    SORT: index,
    STATUS_ID,
  })),
  lists: [
    { ID: 13, DATE_CREATE: "2025-07-14 08:47:19", CREATED_BY_ID: 1, ENTITY_TYPE_ID: 3, participants: [1, 2, 3, 4] },
  ],
  activities: [{ id: 1, subject: "Call list #13", listId: 13, responsible: 1, completed: false }],
  webhooks: [{ user: 1, code: "k" }],
  apps: [{ clientId: "app", clientSecret: "s" }],
};

let changes: number;
let control: Control;
beforeEach(() => {
  changes = 0;
  control = new Control({ seed, quirks: {}, limits: false, changed: () => changes++ });
});

const ranks = () => control.participants(13).map(({ ID, RANK }) => `${ID}: ${RANK}`);

describe("everything that changes the state is told once, to the file that keeps it", () => {
  const acts: [what: string, act: () => void][] = [
    ["a status", () => control.setParticipant(13, 1, { STATUS: "SUCCESS" })],
    ["a call", () => control.setParticipant(13, 1, { CALL_ID: 5 })],
    ["a participant taken off", () => control.removeParticipant(13, 1)],
    ["a user", () => control.setUser({ id: 8 })],
    ["a clock that stops", () => control.stopClock()],
    ["a clock that runs", () => control.runClock()],
    ["a clock that is turned", () => control.turnClock(1)],
    ["another seed", () => control.seed(seed)],
    ["a reset", () => control.reset()],
  ];
  it.each(acts)("%s", (_, act) => {
    act();
    expect(changes).toBe(1);
  });

  it("a snapshot that is restored, and not one that is made", () => {
    control.snapshot("a");
    expect(changes).toBe(0);
    control.restore("a");
    expect(changes).toBe(1);
  });

  it("and nothing that was rejected, or only looks", () => {
    for (const act of [
      () => control.setParticipant(13, 1, { STATUS: "NONE" }),
      () => control.setParticipant(13, 4, { STATUS: "SUCCESS" }),
      () => control.setParticipant(13, 99, { CALL_ID: 1 }),
      () => control.removeParticipant(13, 99),
      () => control.turnClock(-1),
      () => control.seed({ users: [] }),
      () => control.restore("none"),
    ])
      expect(act).toThrow();
    expect([control.state.lists?.length, control.clock.stopped, control.participants(13).length]).toEqual([1, true, 4]);
    expect(changes).toBe(0);
  });
});

describe("participants", () => {
  it("are copies: what is done to them changes nothing", () => {
    control.participants(13)[0]!.RANK = 99;
    control.participants(13).pop();
    expect(ranks()).toEqual(["1: 10", "2: 20", "3: 30", "4: 40"]);
  });

  it("one that is taken off leaves the ranks of the others", () => {
    control.removeParticipant(13, 2);
    expect(ranks()).toEqual(["1: 10", "3: 30", "4: 40"]);
  });

  it("a status and a rank are set one after the other, and a call that is not given stays", () => {
    control.setParticipant(13, 1, { CALL_ID: 5 });
    control.setParticipant(13, 1, { STATUS: "SUCCESS", RANK: 5 });
    expect(control.participants(13)).toEqual([
      { ID: 2, STATUS: "IN_WORK", RANK: 10, CALL_ID: null },
      { ID: 3, STATUS: "IN_WORK", RANK: 20, CALL_ID: null },
      { ID: 1, STATUS: "SUCCESS", RANK: 30, CALL_ID: 5 },
      { ID: 4, STATUS: "IN_WORK", RANK: 40, CALL_ID: null },
    ]);
  });

  const rejected: [change: object, participant: number, status: number, message: string][] = [
    [{ STATUS: "NONE" }, 1, 400, "STATUS must be one of IN_WORK, SUCCESS"],
    [{ RANK: 1.5 }, 1, 400, "RANK must be a whole number from -2147483648 to 2147483647, such as 5500"],
    [{ CALL_ID: 1 }, 99, 404, "List 13 has no participant 99"],
    [{ CALL_ID: 1, user: 99 }, 1, 404, "There is no user 99"],
    [{ STATUS: "SUCCESS" }, 4, 403, "Participant 4 of list 13 was deleted, or an administrator cannot read the record"],
    [{ RANK: 1 }, 4, 403, "Participant 4 of list 13 was deleted, or an administrator cannot read the record"],
    [{ STATUS: "SUCCESS", user: 7 }, 1, 403, "Participant 1 of list 13 was deleted, or user 7 cannot read the record"],
    [{ STATUS: "SUCCESS", user: 9 }, 1, 403, "List 13 has no participant that user 9 can read and whose record exists"],
  ];
  it.each(rejected)("%j of %d is rejected", (change, participant, status, message) => {
    let thrown: unknown;
    try {
      control.setParticipant(13, participant, change);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(ControlError);
    expect(thrown).toMatchObject({ status, message });
  });

  it("of a list that is not there are told apart from an empty one", () => {
    expect(() => control.participants(14)).toThrow("There is no list 14");
    expect(() => control.removeParticipant(14, 1)).toThrow("There is no list 14");
    expect(() => control.removeParticipant(13, 9)).toThrow("List 13 has no participant 9");
  });
});

it("what the control did does not stand in the journal of the next request", () => {
  for (const id of [1, 2, 3]) control.setParticipant(13, id, { STATUS: "SUCCESS" });
  control.removeParticipant(13, 4);
  expect(control.server.portal.takeChanges()).toEqual([]);
});

describe("reset and seed", () => {
  it("reset brings back the seed, its quirks, its clock and the operators of the start, without faults and journal", () => {
    const operators = { chance: 1 };
    const own = new Control({ seed, quirks: { operatingLimit: 7 }, limits: false, operators, changed: () => {} });
    own.setOperators(undefined);
    own.addFault({ fault: "slow" });
    own.journal.add({ at: "", method: "profile", changes: [] });
    own.turnClock(60);
    own.setUser({ id: 8 });
    own.reset();
    expect(own.operators).toEqual({ setting: operators, statusesSet: 0 });
    expect([own.faults, own.requests]).toEqual([[], []]);
    expect(own.clock).toEqual({ now: NOON, stopped: true });
    expect(own.state.users.map(({ id }) => id)).toEqual([1, 7, 9]);
    expect(own.state.quirks?.operatingLimit).toBe(7);
  });

  it("another seed is the one that reset goes back to", () => {
    control.seed({ users: [{ id: 5 }], quirks: { operatingLimit: 9 } });
    control.setUser({ id: 6 });
    control.reset();
    expect(control.state.users.map(({ id }) => id)).toEqual([5]);
    expect(control.state.quirks?.operatingLimit).toBe(9);
  });

  it("quirks of the options win over those of a seed, and these over the default", () => {
    const own = new Control({ seed, quirks: { operatingLimit: 7 }, limits: false, changed: () => {} });
    own.seed({ ...seed, quirks: { operatingLimit: 9, wholeSeconds: false } });
    expect(own.state.quirks).toMatchObject({ operatingLimit: 7, wholeSeconds: false, portalDeletedStatus: 403 });
  });
});

describe("snapshots", () => {
  it("are not changed by what happens later, and can be restored again and again", () => {
    control.snapshot("before");
    for (let times = 0; times < 2; times++) {
      control.setParticipant(13, 1, { STATUS: "SUCCESS" });
      control.restore("before");
      expect(ranks()).toEqual(["1: 10", "2: 20", "3: 30", "4: 40"]);
    }
    expect(control.snapshots).toEqual(["before"]);
  });

  it("leave faults and journal, and are not what reset goes back to", () => {
    control.setUser({ id: 8 });
    control.snapshot("a");
    control.addFault({ fault: "slow" });
    control.journal.add({ at: "", method: "profile", changes: [] });
    control.restore("a");
    expect([control.faults.length, control.requests.length]).toEqual([1, 1]);
    control.reset();
    expect(control.state.users.some(({ id }) => id === 8)).toBe(false);
  });

  it("of a name that is not there are not restored", () => {
    expect(() => control.restore("none")).toThrow('There is no snapshot "none"');
  });
});

describe("the state", () => {
  it("is a seed with all that there is, also what was changed", () => {
    control.setUser({ id: 8, name: "Eve", reads: { CONTACT: true, 4: { from: 1, to: 5 } } });
    control.setUser({ id: 9, dismissed: true });
    const { quirks: _, ...state } = control.state;
    expect(state).toEqual({
      timezone: "+00:00",
      clock: NOON,
      plan: "commercial",
      deleted: false,
      users: [
        { id: 1, name: "", lastName: "", admin: true, reads: {} },
        { id: 7, name: "", lastName: "", admin: false, reads: { 3: [2] } },
        { id: 9, name: "", lastName: "", admin: false, dismissed: true, reads: {} },
        { id: 8, name: "Eve", lastName: "", admin: false, reads: { 3: true, 4: { from: 1, to: 5 } } },
      ],
      contacts: { from: 1, to: 10, except: [4] },
      webforms: [],
      statuses: seed.statuses,
      lists: [
        {
          ...seed.lists![0],
          WEBFORM_ID: null,
          hidden: { FILTERED: "N", GRID_ID: null, FILTER_PARAMS: null },
          participants: [1, 2, 3, 4],
        },
      ],
      nextListId: 14,
      activities: seed.activities,
      webhooks: [{ user: 1, code: "k", scope: ["crm"], blocked: false }],
      apps: [{ clientId: "app", clientSecret: "s", scope: ["crm"], state: "installed" }],
      tokens: [],
      codes: [],
    });
    control.runClock();
    expect(control.state.clock).toBeUndefined();
  });

  it("has rows only of participants that are not as a seed takes for granted", () => {
    control.setParticipant(13, 1, { CALL_ID: 5 });
    control.setParticipant(13, 3, { STATUS: "SUCCESS" });
    expect(control.state.lists![0]!.participants).toEqual([
      { ID: 1, STATUS: "IN_WORK", RANK: 10, CALL_ID: 5 },
      2,
      { ID: 3, STATUS: "SUCCESS", RANK: 30, CALL_ID: null },
      4,
    ]);
  });

  it("seeds the same state again", () => {
    control.setParticipant(13, 3, { STATUS: "SUCCESS", CALL_ID: 3 });
    const { state } = control;
    control.seed(JSON.parse(JSON.stringify(state)));
    expect(control.state).toEqual(state);
  });
});

describe("the clock", () => {
  it("stops at a time or now, is turned, and runs on from where it stands", () => {
    control.stopClock("2025-12-01T00:00:00Z");
    control.turnClock(0.5);
    expect(control.server.portal.clock.now()).toBe(Date.UTC(2025, 11, 1) + 500);
    control.runClock();
    expect(control.clock.stopped).toBe(false);
    expect(control.server.portal.clock.now() - Date.UTC(2025, 11, 1)).toBeLessThan(60_000);
    control.turnClock(3600);
    control.stopClock();
    expect(control.clock.now.slice(0, 13)).toBe("2025-12-01T01");
    expect(control.clock.stopped).toBe(true);
  });
});
