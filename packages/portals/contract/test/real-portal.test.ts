// npm run contract, in this process: what it finds in a portal's answers, and what it says about them.
import { readFileSync } from "node:fs";
import { webhook } from "@b24-calllist/client";
import { printableText } from "@b24-calllist/protocol";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { contract } from "../src/contract.ts";
import type { Options } from "../src/options.ts";
import { portalBehind } from "../src/portal.ts";
import { type BentPortal, CODE, inResultOf, startBentPortal } from "./bent-portal.ts";

let portal: BentPortal;
beforeAll(async () => {
  portal = await startBentPortal();
});
afterAll(() => portal.close());
beforeEach(() => {
  portal.sandbox.control.reset();
  portal.requests.length = 0;
  portal.bend = undefined;
});

async function compare(options: Partial<Options> = {}, webhook = portal.webhookUrl) {
  const printed: string[] = [];
  const code = await contract(
    { target: "portal", allowWrites: options.contacts !== undefined, ...options },
    {
      webhook,
      stop: new AbortController().signal,
      print: (line) => printed.push(line),
      limits: false,
    },
  );
  const text = printed.join("\n");
  expect(text).not.toContain(CODE);
  return { code, text };
}

/** The lines below the first call that differs. */
function problemsOf(text: string): string[] {
  const after = text.split("\n").slice(text.split("\n").findIndex((line) => line.startsWith("DIFFERS")) + 1);
  return after.slice(
    0,
    after.findIndex((line) => !line.startsWith("         ")),
  );
}

type Body = { result: Record<string, never>; time: Record<string, unknown> };
type Rows = { result: Record<string, unknown>[] };
const HTML = { headers: { "content-type": "text/html; charset=utf-8" }, body: "<html>Back soon</html>" };

describe("A portal that answers as described", () => {
  it("is all right, call by call, and nothing was written", async () => {
    const { code, text } = await compare();
    expect(text).toContain("21 calls, all as described.");
    expect(text).not.toContain("DIFFERS");
    expect(code).toBe(0);
    expect(portal.requests).toHaveLength(21);
    expect(portal.sandbox.control.requests.flatMap(({ changes }) => changes)).toEqual([]);
  });

  it("may have no list at all", async () => {
    portal.bend = inResultOf("crm.calllist.list", (body: Rows) => ({ ...body, result: [] }));
    const { code, text } = await compare();
    expect([code, text]).toEqual([0, expect.stringContaining("No list was read: there is none,")]);
  });

  it("may keep from the webhook's user what is in the lists", async () => {
    portal.bend = (method, { body }) =>
      method === "crm.calllist.items.get" && body.includes('"result"')
        ? { status: 403, body: JSON.stringify({ error: "ACCESS_ERROR", error_description: "No" }) }
        : undefined;
    expect((await compare()).code).toBe(0);
  });

  it("may send older forms: the code of an unknown field as a number, and a time in fractions", async () => {
    portal.bend = (_, { body }) => ({
      body: body.replace('"error":"100"', '"error":100').replace(/"start":\d+,/, '"start":1787206096.5,'),
    });
    expect((await compare()).code).toBe(0);
  });
});

describe("An answer that is not as described", () => {
  const wrong: [string, BentPortal["bend"], string[]][] = [
    [
      "a field of another type",
      inResultOf("crm.calllist.get", ({ result }: Body) => void Object.assign(result, { ID: 987654 })),
      ["/result/ID must be string"],
    ],
    [
      "a field that is not there",
      inResultOf("crm.calllist.statuslist", ({ result }: Rows) => {
        for (const row of result) delete row.SORT;
      }),
      ["/result/* must have required property 'SORT' (5 times)"],
    ],
    [
      "a field that the description does not know",
      inResultOf("crm.calllist.statuslist", ({ result }: Rows) => void Object.assign(result[0]!, { COLOR: "red" })),
      ["/result/*/COLOR is not in the description"],
    ],
    [
      "one beside the result",
      inResultOf("crm.calllist.statuslist", (body: Body) => ({ ...body, time: { ...body.time, zone: 2 }, total: 5 })),
      ["/total is not in the description", "/time/zone is not in the description"],
    ],
    [
      "another form of a date",
      inResultOf("crm.calllist.get", ({ result }: Body) => void Object.assign(result, { DATE_CREATE: "1 May" })),
      ['/result/DATE_CREATE must match pattern "^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}$"'],
    ],
    [
      "in the result of a command",
      inResultOf("batch", ({ result }: { result: { result: { lists?: Record<string, unknown>[] } } }) => {
        for (const row of result.result.lists ?? []) row.ID = 13;
      }),
      ["/result/result/lists/*/ID must be string (6 times)"],
    ],
    [
      "a status that is not described",
      (method, { status }) => (method === "crm.calllist.get" && status === 200 ? { status: 418 } : undefined),
      [
        expect.stringMatching(
          /^ *Unable to match the returned status code with those defined in the document: 200,302/,
        ),
        "should get 200 or 400 LIST_ID_ERROR",
      ] as string[],
    ],
    [
      "a refusal that this call should not get",
      (method) =>
        method === "crm.calllist.statuslist" ? { status: 400, body: '{"error":"LIST_ID_ERROR"}' } : undefined,
      ["should get 200"],
    ],
    [
      "a page with status 200",
      (method) => (method === "crm.calllist.statuslist" ? HTML : undefined),
      [
        'The received media type "text/html" does not match the one specified in the current response: application/json',
        "the body must be object",
      ],
    ],
    [
      "half an answer",
      (method, { body }) => (method === "crm.calllist.statuslist" ? { body: body.slice(0, 50) } : undefined),
      ["the body must be object"],
    ],
    [
      "a type of content that is none",
      (method) => (method === "crm.calllist.statuslist" ? { headers: { "content-type": ";;" } } : undefined),
      ['The received media type "" does not match the one specified in the current response: application/json'],
    ],
  ];
  it.each(wrong)("%s is named", async (_, bend, problems) => {
    portal.bend = bend;
    const { code, text } = await compare();
    expect(problemsOf(text).map((line) => line.trim())).toEqual(problems);
    expect(code).toBe(1);
    expect(text).toMatch(/\n\d+ calls, \d+ differs? from the description\./);
  });

  it("is told without control characters, whatever a portal calls its fields and codes", async () => {
    const forged = "ID\r\nok       crm.calllist.get  \x1b[2J\u009b\u202e";
    portal.bend = (method, { status, body }) => {
      const json = JSON.parse(body);
      if (status !== 200) return { body: JSON.stringify({ ...json, error: forged, error_description: forged }) };
      const result = method === "batch" ? { ...json.result, result_error: { 0: { error: forged } } } : { [forged]: 1 };
      return { body: JSON.stringify({ ...json, [forged]: 1, result }) };
    };
    const { text } = await compare();
    for (const line of text.split("\n")) expect(line).toBe(printableText(line));
    expect(text).toContain("(a name of 37 characters) is not in the description");
    expect(text).toContain("400 (not a code)");
    expect(text.match(/^ok +crm/gm)).toBeNull();
  });

  it("looks as the guide shows it", async () => {
    const guide = readFileSync(new URL("../../../../docs/guides/real-portal.md", import.meta.url), "utf8");
    const [, shown] = /```text\n(DIFFERS.*\n(?: {9}.*\n)+)```/.exec(guide)!;
    portal.bend = inResultOf("crm.calllist.get", ({ result }: Body) => {
      Object.assign(result, { ID: 13, COLOR: "red" });
    });
    expect((await compare()).text).toContain(shown);
  });

  it("a batch that answers nothing, or not what each command should get, is no good answer", async () => {
    portal.bend = inResultOf("batch", ({ result }: { result: object }) => {
      Object.assign(result, { result: [], result_error: [] });
    });
    const { code, text } = await compare();
    expect(text).toMatch(/DIFFERS +batch +commands by name +200 statuses=nothing lists=nothing/);
    expect(text).toContain("should get 200 0=LIST_ID_ERROR 1=ok");
    expect([code, text.match(/^DIFFERS/gm)]).toEqual([1, Array(4).fill("DIFFERS")]);
  });

  // Prism takes everything for right where it cannot compile a schema, and says nothing.
  const methods = ["get", "list", "items.get", "statuslist"].map((name) => `crm.calllist.${name}`);
  it.each([...methods, "batch"])("%s: nothing passes as its result that is none", async (method) => {
    portal.bend = inResultOf(method, (body: Body) => ({ ...body, result: 0 }));
    const { code, text } = await compare();
    const differing = text
      .split("\n")
      .filter((line) => line.includes(` ${method} `) && / 200( \w+=nothing)*$/.test(line));
    expect(differing.length).toBeGreaterThan(0);
    for (const line of differing) expect(line).toMatch(/^DIFFERS/);
    expect(code).toBe(1);
  });

  it("no value of the portal is printed: no id, no name", async () => {
    portal.bend = inResultOf("crm.calllist.statuslist", ({ result }: Rows) => {
      for (const row of result) Object.assign(row, { SORT: row.NAME, ID: String(row.ID) });
    });
    const { text } = await compare();
    expect(problemsOf(text).length).toBe(2);
    for (const value of ["Перезвонить", "Successful call", "UC_A1B2C3", "201"]) expect(text).not.toContain(value);
  });
});

describe("The code", () => {
  it("is in no line, whatever the portal makes of it: a field, a code of an error, a type of content", async () => {
    const places: BentPortal["bend"][] = [
      inResultOf("crm.calllist.get", ({ result }: Body) => void Object.assign(result, { [CODE]: 1 })),
      (method) =>
        method === "crm.calllist.statuslist" ? { status: 400, body: JSON.stringify({ error: CODE }) } : undefined,
      (method) =>
        method === "crm.calllist.statuslist" ? { headers: { "content-type": `text/${CODE}` }, body: CODE } : undefined,
    ];
    for (const place of places) {
      portal.bend = place;
      expect((await compare()).code).toBe(1); // it has looked for the code
    }
  });
});

describe("A portal that does not let in", () => {
  const closed: [string, BentPortal["bend"], RegExp][] = [
    [
      "a wrong webhook",
      () => ({
        status: 401,
        body: '{"error":"INVALID_CREDENTIALS","error_description":"Invalid request credentials"}',
      }),
      /answers 401 INVALID_CREDENTIALS, and nothing more was tried\. The webhook is unknown, blocked or deleted.* create a new one/,
    ],
    [
      "too many requests",
      () => ({ status: 503, body: '{"error":"QUERY_LIMIT_EXCEEDED","error_description":"Too many requests"}' }),
      /answers 503 QUERY_LIMIT_EXCEEDED.* Slow down/,
    ],
    [
      "a closed portal",
      () => ({ status: 403, body: '{"error":"PORTAL_DELETED","error_description":"Portal was deleted"}' }),
      /answers 403 PORTAL_DELETED/,
    ],
  ];
  it.each(closed)("%s ends it at the first call, with what to do", async (_, bend, says) => {
    portal.bend = bend;
    const { code, text } = await compare();
    expect(text).toMatch(says);
    expect(code).toBe(2);
    expect(portal.requests).toHaveLength(1);
  });

  it.each(["crm.calllist.statuslist", "crm.calllist.get", "batch"])(
    "a gateway that answers for it says nothing about it, also in the middle: %s",
    async (method) => {
      portal.bend = (called) => (called === method ? { ...HTML, status: 502 } : undefined);
      const { code, text } = await compare();
      expect(text).toMatch(/\nThe portal, or a gateway before it, answers HTTP 502 and no JSON, .* Try again later\.$/);
      expect(text).not.toContain("DIFFERS");
      expect(code).toBe(2);
    },
  );

  it("something that is no portal ends it at the first call, with what a webhook looks like", async () => {
    portal.bend = () => ({ ...HTML, status: 405 });
    const { code, text } = await compare();
    expect(text).toContain("not a portal, or not its REST API: 405, and no JSON. A webhook's URL is https://<portal>/");
    expect([code, portal.requests.length]).toEqual([2, 1]);
  });

  it("a redirect is not followed, wherever it leads", async () => {
    const other = await startBentPortal();
    portal.bend = (method) => ({ status: 302, headers: { ...HTML.headers, location: other.webhookUrl + method } });
    const { code, text } = await compare();
    expect(text).toContain("The portal redirects, as one that was renamed. Take the webhook's new URL from it.");
    expect([code, other.requests]).toEqual([2, []]);
    await other.close();
  });

  it("not even to another name of the same cloud, which the client would follow", async () => {
    const called: unknown[] = [];
    const fetch = async (url: unknown) => {
      called.push(url);
      const Location = `https://new.bitrix24.com/rest/1/${CODE}/crm.calllist.get`;
      return new Response("", { status: 302, headers: { Location } });
    };
    const send = portalBehind(webhook(`https://old.bitrix24.com/rest/1/${CODE}/`), { fetch });
    const { statusCode } = await send("crm.calllist.get", { ID: 13 });
    expect([statusCode, called]).toEqual([302, [`https://old.bitrix24.com/rest/1/${CODE}/crm.calllist.get`]]);
  });

  it("nobody there", async () => {
    const { code, text } = await compare({}, `http://127.0.0.1:9/rest/1/${CODE}/`);
    expect(text).toContain("No answer. crm.calllist.statuslist: no connection to the portal");
    expect(code).toBe(2);
  });

  it.each([
    ["nothing", "", "nothing was given"],
    ["no URL", CODE, "this is not a URL"],
    ["http", `http://example.bitrix24.com/rest/1/${CODE}/`, "it has to be https"],
    ["no webhook's path", `https://example.bitrix24.com/${CODE}/`, "the path is not /rest/<user id>/<code>/"],
  ])("%s for a webhook is told, with a right one and without the code", async (_, webhook, says) => {
    const around = { webhook, stop: new AbortController().signal, print: () => {} };
    const { message } = await contract({ target: "portal", allowWrites: false }, around).catch((error) => error);
    expect(message).toMatch(new RegExp(`^B24_WEBHOOK_URL: ${says}.*https://example.bitrix24.com/rest/1/x{16}/$`));
    expect(message).not.toContain(CODE);
  });
});

describe("With --allow-writes", () => {
  it("contacts that are not there are no difference of the portal's", async () => {
    const { code, text } = await compare({ contacts: [9, 99_999] });
    expect(text).toMatch(/\nThe contacts of --contacts cannot be taken\. The portal answers 400 ENTITY_ERROR, .*$/);
    expect(text).not.toContain("DIFFERS");
    expect(code).toBe(2);
  });

  it("what differed before counts all the same", async () => {
    portal.bend = inResultOf("crm.calllist.statuslist", () => ({ result: [] }));
    const { code, text } = await compare({ contacts: [9, 99_999] });
    expect(text).toContain("The contacts of --contacts cannot be taken.");
    expect(code).toBe(1);
  });

  it("a list is made of the contacts and changed, which is told before and after", async () => {
    const { code, text } = await compare({ contacts: [9, 17] });
    expect([code, text]).toEqual([0, expect.stringContaining("28 calls, all as described.")]);
    expect(text).toMatch(
      /^The description against your portal\. At the end, a call list of the given contacts is made/,
    );
    expect(text).toMatch(/\nCall list 51 was made, and stays\. None of the six methods deletes it; .*$/);
    expect(portal.sandbox.control.requests.flatMap(({ changes }) => changes)).toEqual([
      "list 51 added, 2 participants",
      "list 51: 1 participants kept, 0 added, 1 dropped",
      "list 51: 1 participants kept, 1 added, 0 dropped",
    ]);
    const made = portal.sandbox.control.state.lists?.find(({ ID }) => ID === 51);
    expect(made?.participants).toHaveLength(2);
  });

  it("the list is named also when it goes wrong after that", async () => {
    portal.bend = (method) => (method === "crm.calllist.update" ? { status: 401, body: '{"error":"x"}' } : undefined);
    const { code, text } = await compare({ contacts: [9, 17] });
    expect([code, text]).toEqual([2, expect.stringContaining("Call list 51 was made, and stays.")]);
  });

  it("an id that is text is found", async () => {
    portal.bend = inResultOf("crm.calllist.add", ({ result }: Body) => ({ result: String(result), time: {} }));
    const { code, text } = await compare({ contacts: [9, 17] });
    expect(problemsOf(text)[0]).toBe("         /result must be integer");
    expect([code, text]).toEqual([1, expect.stringContaining("Call list 51 was made, and stays.")]);
  });
});
