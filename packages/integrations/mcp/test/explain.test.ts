// What an assistant is told about each kind of error, and whether something was done.
import {
  AuthError,
  CallListError,
  ConnectionError,
  LimitError,
  OutcomeUnknownError,
  PortalError,
  PortalMovedError,
  TimeoutError,
  UnexpectedResponseError,
  UnstableListError,
} from "@b24-calllist/client";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { explain } from "../src/explain.ts";

const READ = "crm.calllist.get";
const ADD = "crm.calllist.add";
const UPDATE = "crm.calllist.update";
const same = (text: string): string => text;
const linesOf = (error: CallListError): string[] => explain(error, same).split("\n");
const portalError = (method: typeof READ | typeof ADD | typeof UPDATE, status: number, code = "STRANGE") =>
  new PortalError(method, { status, code, description: "no" });
const noPortal = (method: typeof READ | typeof UPDATE, status: number) =>
  new UnexpectedResponseError(method, { status, contentType: "text/html", excerpt: "" });

describe("what to do", () => {
  it.each([
    [
      new ConnectionError(READ, "ECONNREFUSED", false),
      "Check that the portal can be reached from this machine, and that the host of B24_WEBHOOK_URL is right.",
    ],
    [new TimeoutError(READ, 50), "Try once more later, or ask for less."],
    [new UnstableListError(READ, 5), "Try again later, when fewer people work on the list."],
    [
      new PortalMovedError(READ, { status: 302, host: "new.bitrix24.com" }),
      "Ask the user to look the portal up and to put the webhook's new URL into B24_WEBHOOK_URL.",
    ],
    [
      noPortal(READ, 200),
      "Something that is not the portal's REST API has answered. Ask the user to check the host of B24_WEBHOOK_URL, or try later.",
    ],
    [portalError(READ, 400), "Read the text; the same call gets the same answer."],
    [new CallListError(READ, "what"), "Read the text; the same call gets the same answer."],
  ])("%s", (error, advice) => {
    expect(linesOf(error)).toEqual([
      `Error: ${JSON.stringify(error.message)}`,
      `What to do: ${advice}`,
      "Executed: it only reads, nothing was changed.",
    ]);
  });

  it("comes from the catalogue where the code is known, with its meaning and its page", () => {
    const [, meaning, advice, page] = linesOf(portalError(READ, 400, "LIST_ID_ERROR"));
    expect(meaning).toMatch(/^Meaning: No such call list/);
    expect(advice).toMatch(/^What to do: Check the id/);
    expect(page).toBe("More: b24-calllist://errors/LIST_ID_ERROR");
  });

  it("goes by the class where an error that is no portal's has a code", () => {
    expect(linesOf(Object.assign(new CallListError(READ, "what"), { code: "LIST_ID_ERROR" }))).toHaveLength(3);
  });
});

describe("when it may go again", () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: new Date("2026-08-20T09:00:00Z"), toFake: ["Date"] });
  });
  afterEach(() => vi.useRealTimers());
  const limit = (code: string, retryAt?: string) => {
    const error = new LimitError(READ, { status: 429, code, description: "no" });
    return Object.assign(error, retryAt && { retryAt: new Date(retryAt) });
  };

  it.each([
    ["OPERATION_TIME_LIMIT", "2026-08-20T09:01:30.500Z", "2026-08-20T09:01:30.500Z, which is in 91 seconds."],
    ["QUERY_LIMIT_EXCEEDED", "2026-08-20T09:00:00Z", "2026-08-20T09:00:00.000Z, which is in 0 seconds."],
    ["QUERY_LIMIT_EXCEEDED", "2026-08-20T08:00:00Z", "2026-08-20T08:00:00.000Z, which is in 0 seconds."],
    ["OPERATION_TIME_LIMIT", undefined, "some minutes from now; within ten all is given back."],
    ["QUERY_LIMIT_EXCEEDED", undefined, "a minute from now."],
  ])("%s at %s", (code, retryAt, text) => {
    expect(linesOf(limit(code, retryAt))).toContain(`Not before: ${text}`);
  });

  it("is not said of other errors", () => {
    expect(explain(new AuthError(READ, { status: 401, code: "expired_token", description: "" }), same)).not.toContain(
      "Not before",
    );
  });
});

describe("whether it was executed", () => {
  const NO = "Executed: no, nothing was changed.";
  const ADD_UNKNOWN =
    /^Executed: unknown\. Do NOT call crm_calllist_add again before you have looked: crm_calllist_list with ORDER {"ID":"DESC"} shows the newest lists/;
  const UPDATE_UNKNOWN = /^Executed: unknown\. Read the list, or send the same update once more/;

  it.each<[error: CallListError, executed: string | RegExp]>([
    [new OutcomeUnknownError(new TimeoutError(ADD, 50), {}), ADD_UNKNOWN],
    [portalError(ADD, 400), NO],
    [portalError(ADD, 500), ADD_UNKNOWN],
    [new ConnectionError(ADD, "ECONNREFUSED", false), NO],
    [portalError(UPDATE, 400), NO],
    [portalError(UPDATE, 499), NO],
    [portalError(UPDATE, 500), UPDATE_UNKNOWN],
    [portalError(UPDATE, 500, "INTERNAL_SERVER_ERROR"), UPDATE_UNKNOWN],
    [portalError(UPDATE, 429, "OPERATION_TIME_LIMIT"), NO],
    [noPortal(UPDATE, 404), NO],
    [noPortal(UPDATE, 502), UPDATE_UNKNOWN],
    [new PortalMovedError(UPDATE, { status: 302, host: "" }), NO],
    [new TimeoutError(UPDATE, 50, false), NO],
    [new TimeoutError(UPDATE, 50, true), UPDATE_UNKNOWN],
    [new ConnectionError(UPDATE, "ECONNREFUSED", false), NO],
    [new ConnectionError(UPDATE, "ECONNRESET", true), UPDATE_UNKNOWN],
    [new CallListError(UPDATE, "what"), UPDATE_UNKNOWN],
  ])("%s", (error, executed) => {
    const line = linesOf(error).at(-1);
    if (typeof executed === "string") expect(line).toBe(executed);
    else expect(line).toMatch(executed);
  });

  it("is what the tool knows, where it knows better", () => {
    expect(explain(portalError(UPDATE, 500), same, "no, really.").split("\n").at(-1)).toBe("Executed: no, really.");
  });

  it("is what the client knows after all attempts, whatever the last one ended in", () => {
    const refused = Object.assign(portalError(UPDATE, 401, "expired_token"), { executed: "unknown" });
    expect(linesOf(refused).at(-1)).toMatch(UPDATE_UNKNOWN);
  });

  it.each([
    new PortalMovedError(READ, { status: 302, host: "" }),
    new ConnectionError(READ, "ECONNRESET", true),
    new ConnectionError("batch", "ECONNRESET", true),
  ])("does not matter to a tool that reads: %s", (error) => {
    expect(linesOf(error).at(-1)).toBe("Executed: it only reads, nothing was changed.");
  });
});

it("an outcome that is not known is explained by what happened", () => {
  const [error] = linesOf(new OutcomeUnknownError(new TimeoutError(ADD, 50), {}));
  expect(error).toBe('Error: "crm.calllist.add: no answer within 50 ms"');
});

it("the status of a request for many pages is left out, wherever else it may stand", () => {
  const error = new PortalError(READ, { status: 200, code: "X", description: "so (HTTP 200) it is" });
  expect(linesOf(error)[0]).toBe('Error: "crm.calllist.get: X: so (HTTP 200) it is"');
});

it("secrets are masked before a text is cut", () => {
  const error = portalError(READ, 400, "s3cret".repeat(300));
  const [line] = explain(error, (text) => text.replaceAll("s3cret", "***")).split("\n");
  expect(line).toBe(`Error: "crm.calllist.get: ${"***".repeat(300)}: no (HTTP 400)"`);
  expect(explain(portalError(READ, 400, "x".repeat(2000)), same).split("\n")[0]).toMatch(
    /^Error: "crm\.calllist\.get: x{1482}…"$/,
  );
});
