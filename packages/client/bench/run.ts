// npm run bench: size, requests, memory, types, time and where it goes, each in a process of its own. Name some to run only these.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const dir = fileURLToPath(new URL(".", import.meta.url));
const node = (file: string, ...flags: string[]): [string, string[]] => [process.execPath, [...flags, `${dir}${file}`]];
const SECTIONS: Record<string, [command: string, args: string[]]> = {
  size: ["size-limit", []],
  requests: node("requests.ts"),
  memory: node("memory.ts", "--expose-gc"),
  types: node("types.ts"),
  time: node("time.ts"),
  profile: node("profile.ts"),
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in SECTIONS));
if (unknown.length > 0) {
  console.error(`Usage: npm run bench [-- SECTION …], with sections ${Object.keys(SECTIONS).join(", ")}`);
  process.exit(unknown.every((name) => name === "--help") ? 0 : 1);
}
console.log(`Node ${process.versions.node}. The machine is noisy: compare within one run.`);
for (const [name, [command, args]] of Object.entries(SECTIONS)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const { status } = spawnSync(command, args, { stdio: "inherit", cwd: `${dir}..` });
  if (status !== 0) process.exitCode = 1;
}
