// Programs without types: a wrong parameter is a TypeError that names it and shows a right one, before anything is sent.
import { describe, expect, it } from "vitest";
import { batch, changeParticipants, iterate, type Method, participantsOf, ref } from "../src/index.ts";
import { failure, ok, portal } from "./portal.ts";

const NO_IDS = [
  0,
  -13,
  13.5,
  Number.NaN,
  1e21,
  "0",
  "013",
  "-13",
  "13.0",
  " 13",
  "13 or 1=1",
  "abc",
  "",
  [13],
  { ID: 13 },
  true,
  null,
];
const params = {
  add: { ENTITY_TYPE: "CONTACT", ENTITIES: [9, 17] },
  update: { LIST_ID: 13, ENTITY_TYPE: "CONTACT", ENTITIES: [9, 17], WEBFORM_ID: 1 },
};

/** Method, name of the parameter, values that are wrong, and values that are right. */
const PARAMETERS: [method: Method, name: string, others: object, wrong: unknown[], right: unknown[]][] = [
  ["crm.calllist.get", "ID", {}, NO_IDS, [13, "13", 1, "9007199254740993"]],
  ["crm.calllist.items.get", "LIST_ID", {}, NO_IDS, [13, "13"]],
  ["crm.calllist.update", "LIST_ID", params.update, NO_IDS, [13, "13"]],
  [
    "crm.calllist.update",
    "WEBFORM_ID",
    params.update,
    [...NO_IDS.filter((id) => id !== null), undefined],
    [1, "1", null],
  ],
  ["crm.calllist.add", "WEBFORM_ID", params.add, [0, "", "abc", [], true], [1, "5", null, undefined]],
  [
    "crm.calllist.add",
    "ENTITIES",
    params.add,
    [9, "9", "9,17", { 0: 9 }, [0], [[9]], ["9abc"], [null], [9, true]],
    [[9, "17"], []],
  ],
  [
    "crm.calllist.add",
    "ENTITY_TYPE",
    params.add,
    ["contact", " CONTACT", "C", "LEAD", 3, "", null, ["CONTACT"]],
    ["CONTACT", "COMPANY"],
  ],
  [
    "crm.calllist.list",
    "FILTER",
    {},
    [
      "ID=13",
      [],
      [{ ID: 13 }],
      null,
      { id: 13 },
      { TITLE: 1 },
      { "~ID": 1 },
      { ID: { ID: 1 } },
      { ID: "x" },
      { ID: true },
      { "@ID": [[1]] },
    ],
    [
      {},
      { ">=ID": 14, "<ID": "20", "!@CREATED_BY_ID": [1, "29"], WEBFORM_ID: null, "!=ENTITY_TYPE_ID": 3 },
      { ID: undefined },
    ],
  ],
  [
    "crm.calllist.list",
    "ORDER",
    {},
    ["ID", ["ID"], { id: "ASC" }, { ID: "down" }, { ID: "asc" }, { ID: 1 }, null],
    [{}, { DATE_CREATE: "DESC", ID: "ASC" }],
  ],
  [
    "crm.calllist.list",
    "SELECT",
    {},
    ["ID", [], ["id"], ["TITLE"], [1], { ID: "ID" }, null],
    [["ID", "DATE_CREATE"], ["*"]],
  ],
  ["crm.calllist.list", "start", {}, ["", "abc", 1.5, -2, [0], true, null], [0, 50, "50", -1]],
  [
    "crm.calllist.items.get",
    "FILTER",
    { LIST_ID: 13 },
    ["SUCCESS", [], { status: "SUCCESS" }, { STATUS: 1 }, { STATUS: ["SUCCESS"] }],
    [{}, { STATUS: "UC_A1B2C3" }],
  ],
  ["crm.calllist.items.get", "start", { LIST_ID: 13 }, ["x", 0.5, {}], [0, "50"]],
];

const resultOf = (method: Method): unknown =>
  ({ "crm.calllist.add": 51, "crm.calllist.update": true, "crm.calllist.get": {} })[method as string] ?? [];

describe.each(PARAMETERS)("%s, %s", (method, name, others, wrong, right) => {
  it.each(wrong.map((value) => [value]))("%j is refused", async (value) => {
    const { client, asked } = portal(ok(1));
    const ways = [
      client.call(method as "crm.calllist.get", { ...others, [name]: value } as never),
      batch(client, [[method, { ...others, [name]: value }] as never]),
    ];
    for (const way of ways) {
      const error = await failure(way);
      expect(error).toBeInstanceOf(TypeError);
      expect(String(error)).toMatch(new RegExp(`^TypeError: ${method}: invalid ${name}, expected a value such as .`));
    }
    expect(asked).toEqual([]);
  });

  it.each(right.map((value) => [value]))("%j is sent", async (value) => {
    const { client, asked } = portal(ok(resultOf(method)));
    await client.call(method as "crm.calllist.get", { ...others, [name]: value } as never);
    expect(asked).toHaveLength(1);
  });
});

describe("parameters that are no object", () => {
  it.each([[13], ["ID=13"], [[13]], [true]])("%j are refused", async (value) => {
    const { client, asked } = portal(ok({}));
    const error = await failure(client.call("crm.calllist.get", value as never));
    expect(String(error)).toBe("TypeError: crm.calllist.get: parameters have to be an object such as { ID: 13 }");
    expect(asked).toEqual([]);
  });
});

it.each(["constructor", "toString", "__proto__", "hasOwnProperty"])(
  "a parameter named %s is sent as any other unknown one",
  async (name) => {
    const { client, asked } = portal(ok({}));
    await client.call(
      "crm.calllist.get",
      Object.fromEntries([
        ["ID", 13],
        [name, 1],
      ]) as never,
    );
    expect(asked[0]!.body).toEqual(
      Object.fromEntries([
        ["ID", 13],
        [name, 1],
      ]),
    );
  },
);

describe("the functions over a client", () => {
  const ways: [what: string, run: (client: ReturnType<typeof portal>["client"]) => Promise<unknown>][] = [
    ["iterate", (b24) => iterate(b24, "crm.calllist.items.get", { LIST_ID: "13 or 1=1" as never }).next()],
    ["participantsOf", (b24) => participantsOf(b24, [13, [20] as never]).next()],
    ["changeParticipants", (b24) => changeParticipants(b24, true as never, { add: [9] })],
  ];
  it.each(ways)("%s refuses a wrong id, too", async (_, run) => {
    const { client, asked } = portal(ok([]));
    const error = await failure(run(client));
    expect(error).toBeInstanceOf(TypeError);
    expect(String(error)).toMatch(/invalid (LIST_)?ID/);
    expect(asked).toEqual([]);
  });
});

it("a reference may stand for an id in a batch, and nowhere else", async () => {
  const made = ["crm.calllist.add", { ENTITY_TYPE: "CONTACT", ENTITIES: [9] }] as const;
  const { client, asked } = portal(ok({ result: {}, result_error: {} }));
  await batch(client, [made, ["crm.calllist.get", { ID: ref(made) }]], { halt: true });
  expect(asked).toHaveLength(1);
  expect(await failure(client.call("crm.calllist.get", { ID: ref(made) as never }))).toBeInstanceOf(TypeError);
  expect(asked).toHaveLength(1);
});
