// npm run release: builds, and packs each package for npm with an SBOM beside it into release/. Run by CI; what publishes
// them is .github/publish.sh, in a job where no other code runs.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageFolders } from "@b24-calllist/testkit/packages";
import { pack } from "@b24-calllist/testkit/packed";
import { root, run } from "@b24-calllist/testkit/run";
import { npmPackages } from "./keep-release.ts";

const { GITHUB_REPOSITORY } = process.env;
if (!GITHUB_REPOSITORY) {
  console.error("npm run release packs for publishing in CI, where GITHUB_REPOSITORY names the repository.");
  process.exit(1);
}

// Provenance is only accepted from the repository that a package names, and a fork should not have to rename it.
for (const directory of packageFolders(root)) {
  const path = join(root, directory, "package.json");
  const manifest = JSON.parse(readFileSync(path, "utf8"));
  const url = `git+https://github.com/${GITHUB_REPOSITORY}.git`;
  manifest.repository = { type: "git", url, directory };
  writeFileSync(path, `${JSON.stringify(manifest, null, 2)}\n`);
}

const into = join(root, "release");
rmSync(into, { recursive: true, force: true });
mkdirSync(into);
const code =
  (await run("turbo", ["run", "build", "--output-logs=errors-only"])) ||
  (await run("node", ["packages/workspace/src/sbom.ts", "release"]));
if (code !== 0) process.exit(code);
for (const folder of npmPackages(root)) console.log(await pack(folder, into));
