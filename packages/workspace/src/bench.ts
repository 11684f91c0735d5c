// npm run bench: what the client and the sandbox cost, each section in a process of its own. Name some to run only these.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { root } from "@b24-calllist/testkit/run";

/** Folder of a package below packages, and what is run there. */
const SECTIONS: Record<string, [folder: string, command: string, ...args: string[]]> = {
  size: ["clients/typescript", "size-limit"],
  requests: ["clients/typescript", "node", "bench/requests.ts"],
  reading: ["clients/typescript", "node", "bench/reading.ts"],
  live: ["ecosystem-tests", "node", "live/live.ts"],
  memory: ["clients/typescript", "node", "--expose-gc", "bench/memory.ts"],
  types: ["clients/typescript", "node", "bench/types.ts"],
  time: ["clients/typescript", "node", "bench/time.ts"],
  profile: ["clients/typescript", "node", "bench/profile.ts"],
  sandbox: ["portals/sandbox", "node", "bench/time.ts"],
  "sandbox-large": ["portals/sandbox", "node", "bench/large.ts"],
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in SECTIONS));
if (unknown.length > 0) {
  console.error(`Usage: npm run bench [-- SECTION …], with sections ${Object.keys(SECTIONS).join(", ")}`);
  process.exit(unknown.every((name) => name === "--help") ? 0 : 1);
}

const run = (cwd: string, command: string, ...args: string[]): void => {
  const path = `${cwd}/node_modules/.bin:${process.env.PATH}`;
  const { status } = spawnSync(command, args, { stdio: "inherit", cwd, env: { ...process.env, PATH: path } });
  if (status !== 0) process.exitCode = 1;
};

run(root, "turbo", "run", "build", "--output-logs=errors-only", "--log-order=grouped");
console.log(`Node ${process.versions.node}. The machine is noisy: compare within one run.`);
for (const [name, [folder, command, ...args]] of Object.entries(SECTIONS)) {
  if (wanted.length === 0 || wanted.includes(name)) run(join(root, "packages", folder), command, ...args);
}
