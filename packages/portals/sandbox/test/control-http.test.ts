// The control over HTTP by itself: its routes, what it says of wrong requests, its key, and the page for people.
import { beforeEach, describe, expect, it, vi } from "vitest";
import { addressOf } from "../src/address.ts";
import { Control } from "../src/control/control.ts";
import { answerControl } from "../src/control/http.ts";
import type { Seed } from "../src/index.ts";

const seed: Seed = {
  clock: "2025-11-20T12:00:00+02:00",
  timezone: "+02:00",
  users: [{ id: 1, admin: true }],
  contacts: { from: 1, to: 200 },
  webforms: [{ id: 5, name: "Winter & <offer>" }],
  statuses: ["IN_WORK", "SUCCESS"].map((STATUS_ID, index) => ({
    ID: index + 1,
    NAME: STATUS_ID,
    SORT: index,
    STATUS_ID,
  })),
  lists: Array.from({ length: 120 }, (_, index) => ({
    ID: index + 1,
    DATE_CREATE: "2025-07-14 08:47:19",
    CREATED_BY_ID: index === 0 ? null : 7,
    WEBFORM_ID: index === 1 ? 5 : index === 2 ? 6 : null,
    ENTITY_TYPE_ID: index === 3 ? 999 : 3,
    participants:
      index === 119 ? { from: 1, to: 120 } : index === 4 ? [] : [1, { ID: 2, STATUS: "SUCCESS", CALL_ID: 77 }],
  })),
  webhooks: [{ user: 1, code: "k" }],
};

let control: Control;
let address = addressOf("127.0.0.1", 4020, "", []);
beforeEach(() => {
  control = new Control({ seed, quirks: {}, limits: { capacity: 50, perSecond: 2 }, changed: () => {} });
  address = addressOf("127.0.0.1", 4020, "", []);
});

async function ask(verb: string, path: string, body: unknown = "", headers: Record<string, string> = {}) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const own = { host: "127.0.0.1:4020", ...headers };
  return answerControl(control, { verb, url: `/__sandbox${path}`, headers: own, body: text }, address);
}
const errorOf = async (...request: Parameters<typeof ask>) => {
  const { status, body } = await ask(...request);
  return [status, JSON.parse(body).error];
};

describe("a wrong request is told", () => {
  const ROUTES =
    "There is GET /state, POST /reset, POST /seed, GET /snapshots, POST /snapshots, POST /snapshots/{name}/restore, " +
    "GET /lists/{listId}/participants, DELETE /lists/{listId}/participants/{participantId}, " +
    "PUT /lists/{listId}/participants/{participantId}, GET /operators, PUT /operators, DELETE /operators, PUT /users/{id}, " +
    "GET /clock, POST /clock, POST /working-time, GET /faults, POST /faults, DELETE /faults, GET /journal, DELETE /journal";
  const cases: [request: [verb: string, path: string, body?: unknown], status: number, error: string][] = [
    [["GET", "/nothing"], 404, ROUTES],
    [["POST", ""], 404, ROUTES],
    [["POST", "/"], 404, ROUTES],
    [["POST", "/openapi.json"], 404, ROUTES],
    [["GET", "/state/more"], 404, ROUTES],
    [["GET", "/a/state"], 404, ROUTES],
    [["PATCH", "/faults"], 405, "/faults takes GET, POST, DELETE"],
    [["GET", "/users/7"], 405, "/users/7 takes PUT"],
    [["POST", "/snapshots/%E0%A4%A/restore"], 400, "name is not percent-encoded"],
    [["POST", "/clock", "{"], 400, 'The body must be JSON, such as {"stop":"2025-11-20T12:00:00+02:00"}'],
    [
      ["POST", "/clock", {}],
      400,
      'The body must NOT have fewer than 1 properties; right is {"stop":"2025-11-20T12:00:00+02:00"}',
    ],
    [
      ["POST", "/clock", { stop: 5 }],
      400,
      'stop must be equal to constant; right is {"stop":"2025-11-20T12:00:00+02:00"}',
    ],
    [
      ["POST", "/clock", { later: 5 }],
      400,
      'The body has an unknown name "later"; right is {"stop":"2025-11-20T12:00:00+02:00"}',
    ],
    [["POST", "/snapshots", ""], 400, 'The body must be JSON, such as {"name":"before"}'],
    [["POST", "/snapshots", {}], 400, `The body must have required property 'name'; right is {"name":"before"}`],
    [["POST", "/seed", '"small"'], 400, 'The body must be like large:1000; right is "large:1000"'],
    [
      ["POST", "/faults", { fault: "none" }],
      400,
      'fault must be one of rate-limit, operation-time, expired-token, overload, error-json, error-html, bad-gateway, gateway-timeout, moved, reset-before, reset-after, slow, cut-body, html-200, deleted; right is {"fault":"rate-limit","method":"crm.calllist.add","times":3}',
    ],
    [
      ["POST", "/faults", { fault: "moved", host: "x" }],
      400,
      'host must be like https://renamed.bitrix24.com; right is {"fault":"rate-limit","method":"crm.calllist.add","times":3}',
    ],
    [
      ["PUT", "/operators", { chance: 1, lists: ["a"] }],
      400,
      'lists.0 must be integer; right is {"chance":0.2,"lists":[13],"seed":1}',
    ],
    [
      ["PUT", "/users/7", { admin: 1 }],
      400,
      'admin must be boolean; right is {"name":"Otto","lastName":"Operator","admin":true}',
    ],
    [
      ["POST", "/working-time", { method: "profile", seconds: 1 }],
      400,
      `The body must have required property 'user'; right is {"method":"crm.calllist.items.get","user":1,"clientId":"local.sandbox"}`,
    ],
  ];
  it.each(cases)("%j", async (request, status, error) => {
    expect(await errorOf(...request)).toEqual([status, error]);
  });
});

describe("a right request", () => {
  it("that has nothing to tell is answered with 204 and no body", async () => {
    expect(await ask("POST", "/reset")).toMatchObject({ status: 204, body: "" });
  });

  it("is answered in JSON", async () => {
    const { status, headers, body } = await ask("GET", "/clock");
    expect([status, headers["Content-Type"]]).toEqual([200, "application/json; charset=utf-8"]);
    expect(JSON.parse(body)).toEqual({ now: "2025-11-20T12:00:00+02:00", stopped: true });
  });

  it("stops the clock now or at a time, turns it, and lets it run", async () => {
    const clock = async (body: object) => JSON.parse((await ask("POST", "/clock", body)).body);
    expect(await clock({ run: true })).toMatchObject({ stopped: false });
    expect(await clock({ stop: true })).toMatchObject({ stopped: true });
    expect(await clock({ stop: "2025-12-01T00:00:00+02:00" })).toEqual({
      now: "2025-12-01T00:00:00+02:00",
      stopped: true,
    });
    expect(await clock({ turn: 90 })).toEqual({ now: "2025-12-01T00:01:30+02:00", stopped: true });
    expect(await clock({ turn: 0 })).toEqual({ now: "2025-12-01T00:01:30+02:00", stopped: true });
  });

  it("turns a clock that runs, which runs on", async () => {
    control.runClock();
    expect(JSON.parse((await ask("POST", "/clock", { turn: 90 })).body).stopped).toBe(false);
    expect(JSON.parse((await ask("POST", "/clock", { run: true })).body).stopped).toBe(false);
  });

  it("finds each route, and checks the body of each that has one, from the first request on", async () => {
    vi.resetModules(); // the routes are made with the first request
    const { answerControl } = await import("../src/control/http.ts");
    const { Control } = await import("../src/control/control.ts");
    const fresh = new Control({ seed, quirks: {}, limits: false, changed: () => {} });
    const statusOf = async (verb: string, path: string, body: string) => {
      const headers = { host: "localhost" };
      return (await answerControl(fresh, { verb, url: `/__sandbox${path}`, headers, body }, address)).status;
    };
    for (const [verb, path, right] of [
      ["POST", "/snapshots", '{"name":"a/b"}'],
      ["POST", "/snapshots/a%2Fb/restore", undefined],
      ["PUT", "/lists/2/participants/1", '{"CALL_ID":5}'],
      ["DELETE", "/lists/2/participants/1", undefined],
      ["GET", "/lists/2/participants", undefined],
      ["PUT", "/operators", '{"chance":0}'],
      ["GET", "/operators", undefined],
      ["DELETE", "/operators", undefined],
      ["PUT", "/users/8", "{}"],
      ["POST", "/working-time", '{"method":"profile","user":1,"seconds":1}'],
      ["POST", "/faults", '{"fault":"slow"}'],
      ["POST", "/seed", '"demo"'],
    ] as const) {
      expect(await statusOf(verb, path, right ?? "no JSON"), `${verb} ${path}`).toBeLessThan(300);
      if (right === undefined) continue;
      for (const wrong of ["", "5", '{"x":1}']) expect(await statusOf(verb, path, wrong), `${path} ${wrong}`).toBe(400);
    }
  });

  it("counts working time for a user or an application, lists and clears faults and journal", async () => {
    expect((await ask("POST", "/working-time", { method: "profile", user: 1, seconds: 0 })).status).toBe(204);
    expect(await errorOf("POST", "/working-time", { method: "profile", clientId: "x", seconds: 1 })).toEqual([
      404,
      "There is no application x",
    ]);
    const fault = { fault: "slow", seconds: 3 };
    expect((await ask("POST", "/faults", fault)).status).toBe(204);
    expect(JSON.parse((await ask("GET", "/faults")).body)).toEqual([{ ...fault, times: 1 }]);
    await ask("DELETE", "/faults");
    expect(JSON.parse((await ask("GET", "/faults")).body)).toEqual([]);
    control.journal.add({ at: "", method: "profile", changes: [] });
    expect(JSON.parse((await ask("GET", "/journal")).body)).toHaveLength(1);
    await ask("DELETE", "/journal");
    expect(JSON.parse((await ask("GET", "/journal")).body)).toEqual([]);
  });

  it("seeds by name or with a seed", async () => {
    await ask("POST", "/seed", '"large:100"');
    expect(control.participants(1)).toHaveLength(100);
    await ask("POST", "/seed", { users: [{ id: 3 }] });
    expect(control.state.users).toHaveLength(1);
    await ask("POST", "/seed", '"demo"');
    expect(control.participants(13)).toHaveLength(3);
  });

  it("makes and changes a user", async () => {
    await ask("PUT", "/users/8", { name: "Eve", reads: { CONTACT: [2] } });
    expect(control.state.users.at(-1)).toMatchObject({ id: 8, name: "Eve", reads: { 3: [2] } });
  });
});

describe("the address without a slash leads to the page, with its query and below the prefix", () => {
  it.each([
    ["", "", "/__sandbox/"],
    ["?list=13", "", "/__sandbox/?list=13"],
    ["", "/crm", "/crm/__sandbox/"],
  ])("%j below %j", async (query, prefix, location) => {
    address = addressOf("127.0.0.1", 4020, prefix, []);
    expect(await ask("GET", query)).toMatchObject({ status: 308, headers: { Location: location }, body: "" });
  });
});

describe("who may ask", () => {
  it.each([
    ["127.0.0.1", [], ["127.0.0.1", "localhost", "[::1]"]],
    ["localhost", [], ["127.0.0.1", "localhost", "[::1]"]],
    ["::1", [], ["127.0.0.1", "localhost", "[::1]"]],
    ["0.0.0.0", ["Portal"], ["127.0.0.1", "localhost", "[::1]", "portal"]],
    ["::", [], ["127.0.0.1", "localhost", "[::1]"]],
    ["192.0.2.1", ["a", "b"], ["127.0.0.1", "localhost", "[::1]", "192.0.2.1", "a", "b"]],
    ["2001:db8::1", [], ["127.0.0.1", "localhost", "[::1]", "[2001:db8::1]"]],
  ])("a sandbox on %s with %j answers to %j", async (host, allowHosts, names) => {
    address = addressOf(host, 4020, "", allowHosts);
    const headers = address.controlKey === undefined ? {} : { authorization: `Bearer ${address.controlKey}` };
    for (const name of names) {
      expect((await ask("GET", "/clock", "", { ...headers, host: name })).status, name).toBe(200);
      expect((await ask("GET", "/clock", "", { ...headers, host: `${name.toUpperCase()}:1` })).status, name).toBe(200);
    }
    for (const name of ["evil.example", "192.0.2.2", "localhost.evil.example"]) {
      expect(await errorOf("GET", "/clock", "", { ...headers, host: name }), name).toEqual([
        403,
        `The control answers to ${names.join(", ")}, and not to other sites' pages; --allow-host NAME (allowHosts) allows another name`,
      ]);
    }
  });

  it.each([
    ["127.0.0.1", "http://127.0.0.1:80/crm", false],
    ["localhost", "http://localhost:80/crm", false],
    ["::1", "http://[::1]:80/crm", false],
    ["[::1]", "http://[::1]:80/crm", false],
    ["0.0.0.0", "http://127.0.0.1:80/crm", true],
    ["::", "http://[::1]:80/crm", true],
    ["192.0.2.1", "http://192.0.2.1:80/crm", true],
    ["2001:db8::1", "http://[2001:db8::1]:80/crm", true],
  ])("a sandbox on %s is at %s, with a key: %j", (host, url, needsKey) => {
    const { controlKey, ...rest } = addressOf(host, 80, "/crm", []);
    expect(rest).toMatchObject({ url, prefix: "/crm" });
    expect(controlKey === undefined ? "" : controlKey).toMatch(needsKey ? /^[\w-]{32}$/ : /^$/);
  });

  it("the key may come in a header, in any letter case of Bearer, or in the address; the header counts", async () => {
    address = addressOf("0.0.0.0", 4020, "", []);
    const key = address.controlKey!;
    const status = async (path: string, authorization?: string) =>
      (await ask("GET", path, "", authorization === undefined ? {} : { authorization })).status;
    expect(await status("/clock", `bearer ${key}`)).toBe(200);
    expect(await status(`/clock?key=${key}`)).toBe(200);
    expect(await status(`/clock?key=${key}`, "Basic abc")).toBe(200);
    expect(await status(`/clock?key=${key}`, "Bearer wrong")).toBe(401);
    expect(await status("/clock?key=wrong", `Bearer ${key}`)).toBe(200);
    expect(await status("/clock", key)).toBe(401);
    expect(await status("/clock", `x Bearer ${key}`)).toBe(401);
    expect((await errorOf("GET", "/clock"))[1]).toBe(
      "The control needs the key that the sandbox printed when it started: send it as Authorization: Bearer KEY, or open the page with ?key=KEY",
    );
  });
});

describe("the page", () => {
  const page = async (query = "") => (await ask("GET", `/${query}`)).body;
  /** The cells of a table, as people read them. */
  const rows = (html: string, name: string): string[] => {
    const table = html.split(`aria-label="${name}"`)[1]?.split("</table>")[0] ?? "";
    return table
      .split("<tr>")
      .slice(1)
      .map((row) =>
        row
          .split(/<\/t[dh]>/)
          .slice(0, -1)
          .map((cell) => cell.replace(/^<t[dh][^>]*>/, "").replace(/<[^>]+>/g, ""))
          .join(" | "),
      );
  };
  const links = (html: string) =>
    [...html.matchAll(/<a href="([^"]*)"[^>]*>([^<]*)</g)].map(([, href, text]) => `${text}: ${href}`);

  it("shows the lists, the newest first, fifty at a time", async () => {
    const lists = rows(await page(), "Call lists");
    expect(lists).toHaveLength(51);
    expect(lists.slice(0, 3)).toEqual([
      "List | Made | By user | Web form | Of | Participants | Statuses",
      "120 | 2025-07-14 08:47:19 | 7 | – | CONTACT | 120 | IN_WORK 120",
      "119 | 2025-07-14 08:47:19 | 7 | – | CONTACT | 2 | IN_WORK 1, SUCCESS 1",
    ]);
    expect(rows(await page("?offset=100"), "Call lists").slice(-5)).toEqual([
      "5 | 2025-07-14 08:47:19 | 7 | – | CONTACT | 0 | ",
      "4 | 2025-07-14 08:47:19 | 7 | – |  | 2 | IN_WORK 1, SUCCESS 1",
      "3 | 2025-07-14 08:47:19 | 7 | 6  | CONTACT | 2 | IN_WORK 1, SUCCESS 1",
      "2 | 2025-07-14 08:47:19 | 7 | 5 Winter &amp; &lt;offer> | CONTACT | 2 | IN_WORK 1, SUCCESS 1",
      "1 | 2025-07-14 08:47:19 |  | – | CONTACT | 2 | IN_WORK 1, SUCCESS 1",
    ]);
  });

  it.each([
    ["", [], ["Next: ?offset=50"]],
    ["?offset=50", ["Previous: ?offset=0"], ["Next: ?offset=100"]],
    ["?offset=70", ["Previous: ?offset=20"], []],
    ["?offset=30", ["Previous: ?offset=0"], ["Next: ?offset=80"]],
    ["?offset=100", ["Previous: ?offset=50"], []],
    ["?offset=-5", [], ["Next: ?offset=50"]],
    ["?offset=x", [], ["Next: ?offset=50"]],
    ["?offset=1.7", ["Previous: ?offset=0"], ["Next: ?offset=51"]],
  ])("%j leads to the pages beside it", async (query, back, on) => {
    const found = links(await page(query));
    expect(found.filter((link) => link.startsWith("Previous"))).toEqual(back);
    expect(found.filter((link) => link.startsWith("Next"))).toEqual(on);
  });

  it("shows the participants of a list, fifty at a time", async () => {
    const html = await page("?list=120&offset=50");
    expect(html).toContain("<title>List 120</title>");
    expect(html).toContain("<h1>List 120</h1>");
    expect(rows(html, "Participants").slice(0, 2)).toEqual([
      "Place | CONTACT ID | Status | Rank | Call",
      "51 | 51 | IN_WORK | 510 | ",
    ]);
    expect(rows(html, "Participants")).toHaveLength(51);
    expect(links(html)).toEqual([
      "All lists: ./",
      "Previous: ?list=120&amp;offset=0",
      "Next: ?list=120&amp;offset=100",
    ]);
    expect(rows(await page("?list=2"), "Participants").slice(1)).toEqual([
      "1 | 1 | IN_WORK | 10 | ",
      "2 | 2 | SUCCESS | 20 | 77",
    ]);
    expect(await page("?list=2")).toContain("IN_WORK 1, SUCCESS 1");
  });

  it("says that nobody is on an empty list, and that there is none", async () => {
    const html = await page("?list=5");
    expect(html).toContain("Nobody is on this list.");
    expect(html).toContain("<p>None.</p>");
    control.seed({ users: [{ id: 1 }] });
    expect((await page()).match(/<p>None\.<\/p>/g)).toHaveLength(2);
  });

  it("of a list that is not there is the one of all", async () => {
    for (const query of ["?list=999", "?list=x", "?list="])
      expect(await page(query)).toContain("<h1>Sandbox portal</h1>");
  });

  it("tells the time, and whether it stands; which faults are to come", async () => {
    expect(await page()).toContain(
      "The portal's time is <strong>2025-11-20T12:00:00+02:00</strong>, and stands still. Faults to come: none.",
    );
    control.runClock();
    expect(await page()).toMatch(/<\/strong>\. Faults to come/);
    control.addFault({ fault: "slow" });
    control.addFault({ fault: "moved", method: "profile", times: 3 });
    control.addFault({ fault: "deleted", times: 0 });
    expect(await page()).toContain("Faults to come: slow × 1, moved on profile × 3, deleted × 0.");
  });

  it("tells what operators do, and offers to stop them where they work", async () => {
    expect(await page()).toContain("<p>No operators work.");
    expect(await page()).toContain('value="0.2"');
    expect(await page()).not.toContain('id="stop"');
    control.setOperators({ chance: 0.7, lists: [2] });
    const html = await page();
    expect(html).toContain("Operators work ({&quot;chance&quot;:0.7,&quot;lists&quot;:[2]}) and have set 0 statuses.");
    expect(html).toContain('value="0.7"');
    expect(html).toContain('<button type="button" id="stop">Stop</button>');
    expect(html).toContain(
      'send("PUT", { ...{"chance":0.7,"lists":[2]}, chance: form.elements.chance.valueAsNumber });',
    );
    control.server.operators!.statusesSet = 1;
    expect(await page()).toContain("have set 1 status.");
    control.setOperators({ every: 5, lists: ["<script>" as never].slice(1) });
    expect(await page()).toContain('value="0.2"');
  });

  it("shows the last fifty requests, the newest first, with all that is known of each", async () => {
    const at = "2025-11-20T12:00:00+02:00";
    for (let count = 1; count <= 52; count++) control.journal.add({ at, method: `m${count}`, changes: [] });
    control.journal.add({ at, method: "profile", user: 1, status: 200, changes: ["a", "b"] });
    control.journal.add({
      at,
      method: "x",
      status: 503,
      error: "E",
      fault: "rate-limit",
      connection: "cut",
      changes: [],
    });
    const requests = rows(await page(), "Last requests");
    expect(requests).toHaveLength(51);
    expect(requests.slice(0, 4)).toEqual([
      "Number | At | Method | User | Answer | Changed",
      `54 | ${at} | x |  | 503 E (fault: rate-limit) connection cut | `,
      `53 | ${at} | profile | 1 | 200 | a; b`,
      `52 | ${at} | m52 |  |  | `,
    ]);
    expect(requests.at(-1)).toContain("| m5 |");
  });

  it("keeps the key in its links", async () => {
    address = addressOf("0.0.0.0", 4020, "", []);
    const key = address.controlKey!;
    const found = links(await page(`?key=${key}`));
    expect(found[0]).toBe(`Control API: openapi.json?key=${key}`);
    expect(found).toContain(`120: ?list=120&amp;key=${key}`);
    expect(found).toContain(`Next: ?offset=50&amp;key=${key}`);
    expect(links(await page(`?list=120&key=${key}`))).toContain(`All lists: ./?key=${key}`);
    expect((await ask("GET", `/?key=${key}`)).headers["Content-Type"]).toBe("text/html; charset=utf-8");
  });

  it("is whole, for browsers, readers and phones", async () => {
    const html = await page();
    expect(html).toMatch(/^<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<meta name="viewport"/);
    expect(html).toMatch(/<\/main>\n<\/body>\n<\/html>\n$/);
    expect(html).toContain('<div class="scroll" role="region" aria-label="Call lists" tabindex="0"><table>');
    expect(html).toContain('<th scope="col">List</th>');
    expect(html).toContain(".scroll { overflow-x: auto; }");
  });
});
