// npm run release: builds, writes the bills of materials, and publishes what has a version that the registry does not know
// yet. Run by CI.
import { globSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root, run } from "./run.ts";

const { GITHUB_REPOSITORY } = process.env;
if (!GITHUB_REPOSITORY) {
  console.error("npm run release publishes from CI, where GITHUB_REPOSITORY names the repository.");
  process.exit(1);
}

// Provenance is only accepted from the repository that a package names, and a fork should not have to rename it.
for (const file of globSync(["spec/package.json", "packages/*/package.json"], { cwd: root })) {
  const path = join(root, file);
  const manifest = JSON.parse(readFileSync(path, "utf8"));
  const url = `git+https://github.com/${GITHUB_REPOSITORY}.git`;
  manifest.repository = { type: "git", url, directory: dirname(file) };
  writeFileSync(path, `${JSON.stringify(manifest, null, 2)}\n`);
}

// Publishing comes last: it cannot be taken back.
const steps: [command: string, ...args: string[]][] = [
  ["turbo", "run", "build", "--output-logs=errors-only"],
  ["node", "packages/dev/src/sbom.ts"],
  ["changeset", "publish"],
];
for (const [command, ...args] of steps) {
  const code = await run(command, args);
  if (code !== 0) process.exit(code);
}
