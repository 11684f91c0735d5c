// References between the commands of a batch, such as $result[made]: where they are found, and what takes their place.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../src/index.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ limits: false });
  sandbox.control.stopClock("2025-11-20T12:00:00Z");
});
afterAll(() => sandbox.close());

async function batch(cmd: unknown, halt?: unknown) {
  const response = await fetch(`${sandbox.webhookUrl}batch`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ cmd, halt }),
  });
  // biome-ignore lint/suspicious/noExplicitAny: any answer
  return ((await response.json()) as any).result;
}

/** What a text of parameters comes to: an unknown name in ORDER is told as it was resolved. */
async function resolved(text: string, before: Record<string, string> = {}): Promise<string> {
  const { result_error } = await batch({
    ...before,
    it: `crm.calllist.list?ORDER[]=${encodeURIComponent(`~${text}`)}`,
  });
  return /`~(.*?)` \(/s.exec(result_error.it.error_description)![1]!;
}

const get = (id: number) => `crm.calllist.get?ID=${id}`;

describe("inside a text", () => {
  const before = {
    a: get(13),
    b: get(20),
    list: "crm.calllist.items.get?LIST_ID=13",
    bad: get(99),
    time: "server.time",
  };

  it.each([
    ["$result[a][ID]", "13"],
    ["<$result[a][ID] and $result[b][ID]", "<13 and 20"],
    ["$result[b][ID] $result[a][ID] $result[b][ID]", "20 13 20"],
    ["$result[a][ENTITY_TYPE]!", "CONTACT"],
    ["$result[list][0][ID]", "9"],
    ["$result[list][2][STATUS]", "IN_WORK"],
    ["$error[bad][error]", "LIST_ID_ERROR"],
    ["$time[a][start]", String(Date.parse("2025-11-20T12:00:00Z") / 1000)],
    // What stands behind the last bracket goes along into the place.
    ["$result[a][ID]x", "13"],
    ["$result[a][ID] x", "13 x"],
    // Of a text a number takes the letter at that place, from the end where it is negative.
    ["$result[time][0]", "2"],
    ["$result[time][-1]", "0"],
    ["$result[time][x]", "2025-11-20T14:00:00+02:00"],
    // Nothing to put there: the way ends at an array, or there is no key.
    ["$result[a]", "$result[a]"],
    ["$result[none]", "$result[none]"],
    ["$result[list][9]", "$result[list][9]"],
    ["$result[a][WEBFORM_ID]", "1"],
    ["$result", "$result"],
    ["$result[", "$result["],
    ["$result[]", "$result[]"],
    ["$results[a][ID]", "13"],
    ["$next[a]", "$next[a]"],
    ["$total[a]", "$total[a]"],
    // A word in capitals is found, and nothing stands under it.
    ["$RESULT[a][ID]", "$RESULT[a][ID]"],
  ])("%j becomes %j", async (text, value) => {
    expect(await resolved(text, before)).toBe(value);
  });

  it("a value with a dollar in it is put in as it is", async () => {
    const seed = sandbox.control.state;
    sandbox.control.seed({ ...seed, users: [{ ...seed.users[0]!, name: "$& $1 $$" }, ...seed.users.slice(1)] });
    expect(await resolved("<$result[me][NAME]>", { me: "profile" })).toBe("<$& $1 $$");
    expect(await resolved("$result[me][NAME] !", { me: "profile" })).toBe("$& $1 $$ !");
    sandbox.control.seed(seed);
    sandbox.control.stopClock("2025-11-20T12:00:00Z");
  });
});

describe("as a whole value", () => {
  it("an array takes the reference's place, also deep inside the parameters", async () => {
    const made = "crm.calllist.items.get?LIST_ID=13";
    const { result, result_error } = await batch({
      list: made,
      one: "crm.calllist.get?ID=$result[list][0][ID]",
      nested: "crm.calllist.list?SELECT[0]=ID&FILTER[0][LOGIC]=OR&FILTER[0][0][ID]=13&FILTER[0][1][@ID]=$result[list]",
    });
    expect(result_error).toEqual({ one: { error: "LIST_ID_ERROR", error_description: "Incorrect list id" } });
    expect(result.nested).toContainEqual({ ID: "13" });
  });

  it("is found inside lists and objects of parameters, and a row takes its place as the array that it is", async () => {
    const { result } = await batch({
      rows: "crm.calllist.list?SELECT[]=ID&FILTER[ID]=13",
      inside: "crm.calllist.list?SELECT[]=ID&FILTER[@ID][]=$result[rows][0][ID]&FILTER[0][ID]=$result[rows][0][ID]",
      whole: "crm.calllist.list?SELECT[]=ID&FILTER=$result[rows][0]",
    });
    expect([result.inside, result.whole]).toEqual([[{ ID: "13" }], [{ ID: "13" }]]);
  });

  it("an id that was made is the list that is read", async () => {
    const { result } = await batch({
      a: get(13),
      made: "crm.calllist.add?ENTITY_TYPE=CONTACT&ENTITIES[]=9",
      read: "crm.calllist.items.get?LIST_ID=$result[made]",
    });
    expect(result.read).toEqual([{ ID: 9, STATUS: "IN_WORK", ENTITY_TYPE: 3 }]);
    sandbox.control.reset();
  });

  it("of a command that failed, or that is not there, the array of all results is taken", async () => {
    const { result_error } = await batch({ a: get(99), b: "crm.calllist.get?ID=$result[a]", c: get(13) });
    expect(result_error.b).toEqual({ error: "LIST_ID_ERROR", error_description: "Incorrect list id" });
  });
});

describe("the entries of a batch", () => {
  it("have the keys of their commands: a list for 0, 1, 2, in this order, else an object", async () => {
    const keys = async (cmd: unknown) => {
      const { result, result_time, result_total, result_next, result_error } = await batch(cmd);
      expect([result_total, result_next, result_error]).toEqual([[], [], []]);
      expect(Object.keys(result_time)).toEqual(Object.keys(result));
      return [Array.isArray(result), Object.keys(result)];
    };
    expect(await keys(["profile", "scope"])).toEqual([true, ["0", "1"]]);
    expect(await keys({ 0: "profile", 1: "scope" })).toEqual([true, ["0", "1"]]);
    expect(await keys({ 1: "profile", 2: "scope" })).toEqual([false, ["1", "2"]]);
    expect(await keys({ a: "profile", b: "scope" })).toEqual([false, ["a", "b"]]);
    expect(await keys([])).toEqual([true, []]);
    expect(await keys("profile")).toEqual([true, []]);
  });

  it("go on behind an error, or end with it where halt says so", async () => {
    const cmd = { a: "profile", b: "no.such.method", c: "scope" };
    for (const halt of [undefined, false, 0, "0", ""]) {
      const { result, result_error } = await batch(cmd, halt);
      expect([Object.keys(result), Object.keys(result_error)], String(halt)).toEqual([["a", "c"], ["b"]]);
    }
    for (const halt of [true, 1, "1", "yes"]) {
      const { result, result_error } = await batch(cmd, halt);
      expect([Object.keys(result), Object.keys(result_error)], String(halt)).toEqual([["a"], ["b"]]);
    }
  });

  it.each(["batch?cmd[]=profile", "upload", "download"])("%j is not allowed in it", async (command) => {
    const { result_error } = await batch([command]);
    expect(result_error).toEqual([
      { error: "ERROR_BATCH_METHOD_NOT_ALLOWED", error_description: "Method is not allowed for batch usage" },
    ]);
  });

  it.each(["/profile", "", "//a", "Upload", "profile.json"])("%j names no method", async (command) => {
    const { result_error } = await batch([command]);
    expect(result_error).toEqual([{ error: "ERROR_METHOD_NOT_FOUND", error_description: "Method not found!" }]);
  });

  it("that are no texts are left out", async () => {
    const { result, result_error } = await batch(["profile", 5, ["scope"], null, "scope"]);
    expect(Object.keys(result)).toEqual(["0", "4"]);
    expect(result_error).toEqual([]);
  });

  it("beyond the fiftieth are errors, and end it where halt says so", async () => {
    const cmd = Array.from({ length: 52 }, () => "server.time");
    const { result, result_error } = await batch(cmd);
    expect(result).toHaveLength(50);
    expect(Object.keys(result_error)).toEqual(["50", "51"]);
    expect(Object.keys((await batch(cmd, 1)).result_error)).toEqual(["50"]);
  });

  it("end with all of it where PHP stops", async () => {
    expect(await batch(["profile", "crm.calllist.list?FILTER=x", "scope"])).toBeUndefined();
  });
});
