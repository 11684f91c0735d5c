// The gate for breaking changes: what changed since the last release must be announced by the version.
import { existsSync } from "node:fs";
import { appendFile, readdir, readFile } from "node:fs/promises";
import { announced } from "./announced.ts";
import { bundle } from "./bundle.ts";
import { compare, type Release } from "./compare.ts";
import { errorFiles } from "./errors.ts";
import { at } from "./paths.ts";

const lost = await releasesLost();
const released = await lastRelease();
if (lost.length > 0) {
  console.error(
    `**Stopped.** CHANGELOG.md names ${lost.join(", ")}, but spec/releases has no folder of that name, so what was released cannot be compared with. \`npm run version\` keeps the present version; an older one is in git.`,
  );
  process.exitCode = 1;
} else if (!released) {
  console.log("redocly diff: there is no released description yet, so nothing can break.");
} else {
  const { passed, report } = await compare(released, await present(), await announced());
  (passed ? console.log : console.error)(report);
  // A pull request shows it on its page of checks.
  if (process.env.GITHUB_STEP_SUMMARY) await appendFile(process.env.GITHUB_STEP_SUMMARY, `${report}\n`);
  if (!passed) process.exitCode = 1;
}

/** The newest in spec/releases, where `npm run version` keeps what is released. */
async function lastRelease(): Promise<Release | undefined> {
  const versions = await readdir(at("releases")).catch(() => []);
  const newest = versions.sort((a, b) => a.localeCompare(b, "en", { numeric: true })).at(-1);
  return newest ? keptRelease(newest) : undefined;
}

/** Versions that CHANGELOG.md says were released, and that are not kept. */
async function releasesLost(): Promise<string[]> {
  const changelog = await readFile(at("CHANGELOG.md"), "utf8").catch(() => ""); // none before the first release
  return [...changelog.matchAll(/^## (\S+)$/gm)].flatMap(([, version]) =>
    existsSync(at("releases", version!, "openapi.json")) ? [] : [version!],
  );
}

async function keptRelease(version: string): Promise<Release> {
  const read = async (file: string) => JSON.parse(await readFile(at("releases", version, file), "utf8"));
  return { description: await read("openapi.json"), errors: await read("errors.json") };
}

/** Made from what is written by hand, since dist is only as new as the last `npm run generate`. */
async function present(): Promise<Release> {
  const files = { ...(await bundle()).files, ...(await errorFiles()) };
  const read = (file: string) => JSON.parse(files[at("dist", file)]!);
  return { description: read("openapi.json"), errors: read("errors.json") };
}
