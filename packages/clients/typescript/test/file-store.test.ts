// Tokens in a file: written as a whole, readable by its owner alone, links followed to tokens only.
import { execFile } from "node:child_process";
import { lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fileStore } from "../src/file-store.ts";
import type { Tokens } from "../src/index.ts";
import { nodeSystem } from "../src/internal/file-lock.ts";
import { tokensFile } from "../src/internal/tokens-file.ts";

const exec = promisify(execFile);
const tokens = (number: number, more: Partial<Tokens> = {}): Tokens => ({
  access_token: `access-token-${number}`,
  refresh_token: `refresh-token-${number}`,
  expires_in: 3600,
  ...more,
});

let dir: string;
let path: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "b24-calllist-tokens-"));
  path = join(dir, "tokens.json");
});
afterEach(() => rm(dir, { recursive: true }));

describe("the file", () => {
  it("need not exist", async () => {
    expect(await fileStore(path).get()).toBeUndefined();
  });

  it("gives back what was stored, readable by its owner alone, and leaves nothing beside it", async () => {
    const store = fileStore(path);
    await store.set(tokens(1));
    await store.set(tokens(2));
    expect(await fileStore(path).get()).toEqual(tokens(2));
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(dir)).toEqual(["tokens.json"]);
  });

  it("is readable by its owner alone, also in place of one that others could read, and while it is written", async () => {
    await writeFile(path, "{}", { mode: 0o644 });
    const modes: number[] = [];
    let how: unknown;
    const writeAndLook = async (file: string, ...others: unknown[]): Promise<void> => {
      await (nodeSystem.fs.writeFile as (...all: unknown[]) => Promise<void>)(file, ...others);
      how = others[1];
      for (const part of [file, dirname(file), dirname(dirname(file))]) modes.push((await stat(part)).mode & 0o777);
    };
    const system = { ...nodeSystem, fs: { ...nodeSystem.fs, writeFile: writeAndLook as never } };
    const store = tokensFile(path, system);
    await store.lock(() => store.set(tokens(1)));
    expect(modes).toEqual([0o600, 0o700, 0o700]);
    // What only a link that was put there, or a machine that loses its power, would show.
    expect(how).toMatchObject({ flag: "wx", flush: true });
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it("that cannot be written stays as it was, with nothing beside it", async () => {
    await fileStore(path).set(tokens(1));
    for (const call of ["writeFile", "rename"] as const) {
      const full = async (file: string, ...others: unknown[]) => {
        if (call === "writeFile") await writeFile(file, "{", others[1] as never);
        throw Object.assign(new Error("disk full"), { code: "ENOSPC" });
      };
      const store = tokensFile(path, { ...nodeSystem, fs: { ...nodeSystem.fs, [call]: full } });
      await expect(store.set(tokens(2))).rejects.toThrow("disk full");
      expect(await fileStore(path).get()).toEqual(tokens(1));
      expect(await readdir(dir)).toEqual(["tokens.json"]);
    }
  });

  it("that may not be read is the system's own error", async () => {
    const denied = Object.assign(new Error("EACCES: permission denied"), { code: "EACCES" });
    const fs = { ...nodeSystem.fs, readFile: (() => Promise.reject(denied)) as never };
    await expect(tokensFile(path, { ...nodeSystem, fs }).get()).rejects.toBe(denied);
  });

  it("in a folder that does not exist is an error, for the lock too, at once", async () => {
    const store = fileStore(join(dir, "none", "tokens.json"));
    expect(await store.get()).toBeUndefined();
    await expect(store.set(tokens(1))).rejects.toThrow("ENOENT");
    await expect(store.lock(async () => {})).rejects.toThrow("ENOENT");
  });

  it("is never half written: readers see the old tokens or the new ones", { tags: "slow" }, async () => {
    const store = fileStore(path);
    await store.set(tokens(0));
    const writing = (async () => {
      for (let number = 1; number <= 100; number++) await store.set(tokens(number));
    })();
    for (let reads = 0; reads < 200; reads++) expect((await store.get())!.refresh_token).toMatch(/^refresh-token-\d+$/);
    await writing;
  });

  for (const content of ["", "{", "null", "[]", '{"access_token":"x"}', '{"refresh_token":"x"}']) {
    it(`that holds ${JSON.stringify(content)} is an error which says what belongs there`, async () => {
      await writeFile(path, content);
      await expect(fileStore(path).get()).rejects.toThrow(
        "does not hold tokens: JSON with access_token and refresh_token",
      );
    });
  }
});

describe("a link as the file", () => {
  const shared = () => join(dir, "shared.json");

  it("is followed to tokens: they are replaced where they are, and the link stays", async () => {
    await fileStore(shared()).set(tokens(1));
    await symlink(shared(), path);
    await fileStore(path).set(tokens(2));
    expect(await fileStore(shared()).get()).toEqual(tokens(2));
    expect((await lstat(path)).isSymbolicLink()).toBe(true);
    expect((await readdir(dir)).sort()).toEqual(["shared.json", "tokens.json"]);
  });

  it("has the lock of the file it leads to", async () => {
    await fileStore(shared()).set(tokens(1));
    await symlink(shared(), path);
    await fileStore(path).lock(async () => expect(await readdir(dir)).toContain("shared.json.lock"));
  });

  it("is not followed to anything else, which stays as it is", async () => {
    await writeFile(shared(), "precious");
    await symlink(shared(), path);
    await expect(fileStore(path).set(tokens(1))).rejects.toThrow("does not hold tokens");
    expect(await readFile(shared(), "utf8")).toBe("precious");
  });

  it("that leads nowhere is an error", async () => {
    await symlink(shared(), path);
    expect(await fileStore(path).get()).toBeUndefined();
    await expect(fileStore(path).set(tokens(1))).rejects.toThrow("is a link to a file that does not exist");
    expect(await readdir(dir)).toEqual(["tokens.json"]);
  });

  it("in the path's folders is followed, and the lock is one", async () => {
    await mkdir(join(dir, "real"));
    await symlink(join(dir, "real"), join(dir, "alias"));
    await fileStore(join(dir, "alias", "tokens.json")).lock(async () => {
      expect(await readdir(join(dir, "real"))).toEqual(["tokens.json.lock"]);
    });
  });
});

it("two processes renew an expired token once, and both get their answers", { tags: "slow" }, async () => {
  const renewals: string[] = [];
  const server = createServer(async (request, response) => {
    response.setHeader("Content-Type", "application/json");
    let text = "";
    for await (const chunk of request) text += chunk;
    if (request.url === "/oauth/token/") {
      const refresh = new URLSearchParams(text).get("refresh_token")!;
      if (renewals.includes(refresh)) response.statusCode = 400;
      const body = renewals.includes(refresh) ? { error: "invalid_grant" } : tokens(2);
      renewals.push(refresh);
      return response.end(JSON.stringify(body));
    }
    const isGood = JSON.parse(text).auth === "access-token-2";
    if (!isGood) response.statusCode = 401;
    response.end(JSON.stringify(isGood ? { result: [], time: {} } : { error: "expired_token" }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await fileStore(path).set(tokens(1, { client_endpoint: `${origin}/rest/` }));
    const script = fileURLToPath(new URL("token-user.ts", import.meta.url));
    const users = [1, 2].map(() => exec(process.execPath, [script, path, origin]));
    const printed = (await Promise.all(users)).map(({ stdout }) => stdout.trim());
    expect(printed).toEqual(["10 answers", "10 answers"]);
    expect(renewals).toEqual(["refresh-token-1"]);
    expect(await fileStore(path).get()).toMatchObject({ refresh_token: "refresh-token-2" });
  } finally {
    server.close();
    server.closeAllConnections();
  }
});
