// The control API over HTTP, as other languages use it, and its description.
import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import openapi from "../src/control/control.openapi.json" with { type: "json" };
import { FAULTS, type Sandbox, startSandbox } from "../src/index.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(() => sandbox.control.reset());
afterAll(() => sandbox.close());

async function control(verb: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const response = await fetch(`${sandbox.url}/__sandbox${path}`, {
    method: verb,
    headers,
    ...(body !== undefined && { body: text }),
  });
  const answer = await response.text();
  return { status: response.status, body: answer === "" ? undefined : JSON.parse(answer) };
}

async function portal(method: string, params: object = {}) {
  const response = await fetch(sandbox.webhookUrl + method, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(params),
  });
  return (await response.json()) as { result?: unknown; error?: string };
}

const rowsOf = async (list: number) => (await portal("crm.calllist.items.get", { LIST_ID: list })).result;

describe("state", () => {
  it("an operator's work shows in the portal's answers", async () => {
    expect(await control("PUT", "/lists/13/participants/9", { STATUS: "SUCCESS", CALL_ID: 7 })).toEqual({
      status: 204,
    });
    expect(await rowsOf(13)).toContainEqual({ ID: 9, STATUS: "SUCCESS", ENTITY_TYPE: 3 });
  });

  it("a list's participants can be read, and one taken off", async () => {
    await control("PUT", "/lists/13/participants/9", { RANK: 25 });
    expect(await control("DELETE", "/lists/13/participants/19")).toEqual({ status: 204 });
    expect((await control("GET", "/lists/13/participants")).body).toEqual([
      { ID: 17, STATUS: "IN_WORK", RANK: 10, CALL_ID: null },
      { ID: 9, STATUS: "IN_WORK", RANK: 20, CALL_ID: null },
    ]);
  });

  it("operators start, work and stop", async () => {
    expect(await control("PUT", "/operators", { chance: 1, lists: [13] })).toEqual({ status: 204 });
    await portal("crm.calllist.statuslist");
    const setting = { chance: 1, lists: [13] };
    expect((await control("GET", "/operators")).body).toEqual({ setting, statusesSet: 1 });
    await control("DELETE", "/operators");
    expect((await control("GET", "/operators")).body).toEqual({ statusesSet: 0 });
  });

  it("reset goes back to the seed", async () => {
    await portal("crm.calllist.update", { LIST_ID: 13, ENTITY_TYPE: "CONTACT", ENTITIES: [1] });
    await control("POST", "/reset");
    expect(await rowsOf(13)).toHaveLength(3);
    expect((await control("GET", "/journal")).body.map(({ method }: { method: string }) => method)).toEqual([
      "crm.calllist.items.get",
    ]);
  });

  it("a snapshot keeps everything, and is restored by its name", async () => {
    await control("PUT", "/lists/13/participants/9", { STATUS: "SUCCESS" });
    await control("POST", "/snapshots", { name: "called one" });
    await portal("crm.calllist.update", { LIST_ID: 13, ENTITY_TYPE: "CONTACT", ENTITIES: [1] });
    expect((await control("GET", "/snapshots")).body).toContain("called one");
    await control("POST", "/snapshots/called%20one/restore");
    expect(await rowsOf(13)).toContainEqual({ ID: 9, STATUS: "SUCCESS", ENTITY_TYPE: 3 });
  });

  it("what state gives can be seeded again", async () => {
    await portal("crm.calllist.add", { ENTITY_TYPE: "CONTACT", ENTITIES: [5] });
    const { body } = await control("GET", "/state");
    await control("POST", "/reset");
    expect(await control("POST", "/seed", body)).toEqual({ status: 204 });
    expect(await rowsOf(51)).toEqual([{ ID: 5, STATUS: "IN_WORK", ENTITY_TYPE: 3 }]);
    await control("POST", "/seed", JSON.stringify("demo"));
  });

  it("rights can be given", async () => {
    await control("PUT", "/users/9", { reads: { CONTACT: [9] } });
    const response = await fetch(`${sandbox.url}/rest/9/xxxxxxxxxxxxxxxx/crm.calllist.items.get?LIST_ID=13`);
    expect(await response.json()).toMatchObject({ result: [{ ID: 9 }] });
  });

  it("the clock stops, turns and runs", async () => {
    const stopped = await control("POST", "/clock", { stop: "2025-11-20T12:00:00+02:00" });
    expect(stopped.body).toEqual({ now: "2025-11-20T12:00:00+02:00", stopped: true });
    expect((await control("POST", "/clock", { turn: 90 })).body.now).toBe("2025-11-20T12:01:30+02:00");
    expect((await portal("server.time")).result).toBe("2025-11-20T12:01:30+02:00");
    expect((await control("POST", "/clock", { run: true })).body.stopped).toBe(false);
  });

  it("the journal tells what each request changed, and no secret", async () => {
    await portal("crm.calllist.add", { ENTITY_TYPE: "CONTACT", ENTITIES: [5, 6] });
    await portal("crm.calllist.get", { ID: 99 });
    const { body } = await control("GET", "/journal");
    expect(body).toMatchObject([
      { method: "crm.calllist.add", user: 1, status: 200, changes: ["list 51 added, 2 participants"] },
      { method: "crm.calllist.get", status: 400, error: "LIST_ID_ERROR", changes: [] },
    ]);
    expect(JSON.stringify(body)).not.toContain("xxxx");
  });
});

describe("requests that cannot be met say what a right one looks like", () => {
  const cases: [verb: string, path: string, body: unknown, status: number, text: string][] = [
    [
      "PUT",
      "/lists/13/participants/9",
      { STATS: "SUCCESS" },
      400,
      'unknown name "STATS"; right is {"STATUS":"SUCCESS"',
    ],
    ["PUT", "/lists/13/participants/9", { STATUS: "DONE" }, 400, "STATUS must be one of IN_WORK, SUCCESS"],
    ["PUT", "/lists/13/participants/9", { STATUS: "SUCCESS", user: 9 }, 403, "has no participant that user 9 can read"],
    ["PUT", "/lists/30/participants/60", { STATUS: "SUCCESS" }, 403, "Participant 60 of list 30 was deleted"],
    ["GET", "/lists/99/participants", undefined, 404, "There is no list 99"],
    ["DELETE", "/lists/13/participants/1", undefined, 404, "List 13 has no participant 1"],
    ["PUT", "/operators", { chance: 2 }, 400, 'chance must be <= 1; right is {"chance":0.2'],
    ["PUT", "/operators", { back: 0.1 }, 400, 'right is {"chance":0.2'],
    ["PUT", "/lists/99/participants/9", { STATUS: "SUCCESS" }, 404, "There is no list 99"],
    ["PUT", "/lists/13/participants/1", { STATUS: "SUCCESS" }, 404, "List 13 has no participant 1"],
    ["POST", "/faults", { fault: "explode" }, 400, "fault must be one of rate-limit"],
    ["POST", "/faults", { fault: "moved", host: "b24.example" }, 400, "host must be like https://renamed.bitrix24.com"],
    ["POST", "/faults", "{", 400, 'The body must be JSON, such as {"fault":"rate-limit"'],
    ["POST", "/clock", { stop: "noon" }, 400, "such as 2025-11-20T12:00:00+02:00"],
    ["POST", "/seed", { users: [{ id: "one" }] }, 400, "users.0.id must be integer, such as 13"],
    ["POST", "/seed", { users: [{ id: 1 }], list: [] }, 400, 'unknown name "list"'],
    ["POST", "/seed", { users: [{ id: 1 }], webhooks: [{ user: 2, code: "c" }] }, 400, "there is no user 2"],
    ["POST", "/snapshots/none/restore", undefined, 404, 'There is no snapshot "none"'],
    ["GET", "/reset", undefined, 405, "/reset takes POST"],
    ["GET", "/nothing", undefined, 404, "There is GET /state, POST /reset"],
  ];
  for (const [verb, path, body, status, text] of cases) {
    it(`${verb} ${path} ${JSON.stringify(body) ?? ""}`, async () => {
      const answer = await control(verb, path, body);
      expect(answer.body.error).toContain(text);
      expect(answer.status).toBe(status);
    });
  }
});

it("pages of other sites cannot reach the control", async () => {
  const answer = await control("POST", "/reset", undefined, { Origin: "https://evil.example" });
  expect(answer.status).toBe(403);
  const response = await fetch(`${sandbox.url}/__sandbox/state`);
  expect(response.headers.get("access-control-allow-origin")).toBe(null);
});

it("the description lists every fault, and is served", async () => {
  expect(openapi.components.schemas.Fault.properties.fault.enum).toEqual(Object.keys(FAULTS));
  expect((await control("GET", "/openapi.json")).body).toEqual(openapi);
});

it("the page shows lists, participants and requests", async () => {
  await portal("crm.calllist.add", { ENTITY_TYPE: "CONTACT", ENTITIES: [5, 6] });
  const page = async (query = ""): Promise<string> => (await fetch(`${sandbox.url}/__sandbox/${query}`)).text();
  expect(await page()).toContain("list 51 added, 2 participants");
  expect(await page("?list=30&offset=50")).toContain("<td>51</td><td>12</td><td>SUCCESS</td>");
});

it("the schema of a seed reaches the package", async () => {
  const demo = await readFile(new URL("../seeds/demo.yaml", import.meta.url), "utf8");
  expect(demo).toContain("$schema=../dist/seed/seed.schema.json");
});
