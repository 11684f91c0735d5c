// The lock beside the tokens' file: held by one process at a time, whatever order their file calls are made in, free again when its
// process has died, and without it nothing is written.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fileStore } from "../src/file-store.ts";
import type { Tokens } from "../src/index.ts";
import { nodeSystem, type System } from "../src/internal/file-lock.ts";
import { tokensFile } from "../src/internal/tokens-file.ts";
import { type Hold, slowProcess, takeTurns } from "./steps.ts";

const tokens = (number: number): Tokens => ({
  access_token: `access-token-${number}`,
  refresh_token: `refresh-token-${number}`,
  expires_in: 3600,
});

let dir: string;
let path: string;
const lockPath = () => `${path}.lock`;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "b24-calllist-lock-"));
  path = join(dir, "tokens.json");
});
afterEach(() => rmSync(dir, { recursive: true }));

/** A lock as a process leaves it that is killed. */
const DEAD = "00000000-0000-4000-8000-000000000000";
const leaveLock = (time = new Date()): void => {
  mkdirSync(join(lockPath(), DEAD), { recursive: true });
  utimesSync(join(lockPath(), DEAD), time, time);
};
/** Waits as long as the real one, counted in looks, but without the pauses. */
const impatient: System = { ...nodeSystem, sleep: async () => {}, patience: 3 };
const enter = (): Promise<string> => tokensFile(path, impatient).lock(async () => "in");

describe("one process at a time", () => {
  it("in one process: one after the other, in their order, also after one that failed", async () => {
    const store = fileStore(path);
    const order: string[] = [];
    const inAndOut = (name: string) => async () => {
      order.push(`${name} in`);
      await new Promise((resolve) => setImmediate(resolve));
      order.push(`${name} out`);
      if (name === "b") throw new Error("no");
    };
    const ends = await Promise.allSettled(["a", "b", "c"].map((name) => store.lock(inAndOut(name))));
    expect(order).toEqual(["a in", "a out", "b in", "b out", "c in", "c out"]);
    expect(ends.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(readdirSync(dir)).toEqual([]);
  });

  /** Processes that want the lock: how many were in it together at most, how often one was, and what calls each made. */
  const contend = async (count: number, holds: readonly Hold[]) => {
    let inside = 0;
    const seen = { most: 0, entered: 0 };
    const work = (system: System) =>
      tokensFile(path, system).lock(async () => {
        inside += 1;
        seen.entered += 1;
        seen.most = Math.max(seen.most, inside);
        await system.sleep(0);
        inside -= 1;
      });
    const processes = Array.from({ length: count }, (_, index) => slowProcess(`process ${index}`, 2, work));
    const calls = await takeTurns(processes, holds);
    return { ...seen, calls };
  };

  describe.each([
    ["a lock that is free", () => {}],
    ["a lock that a process left behind", () => leaveLock()],
    ["an empty folder in its place", () => mkdirSync(lockPath())],
  ])("%s", (_, prepare) => {
    const attempt = async (count: number, ...holds: Hold[]): Promise<string[][]> => {
      prepare();
      const { calls, ...seen } = await contend(count, holds);
      expect({ holds, ...seen }).toEqual({ holds, most: 1, entered: count });
      expect(readdirSync(dir)).toEqual([]);
      return calls;
    };
    const placesOf = (calls: string[][]): Hold[] =>
      calls.flatMap((own, index) => own.flatMap((name, call): Hold[] => (name === "sleep" ? [] : [[index, call]])));

    it("three processes, one of them held at any of its file calls while the others go on", async () => {
      for (const hold of placesOf(await attempt(3))) await attempt(3, hold);
    });

    it("two processes, each held at any of its file calls while the other goes on", { tags: "slow" }, async () => {
      const places = placesOf(await attempt(2));
      for (const first of places.filter(([index]) => index === 0)) {
        for (const second of places.filter(([index]) => index === 1)) await attempt(2, first, second);
      }
    });
  });
});

describe("a lock whose process has died", () => {
  it.each([
    ["long ago", new Date(0)],
    ["just now", new Date()],
    ["in the future, as its time says", new Date("2100-01-01")],
  ])("%s, is taken over, and nothing of it is left", async (_, time) => {
    leaveLock(time);
    writeFileSync(join(lockPath(), DEAD, "tokens.json.half-written"), "{");
    expect(await enter()).toBe("in");
    expect(readdirSync(dir)).toEqual([]);
  });

  it("is waited for ten seconds, in which its process may come back", async () => {
    leaveLock();
    let slept = 0;
    const system = {
      ...nodeSystem,
      sleep: async (ms: number) => {
        slept += ms;
      },
    };
    await tokensFile(path, system).lock(async () => {});
    // And one look more, which finds it free.
    expect(slept).toBe(10_000 + 50);
  });

  it("is not taken over while its process lives and touches it, however long that takes", async () => {
    leaveLock();
    let looks = 0;
    const sleep = async (): Promise<void> => {
      looks += 1;
      if (looks % 3 === 0 && looks < 100) utimesSync(join(lockPath(), DEAD), looks, looks);
    };
    await tokensFile(path, { ...impatient, sleep }).lock(async () => {});
    expect(looks).toBeGreaterThan(100);
  });

  it("is touched once a second while it is held, and no longer", async () => {
    const pulses: { ms: number; run: () => void }[] = [];
    const every = (ms: number, run: () => void) => {
      pulses.push({ ms, run });
      return () => void pulses.pop();
    };
    const folder = () => join(lockPath(), readdirSync(lockPath())[0]!);
    await tokensFile(path, { ...impatient, every }).lock(async () => {
      utimesSync(folder(), 0, 0);
      expect(pulses.map(({ ms }) => ms)).toEqual([1000]);
      pulses[0]!.run();
      await expect.poll(() => statSync(folder()).mtimeMs).toBeGreaterThan(0);
    });
    expect(pulses).toEqual([]);
  });
});

it("what processes left that were killed while they took the lock, is removed by the next one", async () => {
  mkdirSync(join(`${lockPath()}.${DEAD}`, DEAD), { recursive: true });
  writeFileSync(join(`${lockPath()}.${DEAD}`, DEAD, DEAD), "{");
  for (const own of ["tokens.json.lock.mine", `mine.${DEAD}`, `mine.json.lock.${DEAD}`]) mkdirSync(join(dir, own));
  expect(await enter()).toBe("in");
  expect(readdirSync(dir).sort()).toEqual([`mine.${DEAD}`, `mine.json.lock.${DEAD}`, "tokens.json.lock.mine"]);
});

it("set waits for whoever holds the lock, so that an installation and a renewal do not overwrite each other", async () => {
  const order: string[] = [];
  const holding = fileStore(path).lock(async () => {
    order.push("in");
    await new Promise((resolve) => setTimeout(resolve, 100));
    order.push("out");
  });
  await expect.poll(() => order).toEqual(["in"]);
  await fileStore(path).set(tokens(1));
  order.push("set");
  await holding;
  expect(order).toEqual(["in", "out", "set"]);
});

describe("something else in the lock's place is an error at once, and stays as it is", () => {
  it.each([
    ["a file", () => writeFileSync(lockPath(), "")],
    ["a link that leads nowhere", () => symlinkSync(join(dir, "nowhere"), lockPath())],
    [
      "a link to a folder",
      () => {
        mkdirSync(join(dir, "elsewhere"));
        symlinkSync(join(dir, "elsewhere"), lockPath());
      },
    ],
    [
      "a folder of somebody's own",
      () => {
        mkdirSync(lockPath());
        writeFileSync(join(lockPath(), "letter.txt"), "");
      },
    ],
  ])("%s", async (_, prepare) => {
    prepare();
    const before = readdirSync(dir, { recursive: true });
    await expect(enter()).rejects.toThrow(`${lockPath()} is in the way`);
    expect(readdirSync(dir, { recursive: true })).toEqual(before);
  });

  it.each([
    ["mkdir", "EACCES"],
    ["mkdir", "ENOENT"],
    ["mkdir", "ENOTDIR"],
    ["rename", "EIO"],
  ] as const)(
    "a folder in which %s fails with %s: the system's own error, and nothing is left",
    async (syscall, code) => {
      const denied = Object.assign(new Error(code), { code, syscall });
      const fs = { ...nodeSystem.fs, [syscall]: () => Promise.reject(denied) };
      await expect(tokensFile(path, { ...impatient, fs }).lock(async () => {})).rejects.toBe(denied);
      expect(readdirSync(dir)).toEqual([]);
    },
  );

  it("a lock that may not be read: the system's own error", async () => {
    const denied = Object.assign(new Error("EACCES: permission denied"), { code: "EACCES" });
    const fs = { ...nodeSystem.fs, readdir: (() => Promise.reject(denied)) as never };
    await expect(tokensFile(path, { ...impatient, fs }).lock(async () => {})).rejects.toBe(denied);
  });
});

it.each(["EPERM", "EACCES"])(
  "on Windows, which renames nothing onto a folder (%s), an empty one in the lock's place is no obstacle",
  async (code) => {
    mkdirSync(lockPath());
    const rename = async (from: string, to: string): Promise<void> => {
      if (existsSync(to)) throw Object.assign(new Error(code), { code, syscall: "rename" });
      renameSync(from, to);
    };
    const fs = { ...nodeSystem.fs, rename: rename as never };
    expect(await tokensFile(path, { ...impatient, fs }).lock(async () => "in")).toBe("in");
  },
);

it.each(["ENOTEMPTY", "EEXIST", "EPERM", "EACCES"])(
  "a process that is quicker by a moment is waited for, as the system says it by %s",
  async (code) => {
    const rename = async (from: string, to: string): Promise<void> => {
      if (to === lockPath() && !existsSync(join(dir, "once"))) {
        writeFileSync(join(dir, "once"), "");
        leaveLock();
        throw Object.assign(new Error(code), { code, syscall: "rename" });
      }
      renameSync(from, to);
    };
    const fs = { ...nodeSystem.fs, rename: rename as never };
    expect(await tokensFile(path, { ...impatient, fs }).lock(async () => "in")).toBe("in");
    expect(readdirSync(dir)).toEqual(["once"]);
  },
);

it("a holder that gives the lock up at the moment when it would be taken away is no mistake", async () => {
  leaveLock();
  const rename = async (from: string, to: string): Promise<void> => {
    if (from.endsWith(DEAD)) rmSync(from, { recursive: true });
    renameSync(from, to);
  };
  const fs = { ...nodeSystem.fs, rename: rename as never };
  expect(await tokensFile(path, { ...impatient, fs }).lock(async () => "in")).toBe("in");
});

it("what runs again and again ends when it is told to", async () => {
  const runs = { ended: 0, other: 0 };
  const end = nodeSystem.every(1, () => {
    runs.ended += 1;
  });
  await expect.poll(() => runs.ended).toBeGreaterThan(0);
  end();
  const { ended } = runs;
  const endOther = nodeSystem.every(1, () => {
    runs.other += 1;
  });
  await expect.poll(() => runs.other).toBeGreaterThan(2);
  endOther();
  expect(runs.ended).toBe(ended);
});

describe("a process that was stopped until another took over", () => {
  it("writes nothing: set says that the lock is lost", async () => {
    const stopped = fileStore(path);
    await stopped.lock(async () => {
      rmSync(lockPath(), { recursive: true });
      await expect(stopped.set(tokens(1))).rejects.toThrow(
        `another process took over the lock of ${path}, since this one was stopped for more than 10 s. Nothing was written`,
      );
    });
    expect(readdirSync(dir)).toEqual([]);
  });

  /** The first process is held at this call, without a pulse; the second takes over and stores its own tokens. */
  const overtaken = async (call: number) => {
    const events: string[] = [];
    const work = (name: string, number: number) => async (system: System) => {
      const store = tokensFile(path, system);
      await store.lock(async () => {
        events.push(`${name} in`);
        await system.sleep(0);
        const error = await store.set(tokens(number)).catch((thrown: Error) => thrown);
        events.push(`${name} ${error ? error.message : "stored"}`);
      });
    };
    const processes = [slowProcess("first", 2, work("first", 1)), slowProcess("second", 2, work("second", 2))];
    const [calls] = await takeTurns(processes, [[0, call]], false);
    const stored = await fileStore(path).get();
    expect(readdirSync(dir)).toEqual(["tokens.json"]);
    return { calls: calls!, events, stored };
  };

  it("writes nothing, at whichever of its file calls it was stopped, and set says so", async () => {
    const { calls } = await overtaken(-1);
    let refused = 0;
    for (let call = 0; call < calls.length; call++) {
      const { events, stored } = await overtaken(call);
      const isOvertaken = events[0] === "first in" && events[1] === "second in";
      const isRefused = events.some((event) => event.includes("another process took over the lock"));
      if (isRefused) {
        refused += 1;
        expect({ call, stored }).toEqual({ call, stored: tokens(2) });
      } else {
        // One after the other, as it should be.
        expect({ call, isOvertaken }).toEqual({ call, isOvertaken: false });
        expect(events.filter((event) => event.endsWith("stored"))).toHaveLength(2);
      }
    }
    // Before it writes, before it renames what it wrote, and in between.
    expect(refused).toBeGreaterThanOrEqual(3);
  });

  it("does not give up the other's lock with its own", async () => {
    const stopped = fileStore(path);
    await stopped.lock(async () => {
      rmSync(lockPath(), { recursive: true });
      leaveLock();
    });
    expect(readdirSync(lockPath())).toEqual([DEAD]);
  });
});

describe("real processes", { tags: "slow" }, () => {
  const script = fileURLToPath(new URL("lock-user.ts", import.meta.url));
  const start = (what: string, ...others: string[]): ChildProcess =>
    spawn(process.execPath, [script, what, path, ...others], { stdio: ["ignore", "pipe", "inherit"] });

  it("count together without losing one", async () => {
    writeFileSync(`${path}.number`, "0");
    const processes = [1, 2, 3].map(() => start("count", "20"));
    expect(await Promise.all(processes.map((one) => once(one, "exit")))).toEqual(Array(3).fill([0, null]));
    expect(readFileSync(`${path}.number`, "utf8")).toBe("60");
  });

  it("hold the lock while they live, and leave it when they are killed", async () => {
    const holder = start("hold");
    await once(holder.stdout!, "data");
    const touched = (): bigint => statSync(join(lockPath(), readdirSync(lockPath())[0]!), { bigint: true }).mtimeNs;
    for (let pulse = 0; pulse < 2; pulse++) {
      const before = touched();
      await expect.poll(touched, { timeout: 30_000 }).not.toBe(before);
    }
    holder.kill("SIGKILL");
    await tokensFile(path, { ...nodeSystem, patience: 3 }).lock(async () => {});
    expect(readdirSync(dir)).toEqual([]);
  });

  it("killed while they write leave the file whole and the lock to be had", async () => {
    for (let kill = 0; kill < 5; kill++) {
      const writer = start("write");
      await once(writer.stdout!, "data");
      await new Promise((resolve) => setTimeout(resolve, 7 * kill));
      writer.kill("SIGKILL");
      await once(writer, "exit");
      const store = tokensFile(path, { ...nodeSystem, patience: 3 });
      const found = await store.get();
      expect(found!.access_token.replace("access", "refresh")).toBe(found!.refresh_token);
      await store.lock(() => store.set(tokens(0)));
      expect(await store.get()).toEqual(tokens(0));
    }
  });
});
