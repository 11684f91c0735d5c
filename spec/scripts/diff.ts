// The gate for breaking changes: what changed since the last release must be announced by the version.
import { existsSync } from "node:fs";
import { appendFile, readdir, readFile } from "node:fs/promises";
import { announced } from "./announced.ts";
import { behaviourFiles } from "./behaviour.ts";
import { bundle } from "./bundle.ts";
import { compare, type Release } from "./compare.ts";
import { errorFiles } from "./errors.ts";
import { at } from "./paths.ts";

/** What `npm run version` keeps of a release. */
const FILES = ["openapi.json", "errors.json", "behaviour.json"];

const kept = await releasesKept();
const newest = kept.at(-1);
const lost = [...new Set([...(await releasesNamed()), ...kept])].filter(isLost);
if (lost.length > 0) {
  console.error(
    `**Stopped.** ${lost.join(", ")} was released, but not all of ${FILES.join(", ")} of it are in spec/releases, so there is nothing to compare with. \`npm run version\` keeps the present version; an older one is in git.`,
  );
  process.exitCode = 1;
} else if (!newest) {
  console.log("redocly diff: there is no released description yet, so nothing can break.");
} else {
  const { passed, report } = await compare(await released(newest), await present(), await announced());
  (passed ? console.log : console.error)(report);
  // A pull request shows it on its page of checks.
  if (process.env.GITHUB_STEP_SUMMARY) await appendFile(process.env.GITHUB_STEP_SUMMARY, `${report}\n`);
  if (!passed) process.exitCode = 1;
}

/** Versions that have a folder in spec/releases, the newest last. */
async function releasesKept(): Promise<string[]> {
  const folders = await readdir(at("releases")).catch(() => []); // none before the first release
  const versions = folders.filter((name) => /^\d+\.\d+\.\d+(-|$)/.test(name));
  return versions.sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
}

/** Versions that CHANGELOG.md says were released. */
async function releasesNamed(): Promise<string[]> {
  const changelog = await readFile(at("CHANGELOG.md"), "utf8").catch(() => ""); // none before the first release
  return [...changelog.matchAll(/^## (\S+)$/gm)].map(([, version]) => version!);
}

function isLost(version: string): boolean {
  return !FILES.every((file) => existsSync(at("releases", version, file)));
}

async function released(version: string): Promise<Release> {
  const read = async (file: string) => JSON.parse(await readFile(at("releases", version, file), "utf8"));
  return {
    description: await read("openapi.json"),
    errors: await read("errors.json"),
    behaviour: await read("behaviour.json"),
  };
}

/** Made from what is written by hand, since dist is only as new as the last `npm run generate`. */
async function present(): Promise<Release> {
  const { files: bundled, document } = await bundle();
  const files = { ...bundled, ...(await errorFiles()), ...(await behaviourFiles(document)) };
  const read = (file: string) => JSON.parse(files[at("dist", file)]!);
  return { description: read("openapi.json"), errors: read("errors.json"), behaviour: read("behaviour.json") };
}
