// The state file: where it is written to, who can read it, and what happens when it cannot be written.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Sandbox, startSandbox } from "../src/index.ts";
import { openState, StateSaver, writeState } from "../src/state-file.ts";

const SEED = { users: [{ id: 1 }] };
const OTHER = { users: [{ id: 2 }] };

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "state-"));
  file = join(folder, "state.json");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const json = async (path = file) => JSON.parse(await readFile(path, "utf8"));
const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);

describe("writing", () => {
  it("makes a file that only its owner can read: tokens are in it", async () => {
    await writeState(file, SEED);
    expect(await json()).toEqual(SEED);
    expect(await modeOf(file)).toBe("600");
  });

  it("closes a file to others that was open to them", async () => {
    await writeFile(file, "{}", { mode: 0o644 });
    await writeState(file, SEED);
    expect(await modeOf(file)).toBe("600");
  });

  it("never writes through a link, whether it stands in the file's place or at a name beside it", async () => {
    const victim = join(folder, "victim");
    await writeFile(victim, "precious", { mode: 0o644 });
    for (const name of ["state.json", "state.json.next", "state.json.tmp"]) await symlink(victim, join(folder, name));
    await writeState(file, SEED);
    expect(await readFile(victim, "utf8")).toBe("precious");
    expect(await modeOf(victim)).toBe("644");
    expect(await json()).toEqual(SEED);
  });

  it("leaves the old file whole, and nothing beside it, where the new one cannot take its place", async () => {
    await mkdir(join(file, "not empty"), { recursive: true });
    await expect(writeState(file, SEED)).rejects.toThrow(`the state cannot be kept in ${file}`);
    expect(await readdir(folder)).toEqual(["state.json"]);
  });

  it("does not touch the file for a state that could not be read again", async () => {
    await writeState(file, SEED);
    await expect(writeState(file, { users: [] })).rejects.toThrow("the state is not a seed");
    expect(await json()).toEqual(SEED);
  });
});

describe("the start", () => {
  it("finds no state where there is no file yet, and leaves nothing behind", async () => {
    expect(await openState(file)).toBeUndefined();
    expect(await readdir(folder)).toEqual([]);
  });

  it("reads the file", async () => {
    await writeState(file, SEED);
    expect(await openState(file)).toEqual(SEED);
  });

  it("removes what a sandbox that was killed while writing has left, and nothing else", async () => {
    const left = ["state.json.0123456789abcdef.next", "state.json.aaaaaaaaaaaaaaaa.next"];
    const others = ["astate.json.0123456789abcdef.next", "other.json.0123456789abcdef.next", "state.json.backup"];
    const similar = ["state.json.0123456789abcdef.next.old", "state.json.next", "state.jsonx.0123456789abcdef.next"];
    for (const name of [...left, ...others, ...similar]) await writeFile(join(folder, name), "");
    await openState(file);
    expect((await readdir(folder)).sort()).toEqual([...others, ...similar].sort());
  });

  it.each([
    ["in a folder that does not exist", "nodir/state.json", "nodir/state.json: its folder does not exist"],
    ["below a file", "a-file/state.json", "its folder is not a folder"],
    ["that is a folder", "a-folder", "a-folder is not a file; name one, such as state.json"],
    ["that is read-only", "read-only.json", "read-only.json is read-only; make it writable, or name another file"],
    ["that is a link", "a-link", "a-link is a link; name the file that it leads to"],
    ["that is a link to nothing", "dangling", "dangling is a link; name the file that it leads to"],
    ["that is not a state", "a-file", "a-file is not a seed: the file must be object"],
    ["that is cut", "cut.json", "cut.json is neither YAML nor JSON: "],
  ])("refuses a file %s", async (_, name, message) => {
    await mkdir(join(folder, "a-folder"));
    await writeFile(join(folder, "a-file"), "");
    await writeFile(join(folder, "cut.json"), '{"users":[{"id":');
    await writeState(join(folder, "read-only.json"), SEED);
    await chmod(join(folder, "read-only.json"), 0o444);
    await writeState(file, SEED);
    await symlink(file, join(folder, "a-link"));
    await symlink(join(folder, "nothing"), join(folder, "dangling"));
    const before = await readdir(folder);
    await expect(startSandbox({ stateFile: join(folder, name) })).rejects.toThrow(message);
    expect(await readdir(folder), "nothing was made or removed").toEqual(before);
  });

  it("refuses a folder that is not writable", { tags: "slow" }, async () => {
    await chmod(folder, 0o555);
    const isRoot = process.geteuid?.() === 0; // who may write everywhere
    if (isRoot) process.seteuid!(65_534);
    try {
      await expect(startSandbox({ stateFile: file })).rejects.toThrow("its folder is not writable");
    } finally {
      if (isRoot) process.seteuid!(0);
    }
  });
});

describe("where the disk fails later", () => {
  let sandbox: Sandbox;
  const lines: string[] = [];
  afterEach(() => {
    vi.useRealTimers();
    lines.length = 0;
  });

  it("the sandbox goes on in memory, says so once, and saves when the disk works again", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    let seed = SEED;
    const saver = new StateSaver(
      file,
      () => seed,
      (line) => lines.push(line),
    );
    const away = `${folder}-away`;
    await rename(folder, away);
    saver.changed();
    vi.advanceTimersByTime(1000);
    await vi.waitFor(() => expect(lines).toHaveLength(1));
    expect(lines[0]).toBe(
      `sandbox: the state cannot be kept in ${file}: its folder does not exist. It is kept in memory, and saving is retried every 5 s`,
    );
    for (let again = 0; again < 3; again++) await failAgain();
    expect(lines).toHaveLength(1);
    await rename(away, folder);
    seed = OTHER;
    vi.advanceTimersByTime(5000);
    await vi.waitFor(() => expect(lines).toHaveLength(2));
    expect(lines[1]).toBe(`sandbox: the state is saved in ${file} again`);
    expect(await json()).toEqual(OTHER);
    expect(vi.getTimerCount(), "nothing is left to do").toBe(0);

    async function failAgain(): Promise<void> {
      vi.advanceTimersByTime(5000);
      await vi.waitFor(() => expect(vi.getTimerCount()).toBe(1)); // it waits for the next try
    }
  });

  it("a request is answered, and closing tells that the state is lost", async () => {
    sandbox = await startSandbox({ stateFile: file, log: (line) => lines.push(line) });
    await rm(folder, { recursive: true });
    const ask = async (method: string) => (await fetch(sandbox.webhookUrl + method)).status;
    expect(await ask("crm.calllist.add?ENTITY_TYPE=CONTACT&ENTITIES[]=5")).toBe(200);
    await expect(sandbox.close()).rejects.toThrow(`the state cannot be kept in ${file}: its folder does not exist`);
  });

  it("the file is written when the sandbox is closed right after a change", async () => {
    sandbox = await startSandbox({ stateFile: file });
    await fetch(`${sandbox.webhookUrl}crm.calllist.add?ENTITY_TYPE=CONTACT&ENTITIES[]=5`);
    await sandbox.close();
    expect((await json()).nextListId).toBe(52);
  });
});

it("changes within a second are written together, the last state of them", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  let seed = SEED;
  const saver = new StateSaver(file, () => seed, console.error);
  saver.changed();
  vi.advanceTimersByTime(999);
  expect(await readdir(folder), "not yet").toEqual([]);
  seed = OTHER;
  saver.changed();
  vi.advanceTimersByTime(1);
  vi.useRealTimers();
  await vi.waitFor(async () => expect(await json()).toEqual(OTHER));
});

it("a kill at any moment leaves a whole file", { tags: "slow" }, async () => {
  const module = new URL("../src/state-file.ts", import.meta.url).href;
  // Writes one state after the other, each large enough for a kill to meet the middle of it.
  const script = `
    import { openState, writeState } from ${JSON.stringify(module)};
    const file = process.argv[1];
    const { nextListId = 1 } = (await openState(file)) ?? {};
    const contacts = Array.from({ length: 20_000 }, (_, index) => index + 1);
    for (let id = nextListId; ; id++) {
      await writeState(file, { users: [{ id: 1 }], contacts, nextListId: id });
      process.send(id);
    }`;
  let last = 0;
  for (let round = 0; round < 4; round++) {
    const child = spawn(process.execPath, ["--input-type=module", "-e", script, file], {
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    let written = 0;
    child.on("message", (id: number) => {
      written = id;
      // Some steps into one of the next writes: another number of them in each round.
      if (written >= last + 2) setTimeout(() => child.kill("SIGKILL"), 3 * round);
    });
    await once(child, "close");
    const { nextListId, contacts } = await json();
    expect(contacts).toHaveLength(20_000);
    expect(nextListId, "what was written is kept").toBeGreaterThanOrEqual(written);
    last = nextListId;
  }
});
