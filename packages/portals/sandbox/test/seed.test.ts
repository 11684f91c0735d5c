// Seeds: from names, files and values; what is wrong with one is told with its place.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { IdSet } from "../src/portal/ids.ts";
import { buildPortal } from "../src/seed/build.ts";
import { largeSeed } from "../src/seed/large.ts";
import { assertSeed, readReadySeed, readSeed } from "../src/seed/read.ts";
import { SeedError } from "../src/seed/seed-error.ts";

const users = [{ id: 1 }];
const list = { ID: 13, DATE_CREATE: "2025-07-14 08:47:19", CREATED_BY_ID: 1, ENTITY_TYPE_ID: 3, participants: [] };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "seed-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function fileOf(text: string): Promise<string> {
  const file = join(folder, "mine");
  await writeFile(file, text);
  return file;
}

describe("a seed is read", () => {
  it("from YAML or JSON, whatever the file is called", async () => {
    expect(await readSeed(await fileOf("users:\n  - id: 1\n"))).toEqual({ users });
    expect(await readSeed(await fileOf(` \n ${JSON.stringify({ users })}`))).toEqual({ users });
  });

  it("by the names demo, large and large:SIZE", async () => {
    expect((await readSeed("demo")).users.map(({ id }) => id)).toEqual(expect.arrayContaining([1, 7, 9]));
    expect((await readReadySeed("demo")).webhooks?.[0]).toMatchObject({ user: 1, code: "xxxxxxxxxxxxxxxx" });
    expect((await readSeed("large:250")).lists).toHaveLength(2);
    expect((await readSeed("large")).lists?.[0]?.participants).toHaveLength(100_000);
    for (const name of ["demos", "mydemo", "large:", "large:1k", "xlarge"])
      await expect(readSeed(name), name).rejects.toThrow("ENOENT");
  });

  it.each([
    ["{", "is neither YAML nor JSON: Expected property name or '}' in JSON at position 1"],
    ["a: [", "is neither YAML nor JSON: "],
    ["- a\n", "is not a seed: the file must be object"],
    ["", "is not a seed: the file must be object"],
  ])("but not from %j", async (text, message) => {
    const file = await fileOf(text);
    const error = await readSeed(file).catch((thrown: unknown) => thrown as Error);
    expect(error).toBeInstanceOf(SeedError);
    expect((error as Error).message.startsWith(`${file} ${message}`), (error as Error).message).toBe(true);
    expect((error as Error).message).not.toContain("\n");
  });
});

describe("what is wrong is told with its place, and what is right", () => {
  const cases: [seed: unknown, message: string][] = [
    [5, "the file must be object"],
    [{}, "the file must have required property 'users'"],
    [{ users: [] }, "users must NOT have fewer than 1 items"],
    [{ users: [{ id: "1" }] }, "users.0.id must be integer, such as 13"],
    [{ users: [{ id: 0 }] }, "users.0.id must be >= 1, such as 13"],
    [{ users: [{ id: 1, age: 5 }] }, 'users.0 has an unknown name "age"'],
    [{ users, list: [] }, 'the file has an unknown name "list"'],
    [{ users, plan: "gold" }, "plan must be one of commercial, free"],
    [{ users, clock: "noon" }, 'clock must match pattern "'],
    [{ users, lists: [{ ...list, participants: ["a"] }] }, "lists.0.participants.0 must be integer, such as 13"],
    [{ users, lists: [{ ...list, participants: [{ STATUS: "A" }] }] }, "lists.0.participants.0 must be integer"],
    [{ users, lists: [list, { ...list, ID: 14 }, list] }, "lists has the ID 13 twice"],
    [
      { users, webhooks: [{ user: 2, code: "k" }] },
      "there is no user 2, whom a webhook or token stands for; add one to users",
    ],
    [
      {
        users,
        apps: [{ clientId: "a", clientSecret: "s" }],
        tokens: [{ accessToken: "t", refreshToken: "r", clientId: "a", user: 3 }],
      },
      "there is no user 3, whom a webhook or token stands for; add one to users",
    ],
    [
      { users, tokens: [{ accessToken: "t", refreshToken: "r", clientId: "a", user: 1 }] },
      'there is no application "a", which a token is for; add one to apps',
    ],
  ];
  it.each(cases)("%j", (seed, message) => {
    expect(() => assertSeed(seed)).toThrow(`the seed is not a seed: ${message}`);
    expect(() => assertSeed(seed, "it")).toThrow(`it is not a seed: ${message}`);
  });

  it("a right one is given back", () => {
    const right = {
      users,
      lists: [list, { ...list, ID: 14 }],
      webhooks: [{ user: 1, code: "k" }],
      tokens: [],
      quirks: {},
    };
    expect(assertSeed(right)).toBe(right);
  });
});

describe("a portal made of a seed", () => {
  it("has what the seed leaves out, as it is taken for granted", () => {
    const portal = buildPortal({ users, clock: "2025-11-20T12:00:00Z" });
    expect(portal).toMatchObject({ utcOffset: 0, plan: "commercial", deleted: false, nextListId: 1, statuses: [] });
    expect(portal.users.get(1)).toEqual({
      id: 1,
      name: "",
      lastName: "",
      admin: false,
      dismissed: false,
      reads: new Map(),
    });
    expect(portal.exists(3, 1)).toBe(false);
  });

  it("has lists by rising id, and goes on after the last one, or from where the seed says", () => {
    const lists = [20, 13].map((ID) => ({ ...list, ID }));
    expect([...buildPortal({ users, lists }).lists.keys()]).toEqual([13, 20]);
    expect(buildPortal({ users, lists }).nextListId).toBe(21);
    expect(buildPortal({ users, lists, nextListId: 99 }).nextListId).toBe(99);
  });

  it("has participants of ids, rows and ranges, each ten ranks behind the one before", () => {
    const participants = [5, { ID: 6, STATUS: "SUCCESS", RANK: 35, CALL_ID: 7 }, 8, { ID: 9, RANK: 1 }];
    const rows = buildPortal({ users, lists: [{ ...list, participants }] }).lists.get(13)!.participants.all;
    expect(rows).toEqual([
      { ID: 9, STATUS: "IN_WORK", RANK: 1, CALL_ID: null },
      { ID: 5, STATUS: "IN_WORK", RANK: 10, CALL_ID: null },
      { ID: 6, STATUS: "SUCCESS", RANK: 35, CALL_ID: 7 },
      { ID: 8, STATUS: "IN_WORK", RANK: 45, CALL_ID: null },
    ]);
    const range = { from: 2, to: 10, step: 2, except: [6] };
    const ids = buildPortal({ users, lists: [{ ...list, participants: range }] }).lists.get(13)!.participants.all;
    expect(ids.map(({ ID, RANK }) => [ID, RANK])).toEqual([
      [2, 10],
      [4, 20],
      [8, 30],
      [10, 40],
    ]);
  });

  it("has kinds of rights by name or number, web forms by number or with a name, and times of tokens", () => {
    const portal = buildPortal({
      clock: "2025-11-20T12:00:00Z",
      users: [{ id: 1, reads: { CONTACT: [2], 4: true, DYNAMIC_130: { from: 1, to: 2 } } }],
      webforms: [3, { id: 4, name: "Four" }],
      apps: [{ clientId: "a", clientSecret: "s" }],
      tokens: [
        { accessToken: "t", refreshToken: "r", clientId: "a", user: 1 },
        {
          accessToken: "u",
          refreshToken: "q",
          clientId: "a",
          user: 1,
          expires: "2025-11-20T12:00:01Z",
          refreshUntil: "2025-11-20T12:00:02Z",
        },
      ],
      codes: [
        { code: "c", clientId: "a", user: 1 },
        { code: "d", clientId: "a", user: 1, expires: "2025-11-20T12:00:03Z" },
      ],
    });
    const noon = Date.UTC(2025, 10, 20, 12);
    expect([...portal.users.get(1)!.reads.keys()]).toEqual([4, 3, 130]);
    expect([...portal.webforms]).toEqual([
      [3, "Form 3"],
      [4, "Four"],
    ]);
    expect(portal.tokens.get("t")).toMatchObject({ expires: noon + 3_600_000, refreshUntil: noon + 180 * 86_400_000 });
    expect(portal.tokens.get("u")).toMatchObject({ expires: noon + 1000, refreshUntil: noon + 2000 });
    expect([portal.codes.get("c")?.expires, portal.codes.get("d")?.expires]).toEqual([noon + 30_000, noon + 3000]);
  });
});

describe("ids", () => {
  const ids = (set: IdSet) => Array.from({ length: 12 }, (_, id) => id).filter((id) => set.has(id));
  it.each([
    [
      [3, 5],
      [3, 5],
    ],
    [{ from: 2, to: 5 }, [2, 3, 4, 5]],
    [{ from: 2, to: 10, step: 3 }, [2, 5, 8]],
    [{ from: 2, to: 10, step: 2, except: [6, 7] }, [2, 4, 8, 10]],
    [{ from: 2, to: 5, except: [2, 5] }, [3, 4]],
    [{ from: 5, to: 2 }, []],
  ])("%j are %j", (seed, expected) => expect(ids(new IdSet(seed))).toEqual(expected));
});

describe("the large seed", () => {
  it("has one list of so many, and a hundredth as many lists of up to fifty", () => {
    const { lists = [], contacts } = largeSeed(12_000);
    expect(contacts).toEqual({ from: 1, to: 12_000 });
    expect(lists).toHaveLength(120);
    expect(lists[0]?.participants).toHaveLength(12_000);
    expect(Math.max(...lists.slice(1).map(({ participants }) => (participants as unknown[]).length))).toBe(50);
    expect(() => assertSeed(largeSeed(12_000))).not.toThrow();
    expect((lists[0]!.participants as unknown[]).slice(0, 8)).toEqual([
      1,
      2,
      3,
      { ID: 4, STATUS: "IN_WORK" },
      5,
      6,
      7,
      { ID: 8, STATUS: "SUCCESS" },
    ]);
  });

  it.each([0, -1, 1_000_001, Number.NaN])("has no %d participants", (size) => {
    expect(() => largeSeed(size)).toThrow("large takes a size from 1 to 1000000, such as large:100000");
  });

  it("has one participant, and a list all the same", () => {
    expect(largeSeed(1).lists).toHaveLength(1);
    expect(() => assertSeed(largeSeed(1))).not.toThrow();
  });
});
