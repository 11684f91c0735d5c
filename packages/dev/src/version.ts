// npm run version: turns the waiting changesets into versions and changelogs, and keeps the description that is released,
// so that the gate for breaking changes has something to compare with.
import { copyFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root, run } from "./run.ts";

const steps: [command: string, ...args: string[]][] = [
  ["changeset", "version"],
  ["turbo", "run", "generate", "--output-logs=errors-only"],
  ["pnpm", "install", "--lockfile-only"],
];
for (const [command, ...args] of steps) {
  const code = await run(command, args);
  if (code !== 0) process.exit(code);
}

const { version } = JSON.parse(readFileSync(join(root, "spec/package.json"), "utf8"));
const releases = join(root, "spec/releases");
const kept = join(releases, `${version}.json`);
mkdirSync(releases, { recursive: true });
// A released description never changes: without a new version of it there is nothing to keep.
if (!existsSync(kept)) copyFileSync(join(root, "spec/dist/openapi.json"), kept);
console.log("Read the changes and commit them.");
