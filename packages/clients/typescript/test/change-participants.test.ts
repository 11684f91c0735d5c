// Adding and removing participants without losing the others, or the form.
import { describe, expect, it } from "vitest";
import { changeParticipants, type PortalError, UnstableListError } from "../src/index.ts";
import { BusyList, type BusyPortal, busyPortal, dice } from "./busy-list.ts";
import { failure } from "./portal.ts";

const quiet = (size: number, options: object = {}): BusyPortal =>
  busyPortal(new BusyList({ seed: 1, size, called: 0, ...options }));
const nothing = { added: [], removed: [], notAdded: [], notRemoved: [], deleted: [], confirmed: true };
const idsOf = ({ list }: BusyPortal): number[] => list.rows.map(({ ID }) => ID).sort((a, b) => a - b);

/** Methods of all commands, as they come. */
function methodsOf(b24: BusyPortal): string[] {
  const methods: string[] = [];
  const { call } = b24;
  b24.call = (async (...args: Parameters<typeof call>) => {
    const [method, params] = args as [string, { cmd: Record<string, string> }];
    methods.push(...(method === "batch" ? Object.values(params.cmd).map((text) => text.split("?")[0]!) : [method]));
    return call(...args);
  }) as typeof call;
  return methods;
}

/** The portal, where something else answers some commands of its batches. */
function answering(
  b24: BusyPortal,
  answer: (text: string) => { result?: unknown; error?: object } | undefined,
): BusyPortal {
  const { call } = b24;
  b24.call = (async (...args: Parameters<typeof call>) => {
    const maps = (await call(...args)) as Record<"result" | "result_error", Record<string, unknown>>;
    const { cmd = {} } = args[1] as { cmd?: Record<string, string> };
    for (const [key, text] of Object.entries(cmd)) {
      const own = answer(text);
      if (!own) continue;
      delete maps.result[key];
      delete maps.result_error[key];
      if (own.error) maps.result_error[key] = own.error;
      else maps.result[key] = own.result;
    }
    return maps;
  }) as typeof call;
  return b24;
}

describe("the update", () => {
  it("holds everybody who stays, those who join, and the form", async () => {
    const b24 = quiet(3);
    const changed = await changeParticipants(b24, 13, { add: [21, "23"], remove: [2] });
    expect(changed).toEqual({ ...nothing, added: [21, 23], removed: [2] });
    expect(b24.updates).toEqual([{ ENTITIES: [1, 3, 21, 23], WEBFORM_ID: "5" }]);
  });

  it.each([null, "0"] as const)("holds null for the form where the list has %s", async (form) => {
    const b24 = busyPortal(new BusyList({ seed: 1, size: 2 }), form);
    await changeParticipants(b24, 13, { add: [21] });
    expect(b24.updates).toMatchObject([{ WEBFORM_ID: null }]);
  });

  it("is not sent where nothing would change", async () => {
    const b24 = quiet(2);
    expect(await changeParticipants(b24, 13, { add: [1], remove: [99] })).toEqual(nothing);
    expect(await changeParticipants(b24, 13, {})).toEqual(nothing);
    expect(b24.updates).toEqual([]);
  });

  it("is not even prepared where nothing would change: no id is checked", async () => {
    const b24 = quiet(2);
    const methods = methodsOf(b24);
    await changeParticipants(b24, 13, { add: [1], remove: [99] });
    expect(methods).not.toContain("crm.calllist.update");
    await changeParticipants(b24, 13, { add: [1, 21], remove: [99] });
    expect(methods.filter((method) => method === "crm.calllist.update")).toHaveLength(2);
  });

  it("adds a participant once who is named twice, and ignores who is on the list already", async () => {
    const b24 = quiet(2);
    expect(await changeParticipants(b24, 13, { add: [1, "2", 21, 21] })).toEqual({ ...nothing, added: [21] });
    expect(b24.updates).toMatchObject([{ ENTITIES: [1, 2, 21] }]);
  });

  it("removes whoever is to be both added and removed", async () => {
    const b24 = quiet(2);
    const changed = await changeParticipants(b24, 13, { add: [2, 21], remove: [2, 21] });
    expect(changed).toEqual({ ...nothing, removed: [2] });
    expect(b24.updates).toMatchObject([{ ENTITIES: [1] }]);
  });

  it("of a long list, with more ids than a command of a batch carries", async () => {
    const b24 = quiet(2500, { deleted: new Set([1234, 2400]) });
    const changed = await changeParticipants(b24, 13, { add: [3000] });
    expect(changed).toEqual({ ...nothing, added: [3000], deleted: [1234, 2400] });
    expect(b24.updates[0]!.ENTITIES).toHaveLength(2499);
    // Four of them find the two ids that the portal rejects.
    expect(b24.requests).toBe(16);
  });

  it("fills an empty list", async () => {
    const b24 = quiet(0);
    expect(await changeParticipants(b24, 13, { add: [9] })).toEqual({ ...nothing, added: [9] });
  });
});

describe("somebody else changes the list meanwhile", () => {
  /** Changes the list each time that ids have been checked, so many times. */
  const changing = (b24: BusyPortal, times: number, change: (time: number) => void): void => {
    const { call } = b24;
    let time = 0;
    b24.call = (async (...args: Parameters<typeof call>) => {
      const result = await call(...args);
      if (JSON.stringify(args).includes('"crm.calllist.update?') && time < times) change(time++);
      return result;
    }) as typeof call;
  };
  const row = (ID: number) => ({ ID, STATUS: "IN_WORK", RANK: 10 * ID });

  it.each<[what: string, change: (list: BusyList) => void, entities: number[]]>([
    ["leaves", (list) => list.rows.pop(), [1, 2, 3, 4, 21]],
    ["joins", (list) => list.rows.push(row(6)), [1, 2, 3, 4, 5, 6, 21]],
    ["leaves and another joins", (list) => list.rows.splice(4, 1, row(6)), [1, 2, 3, 4, 6, 21]],
  ])("where one participant %s, the update goes by two later readings that agree", async (_, change, entities) => {
    const b24 = quiet(5);
    changing(b24, 1, () => change(b24.list));
    await changeParticipants(b24, 13, { add: [21] });
    expect(b24.updates).toMatchObject([{ ENTITIES: entities }]);
  });

  it("the update is sent where the fifth reading agrees with the one before", async () => {
    const b24 = quiet(5);
    changing(b24, 3, (time) => b24.list.rows.push(row(6 + time)));
    await changeParticipants(b24, 13, { add: [21] });
    expect(b24.updates).toMatchObject([{ ENTITIES: [1, 2, 3, 4, 5, 6, 7, 8, 21] }]);
  });

  it("nothing is written where no two of five readings agree, and the error says so", async () => {
    const b24 = quiet(5);
    changing(b24, 4, (time) => b24.list.rows.push(row(6 + time)));
    const error = await failure(changeParticipants(b24, 13, { add: [21] }));
    expect(error).toBeInstanceOf(UnstableListError);
    expect(error).toMatchObject({ method: "crm.calllist.items.get", passes: 5 });
    expect(String(error)).toContain("Nothing was written");
    expect(b24.updates).toEqual([]);
  });
});

describe("participants whose contact was deleted", () => {
  it("are left out of the update, stay on the list, and are reported", async () => {
    const b24 = quiet(130, { deleted: new Set([60, 61]) });
    const changed = await changeParticipants(b24, 13, { add: [200], remove: [60, 9] });
    expect(changed).toEqual({ ...nothing, added: [200], removed: [9], notRemoved: [60], deleted: [60, 61] });
    expect(idsOf(b24)).toEqual([...Array.from({ length: 130 }, (_, i) => i + 1).filter((id) => id !== 9), 200]);
  });

  it("are left out, too, where one of those to be removed is not on the list", async () => {
    const b24 = quiet(5, { deleted: new Set([3]) });
    const changed = await changeParticipants(b24, 13, { remove: [1, 99] });
    expect(changed).toEqual({ ...nothing, removed: [1], deleted: [3] });
  });

  it("cannot be removed, so nothing is written where only they are named", async () => {
    const b24 = quiet(5, { deleted: new Set([3]) });
    const changed = await changeParticipants(b24, 13, { remove: [3] });
    expect(changed).toEqual({ ...nothing, notRemoved: [3], deleted: [3] });
    expect(b24.updates).toEqual([]);
  });
});

describe("ids that the portal does not accept", () => {
  it("are named, and nothing is written", async () => {
    const b24 = quiet(200);
    const unknown = [2_000_001, 2_000_002, 2_000_007];
    const error = await failure(changeParticipants(b24, 13, { add: [...unknown.toReversed(), 201] }));
    const method = "crm.calllist.update";
    expect(error).toMatchObject({ name: "PortalError", method, code: "ENTITIES_ERROR", ids: unknown });
    expect((error as PortalError).message).toContain("2000001, 2000002, 2000007. Nothing was written");
    expect(b24.updates).toEqual([]);
  });

  it("are named in the message up to the tenth", async () => {
    const messageOf = async (count: number): Promise<string> => {
      const add = Array.from({ length: count }, (_, index) => 2_000_001 + index);
      return ((await failure(changeParticipants(quiet(2), 13, { add }))) as Error).message;
    };
    expect(await messageOf(10)).toContain("2000010. Nothing was written");
    expect(await messageOf(11)).toContain("2000010, …. Nothing was written");
  });

  it("are none for a portal that knows no lists, such as a mock", async () => {
    const b24 = answering(quiet(2), (text) => (text.startsWith("crm.calllist.update?") ? { result: true } : undefined));
    expect(await changeParticipants(b24, 13, { add: [21] })).toEqual({ ...nothing, added: [21] });
  });

  it("cannot be found where the portal rejects all: its error, and nothing is written", async () => {
    const error = { error: "insufficient_scope", error_description: "" };
    const b24 = answering(quiet(2), (text) => (text.startsWith("crm.calllist.update?") ? { error } : undefined));
    expect(await failure(changeParticipants(b24, 13, { add: [21] }))).toMatchObject({ name: "AuthError" });
    expect(b24.updates).toEqual([]);
  });

  it("cannot be found where the portal fails: nothing was written, and the error says so", async () => {
    const error = { error: "INTERNAL_SERVER_ERROR", error_description: "" };
    const b24 = answering(quiet(2), (text) => (text.startsWith("crm.calllist.update?") ? { error } : undefined));
    expect(await failure(changeParticipants(b24, 13, { add: [21] }))).toMatchObject({
      executed: "no",
      code: "INTERNAL_SERVER_ERROR",
    });
    expect(b24.updates).toEqual([]);
  });

  it("are named beside one that is on the list already", async () => {
    const b24 = quiet(3);
    const error = await failure(changeParticipants(b24, 13, { add: [1, 2_000_001] }));
    expect(error).toMatchObject({ code: "ENTITIES_ERROR", ids: [2_000_001] });
    expect(b24.updates).toEqual([]);
  });

  it("are reported where the portal drops them silently, since the user may not read them", async () => {
    const b24 = quiet(3, { hidden: new Set([21]) });
    expect(await changeParticipants(b24, 13, { add: [20, 21] })).toEqual({ ...nothing, added: [20], notAdded: [21] });
  });

  it("are a TypeError before anything is sent, where they are not ids", async () => {
    const b24 = quiet(3);
    for (const wrong of ["abc", "13 or 1=1", 0, -1, 1.5, null, [13], true]) {
      const error = await failure(changeParticipants(b24, 13, { add: [wrong as never] }));
      expect(error).toBeInstanceOf(TypeError);
      expect(String(error)).toContain("such as 17");
    }
    expect(b24.requests).toBe(0);
  });
});

it.each([
  ["LEAD", "this is one of LEAD"],
  ["", "this is one of an unknown type"],
])("a list of the type %j is refused before anything is written", async (ENTITY_TYPE, says) => {
  const b24 = quiet(2);
  const { call } = b24;
  b24.call = (async (...args: Parameters<typeof call>) => {
    const result = await call(...args);
    return args[0] === "crm.calllist.get" ? { ...(result as object), ENTITY_TYPE } : result;
  }) as typeof call;
  const error = await failure(changeParticipants(b24, 13, { add: [9] }));
  expect(error).toMatchObject({
    name: "PortalError",
    code: "ENTITY_TYPE_ERROR",
    message: expect.stringContaining(says),
  });
  expect(b24.updates).toEqual([]);
});

it("a list that cannot be read is not written: the error of reading it", async () => {
  const error = { error: "INTERNAL_SERVER_ERROR", error_description: "" };
  const b24 = answering(quiet(2), (text) => (text.startsWith("crm.calllist.items.get?") ? { error } : undefined));
  expect(await failure(changeParticipants(b24, 13, { add: [9] }))).toMatchObject({
    code: "INTERNAL_SERVER_ERROR",
    executed: "no",
  });
  expect(b24.updates).toEqual([]);
});

it("a list that would be empty is refused before anything is written", async () => {
  const b24 = quiet(2);
  const error = await failure(changeParticipants(b24, 13, { remove: [1, 2] }));
  expect(error).toBeInstanceOf(RangeError);
  expect(String(error)).toContain("no participant would be left on list 13");
  expect(b24.updates).toEqual([]);
});

it("where the list cannot be read afterwards, the result says what was requested, and that it is not confirmed", async () => {
  const b24 = quiet(2);
  const call = b24.call;
  b24.call = (async (...args: Parameters<typeof call>) => {
    if (b24.updates.length > 0) throw new Error("connection lost");
    return call(...args);
  }) as typeof call;
  const changed = await changeParticipants(b24, 13, { add: [9], remove: [1] });
  expect(changed).toEqual({ ...nothing, added: [9], removed: [1], confirmed: false });
});

it("an abort while the list is read afterwards rejects with its reason", async () => {
  const b24 = quiet(2);
  const controller = new AbortController();
  const { call } = b24;
  b24.call = (async (...args: Parameters<typeof call>) => {
    if (b24.updates.length > 0) controller.abort(new Error("enough"));
    controller.signal.throwIfAborted();
    return call(...args);
  }) as typeof call;
  const change = changeParticipants(b24, 13, { add: [9] }, { signal: controller.signal });
  expect(await failure(change)).toEqual(new Error("enough"));
});

it("participants who come and go all the time: nothing is written, and the error says so", async () => {
  const list = new BusyList({ seed: 1, size: 30 });
  let next = 1000;
  const { page } = list;
  list.page = (start, status) => {
    if (start === 0) list.rows.push({ ID: next++, STATUS: "IN_WORK", RANK: 10_000 + next });
    return page.call(list, start, status);
  };
  const b24 = busyPortal(list);
  const error = await failure(changeParticipants(b24, 13, { add: [500] }));
  expect(error).toBeInstanceOf(UnstableListError);
  expect(String(error)).toContain("Nothing was written");
  expect(b24.updates).toEqual([]);
});

describe("while operators work on the list", () => {
  it("100 changes lose nobody: each does exactly what was asked, or writes nothing", {
    tags: "slow",
    timeout: 300_000,
  }, async () => {
    const failures: string[] = [];
    let written = 0;
    for (let seed = 1; seed <= 100; seed++) {
      const roll = dice(seed * 17);
      const size = 20 + Math.floor(roll() * 300);
      const some = (share: number) =>
        new Set(Array.from({ length: size }, (_, index) => index + 1).filter(() => roll() < share));
      const list = new BusyList({
        seed,
        size,
        called: roll(),
        chance: [0, 0.01, 0.1, 0.5][Math.floor(roll() * 4)]!,
        between: [0, 1, 5][Math.floor(roll() * 3)]!,
        back: roll() < 0.3 ? 0.5 : 0.05,
        hidden: some(roll() < 0.3 ? 0.3 : 0),
        deleted: some(roll() < 0.3 ? 0.05 : 0),
      });
      const before = list.rows.map(({ ID }) => ID);
      const visible = before.filter((id) => list.expected().includes(id) && !list.deleted.has(id));
      const remove = visible.slice(0, 3);
      const add = [size + 10, size + 11];
      const wanted = new Set([...before.filter((id) => !remove.includes(id)), ...add]);
      const b24 = busyPortal(list);
      try {
        await changeParticipants(b24, 13, { add, remove });
        written += 1;
        const now = new Set(list.rows.map(({ ID }) => ID));
        const lost = [...wanted].filter((id) => !now.has(id));
        const left = [...now].filter((id) => !wanted.has(id));
        if (lost.length + left.length > 0) failures.push(`seed ${seed}: lost ${lost}, left ${left}`);
      } catch (error) {
        if (!(error instanceof UnstableListError || error instanceof RangeError)) throw error;
        if (b24.updates.length > 0) failures.push(`seed ${seed}: ${error}, although an update was sent`);
      }
    }
    expect(failures).toEqual([]);
    expect(written).toBeGreaterThan(95);
  });
});
