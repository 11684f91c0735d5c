// Batches: what goes over the wire, what comes back for each command, and what is refused before it is sent.

import { readFileSync } from "node:fs";
import { parseBatchCommand } from "@b24-calllist/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { batch, type Command, type Entry, ref } from "../src/index.ts";
import { encodeCommand } from "../src/internal/encode-command.ts";
import { failure, json, ok, portal, type Reply, SECRET, silent, text, time } from "./portal.ts";
import { asArrived, randomParams } from "./random-params.ts";

/** An answer as PHP writes it: an empty map is []. */
const answer = (result: object, errors: object = {}): Reply => {
  const asPhp = (map: object) => (Object.keys(map).length === 0 ? [] : map);
  return json({
    result: { result: asPhp(result), result_error: asPhp(errors), result_total: [], result_next: [], result_time: [] },
    time,
  });
};
/** Answers every command with a result of its method: of `get`, a list with the command's own text in it. */
const echo: Reply = async (request) => {
  const { cmd } = (await request.json()) as { cmd: Record<string, string> };
  const resultOf = (command: string) => (command.startsWith("crm.calllist.add") ? 51 : { ID: command });
  return answer(Object.fromEntries(Object.entries(cmd).map(([key, command]) => [key, resultOf(command)])))(request);
};
const refusal = { error: "LIST_ID_ERROR", error_description: "Incorrect list id" };
const get = (ID: number) => ["crm.calllist.get", { ID }] as const;
const add = (id: number) => ["crm.calllist.add", { ENTITY_TYPE: "CONTACT", ENTITIES: [id] }] as const;
const commandsOf = (body: unknown): string[] => Object.values((body as { cmd: Record<string, string> }).cmd);

describe("a batch", () => {
  it("by name: one request, and an entry under each name", async () => {
    const { client, asked } = portal(answer({ c0: [], c1: { ID: "13" } }));
    const result = await batch(client, { statuses: ["crm.calllist.statuslist"], list: get(13) });
    expect(result).toEqual({ statuses: { ok: true, result: [] }, list: { ok: true, result: { ID: "13" } } });
    expect(asked).toMatchObject([{ body: { cmd: { c0: "crm.calllist.statuslist", c1: "crm.calllist.get?ID=13" } } }]);
  });

  it("by position: entries in the same order, failed ones at their place", async () => {
    const { client } = portal(answer({ c0: { ID: "1" }, c2: { ID: "3" } }, { c1: refusal }));
    const [first, second, third] = await batch(client, [get(1), get(2), get(3)]);
    expect([first.result, third.result]).toEqual([{ ID: "1" }, { ID: "3" }]);
    expect(second).toMatchObject({
      ok: false,
      error: {
        name: "PortalError",
        code: "LIST_ID_ERROR",
        description: "Incorrect list id",
        method: "crm.calllist.get",
      },
    });
  });

  it("whatever shape the maps have: all failed, all good", async () => {
    const ok = async (reply: Reply) => (await batch(portal(reply).client, [get(1), get(2)])).map(({ ok }) => ok);
    expect(await ok(answer({}, { c0: refusal, c1: refusal }))).toEqual([false, false]);
    expect(await ok(answer({ c0: { ID: "1" }, c1: { ID: "2" } }))).toEqual([true, true]);
  });

  it("an error has the class that its code usually has", async () => {
    const errors = {
      c0: { error: "ACCESS_ERROR" },
      c1: { error: "OPERATION_TIME_LIMIT" },
      c2: { error: "insufficient_scope", error_description: "" },
      c3: { error: 100, error_description: "Unknown field", argument: "x" },
    };
    const entries = await batch(portal(answer({}, errors)).client, [get(1), get(2), get(3), get(4)]);
    const found = entries.map(({ error }) => error?.name);
    expect(found).toEqual(["AccessError", "LimitError", "AuthError", "PortalError"]);
    expect(entries[0].error).toMatchObject({ code: "ACCESS_ERROR", description: "" });
    expect(entries[3].error).toMatchObject({ code: "100", argument: "x", ids: [], status: 200 });
  });

  it("names that JavaScript or PHP would treat as something else are safe", async () => {
    const { client } = portal(echo);
    const names = ["__proto__", "constructor", "a b", "x[y]", "имя", "0", ""];
    const commands = Object.fromEntries(names.map((name, index) => [name, get(index + 1)]));
    const result = await batch(client, commands);
    expect(Object.keys(result).sort()).toEqual(names.sort());
    expect(Object.getOwnPropertyDescriptor(result, "__proto__")?.value).toMatchObject({ ok: true });
  });

  it("of none sends nothing", async () => {
    const { client, asked } = portal(echo);
    expect(await batch(client, [])).toEqual([]);
    expect(await batch(client, {})).toEqual({});
    expect(asked).toEqual([]);
  });

  it("a command that has left no trace is an error", async () => {
    const [entry] = await batch(portal(answer({})).client, [get(1)]);
    const error = { name: "UnexpectedResponseError", method: "crm.calllist.get" };
    expect(entry).toMatchObject({ ok: false, error });
  });
});

describe("more than 50 commands", () => {
  const many = (count: number): (readonly ["crm.calllist.get", { ID: number }])[] =>
    Array.from({ length: count }, (_, index) => get(index + 1));

  it("go in chunks of 50, one after the other, and keep their order", async () => {
    const { client, asked } = portal(echo);
    const entries = await batch(client, many(120));
    expect(asked.map(({ body }) => commandsOf(body).length)).toEqual([50, 50, 20]);
    expect(entries.map(({ result }) => result?.ID)).toEqual(many(120).map(([, { ID }]) => `crm.calllist.get?ID=${ID}`));
  });

  it("without halt, an error stops nothing", async () => {
    const { client, asked } = portal([answer({}, { c0: refusal }), echo]);
    const entries = await batch(client, [...many(50), get(77)]);
    expect(asked).toHaveLength(2);
    expect(entries[50]).toMatchObject({ ok: true });
  });

  it("with halt, an error stops the later chunks too", async () => {
    const { client, asked } = portal(answer({ c0: { ID: "1" } }, { c1: refusal }));
    const entries = await batch(client, many(120), { halt: true });
    expect(asked).toHaveLength(1);
    expect(asked[0]!.body).toMatchObject({ halt: true });
    expect(entries[1]!.error).toMatchObject({ code: "LIST_ID_ERROR" });
    for (const entry of entries.slice(2)) {
      expect(entry).toMatchObject({ ok: false, error: { name: "SkippedError", cause: { code: "LIST_ID_ERROR" } } });
    }
    expect(entries).toHaveLength(120);
  });

  it("a request without an answer: its commands have the error, later ones are not sent, earlier ones keep theirs", async () => {
    const { client, asked } = portal([echo, text("<html>", 502)], { retry: false });
    const entries = await batch(client, many(120));
    expect(asked).toHaveLength(2);
    expect(entries[49]).toMatchObject({ ok: true });
    expect(entries[50]!.error).toMatchObject({ name: "UnexpectedResponseError", status: 502 });
    expect(entries[100]!.error).toMatchObject({ name: "SkippedError", cause: { status: 502 } });
  });

  it("a request with add and without an answer: only add is unknown, and nothing made before is lost", async () => {
    const { client, asked } = portal([echo, text("<html>", 502)]);
    const entries: Entry[] = await batch(client, [...many(50), get(1), add(9)] as Command[]);
    expect(asked).toHaveLength(2);
    expect(entries[0]).toMatchObject({ ok: true });
    expect(entries[50]!.error).toMatchObject({ name: "UnexpectedResponseError", status: 502 });
    expect(entries[51]!.error).toMatchObject({
      name: "OutcomeUnknownError",
      method: "crm.calllist.add",
      params: { ENTITY_TYPE: "CONTACT", ENTITIES: [9] },
      cause: { status: 502 },
    });
  });

  it("an abort rejects with the signal's reason", async () => {
    const signal = AbortSignal.abort(new Error("enough"));
    expect(await failure(batch(portal(echo).client, many(60), { signal }))).toEqual(new Error("enough"));
  });

  it("an abort in a later request rejects with the signal's reason, too", async () => {
    const controller = new AbortController();
    const { client, asked } = portal([echo, silent], {
      hooks: { request: ({ call }) => call === 2 && controller.abort(new Error("enough")) },
    });
    expect(await failure(batch(client, many(60), { signal: controller.signal }))).toEqual(new Error("enough"));
    expect(asked.length).toBeLessThanOrEqual(2);
  });

  it("10,000 reads take 75.5 seconds under the limit of a cloud portal", { tags: "slow" }, async () => {
    const { client, clock, asked } = portal(echo);
    await batch(client, many(10_000));
    expect(asked).toHaveLength(200);
    expect(clock.elapsed()).toBe(75_500);
  });
});

describe("an answer that is not as it should be", () => {
  const add9 = add(9);
  const maps = (result: unknown, result_error: unknown) => json({ result: { result, result_error }, time });

  it("shows no secret in the error of a command", async () => {
    const errors = { c0: { error: "X", error_description: `bad ${SECRET}` } };
    const [entry] = await batch(portal(maps([], errors)).client, [get(1)]);
    expect(String(entry.error)).toContain("bad ***");
  });

  it("leaves add open after an error that does not tell, as a call does", async () => {
    const [entry] = await batch(portal(maps([], { c0: { error: "ERROR_CORE" } })).client, [add9]);
    expect(entry.error).toMatchObject({ name: "OutcomeUnknownError", cause: { code: "ERROR_CORE" } });
    const [gone] = await batch(portal(maps([], [])).client, [add9]);
    expect(gone.error).toMatchObject({ name: "OutcomeUnknownError" });
  });

  for (const result of [null, [], 5, {}, { result: null }, { result: {}, result_error: { c0: null } }]) {
    it(`that is answered with ${JSON.stringify(result)} is an error of its commands`, async () => {
      const [one, made] = await batch(portal(ok(result)).client, [get(1), add9]);
      expect(one.error).toMatchObject({ name: "UnexpectedResponseError" });
      expect(made.error).toMatchObject({ name: "OutcomeUnknownError" });
    });
  }

  it("a client that is aborted in a later request leaves add open, and keeps what was made before", async () => {
    const controller = new AbortController();
    const { client } = portal([echo, silent], {
      signal: controller.signal,
      hooks: { request: ({ call }) => call === 2 && controller.abort(new Error("shutting down")) },
    });
    const entries = await batch(client, [...Array.from({ length: 50 }, (_, id) => get(id + 1)), add9] as Command[]);
    expect(entries[0]).toMatchObject({ ok: true });
    expect(entries[50]!.error).toMatchObject({ name: "OutcomeUnknownError", params: { ENTITIES: [9] } });
  });
});

describe("a limiter that fails", () => {
  const failing = (from: number) => {
    let turns = 0;
    return { acquire: () => (++turns < from ? undefined : Promise.reject(new Error("no limiter today"))) };
  };
  const commands = Array.from({ length: 51 }, (_, id) => get(id + 1));

  it("ends a batch of which nothing has been done", async () => {
    const { client } = portal(echo, { limiter: failing(1) });
    expect(await failure(batch(client, commands))).toEqual(new Error("no limiter today"));
  });

  it("in a later request is the error of its commands, and what was done before is kept", async () => {
    const entries = await batch(portal(echo, { limiter: failing(2) }).client, commands);
    expect(entries[49]).toMatchObject({ ok: true });
    expect(entries[50]!.error).toMatchObject({
      name: "ConnectionError",
      reason: "",
      sent: true,
      message: "batch: no connection to the portal, limiter or token store, or it broke off",
    });
  });
});

describe("references", () => {
  const made = add(9);
  const list = get(13);
  const items = ["crm.calllist.items.get", { LIST_ID: 13 }] as const;

  it("take the id that an earlier command gives", async () => {
    const { client, asked } = portal(echo);
    const commands = {
      made,
      list,
      items,
      a: ["crm.calllist.get", { ID: ref(made) }],
      b: ["crm.calllist.items.get", { LIST_ID: ref(list, "ID") }],
      c: ["crm.calllist.add", { ENTITY_TYPE: "CONTACT", ENTITIES: [ref(items, 0, "ID"), 17] }],
    } as const;
    await batch(client, commands, { halt: true });
    const read = commandsOf(asked[0]!.body).map((command) => parseBatchCommand(command)!.params);
    expect(read.slice(3)).toEqual([
      { ID: "$result[c0]" },
      { LIST_ID: "$result[c1][ID]" },
      { ENTITY_TYPE: "CONTACT", ENTITIES: ["$result[c2][0][ID]", "17"] },
    ]);
  });

  const refused: [why: string, commands: readonly Command[], halt: boolean, says: RegExp][] = [
    [
      "forward",
      [get(1), ["crm.calllist.get", { ID: ref(made) }], made],
      true,
      /1 refers to a command that does not stand/,
    ],
    ["to a command of no batch", [["crm.calllist.get", { ID: ref(made) }]], true, /does not stand before it/],
    [
      "across a chunk's border",
      [made, ...Array.from({ length: 49 }, (_, i) => get(i + 1)), ["crm.calllist.get", { ID: ref(made) }]],
      true,
      /50 refers to a command of another request: only the same 50/,
    ],
    ["without halt", [made, ["crm.calllist.get", { ID: ref(made) }]], false, /set halt to true/],
  ];
  for (const [why, commands, halt, says] of refused) {
    it(`${why} are refused before anything is sent`, async () => {
      const { client, asked } = portal(echo);
      const error = await failure(batch(client, commands as Command[], { halt }));
      expect(error).toBeInstanceOf(TypeError);
      expect((error as Error).message).toMatch(says);
      expect(asked).toEqual([]);
    });
  }

  it("a text that the portal would take for one is refused", async () => {
    for (const STATUS of ["$result[c0]", "x $Result[c0][ID]", "$next[a]"]) {
      const command = ["crm.calllist.items.get", { LIST_ID: 13, FILTER: { STATUS } }] as const;
      expect(await failure(batch(portal(echo).client, [command]))).toEqual(
        new TypeError("batch: crm.calllist.items.get: FILTER[STATUS] looks like a reference to a command; use ref()"),
      );
    }
  });
});

describe("a command on the wire", () => {
  const noReference = (): never => expect.unreachable("there are none");
  const encode = (params: object): string => encodeCommand("crm.calllist.list", params, noReference);
  const read = (params: object): unknown => parseBatchCommand(encode(params))!.params;

  it("carries filter keys, lists, blanks, signs and Cyrillic letters whole", () => {
    const FILTER = { ">=ID": 14, "@ENTITY_TYPE_ID": [3, "4"], "!WEBFORM_ID": "a&b=c+d#e%20f", "<ID": "Иванов" };
    expect(read({ FILTER, SELECT: ["ID", "*"], start: 50 })).toEqual({
      FILTER: { ">=ID": "14", "@ENTITY_TYPE_ID": ["3", "4"], "!WEBFORM_ID": "a&b=c+d#e%20f", "<ID": "Иванов" },
      SELECT: ["ID", "*"],
      start: "50",
    });
  });

  it("leaves out what is undefined or null; in a filter null is an empty text, which is the same to the portal", () => {
    expect(read({ WEBFORM_ID: null, x: undefined, FILTER: { "!WEBFORM_ID": null } })).toEqual({
      FILTER: { "!WEBFORM_ID": "" },
    });
    expect(encodeCommand("crm.calllist.items.get", { FILTER: { STATUS: null } }, noReference)).toBe(
      "crm.calllist.items.get",
    );
  });

  it("true is 1 and false is 0; an empty object is left out", () => {
    expect(read({ a: true, b: false, FILTER: {} })).toEqual({ a: "1", b: "0" });
  });

  const refused: [what: string, params: object, says: string][] = [
    [
      "an empty list",
      { FILTER: { "@ID": [] } },
      "FILTER[@ID] is an empty list or no plain value, which would get lost",
    ],
    [
      "more values than PHP reads",
      { ENTITIES: Array(1001).fill(1) },
      "1001 values are more than the 1000 that a portal",
    ],
    ["a name with brackets", { FILTER: { "a]b": 1 } }, 'cannot carry the name "a]b"'],
    ["a name with a blank", { FILTER: { "> ID": 1 } }, 'cannot carry the name "> ID"'],
    ["half a letter", { NAME: "\ud800" }, "URI malformed"],
  ];
  for (const [what, params, says] of refused) {
    it(`${what} is refused`, () => {
      expect(() => encode(params)).toThrow(TypeError);
      expect(() => encode(params)).toThrow(says);
    });
  }

  it("is read by PHP itself as what was meant (300 random ones, answers recorded from PHP 8.2)", () => {
    const vectors = JSON.parse(readFileSync(new URL("data/php-commands.json", import.meta.url), "utf8"));
    expect(vectors.length).toBeGreaterThan(250);
    for (const { params, command, read } of vectors as { params: object; command: string; read: unknown }[]) {
      expect(encode(params)).toBe(command);
      expect(asArrived(read), command).toEqual(asArrived(params));
    }
  });

  it("is read by PHP's rules as what was meant, whatever that is", { tags: "slow" }, () => {
    fc.assert(
      fc.property(randomParams, (params) => {
        let command: string;
        try {
          command = encode(params);
        } catch (error) {
          expect(String(error)).toMatch(
            /looks like a reference|URI malformed|more than the 1000|cannot carry the name/,
          );
          return;
        }
        expect(sorted(asArrived(parseBatchCommand(command)!.params))).toEqual(sorted(asArrived(params)));
      }),
      { numRuns: 300 },
    );
  });
});

/** JavaScript does not keep PHP's order of keys that are numbers. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const { entries } = value as { entries: [string, unknown][] };
  return { entries: entries.map(([key, item]) => [key, sorted(item)]).sort() };
}

it("a batch that is refused as a whole shows no secret", async () => {
  const { client } = portal(text(`Cannot POST /rest/1/${SECRET}/batch`, 502), { retry: false });
  const [entry] = await batch(client, [get(1)]);
  expect(JSON.stringify(entry) + entry.error?.message).not.toContain(SECRET);
});
