import { type FaultName, type Sandbox, startSandbox } from "@b24-calllist/sandbox";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Answer, type Assistant, connect } from "./assistant.ts";

let sandbox: Sandbox;
let assistant: Assistant;
beforeAll(async () => {
  sandbox = await startSandbox({ limits: false });
});
beforeEach(async () => {
  sandbox.control.reset();
  // A new one each time, since a client remembers which method has worked too long.
  assistant = await connect(sandbox.webhookUrl, { allowWrites: true, deadline: 30_000 });
});
afterAll(() => sandbox.close());

const NEW = { ENTITY_TYPE: "CONTACT", ENTITIES: [9, 17, 19] };
const UPDATE = { LIST_ID: 13, ...NEW, WEBFORM_ID: null };
const NOTHING_DONE = "Executed: no, nothing was changed.";
const ONLY_READ = "Executed: it only reads, nothing was changed.";

const lists = (): number => sandbox.control.state.lists!.length;
const add = (): Promise<Answer> => assistant.use("crm_calllist_add", NEW);
const update = (): Promise<Answer> => assistant.use("crm_calllist_update", UPDATE);
const fault = (name: FaultName, times = 1) => sandbox.control.addFault({ fault: name, times });

describe("a refusal says what it means, what to do, and that nothing was done", () => {
  it("list not found", async () => {
    const { isError, text } = await assistant.use("crm_calllist_get", { ID: 9999 });
    expect(isError).toBe(true);
    expect(text.split("\n")).toEqual([
      'Error: "crm.calllist.get: LIST_ID_ERROR: Incorrect list id (HTTP 400)"',
      "Meaning: No such call list, or the caller may not read lists of its type.",
      "What to do: Check the id with crm.calllist.list, and the caller's rights with the portal's administrator. The portal does not distinguish the two cases.",
      "More: b24-calllist://errors/LIST_ID_ERROR",
      ONLY_READ,
    ]);
  });

  it("list not found, where it is read whole", async () => {
    const { isError, text } = await assistant.use("read_participants", { LIST_ID: 9999 });
    expect(isError).toBe(true);
    expect(text).toMatch(/LIST_ID_ERROR: Call list is not found \(HTTP 400\)"$/m);
  });

  it("no access", async () => {
    const limited = await connect(`${sandbox.url}/rest/9/xxxxxxxxxxxxxxxx/`, { allowWrites: true });
    const { text } = await limited.use("crm_calllist_add", NEW);
    expect(text).toContain("ACCESS_ERROR");
    expect(text).toContain("give the webhook's or token's user the right to read these contacts");
    expect(text).toContain(NOTHING_DONE);
  });

  it("a page that is empty", async () => {
    const { isError, text } = await assistant.use("crm_calllist_items_get", { LIST_ID: 13, start: 50 });
    expect(isError).toBe(true);
    expect(text).toContain('treat it as "nothing on this page" first');
  });

  it("a webhook that the portal does not know", async () => {
    const stranger = await connect(`${sandbox.url}/rest/1/unknownsecret1/`);
    const { text } = await stranger.use("crm_calllist_statuslist");
    expect(text).toContain("INVALID_CREDENTIALS");
    expect(text).toContain("create a new one if necessary");
  });

  it("a record that does not exist", async () => {
    const { text } = await assistant.use("crm_calllist_update", { ...UPDATE, ENTITIES: [999_999] });
    expect(text).toContain("ENTITIES_ERROR");
    expect(text).toContain(NOTHING_DONE);
  });
});

describe("limits", () => {
  it("429: not executed, and when it may go again", async () => {
    const before = lists();
    fault("operation-time");
    const { isError, text } = await add();
    expect(isError).toBe(true);
    expect(text).toContain("OPERATION_TIME_LIMIT");
    expect(text).toMatch(/Not before: \d{4}-\d\d-\d\dT\S+Z, which is in \d+ seconds/);
    expect(text).toContain(NOTHING_DONE);
    expect(lists()).toBe(before);
  });

  it("429 in the middle of a whole list", async () => {
    sandbox.control.addFault({ fault: "operation-time", method: "crm.calllist.items.get" });
    const { isError, text } = await assistant.use("read_participants", { LIST_ID: 13 });
    expect(isError).toBe(true);
    expect(text).toContain("OPERATION_TIME_LIMIT");
    expect(text).toMatch(/Not before: \d{4}-\d\d-\d\dT\S+Z, which is in \d+ seconds/);
  });

  it("429 inside a request for many pages, where the portal does not say until when", async () => {
    sandbox.control.addFault({ fault: "operation-time", method: "crm.calllist.list" });
    const { isError, text } = await assistant.use("read_call_lists");
    expect(isError).toBe(true);
    expect(text).toMatch(/OPERATION_TIME_LIMIT: Method is blocked due to operation time limit\."$/m);
    expect(text).toContain("Not before: some minutes from now");
  });

  it("503 once: the call is repeated, and the assistant sees nothing of it", async () => {
    const before = lists();
    fault("rate-limit");
    expect((await add()).isError).toBe(false);
    expect(lists()).toBe(before + 1);
  });

  it("503 again and again", async () => {
    fault("rate-limit", 0);
    const { text } = await add();
    expect(text).toContain("QUERY_LIMIT_EXCEEDED");
    expect(text).toContain(NOTHING_DONE);
  });
});

describe("an add of which nobody knows", () => {
  it("carried out, and the answer lost: it is there once, and the assistant is told to look", async () => {
    const before = lists();
    fault("reset-after");
    const { isError, text } = await add();
    expect(isError).toBe(true);
    expect(text).toContain("Executed: unknown. Do NOT call crm_calllist_add again before you have looked");
    expect(lists()).toBe(before + 1);
    const { json } = await assistant.use("crm_calllist_list", { ORDER: { ID: "DESC" }, SELECT: ["ID"] });
    expect((json as { ID: string }[])[0]).toEqual({ ID: "51" });
  });

  it.each(["reset-before", "error-html", "bad-gateway", "html-200", "error-json", "cut-body"] as const)(
    "%s",
    async (name) => {
      fault(name);
      const { text } = await add();
      expect(text).toContain("Executed: unknown. Do NOT call");
    },
  );

  it("a 500 with a code also says what its cause may be", async () => {
    fault("error-json");
    expect((await add()).text).toContain("the usual causes are an ENTITY_TYPE that is not exactly");
  });
});

describe("an update", () => {
  it("is repeated by itself, since that does no harm", async () => {
    fault("reset-after");
    expect((await update()).json).toBe(true);
  });

  it.each(["reset-before", "bad-gateway"] as const)("%s again and again: may be sent again", async (name) => {
    fault(name, 0);
    expect((await update()).text).toContain("Executed: unknown. Read the list, or send the same update once more");
  });

  it("of which the portal's code stopped: it may have been changed", async () => {
    fault("error-json");
    expect((await update()).text).toContain("Executed: unknown. Read the list");
  });

  it("executed, with its response lost and its retry rejected: it may have been changed", async () => {
    fault("reset-after");
    fault("overload");
    const { text } = await update();
    expect(text).toContain("OVERLOAD_LIMIT");
    expect(text).toContain("Executed: unknown. Read the list");
  });

  it("moved: not executed", async () => {
    fault("moved", 0);
    const { text } = await update();
    expect(text).toContain("renamed.bitrix24.com");
    expect(text).toContain("put the webhook's new URL into B24_WEBHOOK_URL");
    expect(text).toContain(NOTHING_DONE);
  });
});

describe("no portal", () => {
  it("nobody listens: add was not executed", async () => {
    const closed = await startSandbox();
    await closed.close();
    const alone = await connect(closed.webhookUrl, { allowWrites: true });
    const { text } = await alone.use("crm_calllist_add", NEW);
    expect(text).toContain("the host of B24_WEBHOOK_URL is right");
    expect(text).toContain(NOTHING_DONE);
  });

  it("no answer in time", async () => {
    const never: typeof fetch = (_, init) =>
      new Promise((_, reject) => init?.signal?.addEventListener("abort", () => reject(init.signal?.reason)));
    const options = { allowWrites: true, fetch: never, timeout: 20, retry: false } as const;
    const slow = await connect(sandbox.webhookUrl, options);
    expect((await slow.use("crm_calllist_add", NEW)).text).toContain("Executed: unknown. Do NOT call");
    expect((await slow.use("crm_calllist_update", UPDATE)).text).toContain("Executed: unknown. Read the list");
    expect((await slow.use("crm_calllist_get", { ID: 13 })).text).toContain(ONLY_READ);
  });
});

describe("a mistake of the server itself tells nothing of what it knows, and whether something may have been done:", () => {
  const FAILED = "The MCP server itself has failed. This is a mistake in it, not in the call.";

  it.each([
    ["crm_calllist_statuslist", {}, ONLY_READ],
    ["read_participants", { LIST_ID: 13 }, ONLY_READ],
    ["crm_calllist_add", NEW, "Executed: unknown. Look before you repeat it."],
    ["change_participants", { LIST_ID: 13, add: [9] }, "Executed: unknown. Look before you repeat it."],
  ])("%s", async (tool, params, executed) => {
    const broken = await connect(sandbox.webhookUrl, {
      allowWrites: true,
      limiter: { acquire: () => Promise.reject(new Error("broken at /home/somebody/portal.ts")) },
    });
    const { isError, text } = await broken.use(tool, params);
    expect(isError).toBe(true);
    expect(text).toBe(`${FAILED}\n${executed}`);
  });
});
