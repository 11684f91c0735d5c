// npm run bench: what the client and the sandbox cost, each section in a process of its own. Name some to run only these.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const packages = fileURLToPath(new URL("../../", import.meta.url));

/** Package, and what is run in its folder. */
const SECTIONS: Record<string, [folder: string, command: string, ...args: string[]]> = {
  size: ["client", "size-limit"],
  requests: ["client", "node", "bench/requests.ts"],
  reading: ["client", "node", "bench/reading.ts"],
  live: ["conformance", "node", "bench/live.ts"],
  memory: ["client", "node", "--expose-gc", "bench/memory.ts"],
  types: ["client", "node", "bench/types.ts"],
  time: ["client", "node", "bench/time.ts"],
  profile: ["client", "node", "bench/profile.ts"],
  sandbox: ["sandbox", "node", "bench/time.ts"],
  "sandbox-large": ["sandbox", "node", "bench/large.ts"],
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

run(packages, "turbo", "run", "build", "--output-logs=errors-only", "--log-order=grouped");
console.log(`Node ${process.versions.node}. The machine is noisy: compare within one run.`);
for (const [name, [folder, command, ...args]] of Object.entries(SECTIONS)) {
  if (wanted.length === 0 || wanted.includes(name)) run(`${packages}${folder}`, command, ...args);
}
