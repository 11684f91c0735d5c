// Adding participants to a list and removing them with one call, while operators work.
import { type Sandbox, type Seed, startSandbox } from "@b24-calllist/sandbox";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type Answer, type Assistant, connect } from "./assistant.ts";

const UNCHANGED = "Executed: no, nothing was changed.";
const LIST_ID = 99;
const FORM = 5;

let sandbox: Sandbox;
let assistant: Assistant;
let demo: Seed;
beforeAll(async () => {
  sandbox = await startSandbox({ limits: false });
  demo = sandbox.control.state;
});
beforeEach(async () => {
  sandbox.control.setOperators(undefined);
  seed(100);
  assistant = await connect(sandbox.webhookUrl, { allowWrites: true });
});
afterEach(() => vi.useRealTimers());
afterAll(() => sandbox.close());

const idsTo = (size: number): number[] => Array.from({ length: size }, (_, index) => index + 1);
const sorted = (ids: Iterable<number>): number[] => [...ids].sort((a, b) => a - b);

/** A list with the contacts 1 to size, every third of which has been called. There are 1,000 more contacts. */
function seed(size: number, { deleted = [] as number[], hidden = [] as number[] } = {}): void {
  const contacts = idsTo(size + 1000).filter((id) => !deleted.includes(id));
  const reads = { CONTACT: contacts.filter((id) => !hidden.includes(id)) };
  sandbox.control.seed({
    ...demo,
    contacts,
    users: demo.users.map((one) => (one.id === 7 ? { ...one, reads } : one)),
    webforms: [FORM],
    lists: [
      {
        ID: LIST_ID,
        DATE_CREATE: "2026-08-20 09:00:00",
        CREATED_BY_ID: 1,
        WEBFORM_ID: FORM,
        ENTITY_TYPE_ID: 3,
        participants: idsTo(size).map((ID) => ({ ID, STATUS: ID % 3 === 0 ? "SUCCESS" : "IN_WORK" })),
      },
    ],
  } as Seed);
}
const participants = (): Map<number, string> =>
  new Map(sandbox.control.participants(LIST_ID).map(({ ID, STATUS }) => [ID, STATUS]));
const change = (params: object, by = assistant): Promise<Answer> =>
  by.use("change_participants", { LIST_ID, ...params });

/** An assistant whose requests go through a function first, which may answer in place of the portal. */
function through(
  before: (method: string, body: string) => Response | Promise<Response> | undefined,
): Promise<Assistant> {
  const fetch: typeof globalThis.fetch = async (url, init) => {
    const method = /[^/]+$/.exec(String(url))![0];
    return (await before(method, String(init?.body))) ?? globalThis.fetch(url, init);
  };
  return connect(sandbox.webhookUrl, { allowWrites: true, fetch, deadline: 50_000 });
}

describe("a change", () => {
  it("adds and removes; the others keep their status, and the list its web form", async () => {
    const before = participants();
    const { json } = await change({ add: [105, 104], remove: [1, "3"] });
    expect(json).toEqual({
      added: [105, 104],
      removed: [1, 3],
      notAdded: [],
      notRemoved: [],
      deleted: [],
      confirmed: true,
    });
    before.delete(1);
    before.delete(3);
    expect(participants()).toEqual(new Map([...before, [105, "IN_WORK"], [104, "IN_WORK"]]));
    expect(sandbox.control.state.lists?.[0]).toMatchObject({ WEBFORM_ID: FORM });
  });

  it("can be made again, and then has nothing to do", async () => {
    await change({ add: [105], remove: [1] });
    const before = participants();
    const { json } = await change({ add: [105], remove: [1] });
    expect(json).toMatchObject({ added: [], removed: [], note: "Nothing had to be changed, and nothing was written." });
    expect(participants()).toEqual(before);
  });

  it.each(idsTo(10))(
    "is exactly what was asked for on a list that operators work on (%i)",
    { tags: "slow" },
    async (run) => {
      seed(1000);
      sandbox.control.setOperators({ chance: run % 2 ? 0.2 : 1, seed: run, lists: [LIST_ID] });
      const { json, text } = await change({ add: [1500, 1501], remove: [1, 2, 999] });
      expect(json, text).toMatchObject({ added: [1500, 1501], confirmed: true });
      expect(sorted((json as { removed: number[] }).removed)).toEqual([1, 2, 999]);
      const expected = idsTo(1000).filter((id) => ![1, 2, 999].includes(id));
      expect(sorted(participants().keys())).toEqual([...expected, 1500, 1501]);
      expect(sandbox.control.operators.statusesSet).toBeGreaterThan(0);
    },
  );

  it("says which ids the portal has left out, since the user may not read them", async () => {
    seed(100, { hidden: [104] });
    const limited = await connect(`${sandbox.url}/rest/7/xxxxxxxxxxxxxxxx/`, { allowWrites: true });
    const { json } = await change({ add: [104, 105] }, limited);
    expect(json).toMatchObject({ added: [105], notAdded: [104], note: expect.stringContaining("may not read these") });
  });

  it("says which participants the portal keeps, since their contact was deleted", async () => {
    seed(100, { deleted: [7, 8] });
    const { json } = await change({ remove: [1, 7] });
    expect(json).toMatchObject({ removed: [1], notRemoved: [7], deleted: [7, 8] });
    expect((json as { note: string }).note).toContain("their contact or company was deleted");
  });

  it("says where the list could not be read afterwards", async () => {
    let written = false;
    const blind = await through((method) => {
      if (written) return Response.json({ error: "STRANGE" }, { status: 400 });
      written = method === "crm.calllist.update";
      return undefined;
    });
    const { json } = await change({ add: [105], remove: [1] }, blind);
    expect(json).toMatchObject({ added: [105], removed: [1], confirmed: false });
    expect((json as { note: string }).note).toContain("executed, but the list could not be read afterwards");
    expect(participants().has(105)).toBe(true);
  });

  it("names 500 ids of each kind at most, and says how many there are", async () => {
    const { json } = await change({ add: idsTo(1000) });
    const { added, note } = json as { added: number[]; note: string };
    expect(added).toHaveLength(500);
    expect(note).toBe("Cut: the first 500 ids of 900 added.");
    expect(participants().size).toBe(1000);
    seed(100);
    const whole = (await change({ add: idsTo(600) })).json as { added: number[]; note?: string };
    expect([whole.added.length, whole.note]).toEqual([500, undefined]);
  });

  it("says all that is to be known about it", async () => {
    seed(600, { hidden: [601] });
    const limited = await connect(`${sandbox.url}/rest/7/xxxxxxxxxxxxxxxx/`, { allowWrites: true });
    const add = idsTo(1600).slice(600);
    const { json } = await change({ add, remove: idsTo(501) }, limited);
    expect((json as { note: string }).note).toBe(
      "notAdded: the webhook's user may not read these, so the portal left them out silently. " +
        "Cut: the first 500 ids of 999 added, 501 removed.",
    );
    seed(600);
    const { note } = (await change({ add, remove: idsTo(500) })).json as { note: string };
    expect(note).toBe("Cut: the first 500 ids of 1000 added.");
  });
});

describe("nothing is written, and the error says so,", () => {
  let before: Map<number, string>;
  const rejected = async (call: Promise<Answer>): Promise<string> => {
    const { isError, text } = await call;
    expect(isError, text).toBe(true);
    expect(text).toContain(UNCHANGED);
    expect(sorted(participants().keys())).toEqual(sorted(before.keys()));
    return text;
  };
  beforeEach(() => {
    before = participants();
  });

  it("where ids belong to no contact: they are named", async () => {
    const text = await rejected(change({ add: [105, 9001, 9002], remove: [1] }));
    expect(text.split("\n")).toEqual([
      "No contact or company of the list's type has these ids: 9001, 9002.",
      "What to do: Ask the user for the right ids, or call again without these.",
      UNCHANGED,
    ]);
  });

  it("where many ids belong to no contact: the first 100 are named", async () => {
    const text = await rejected(change({ add: idsTo(150).map((id) => id + 9000) }));
    expect(text).toContain("9099, 9100, and 50 more.");
    expect(await rejected(change({ add: idsTo(100).map((id) => id + 9000) }))).toContain("9099, 9100.\n");
  });

  it("where participants come and go all the time", async () => {
    let next = 0;
    const restless = await through((method) => {
      if (method !== "crm.calllist.get") sandbox.control.removeParticipant(LIST_ID, ++next);
      before = participants();
      return undefined;
    });
    const text = await rejected(change({ add: [105] }, restless));
    expect(text).toContain("the list kept changing while it was read 5 times. Nothing was written");
    expect(text).toContain("What to do: Try again later, when fewer people work on the list.");
  });

  it("where no participant would be left", async () => {
    const text = await rejected(change({ remove: idsTo(100) }));
    expect(text).toContain("No participant would be left, and the portal does not empty a list.");
  });

  it.each([{}, { add: [], remove: [] }])("where there is nothing to do (%j)", async (params) => {
    const text = await rejected(change(params));
    expect(text).toContain("Give add or remove");
    expect(sandbox.control.requests).toEqual([]);
  });

  it("where an id is none", async () => {
    const { isError, text } = await change({ add: ["9abc"] });
    expect([isError, sandbox.control.requests]).toEqual([true, []]);
    expect(text).toContain("add");
  });

  it("where the list does not exist", async () => {
    const text = await rejected(change({ LIST_ID: 9999, add: [105] }));
    expect(text).toContain("LIST_ID_ERROR");
  });

  it("where it is rejected", async () => {
    const strict = await through((method) =>
      method === "crm.calllist.update" ? Response.json({ error: "WEBFORM_ERROR" }, { status: 400 }) : undefined,
    );
    expect(await rejected(change({ add: [105] }, strict))).toContain("WEBFORM_ERROR");
  });

  it("where the ids could not be checked", async () => {
    const broken = await through((_, body) =>
      body.includes("crm.calllist.update") ? new Response("Bad gateway", { status: 502 }) : undefined,
    );
    await rejected(change({ add: [105] }, broken));
  });

  it("where the list cannot be read in time", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
    const reached = Promise.withResolvers<void>();
    const slow = await through((method) => {
      if (method === "crm.calllist.get") return undefined;
      reached.resolve();
      return new Promise(() => {});
    });
    const call = change({ add: [105] }, slow);
    await reached.promise;
    // What is left of the 50 seconds is for the update.
    await vi.advanceTimersByTimeAsync(35_000);
    const text = await rejected(call);
    expect(text).toContain("The list could not be read in time: a call has 50 seconds");
    expect(text).toContain("changeParticipants() of @b24-calllist/client");
  });
});

describe("it is not known whether it was written, and the error says what to do,", () => {
  const UNKNOWN = "Executed: unknown. Call change_participants again with the same ids";

  it("where the response to the update was lost", async () => {
    const lossy = await through((method) =>
      method === "crm.calllist.update" ? new Response("Bad gateway", { status: 502 }) : undefined,
    );
    const { isError, text } = await change({ add: [105] }, lossy);
    expect([isError, text]).toEqual([true, expect.stringContaining(UNKNOWN)]);
  });

  it("where the update takes too long", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
    const reached = Promise.withResolvers<void>();
    const slow = await through((method) => {
      if (method !== "crm.calllist.update") return undefined;
      reached.resolve();
      return new Promise(() => {});
    });
    const call = change({ add: [105] }, slow);
    await reached.promise;
    await vi.advanceTimersByTimeAsync(50_000);
    const { isError, text } = await call;
    expect([isError, text]).toEqual([true, expect.stringContaining(UNKNOWN)]);
  });
});
