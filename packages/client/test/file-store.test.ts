// Tokens in a file: written as a whole, readable by its owner alone, and locked between processes.
import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fileStore } from "../src/file-store.ts";
import type { Tokens } from "../src/index.ts";

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

  it("is never half written: readers see the old tokens or the new ones", async () => {
    const store = fileStore(path);
    await store.set(tokens(0));
    const writing = (async () => {
      for (let number = 1; number <= 100; number++) await store.set(tokens(number));
    })();
    for (let reads = 0; reads < 200; reads++) expect((await store.get())!.refresh_token).toMatch(/^refresh-token-\d+$/);
    await writing;
  });

  for (const content of ["", "{", "null", "[]", '{"access_token":"x"}']) {
    it(`that holds ${JSON.stringify(content)} is an error which says what belongs there`, async () => {
      await writeFile(path, content);
      await expect(fileStore(path).get()).rejects.toThrow(
        "does not hold tokens: JSON with access_token and refresh_token",
      );
    });
  }
});

describe("the lock", () => {
  it("lets one after the other in, and goes when something fails", async () => {
    const store = fileStore(path);
    let inside = 0;
    const once = () =>
      store.lock(async () => {
        expect(++inside).toBe(1);
        await readFile(`${path}.lock`);
        inside -= 1;
      });
    await Promise.all([once(), once(), once()]);
    await expect(store.lock(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(await readdir(dir)).toEqual([]);
  });

  it("that another has taken over meanwhile is not given up with one's own", async () => {
    await fileStore(path).lock(() => writeFile(`${path}.lock`, "the other's"));
    expect(await readFile(`${path}.lock`, "utf8")).toBe("the other's");
  });

  it("of a process that died is taken away", async () => {
    await writeFile(`${path}.lock`, "");
    const longAgo = new Date(Date.now() - 600_000);
    await utimes(`${path}.lock`, longAgo, longAgo);
    const inside = await Promise.all([1, 2, 3].map((number) => fileStore(path).lock(async () => number)));
    expect(inside).toEqual([1, 2, 3]);
    expect(await readdir(dir)).toEqual([]);
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
