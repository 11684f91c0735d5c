// What the types cost: a file with 200 calls, checked with --extendedDiagnostics, beside the same file without them.
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { table } from "@b24-calllist/testkit/bench-report";

const dir = fileURLToPath(new URL("../.bench/", import.meta.url));
const CALLS = [
  (id: number) => `await b24.call("crm.calllist.get", { ID: ${id} });`,
  (id: number) => `await b24.call("crm.calllist.list", { FILTER: { ">=ID": ${id} }, ORDER: { ID: "ASC" } });`,
  (id: number) => `await b24.call("crm.calllist.items.get", { LIST_ID: ${id}, FILTER: { STATUS: "IN_WORK" } });`,
  (id: number) => `await b24.call("crm.calllist.add", { ENTITY_TYPE: "CONTACT", ENTITIES: [${id}] });`,
  (id: number) => `await batch(b24, { a: ["crm.calllist.get", { ID: ${id} }], b: ["crm.calllist.statuslist"] });`,
];
const head = `import { batch, createClient, webhook } from "../dist/index.js";
const b24 = createClient({ auth: webhook("https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/") });
void [b24, batch];
`;
const calls = Array.from(
  { length: 200 },
  (_, index) => `export const r${index} = ${CALLS[index % CALLS.length]!(index)}`,
);

mkdirSync(dir, { recursive: true });
try {
  console.log("\nTypes (tsc --extendedDiagnostics)");
  table(
    ["", "instantiations", "check", "memory"],
    [
      ["the import alone", ...check(head)],
      ["200 calls, 40 of them batches", ...check(head + calls.join("\n"))],
    ],
  );
} finally {
  rmSync(dir, { recursive: true });
}

function check(source: string): string[] {
  writeFileSync(`${dir}calls.ts`, source);
  const compilerOptions = { lib: ["es2023", "dom"], types: [], noEmit: true, incremental: false };
  const config = { extends: "../../../../tsconfig.base.json", compilerOptions, include: ["calls.ts"] };
  writeFileSync(`${dir}tsconfig.json`, JSON.stringify(config));
  const output = execFileSync("tsc", ["-p", dir, "--extendedDiagnostics"], { encoding: "utf8" });
  return ["Instantiations", "Check time", "Memory used"].map(
    (name) => new RegExp(`^${name}:\\s+(\\S+)`, "m").exec(output)![1]!,
  );
}
