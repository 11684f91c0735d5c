// npm run version: turns the waiting changesets into versions and changelogs, and keeps what the next release is compared
// with.
import { keepRelease } from "./keep-release.ts";
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

keepRelease(root);
console.log("Read the changes and commit them.");
