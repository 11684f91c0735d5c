// Our own client against the sandbox: what a fault leaves behind on the portal is real here, so that "add was carried
// out once" can be counted, and reading can be compared with what is there.
//
// @module-tag slow
import {
  batch,
  type Client,
  changeParticipants,
  createClient,
  iterate,
  memoryStore,
  oauth,
  participantsOf,
  webhook,
} from "@b24-calllist/client";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Fault, type FaultName, type Sandbox, type Seed, type SeedList, startSandbox } from "../src/index.ts";

let sandbox: Sandbox;
let demo: Seed;
beforeAll(async () => {
  sandbox = await startSandbox();
  demo = sandbox.control.state;
});
beforeEach(() => sandbox.control.seed(demo));
afterAll(() => sandbox.close());

/** A client of a user of the demo portal. It repeats without a pause. */
const clientOf = (user = 1): Client =>
  createClient({ auth: webhook(`${sandbox.url}/rest/${user}/xxxxxxxxxxxxxxxx/`), retry: { delay: 0 }, timeout: 5000 });

const NEW = { ENTITY_TYPE: "CONTACT", ENTITIES: [9, 17, 19] } as const;
const lists = () => sandbox.control.state.lists!;
const requests = (): number => sandbox.control.requests.length;

async function all<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const row of rows) found.push(row);
  return found;
}

/** How a call ends: in a result, or in the name of an error and of its cause. */
const ending = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => "result",
    ({ name, cause }: Error & { cause?: Error }) => (cause ? `${name} (${cause.name})` : name),
  );

describe("a fault that strikes once", () => {
  /** By fault: how `add` and a reading method end, and how many lists there are more. */
  const ENDINGS: Record<Exclude<FaultName, "slow">, [add: string, made: number, get: string]> = {
    "rate-limit": ["result", 1, "result"],
    // Its working time is given back after minutes, which are not waited for here.
    "operation-time": ["LimitError", 0, "LimitError"],
    "expired-token": ["AuthError", 0, "AuthError"],
    overload: ["AuthError", 0, "AuthError"],
    deleted: ["AccessError", 0, "AccessError"],
    moved: ["PortalMovedError", 0, "PortalMovedError"],
    "error-json": ["OutcomeUnknownError (PortalError)", 0, "PortalError"],
    "error-html": ["OutcomeUnknownError (UnexpectedResponseError)", 0, "result"],
    "bad-gateway": ["OutcomeUnknownError (UnexpectedResponseError)", 0, "result"],
    "gateway-timeout": ["OutcomeUnknownError (UnexpectedResponseError)", 0, "result"],
    "html-200": ["OutcomeUnknownError (UnexpectedResponseError)", 0, "UnexpectedResponseError"],
    "reset-before": ["OutcomeUnknownError (ConnectionError)", 0, "result"],
    "reset-after": ["OutcomeUnknownError (ConnectionError)", 1, "result"],
    "cut-body": ["OutcomeUnknownError (ConnectionError)", 1, "result"],
  };

  const b24 = (fault: FaultName) =>
    fault === "operation-time"
      ? createClient({ auth: webhook(sandbox.webhookUrl), deadline: 1000, retry: { delay: 0 } })
      : clientOf();

  describe.each(Object.entries(ENDINGS) as [FaultName, [string, number, string]][])("%s", (fault, [add, made, get]) => {
    it(`add: ${add}, and ${made} list more`, async () => {
      const before = lists().length;
      sandbox.control.addFault({ fault });
      expect(await ending(b24(fault).call("crm.calllist.add", NEW))).toBe(add);
      expect(lists().length - before).toBe(made);
    });

    it("a batch with add: the same", async () => {
      const before = lists().length;
      // A portal counts working time for the commands of a batch, and never for the batch.
      sandbox.control.addFault({ fault, method: fault === "operation-time" ? "crm.calllist.add" : "batch" });
      const [entry] = await batch(b24(fault), [["crm.calllist.add", NEW]]).catch((error) => [{ ok: false, error }]);
      if (add === "result") expect(entry).toMatchObject({ ok: true });
      else expect(await ending(Promise.reject((entry as { error: Error }).error))).toBe(add);
      expect(lists().length - before).toBe(made);
    });

    it(`get: ${get}`, async () => {
      sandbox.control.addFault({ fault });
      expect(await ending(b24(fault).call("crm.calllist.get", { ID: 13 }))).toBe(get);
    });

    it("update, repeated or not, leaves the list whole", async () => {
      sandbox.control.addFault({ fault });
      await ending(b24(fault).call("crm.calllist.update", { LIST_ID: 13, WEBFORM_ID: 1, ...NEW, ENTITIES: [9, 21] }));
      const { participants, WEBFORM_ID } = lists().find(({ ID }) => ID === 13)!;
      const ids = (participants as { ID: number }[]).map((participant) => participant.ID ?? participant);
      expect([
        [9, 17, 19],
        [9, 21],
      ]).toContainEqual(ids);
      expect(WEBFORM_ID).toBe(1);
    });
  });

  it("a gateway that gave up although the portal went on: the list is there, and found as the error says", async () => {
    sandbox.control.addFault({ fault: "gateway-timeout", executed: true });
    const error = await clientOf()
      .call("crm.calllist.add", NEW)
      .catch((reason) => reason);
    expect(error).toMatchObject({ name: "OutcomeUnknownError", params: NEW });
    const [newest] = await clientOf().call("crm.calllist.list", { ORDER: { ID: "DESC" } });
    expect(newest).toMatchObject({ ID: "51" });
    expect(requests()).toBe(2);
  });

  it("slow: a timeout leaves add open, and the list is there", async () => {
    sandbox.control.stopClock();
    sandbox.control.addFault({ fault: "slow", seconds: 60 });
    const b24 = createClient({ auth: webhook(sandbox.webhookUrl), timeout: 100 });
    expect(await ending(b24.call("crm.calllist.add", NEW))).toBe("OutcomeUnknownError (TimeoutError)");
    sandbox.control.turnClock(60);
    await expect.poll(() => lists().at(-1)!.ID, { message: "the portal goes on although nobody listens" }).toBe(51);
  });
});

describe("faults that strike by chance", () => {
  const storm = (fault: Partial<Fault>[]) => {
    for (const [seed, one] of fault.entries()) {
      sandbox.control.addFault({ fault: "bad-gateway", times: 0, chance: 0.15, seed, ...one });
    }
  };

  it("a list is read whole through gateways, resets and cut answers", async () => {
    storm([{ fault: "bad-gateway" }, { fault: "reset-before" }, { fault: "cut-body" }]);
    const b24 = createClient({ auth: webhook(sandbox.webhookUrl), retry: { delay: 0, attempts: 50 } });
    const ids = (await all(iterate(b24, "crm.calllist.items.get", { LIST_ID: 30 }))).map(({ ID }) => ID);
    sandbox.control.clearFaults();
    expect(ids).toHaveLength(130);
    expect(new Set(ids).size).toBe(130);
  });

  it("of twenty lists each is made exactly once, or its call says that this is open", async () => {
    storm([{ fault: "rate-limit" }, { fault: "reset-after" }, { fault: "reset-before" }]);
    const before = lists().length;
    const b24 = createClient({ auth: webhook(sandbox.webhookUrl), retry: { delay: 0, attempts: 50 }, limits: false });
    const endings: string[] = [];
    for (let number = 0; number < 20; number++) endings.push(await ending(b24.call("crm.calllist.add", NEW)));
    const count = (name: string): number => endings.filter((one) => one.startsWith(name)).length;
    const executed = sandbox.control.requests.filter(({ changes }) => changes.length > 0).length;
    expect(count("result") + count("OutcomeUnknownError")).toBe(20);
    expect(count("OutcomeUnknownError"), "some were left open").toBeGreaterThan(0);
    expect(executed).toBe(lists().length - before);
    expect(executed).toBeGreaterThanOrEqual(count("result"));
    expect(executed).toBeLessThanOrEqual(20);
  });
});

describe("reading", () => {
  it("gives each user the participants that user may read, in the portal's order", async () => {
    const read = async (user: number) =>
      (await all(iterate(clientOf(user), "crm.calllist.items.get", { LIST_ID: 30 }))).map(({ ID }) => ID);
    const everybody = await read(1);
    expect(everybody).toHaveLength(130);
    // Contacts 60 and 61 are gone, and shown to administrators alone; user 7 reads those with an even id.
    expect(await read(7)).toEqual(everybody.filter((id) => id % 2 === 0 && id !== 60));
    expect(await read(9)).toEqual([]);
  });

  it("of call lists gives the same as one request for the whole table", async () => {
    sandbox.control.seed({
      ...demo,
      lists: Array.from({ length: 230 }, (_, index) => list(index + 1)),
    });
    const rows = await all(iterate(clientOf(), "crm.calllist.list", { FILTER: { ">ID": 3 } }));
    expect(rows.map(({ ID }) => ID)).toEqual(Array.from({ length: 227 }, (_, index) => String(index + 4)));
  });

  it("of a list of 100,000 takes 44 requests", async () => {
    const large = await startSandbox({ seed: "large:100000" });
    try {
      const b24 = createClient({ auth: webhook(large.webhookUrl) });
      let count = 0;
      for await (const { ID } of iterate(b24, "crm.calllist.items.get", { LIST_ID: 1 })) expect(ID).toBe(++count);
      expect(count).toBe(100_000);
      expect(large.control.requests.length).toBe(44);
    } finally {
      await large.close();
    }
  });

  it("of many lists at once takes the fewest requests, and an unknown list is an error of its own", async () => {
    const found = await all(participantsOf(clientOf(), [13, 99, 20, 40], {}, { gap: 0 }));
    expect(found.map(({ result, error }) => result?.length ?? error?.name)).toEqual([3, "PortalError", 5, 0]);
    expect(requests()).toBe(1);
  });
});

describe("changing", () => {
  it("changeParticipants keeps the form, statuses and those whom the caller may not read", async () => {
    const { WEBFORM_ID, participants } = lists().find(({ ID }) => ID === 30)!;
    expect(await changeParticipants(clientOf(7), 30, { add: [140, 142] })).toMatchObject({
      added: [140, 142],
      removed: [],
    });
    const after = lists().find(({ ID }) => ID === 30)!;
    expect(after.WEBFORM_ID).toBe(WEBFORM_ID);
    const added = [140, 142].map((id): [number, string] => [id, "IN_WORK"]);
    expect(statuses(after.participants)).toEqual(new Map([...statuses(participants), ...added]));
  });

  it("a list of which the caller may read nobody cannot be changed by that caller", async () => {
    const change = changeParticipants(clientOf(7), 50, { add: [2] });
    await expect(change).rejects.toMatchObject({ name: "PortalError", code: "LIST_ID_ERROR" });
  });

  it("the bare update clears it", async () => {
    await clientOf().call("crm.calllist.update", { LIST_ID: 13, ...NEW, WEBFORM_ID: null });
    expect(lists().find(({ ID }) => ID === 13)!.WEBFORM_ID).toBeNull();
  });
});

it("an application's token is renewed when it ends, at the sandbox's own authorisation server", async () => {
  const { clientId, clientSecret, accessToken, refreshToken } = sandbox.oauth!;
  const store = memoryStore({
    access_token: accessToken,
    refresh_token: refreshToken,
    client_endpoint: `${sandbox.url}/rest/`,
    expires_in: 3600,
  });
  const b24 = createClient({ auth: oauth({ clientId, clientSecret, store, server: sandbox.url }) });
  const ask = () => b24.call("crm.calllist.get", { ID: 13 });
  expect(await ask()).toMatchObject({ ID: "13" });
  sandbox.control.turnClock(3600);
  expect(await Promise.all([ask(), ask(), ask()])).toHaveLength(3);
  expect(await store.get()).not.toMatchObject({ access_token: accessToken });
  expect(sandbox.control.requests.filter(({ error }) => error === "expired_token")).toHaveLength(3);
});

/** The status of each participant, as a seed writes them. */
function statuses(participants: SeedList["participants"]): Map<number, string> {
  const rows = participants as (number | { ID: number; STATUS?: string })[];
  return new Map(rows.map((row) => (typeof row === "number" ? [row, "IN_WORK"] : [row.ID, row.STATUS ?? "IN_WORK"])));
}

function list(ID: number) {
  return {
    ID,
    DATE_CREATE: "2025-07-14 08:47:19",
    CREATED_BY_ID: 1,
    ENTITY_TYPE_ID: 3,
    participants: [9],
  };
}
