// The tarball as a user gets it: packed, installed into an empty folder, used by plain Node and by TypeScript.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const exec = promisify(execFile);
const packageDir = fileURLToPath(new URL("..", import.meta.url));

/** Runs a command and gives what it printed, also when it fails. */
async function run(command: string, args: string[], cwd: string): Promise<string> {
  try {
    const { stdout, stderr } = await exec(command, args, { cwd, env: { ...process.env, NO_COLOR: "1" } });
    return `exit 0\n${stdout}${stderr}`;
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return `exit ${code}\n${stdout}${stderr}`;
  }
}

let dir: string;
let tarball: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "b24-calllist-client-"));
  await exec("pnpm", ["pack", "--pack-destination", dir], { cwd: packageDir });
  tarball = join(dir, (await readdir(dir)).find((name) => name.endsWith(".tgz"))!);
}, 60_000);

afterAll(() => rm(dir, { recursive: true, force: true }));

it("has one runtime dependency", () => {
  const { dependencies } = createRequire(import.meta.url)("../package.json");
  expect(Object.keys(dependencies)).toEqual(["openapi-fetch"]);
});

describe("installed into an empty folder", { tags: "slow" }, () => {
  // The binary of each Node comes in a package of its own, without an install script.
  const nodeBinary = `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
  let project: string;

  beforeAll(async () => {
    project = await mkdtemp(join(tmpdir(), "b24-calllist-user-"));
    await writeFile(join(project, "package.json"), JSON.stringify({ private: true, type: "module" }));
    const versions = [
      `node20@npm:${nodeBinary}@20.20.2`,
      `node24@npm:${nodeBinary}@24.21.0`,
      "ts5@npm:typescript@5.9.3",
      "ts7@npm:typescript@7.0.2",
    ];
    await exec("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts", tarball, ...versions], {
      cwd: project,
    });
    await writeFile(join(project, "use.mjs"), USE);
    await writeFile(join(project, "use.mts"), `${TYPED_USE}\n`);
    await writeFile(
      join(project, "tsconfig.json"),
      JSON.stringify({
        compilerOptions: {
          strict: true,
          noEmit: true,
          module: "nodenext",
          target: "es2022",
          lib: ["es2022", "dom"],
          types: [],
        },
        files: ["use.mts"],
      }),
    );
  }, 240_000);

  afterAll(() => rm(project, { recursive: true, force: true }));

  for (const version of ["node20", "node24"]) {
    it(`${version} imports it and calls a portal`, async () => {
      const node = join(project, "node_modules", version, "bin", "node");
      expect(existsSync(node)).toBe(true);
      const output = await run(node, ["use.mjs"], project);
      expect(output).toContain(`v${version.slice(4)}.`);
      expect(output).toContain("participants: 9,17,19");
    }, 30_000);
  }

  for (const version of ["ts5", "ts7"]) {
    it(`${version} knows its types and finds the mistake`, async () => {
      const tsc = join(dirname(createRequire(join(project, "x.js")).resolve(`${version}/package.json`)), "bin", "tsc");
      const output = await run(process.execPath, [tsc, "--version"], project);
      expect(output).toContain(`Version ${version.slice(2)}.`);
      expect(await run(process.execPath, [tsc, "-p", "."], project)).toBe("exit 0\n");

      await writeFile(join(project, "use.mts"), TYPED_USE.replace("LIST_ID: 13", "LIST: 13"));
      expect(await run(process.execPath, [tsc, "-p", "."], project)).toContain("'LIST'");
      await writeFile(join(project, "use.mts"), TYPED_USE);
    }, 60_000);
  }
});

const USE = `
import { createClient, webhook } from "@b24-calllist/client";

const fetch = async () => Response.json({ result: [{ ID: 9 }, { ID: 17 }, { ID: 19 }], time: {} });
const b24 = createClient({ auth: webhook("https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/"), fetch });
const items = await b24.call("crm.calllist.items.get", { LIST_ID: 13 });
console.log(process.version, "participants:", String(items.map(({ ID }) => ID)));
`;

const TYPED_USE = `
import { createClient, webhook } from "@b24-calllist/client";

const b24 = createClient({ auth: webhook("https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/") });
const items = await b24.call("crm.calllist.items.get", { LIST_ID: 13, FILTER: { STATUS: "IN_WORK" } });
export const ids: number[] = items.map(({ ID }) => ID);
`;
