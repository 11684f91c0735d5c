// What somebody else may do to the folder of the state file between two steps of the sandbox, and in which order those are.
import { mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

const NAME = "abababababababab";
const seen = vi.hoisted(() => ({ steps: [] as string[], whenLookedAt: async (): Promise<void> => {} }));

vi.mock("node:crypto", async (original) => ({
  ...(await original<typeof import("node:crypto")>()),
  randomBytes: (size: number) => Buffer.alloc(size, 0xab),
}));

vi.mock("node:fs/promises", async (original) => {
  const fs = await original<typeof import("node:fs/promises")>();
  return {
    ...fs,
    lstat: async (path: string) => {
      const stats = await fs.lstat(path);
      await seen.whenLookedAt();
      return stats;
    },
    open: async (...args: Parameters<typeof fs.open>) => {
      const handle = await fs.open(...args);
      for (const step of ["writeFile", "sync", "close"] as const) {
        const run = handle[step].bind(handle) as (...given: unknown[]) => Promise<void>;
        handle[step] = (...given: unknown[]) => {
          seen.steps.push(step);
          return run(...given);
        };
      }
      return handle;
    },
    rename: (from: string, to: string) => {
      seen.steps.push("rename");
      return fs.rename(from, to);
    },
  };
});

// Loaded anew: another test's file may have loaded it in this thread already, without what stands above.
vi.resetModules();
const { openState, writeState } = await import("../src/state-file.ts");

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "race-"));
  file = join(folder, "state.json");
});
afterEach(async () => {
  seen.whenLookedAt = async () => {};
  seen.steps.length = 0;
  await rm(folder, { recursive: true, force: true });
});

it("a link at the very name of the next file is not written through, and stays", async () => {
  const victim = join(folder, "victim");
  await writeFile(victim, "precious");
  await symlink(victim, `${file}.${NAME}.next`);
  await expect(writeState(file, { users: [{ id: 1 }] })).rejects.toThrow(`the state cannot be kept in ${file}: EEXIST`);
  expect(await readFile(victim, "utf8")).toBe("precious");
  expect((await readdir(folder)).sort()).toEqual([`state.json.${NAME}.next`, "victim"]);
});

it("a link that takes the file's place when it has been looked at is not read through", async () => {
  await writeFile(file, '{"users":[{"id":1}]}');
  await writeFile(join(folder, "secret"), '{"users":[{"id":2}]}');
  seen.whenLookedAt = async () => {
    await rename(file, join(folder, "away"));
    await symlink(join(folder, "secret"), file);
  };
  await expect(openState(file)).rejects.toThrow(`the state cannot be kept in ${file}: ELOOP`);
});

it("the new file is on the disk before it takes the old one's place", async () => {
  await writeState(file, { users: [{ id: 1 }] });
  expect(seen.steps).toEqual(["writeFile", "sync", "close", "rename"]);
});
