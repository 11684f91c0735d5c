// Numbers, times and sizes that a request to the control, an option or a seed may have: what is beyond them is rejected
// with a message that names the place, and leaves the portal as it is.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import openapi from "../src/control/control.openapi.json" with { type: "json" };
import type { Fault, OperatorSetting, ParticipantChange, Quirks, Seed, SeedUser } from "../src/index.ts";
import { type Sandbox, startSandbox } from "../src/index.ts";

const seed: Seed = {
  users: [{ id: 1, admin: true }],
  contacts: { from: 1, to: 10 },
  statuses: [{ ID: 61, NAME: "In progress", SORT: 10, STATUS_ID: "IN_WORK" }],
  lists: [{ ID: 13, DATE_CREATE: "2025-07-14 08:47:19", CREATED_BY_ID: 1, ENTITY_TYPE_ID: 3, participants: [1, 2, 3] }],
  webhooks: [{ user: 1, code: "k" }],
  apps: [{ clientId: "app", clientSecret: "s" }],
  tokens: [{ accessToken: "a", refreshToken: "r", clientId: "app", user: 1 }],
  codes: [{ code: "c", clientId: "app", user: 1 }],
};

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ seed });
});
beforeEach(() => sandbox.control.seed(seed));
afterAll(() => sandbox.close());

async function control(verb: string, path: string, body: unknown) {
  // JSON.stringify would make null of the numbers that JSON can have and JavaScript cannot.
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const response = await fetch(`${sandbox.url}/__sandbox${path}`, { method: verb, body: text });
  const { error = "" } = response.status === 204 ? {} : ((await response.json()) as { error?: string });
  return { status: response.status, error };
}

async function expectPortalWorks(): Promise<void> {
  const response = await fetch(`${sandbox.webhookUrl}crm.calllist.get?ID=13`);
  expect(response.status, "the portal answers as before").toBe(200);
  expect(await response.json()).toMatchObject({ result: { ID: "13" } });
  expect((await fetch(`${sandbox.url}/__sandbox/state`)).status, "its state can be read").toBe(200);
}

const HUGE = ["1e308", "-1e308", "1e400", "-1", "999999999999"];

describe("over HTTP, a number beyond its bounds is rejected, and the portal goes on as before", () => {
  const bodies: [verb: string, path: string, member: string, body: (number: string) => string][] = [
    ["POST", "/clock", "turn", (number) => `{"turn":${number}}`],
    ["POST", "/faults", "times", (number) => `{"fault":"slow","times":${number}}`],
    ["POST", "/faults", "chance", (number) => `{"fault":"slow","chance":${number}}`],
    ["POST", "/faults", "seconds", (number) => `{"fault":"slow","seconds":${number}}`],
    ["PUT", "/operators", "chance", (number) => `{"chance":${number}}`],
    ["PUT", "/operators", "back", (number) => `{"chance":0,"back":${number}}`],
    ["PUT", "/operators", "every", (number) => `{"every":${number}}`],
    ["POST", "/working-time", "seconds", (number) => `{"method":"profile","user":1,"seconds":${number}}`],
    ["PUT", "/users/7", "reads", (number) => `{"reads":{"CONTACT":[${number}]}}`],
    ["PUT", "/users/7", "reads", (number) => `{"reads":{"CONTACT":{"from":${number},"to":5}}}`],
    ["POST", "/seed", "users", (number) => `{"users":[{"id":${number}}]}`],
    ["POST", "/seed", "contacts", (number) => `{"users":[{"id":1}],"contacts":{"from":${number},"to":5}}`],
    ["POST", "/seed", "contacts", (number) => `{"users":[{"id":1}],"contacts":{"from":1,"to":5,"step":${number}}}`],
    ["POST", "/seed", "nextListId", (number) => `{"users":[{"id":1}],"nextListId":${number}}`],
    ["POST", "/seed", "operatingLimit", (number) => `{"users":[{"id":1}],"quirks":{"operatingLimit":${number}}}`],
    [
      "POST",
      "/seed",
      "portalDeletedStatus",
      (number) => `{"users":[{"id":1}],"quirks":{"portalDeletedStatus":${number}}}`,
    ],
  ];
  for (const [verb, path, member, body] of bodies) {
    it(`${verb} ${path} ${member}`, async () => {
      for (const number of HUGE) {
        const { status, error } = await control(verb, path, body(number));
        expect(status, body(number)).toBe(400);
        expect(error, body(number)).toContain(member);
      }
      await expectPortalWorks();
    });
  }

  it.each(["RANK", "CALL_ID"])("%s of a participant", async (member) => {
    for (const number of ["1e308", "-1e308", "1e400", "99999999999", "1.5"]) {
      const { status, error } = await control("PUT", "/lists/13/participants/1", `{"${member}":${number}}`);
      expect([status, error]).toEqual([400, expect.stringContaining(member)]);
    }
    await expectPortalWorks();
  });

  it.each(["abc", "1e1", "-1", "0x10", "%20", "1.0", "99999999999"])("%j is no id in a path", async (id) => {
    const expected = { status: 400, error: expect.stringContaining("An id in the path is a number such as 13") };
    expect(await control("PUT", `/users/${id}`, {})).toEqual(expected);
    expect(await control("PUT", `/lists/${id}/participants/1`, { CALL_ID: 1 })).toEqual(expected);
    expect(await control("PUT", `/lists/13/participants/${id}`, { CALL_ID: 1 })).toEqual(expected);
    await expectPortalWorks();
  });

  it.each([
    [{ reads: { CONTACT: null } }, "reads.CONTACT"],
    [{ reads: { CONTACT: "all" } }, "reads.CONTACT"],
    [{ reads: { contact: true } }, "reads"],
    [{ reads: { CONTACT: { from: 1 } } }, "reads.CONTACT"],
  ])("a user with %j is rejected", async (user, place) => {
    const { status, error } = await control("PUT", "/users/7", user);
    expect([status, error]).toEqual([400, expect.stringContaining(place)]);
    await expectPortalWorks();
  });

  it("a size of the large seed that is too large", async () => {
    for (const name of ["large:0", "large:1000001", `large:${"9".repeat(400)}`]) {
      const { status, error } = await control("POST", "/seed", JSON.stringify(name));
      expect([status, error]).toEqual([400, "large takes a size from 1 to 1000000, such as large:100000"]);
    }
    await expectPortalWorks();
  });
});

describe("in a program, the same bounds hold, and no value passes that is no number", () => {
  const rejected = (act: () => void, message: string) => expect(act).toThrow(message);

  it.each([-1, 1e308, Number.NaN, Number.POSITIVE_INFINITY])("%d seconds turn no clock", (seconds) => {
    const before = sandbox.control.clock.now.slice(0, 10);
    rejected(() => sandbox.control.turnClock(seconds), "seconds");
    expect(sandbox.control.clock.now.slice(0, 10)).toBe(before);
  });

  it.each(["+275760-09-13T00:00:00Z", "9999-01-01T00:00:00Z", "1969-12-31T23:59:59Z", "noon", ""])(
    "the clock does not stop at %j",
    async (at) => {
      rejected(() => sandbox.control.stopClock(at), "at must be a time from 1970 to 9998, such as");
      await expectPortalWorks();
    },
  );

  it("the clock stops at the first and the last time there is, and is turned up to it", async () => {
    sandbox.control.stopClock("1970-01-01T00:00:00Z");
    await expectPortalWorks();
    sandbox.control.stopClock("9998-12-31T23:59:58Z");
    sandbox.control.turnClock(1);
    await expectPortalWorks();
    rejected(() => sandbox.control.turnClock(1), "the clock must show a time from 1970 to 9998");
  });

  const faults: [Fault, string][] = [
    [{ fault: "explode" as "slow" }, "fault must be one of rate-limit, operation-time"],
    [{ fault: "slow", method: "crm.callList.add" }, "method must be in lower case, such as crm.calllist.add"],
    [{ fault: "slow", times: -1 }, "times must be a whole number from 0, for ever, to 1000000, such as 3"],
    [{ fault: "slow", times: 1.5 }, "times must be"],
    [{ fault: "slow", times: 1_000_001 }, "times must be"],
    [{ fault: "slow", times: Number.NaN }, "times must be"],
    [{ fault: "slow", chance: 1.1 }, "chance must be a number from 0 to 1, such as 0.2"],
    [{ fault: "slow", chance: -0.1 }, "chance must be"],
    [{ fault: "slow", chance: Number.NaN }, "chance must be"],
    [{ fault: "slow", seed: 1.5 }, "seed must be a whole number, such as 1"],
    [{ fault: "slow", seconds: -1 }, "seconds must be a number from 0 to 86400, such as 30"],
    [{ fault: "slow", seconds: 86_401 }, "seconds must be"],
    [{ fault: "moved", host: "renamed.bitrix24.com" }, "host must be http:// or https:// with a host, such as"],
    [{ fault: "moved", host: "https://renamed.bitrix24.com/" }, "host must be"],
    [{ fault: "moved", host: "https://renamed.bitrix24.com\r\nX: y" }, "host must be"],
    [{ fault: "moved", host: "https://портал.example" }, "host must be"],
  ];
  it.each(faults)("%j is no fault", (fault, message) => {
    rejected(() => sandbox.control.addFault(fault), message);
    expect(sandbox.control.faults).toEqual([]);
  });

  it.each<Fault>([
    { fault: "slow", method: "crm.calllist.add", times: 0, chance: 0, seed: -1, seconds: 0 },
    { fault: "slow", times: 1_000_000, chance: 1, seed: 0, seconds: 86_400 },
    { fault: "moved", host: "http://[::1]:4020" },
    { fault: "moved", host: "https://a-b_c.example:1" },
  ])("%j is one", (fault) => {
    sandbox.control.addFault(fault);
    expect(sandbox.control.faults).toEqual([{ times: 1, ...fault }]);
  });

  it("there are a thousand faults at most", () => {
    for (let count = 0; count < 1000; count++) sandbox.control.addFault({ fault: "slow" });
    rejected(() => sandbox.control.addFault({ fault: "slow" }), "There are 1000 faults already; clear them first");
    sandbox.control.clearFaults();
    sandbox.control.addFault({ fault: "slow" });
    expect(sandbox.control.faults).toHaveLength(1);
  });

  const settings: [OperatorSetting, string][] = [
    [{ every: 0.5 }, "every must be a number of milliseconds from 1 to 86400000, such as 2000"],
    [{ every: 86_400_001 }, "every must be"],
    [{ every: Number.NaN }, "every must be"],
    [{ chance: Number.NaN }, "chance must be"],
    [{ chance: 1, lists: Array(1001).fill(13) }, "lists must be up to 1000 ids of call lists"],
  ];
  it.each(settings)("operators do not work by %o", (setting, message) => {
    rejected(() => sandbox.control.setOperators(setting), message);
    expect(sandbox.control.operators.setting).toBeUndefined();
  });

  it.each([-1, 86_401, Number.NaN])("%d seconds are no working time", async (seconds) => {
    rejected(() => sandbox.control.addWorkingTime("crm.calllist.get", 1, seconds), "seconds must be a number from 0");
    await expectPortalWorks();
  });

  const changes: [ParticipantChange, string][] = [
    [{ RANK: 2 ** 31 }, "RANK must be a whole number from -2147483648 to 2147483647, such as 5500"],
    [{ RANK: Number.NaN }, "RANK must be"],
    [{ CALL_ID: 1.5 }, "CALL_ID must be null or a whole number"],
    [{ CALL_ID: -(2 ** 31) - 1 }, "CALL_ID must be"],
  ];
  it.each(changes)("%j does not change a participant", (change, message) => {
    rejected(() => sandbox.control.setParticipant(13, 1, change), message);
    expect(sandbox.control.participants(13)[0]).toEqual({ ID: 1, STATUS: "IN_WORK", RANK: 10, CALL_ID: null });
  });

  it("a participant takes the largest numbers of the portal's table", () => {
    sandbox.control.setParticipant(13, 1, { CALL_ID: 2 ** 31 - 1 });
    sandbox.control.setParticipant(13, 2, { CALL_ID: -(2 ** 31), RANK: 2 ** 31 - 1 });
    expect(sandbox.control.participants(13).map(({ ID, CALL_ID }) => [ID, CALL_ID])).toEqual([
      [1, 2 ** 31 - 1],
      [3, null],
      [2, -(2 ** 31)],
    ]);
    sandbox.control.setParticipant(13, 1, { CALL_ID: null });
    expect(sandbox.control.participants(13)[0]?.CALL_ID).toBeNull();
  });

  it("a user has an id of a portal", () => {
    rejected(() => sandbox.control.setUser({ id: Number.NaN }), "this is not a user: id must be");
    rejected(() => sandbox.control.setUser({ id: 0 } as SeedUser), "id must be >= 1");
  });

  const quirks: [Partial<Quirks>, string][] = [
    [{ wholeSeconds: "yes" as never }, "quirks.wholeSeconds must be one of true, false"],
    [{ uncaughtErrorBody: "xml" as never }, "quirks.uncaughtErrorBody must be one of json, html"],
    [{ unknownFieldCode: "text" as never }, "quirks.unknownFieldCode must be one of string, number"],
    [{ appInfoByWebhook: "array" as never }, "quirks.appInfoByWebhook must be one of object, error"],
    [{ portalDeletedStatus: 99 }, "quirks.portalDeletedStatus must be one of 403, 410, 500"],
    [{ operatingLimit: -1 }, "quirks.operatingLimit must be a number of seconds from 0 to 86400, such as 480"],
    [{ operatingLimit: 86_401 }, "quirks.operatingLimit must be"],
    [{ operatingLimit: "480" as never }, "quirks.operatingLimit must be"],
    [{ toString: true } as never, 'quirks has an unknown name "toString"; known are lowerCaseEntityTypeCrashes'],
  ];
  it.each(quirks)("quirks %j are rejected, as an option and in a seed", async (quirks, message) => {
    await expect(startSandbox({ quirks })).rejects.toThrow(message);
    rejected(() => sandbox.control.seed({ ...seed, quirks }), message);
    await expectPortalWorks();
  });

  it("all other values of quirks are accepted", () => {
    const rest = { uncaughtErrorBody: "html", unknownFieldCode: "number", appInfoByWebhook: "error" } as const;
    for (const portalDeletedStatus of [403, 410, 500]) {
      for (const operatingLimit of [0, 86_400]) {
        const quirks = { ...rest, portalDeletedStatus, operatingLimit, wholeSeconds: false, negativeRestTime: true };
        sandbox.control.seed({ ...seed, quirks });
        expect(sandbox.control.state.quirks).toMatchObject(quirks);
      }
    }
  });
});

describe("a seed", () => {
  const [list] = seed.lists!;
  const withList = (participants: unknown) => ({ ...seed, lists: [list!, { ...list, ID: 14, participants }] }) as Seed;
  const nested = (levels: number): unknown => (levels === 0 ? 1 : { a: nested(levels - 1) });
  const withParams = (FILTER_PARAMS: unknown): Seed => ({ ...seed, lists: [{ ...list!, hidden: { FILTER_PARAMS } }] });
  const MOST = 2_000_000;

  const wrong: [what: string, seed: Seed, message: string][] = [
    ["a range beyond all ids", withList({ from: 1, to: 1e11 }), "lists.1.participants.to must be <= 2147483647"],
    [
      "a range that memory does not hold",
      withList({ from: 1, to: 2_147_483_647 }),
      "with lists.1.participants there are more than 2000000 participants in all lists",
    ],
    [
      "a range that is one too long with the other list",
      withList({ from: 1, to: MOST - 2 }),
      "with lists.1.participants",
    ],
    ["a range with steps", withList({ from: 1, to: 2 * MOST, step: 2 }), "with lists.1.participants"],
    ["two lists that are too long together", withList({ from: 1, to: MOST }), "with lists.1.participants"],
    ["a participant beyond all ids", withList([{ ID: 2 ** 31 }]), "lists.1.participants.0.ID must be <= 2147483647"],
    ["a rank beyond all", withList([{ ID: 1, RANK: 1e308 }]), "lists.1.participants.0.RANK must be <= 2147483647"],
    [
      "a call beyond all",
      withList([{ ID: 1, CALL_ID: -1e308 }]),
      "lists.1.participants.0.CALL_ID must be >= -2147483648",
    ],
    [
      "FILTER_PARAMS of 65 levels",
      withParams(nested(65)),
      "lists.0.hidden.FILTER_PARAMS is nested more than 64 levels deep",
    ],
    ["an offset beyond all", { ...seed, timezone: "+15:00" }, "timezone must match pattern"],
    ["an offset of 60 minutes", { ...seed, timezone: "+02:60" }, "timezone must match pattern"],
    ["a 13th month", { ...seed, clock: "2025-13-20T12:00:00Z" }, "clock must be a time from 1970 to 9998"],
    ["a time before all", { ...seed, clock: "0001-01-01T12:00:00Z" }, "clock must be a time from 1970 to 9998"],
    ["two lists of one id", { ...seed, lists: [list!, list!] }, "lists has the ID 13 twice"],
  ];
  it.each(wrong)("with %s is rejected", async (_, seed, message) => {
    expect(() => sandbox.control.seed(seed)).toThrow(message);
    await expectPortalWorks();
  });

  it.each(["expires", "refreshUntil"])("with a token's %s that is no time is rejected", (member) => {
    const tokens = [...seed.tokens!, { ...seed.tokens![0]!, [member]: "2025-02-30T25:00:00Z" }];
    expect(() => sandbox.control.seed({ ...seed, tokens })).toThrow(`tokens.1.${member} must be a time from 1970`);
  });

  it("with a code's end that is no time is rejected", () => {
    const codes = [...seed.codes!, { ...seed.codes![0]!, expires: "2025-02-30T25:00:00Z" }];
    expect(() => sandbox.control.seed({ ...seed, codes })).toThrow("codes.1.expires must be a time from 1970 to 9998");
  });

  it.each([
    ["a range that runs backwards", withList({ from: 5, to: 1 }), 0],
    ["a range with steps", withList({ from: 1, to: 10, step: 3 }), 4],
    ["a range to the largest id", withList({ from: 2_147_483_647, to: 2_147_483_647 }), 1],
  ])("with %s has as many participants as that", (_, seed, count) => {
    sandbox.control.seed(seed);
    expect(sandbox.control.participants(14)).toHaveLength(count);
  });

  it("with FILTER_PARAMS of 64 levels, and records up to the largest id, is right", () => {
    sandbox.control.seed({ ...withParams(nested(64)), contacts: { from: 1, to: 2_147_483_647 } });
    expect(sandbox.control.state.contacts).toEqual({ from: 1, to: 2_147_483_647 });
  });

  it("with the last id of a list has room for no more, and its state can be read", async () => {
    sandbox.control.seed({ ...seed, nextListId: 2_147_483_647 });
    const add = async () =>
      (await fetch(`${sandbox.webhookUrl}crm.calllist.add?ENTITY_TYPE=CONTACT&ENTITIES[]=5`)).json();
    expect(await add()).toMatchObject({ result: 2_147_483_647 });
    expect(await add()).toMatchObject({ error: "ERROR_CORE", error_description: "SQL query error!" });
    sandbox.control.seed(sandbox.control.state);
    expect(sandbox.control.participants(2_147_483_647)).toHaveLength(1);
  });
});

it("the control's description has the bounds of faults and operators", () => {
  const { Fault, OperatorSetting } = openapi.components.schemas;
  expect(Fault.properties).toMatchObject({ times: { maximum: 1_000_000 }, seconds: { maximum: 86_400 } });
  expect(OperatorSetting.properties).toMatchObject({ every: { minimum: 1, maximum: 86_400_000 } });
});
