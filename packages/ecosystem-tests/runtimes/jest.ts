// What works in Jest, in ts-jest, with `require` and with TypeScript's old resolution, and with which one line.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Project } from "./project.ts";
import type { Seen } from "./smoke.ts";

const exec = promisify(execFile);
const nodePackage = `node-${process.platform}-${process.arch}`;

/** A test that calls a stand-in for a portal; `load` brings the client. */
const test = (load: string, inTest = ""): string => `
${load}
test("calls a portal", async () => {
  ${inTest}
  const fetch = async () => new Response(JSON.stringify({ result: [], time: {} }));
  const b24 = createClient({ auth: webhook("https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/"), fetch });
  expect(await b24.call("crm.calllist.list")).toEqual([]);
});
`;
const NAMES = "{ createClient, webhook }";

const NODE10 = {
  compilerOptions: {
    strict: true,
    target: "es2022",
    module: "commonjs",
    moduleResolution: "node10",
    lib: ["es2022", "dom"],
    types: ["jest"],
    noEmit: true,
  },
};

const FILES = {
  "require/a.test.js": test(`const ${NAMES} = require("@b24-calllist/client");`),
  "import/a.test.js": test("", `const ${NAMES} = await import("@b24-calllist/client");`),
  "ts/a.test.ts": test(`import ${NAMES} from "@b24-calllist/client";`),
  "ts/file-store.ts":
    'import { fileStore } from "@b24-calllist/client/file-store";\nexport const store = fileStore("tokens.json");\n',
  "ts/tsconfig.json": JSON.stringify(NODE10),
};
/** The one line: NODE_OPTIONS=--experimental-vm-modules. */
const FLAG = "--experimental-vm-modules";

export const jest = (): Project => ({
  name: "jest",
  install: [
    "jest@30",
    "ts-jest@29",
    "typescript@5.9",
    "@types/jest@30",
    `node20-9@npm:${nodePackage}@20.9.0`,
    `node20-19@npm:${nodePackage}@20.19.0`,
  ],
  files: FILES,
  run: runJest,
  expected: {
    "Jest, as it is": "fails",
    "Jest with the flag": "passes",
    "ts-jest with the flag": "passes",
    "Node 20.9: Jest with the flag and await import()": "passes",
    "moduleResolution: node10": "passes",
    "Node 20.9: require": "fails",
    "Node 20.9: await import()": "passes",
    "Node 20.19: require": "passes",
  },
});

async function runJest(dir: string, signal: AbortSignal): Promise<Seen> {
  const passes = (node: string, args: string[]): Promise<string> =>
    exec(node, args, { cwd: dir, signal, killSignal: "SIGKILL", env: { ...process.env, NODE_OPTIONS: "" } }).then(
      () => "passes",
      () => "fails",
    );
  const bin = (name: string): string => join(dir, "node_modules", name);
  const [here, node20, node2019] = [process.execPath, bin("node20-9/bin/node"), bin("node20-19/bin/node")];
  const test = (folder: string, preset?: string): string[] => [
    bin("jest/bin/jest.js"),
    `--rootDir=${folder}`,
    `--config=${JSON.stringify(preset ? { preset } : {})}`,
  ];
  const use = "Object.keys(client).length > 0 || process.exit(1)";
  const required = ["-e", `const client = require("@b24-calllist/client"); ${use}`];
  const imported = ["-e", `import("@b24-calllist/client").then((client) => { ${use} })`];
  return {
    "Jest, as it is": await passes(here, test("require")),
    "Jest with the flag": await passes(here, [FLAG, ...test("require")]),
    "ts-jest with the flag": await passes(here, [FLAG, ...test("ts", "ts-jest")]),
    "Node 20.9: Jest with the flag and await import()": await passes(node20, [FLAG, ...test("import")]),
    "moduleResolution: node10": await passes(here, [bin("typescript/bin/tsc"), "-p", "ts"]),
    "Node 20.9: require": await passes(node20, required),
    "Node 20.9: await import()": await passes(node20, imported),
    "Node 20.19: require": await passes(node2019, required),
  };
}
