// Bitrix24's official JavaScript SDK, unchanged, against the sandbox. Its quirks stay its own: this states what it gets,
// and with it what the sandbox has to be like. The SDK's retries are as it ships them, only without their waiting.
//
// @module-tag slow
import { ApiVersion, B24Hook, B24OAuth, EnumAppStatus, ParamsFactory, type TypeB24 } from "@bitrix24/b24jssdk";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Fault, type Sandbox, startSandbox } from "../src/index.ts";

const CODE = "xxxxxxxxxxxxxxxx";
const quick = {
  ...ParamsFactory.getDefault(),
  retryDelay: 0, // it makes 100 ms of it
  rateLimit: { burstLimit: 1e9, drainRate: 1e9, adaptiveEnabled: false },
};

let sandbox: Sandbox;
let b24: TypeB24;
const opened: TypeB24[] = [];
beforeAll(async () => {
  sandbox = await startSandbox({ limits: false });
  b24 = await webhookOf(1);
});
beforeEach(() => sandbox.control.reset());
afterAll(async () => {
  for (const client of opened) client.destroy();
  await sandbox.close();
});

async function open<T extends TypeB24>(client: T): Promise<T> {
  opened.push(client);
  await client.setRestrictionManagerParams(quick);
  return client;
}

function webhookOf(user: number): Promise<B24Hook> {
  const hook = new B24Hook({ b24Url: sandbox.url, userId: user, secret: CODE });
  hook.getTargetOriginWithPath().set(ApiVersion.v2, `${sandbox.url}/rest/${user}/${CODE}`);
  return open(hook);
}

const call = (method: string, params: Record<string, unknown> = {}, client = b24) =>
  client.actions.v2.call.make({ method, params });
const callList = (method: string, params: Record<string, unknown> = {}, client = b24) =>
  client.actions.v2.callList.make<Record<string, unknown>>({ method, params });

const add = (client = b24) => call("crm.calllist.add", { ENTITY_TYPE: "CONTACT", ENTITIES: [9, 17] }, client);
/** Ids of the lists that were made, each with the same two participants. */
const made = (): number[] => (sandbox.control.state.lists ?? []).map(({ ID }) => ID).filter((id) => id > 50);
const requests = (): number => sandbox.control.requests.length;

describe("the six methods", () => {
  it("add makes a list and gives its id as a number", async () => {
    expect((await add()).getData()?.result).toBe(51);
    expect(sandbox.control.requests).toMatchObject([{ changes: ["list 51 added, 2 participants"] }]);
  });

  it("get", async () => {
    const answer = await call("crm.calllist.get", { ID: 13 });
    expect(answer.getData()?.result).toEqual({
      ID: "13",
      DATE_CREATE: "2025-07-14 08:47:19",
      CREATED_BY_ID: "29",
      WEBFORM_ID: "1",
      ENTITY_TYPE_ID: "3",
      ENTITY_TYPE: "CONTACT",
    });
  });

  it("list, filtered and sorted", async () => {
    const params = { SELECT: ["ID"], FILTER: { ">ID": 20, ENTITY_TYPE_ID: 3 }, ORDER: { ID: "DESC" } };
    const answer = await call("crm.calllist.list", params);
    expect(answer.getData()?.result).toEqual([{ ID: "50" }, { ID: "40" }, { ID: "30" }]);
    expect(answer.getTotal(), "the portal sends no total").toBe(0);
    expect(answer.isMore(), "nor next").toBe(false);
  });

  it("update replaces the participants", async () => {
    const params = { LIST_ID: 13, ENTITY_TYPE: "CONTACT", ENTITIES: [9, 21], WEBFORM_ID: 1 };
    expect((await call("crm.calllist.update", params)).getData()?.result).toBe(true);
    const items = (await call("crm.calllist.items.get", { LIST_ID: 13 })).getData()?.result;
    expect(items).toMatchObject([{ ID: 9 }, { ID: 21 }]);
  });

  it("items.get gives a page of 50, and no sign that there is more", async () => {
    const answer = await call("crm.calllist.items.get", { LIST_ID: 30 });
    expect(answer.getData()?.result).toHaveLength(50);
    expect(answer.isMore()).toBe(false);
    const last = await call("crm.calllist.items.get", { LIST_ID: 30, start: 100 });
    expect(last.getData()?.result).toHaveLength(30);
  });

  it("statuslist", async () => {
    const statuses = (await call("crm.calllist.statuslist")).getData()?.result as { STATUS_ID: string }[];
    const codes = statuses.map(({ STATUS_ID }) => STATUS_ID);
    expect(codes).toEqual(["IN_WORK", "SUCCESS", "WRONG_NUMBER", "STOP_CALLING", "UC_A1B2C3"]);
  });
});

describe("batch", () => {
  const get = (ID: number) => ({ method: "crm.calllist.get", params: { ID } });
  const simple = { isHaltOnError: false, returnAjaxResult: false } as const;

  it("by name: what failed is missing from the data, and among the errors under its name", async () => {
    const answer = await b24.actions.v2.batch.make({ calls: { good: get(13), bad: get(99) }, options: simple });
    expect(answer.getData()).toEqual({ good: expect.objectContaining({ ID: "13" }) });
    expect([...answer.errors]).toMatchObject([["bad", { code: "LIST_ID_ERROR", message: "Incorrect list id" }]]);
  });

  it("by position: what failed leaves no gap, so that later results move up", async () => {
    const answer = await b24.actions.v2.batch.make({ calls: [get(99), get(13)], options: simple });
    expect(answer.getData()).toEqual([expect.objectContaining({ ID: "13" })]);
    expect([...answer.errors.keys()]).toEqual(["0"]);
  });

  it("encodes filters, and refers to earlier results", async () => {
    const calls = {
      new: { method: "crm.calllist.add", params: { ENTITY_TYPE: "CONTACT", ENTITIES: [9, 17] } },
      items: { method: "crm.calllist.items.get", params: { LIST_ID: "$result[new]" } },
      newest: { method: "crm.calllist.list", params: { SELECT: ["ID"], FILTER: { ">=ID": 50 } } },
    };
    const answer = await b24.actions.v2.batch.make({ calls, options: simple });
    expect(answer.getData()).toEqual({
      new: 51,
      items: [9, 17].map((ID) => ({ ID, STATUS: "IN_WORK", ENTITY_TYPE: 3 })),
      newest: [{ ID: "50" }, { ID: "51" }],
    });
  });

  it("refuses more than 50 commands before it asks the portal", async () => {
    const batch = b24.actions.v2.batch.make({ calls: Array(51).fill(get(13)) });
    await expect(batch).rejects.toMatchObject({ name: "AjaxError", code: "JSSDK_BATCH_TOO_LARGE", status: 400 });
    expect(requests()).toBe(0);
  });

  it("in chunks: halting stops a chunk and not the next one, and errors count anew in each chunk", async () => {
    const calls = Array.from({ length: 60 }, (_, i) => get(i === 2 || i === 54 ? 99 : 13));
    const answer = await b24.actions.v2.batchByChunk.make({ calls, options: { isHaltOnError: true } });
    expect(requests()).toBe(2);
    expect(answer.getData(), "2 before the first error, 4 before the second").toHaveLength(6);
    expect([...answer.errors.keys()], "commands 2 and 54").toEqual(["2", "4"]);
  });

  it("with a lost answer is sent again, and carried out twice", async () => {
    sandbox.control.addFault({ fault: "reset-after", method: "batch" });
    const calls = [{ method: "crm.calllist.add", params: { ENTITY_TYPE: "CONTACT", ENTITIES: [9] } }];
    const answer = await b24.actions.v2.batch.make({ calls, options: simple });
    expect(answer.getData()).toEqual([52]);
    expect(made()).toEqual([51, 52]);
  });
});

describe("the list helpers", () => {
  it("read all call lists: the portal's first answer to start=-1 is the whole table already", async () => {
    const { state } = sandbox.control;
    const list = { DATE_CREATE: "2025-11-01 00:00:00", CREATED_BY_ID: 1, ENTITY_TYPE_ID: 3, participants: [] };
    const lists = Array.from({ length: 500 }, (_, i) => ({ ID: i + 1, ...list }));
    sandbox.control.seed({ ...state, lists, nextListId: 501 });
    try {
      const all = (await callList("crm.calllist.list")).getData() ?? [];
      expect(all.map(({ ID }) => Number(ID))).toEqual(lists.map(({ ID }) => ID));
      expect(requests(), "the table, and an empty page").toBe(2);
    } finally {
      sandbox.control.seed(state);
    }
  });

  it("lose a FILTER in capitals: their own in small letters comes after it", async () => {
    const ids = async (params: Record<string, unknown>): Promise<unknown[]> =>
      ((await callList("crm.calllist.list", params)).getData() ?? []).map(({ ID }) => ID);
    expect(await ids({ FILTER: { ENTITY_TYPE_ID: 4 } }), "all of them").toEqual(["1", "13", "20", "30", "40", "50"]);
    expect(await ids({ filter: { ENTITY_TYPE_ID: 4 } })).toEqual(["20"]);
  });

  it("read the participants of a list shorter than a page, by status too", async () => {
    const items = (await callList("crm.calllist.items.get", { LIST_ID: 20 })).getData();
    expect(items).toMatchObject([{ ID: 1 }, { ID: 2 }, { ID: 3 }, { ID: 4 }, { ID: 5 }]);
    const called = await callList("crm.calllist.items.get", { LIST_ID: 20, filter: { STATUS: "SUCCESS" } });
    expect(called.getData()).toMatchObject([{ ID: 2 }]);
  });

  it("get the first page of a longer list again and again: items.get knows no filter >ID", async () => {
    const pages = b24.actions.v2.fetchList.make<{ ID: number }>({
      method: "crm.calllist.items.get",
      params: { LIST_ID: 30 },
    });
    const first: number[] = [];
    for await (const [row] of pages) if (first.push(row!.ID) === 4) break; // callList never comes to an end here
    expect(first).toEqual([85, 85, 85, 85]);
  });

  it("end at a page with participants whom the caller may not read, without a word", async () => {
    const items = await callList("crm.calllist.items.get", { LIST_ID: 30 }, await webhookOf(7));
    expect(items.isSuccess).toBe(true);
    expect(items.getData(), "of the first 50; 63 of all 130 are his").toHaveLength(25);
    expect(requests()).toBe(1);
  });

  it("throw where there is no participant, as the portal has no empty page", async () => {
    await expect(callList("crm.calllist.items.get", { LIST_ID: 40 })).rejects.toMatchObject({ code: "ACCESS_ERROR" });
  });
});

describe("the portal's errors are AjaxErrors with its code, status and text", () => {
  const contact = { ENTITY_TYPE: "CONTACT", ENTITIES: [9] };
  const cases: [method: string, params: Record<string, unknown>, status: number, code: string, text: string][] = [
    ["crm.calllist.add", { ...contact, ENTITY_TYPE: "LEAD" }, 400, "ENTITY_TYPE_ERROR", "Incorrect entity type"],
    ["crm.calllist.add", { ...contact, ENTITIES: [60] }, 400, "ENTITY_ERROR", "Incorrect entities id"],
    ["crm.calllist.add", { ...contact, ENTITY_TYPE: "contact" }, 500, "INTERNAL_SERVER_ERROR", "Internal server error"],
    ["crm.calllist.get", {}, 400, "ERROR_ARGUMENT", "ID is not found"],
    ["crm.calllist.get", { ID: 99 }, 400, "LIST_ID_ERROR", "Incorrect list id"],
    [
      "crm.calllist.list",
      { FILTER: { TITLE: "x" } },
      400,
      "100",
      "Unknown field definition `TITLE` (TITLE) for \\Bitrix\\Crm\\CallList\\Internals\\CallList Entity.",
    ],
    [
      "crm.calllist.items.get",
      { LIST_ID: 40 },
      403,
      "ACCESS_ERROR",
      "You do not have access to the participants of this call list",
    ],
    ["crm.calllist.delete", { ID: 13 }, 404, "ERROR_METHOD_NOT_FOUND", "Method not found!"],
  ];
  for (const [method, params, status, code, message] of cases) {
    it(`${method} ${JSON.stringify(params)}: ${status} ${code}`, async () => {
      await expect(call(method, params)).rejects.toMatchObject({ name: "AjaxError", code, status, message });
      expect(requests(), "not repeated").toBe(1);
    });
  }
});

describe("add, when something breaks", () => {
  const broken: [fault: Fault, requests: number, lists: number, code: string, status: number][] = [
    [{ fault: "reset-after" }, 3, 3, "ECONNRESET", 0],
    [{ fault: "cut-body" }, 3, 3, "ERR_BAD_RESPONSE", 200],
    [{ fault: "bad-gateway", executed: true }, 3, 3, "ERR_BAD_RESPONSE", 502],
    [{ fault: "gateway-timeout", executed: true }, 3, 3, "ERR_BAD_RESPONSE", 504],
    [{ fault: "error-html", executed: true }, 3, 3, "ERR_BAD_RESPONSE", 500],
    [{ fault: "error-json", executed: true }, 1, 1, "INTERNAL_SERVER_ERROR", 500],
    [{ fault: "html-200", executed: true }, 1, 1, "JSSDK_UNKNOWN_ERROR", 0],
    [{ fault: "reset-before" }, 3, 0, "ECONNRESET", 0],
    [{ fault: "overload" }, 1, 0, "OVERLOAD_LIMIT", 401],
    [{ fault: "deleted" }, 1, 0, "PORTAL_DELETED", 403],
  ];
  for (const [fault, sent, lists, code, status] of broken) {
    it(`${fault.fault}, always: sent ${sent} times, ${lists} lists, ${code}`, async () => {
      sandbox.control.addFault({ ...fault, method: "crm.calllist.add", times: 0 });
      await expect(add()).rejects.toMatchObject({ name: "AjaxError", code, status });
      expect(requests()).toBe(sent);
      expect(made()).toHaveLength(lists);
    });
  }

  it("a reset after it ran, once: success with the second list's id, and the first one nobody knows of", async () => {
    sandbox.control.addFault({ fault: "reset-after", method: "crm.calllist.add" });
    expect((await add()).getData()?.result).toBe(52);
    expect(made()).toEqual([51, 52]);
  });

  it("503 once: it waits a second, whatever its options say, and makes the one list", async () => {
    sandbox.control.addFault({ fault: "rate-limit", method: "crm.calllist.add" });
    expect((await add()).getData()?.result).toBe(51);
    expect(sandbox.control.requests.map(({ status }) => status)).toEqual([503, 200]);
  });

  it("503 to its last try: it gives up with the portal's code", async () => {
    const once = await webhookOf(1);
    await once.setRestrictionManagerParams({ ...quick, maxRetries: 1 }); // its waiting would take seconds
    sandbox.control.addFault({ fault: "rate-limit", method: "crm.calllist.add" });
    await expect(add(once)).rejects.toMatchObject({ code: "QUERY_LIMIT_EXCEEDED", status: 503 });
    expect(made()).toEqual([]);
  });
});

describe("a renamed portal is followed with GET and without the parameters", () => {
  it("add fails as if they had been forgotten", async () => {
    sandbox.control.addFault({ fault: "moved", host: sandbox.url });
    await expect(add()).rejects.toMatchObject({ code: "ERROR_ARGUMENT", message: "ENTITY_TYPE is not found" });
  });

  it("list succeeds, with all lists instead of those that were asked for", async () => {
    sandbox.control.addFault({ fault: "moved", host: sandbox.url });
    const answer = await call("crm.calllist.list", { FILTER: { ID: 13 } });
    expect(answer.isSuccess).toBe(true);
    expect(answer.getData()?.result).toHaveLength(6);
  });
});

describe("OAuth", () => {
  const oauth = (): Promise<B24OAuth> => {
    const { clientId, clientSecret, accessToken, refreshToken } = sandbox.oauth!;
    const client = new B24OAuth(
      {
        applicationToken: "",
        userId: 1,
        memberId: "sandbox",
        accessToken,
        refreshToken,
        expires: Math.floor(Date.now() / 1000) + 3600,
        expiresIn: 3600,
        scope: "crm",
        domain: new URL(sandbox.url).host,
        clientEndpoint: `${sandbox.url}/rest`,
        serverEndpoint: `${sandbox.url}/rest/`,
        status: EnumAppStatus.Local,
      },
      { clientId, clientSecret },
    );
    return open(client);
  };

  it("sends the token in the body", async () => {
    const answer = await call("crm.calllist.get", { ID: 13 }, await oauth());
    expect(answer.getData()?.result).toMatchObject({ ID: "13" });
    expect(sandbox.control.requests).toMatchObject([{ user: 1, status: 200 }]);
  });

  it("renews an expired token, and goes on with the new one", async () => {
    const client = await oauth();
    sandbox.control.turnClock(3600);
    for (const ID of [13, 20]) expect((await call("crm.calllist.get", { ID }, client)).isSuccess).toBe(true);
    expect(sandbox.control.requests.map(({ method, status }) => `${method} ${status}`)).toEqual([
      "crm.calllist.get 401",
      "oauth/token/ 200",
      "crm.calllist.get 200",
      "crm.calllist.get 200",
    ]);
  });

  it("a spent refresh token is the end, and that it was the token is not said", async () => {
    const [first, second] = [await oauth(), await oauth()];
    sandbox.control.turnClock(3600);
    expect((await call("crm.calllist.get", { ID: 13 }, first)).isSuccess).toBe(true);
    await expect(call("crm.calllist.get", { ID: 13 }, second)).rejects.toMatchObject({
      code: "JSSDK_UNKNOWN_ERROR",
      status: 0,
    });
  });
});
