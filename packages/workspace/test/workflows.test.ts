// The workflows on GitHub: what may write, publish or deploy runs no code of a dependency, and everything is pinned.
import { globSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { root } from "@b24-calllist/testkit/run";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { PARTS } from "../src/parts.ts";

interface Step {
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
  env?: Record<string, string>;
}
interface Job {
  permissions?: Record<string, string>;
  container?: string;
  env?: Record<string, string>;
  strategy?: { matrix: { include?: { part: string; tools?: string }[]; command?: string[] } };
  steps: Step[];
}
interface Workflow {
  permissions: Record<string, string>;
  env?: Record<string, string>;
  jobs: Record<string, Job>;
}

const workflows = globSync(".github/workflows/*.yml", { cwd: root }).map((file): [string, Workflow] => [
  basename(file),
  parse(readFileSync(join(root, file), "utf8")),
]);
const jobs = workflows.flatMap(([file, workflow]) =>
  Object.entries(workflow.jobs).map(([name, job]) => ({
    name: `${file}: ${name}`,
    job,
    rights: Object.entries(job.permissions ?? workflow.permissions).map((pair) => pair.join(": ")),
  })),
);
const isReadOnly = (rights: string[]): boolean => rights.every((right) => right === "contents: read");
const scriptsOf = ({ steps }: Job): string => steps.map(({ run }) => run ?? "").join("\n");

/** Ends of a script that start what npm, pip or a Makefile brought. */
const RUNS_DEPENDENCIES = /\b(npm (run|test|ci|install|start|exec)|npx|pnpm|pip|turbo|node_modules|packages\/|\.ci\/)/;

it.each(workflows)("%s gives a job no right by itself but to read", (_, { permissions }) => {
  expect([{}, { contents: "read" }]).toContainEqual(permissions);
});

describe.each(jobs)("$name", ({ job, rights }) => {
  it("runs no code of a dependency where it may do more than read", () => {
    if (isReadOnly(rights)) return;
    expect(scriptsOf(job)).not.toMatch(RUNS_DEPENDENCIES);
    expect(job.container).toBeUndefined();
  });

  it("leaves no token behind for the code that it runs", () => {
    for (const { uses, with: options } of job.steps) {
      if (!uses?.startsWith("actions/checkout@") || !isReadOnly(rights)) continue;
      expect(options).toMatchObject({ "persist-credentials": false });
    }
    const given = JSON.stringify([job.env ?? {}, job.steps.map(({ env }) => env ?? {})]);
    if (RUNS_DEPENDENCIES.test(scriptsOf(job))) expect(given).not.toMatch(/secrets\.|github\.token/);
  });

  it("has no secret on a command line, where every process can read it", () => {
    expect(scriptsOf(job)).not.toMatch(/\$\{\{\s*(secrets\.|github\.token)|extraheader|\$\{?(GH|NPM|NODE_AUTH)_TOKEN/);
  });

  it("takes no text from outside into a script", () => {
    expect(scriptsOf(job)).not.toContain("${{");
  });

  it("pins its actions by commit and its container by digest", () => {
    for (const { uses } of job.steps) if (uses) expect(uses).toMatch(/@[0-9a-f]{40}$/);
    if (job.container) expect(job.container).toMatch(/@sha256:[0-9a-f]{64}$/);
  });
});

it("the jobs that publish, tag and deploy may do that and nothing else", () => {
  const more = jobs.filter(({ rights }) => !isReadOnly(rights)).map(({ name, rights }) => [name, rights]);
  expect(Object.fromEntries(more)).toEqual({
    "release.yml: version": ["contents: write", "pull-requests: write"],
    "release.yml: publish": ["contents: read", "id-token: write"],
    "release.yml: tag": ["contents: write"],
    "release.yml: site": ["pages: write", "id-token: write"],
  });
});

describe("ci.yml does what .ci/run does", () => {
  const { jobs } = Object.fromEntries(workflows)["ci.yml"]!;

  it("in parts that hold each package once", () => {
    expect(jobs.part!.strategy!.matrix.include!.map(({ part }) => part)).toEqual(Object.keys(PARTS));
    const packages: string[] = parse(readFileSync(join(root, "pnpm-workspace.yaml"), "utf8")).packages;
    const folders = globSync(
      packages.map((folder) => `${folder}/package.json`),
      { cwd: root },
    ).map((file) => dirname(file));
    const inParts = Object.values(PARTS).flatMap(({ packages }) => packages);
    expect(inParts.sort()).toEqual(folders.sort());
  });

  it("and its other commands", () => {
    const commands = readFileSync(join(root, ".ci/run"), "utf8").match(/^npm .*/gm);
    expect(commands).toEqual(["npm test", ...jobs.more!.strategy!.matrix.command!.map((name) => `npm run ${name}`)]);
  });
});

it.each([".ci/install", "packages/clients/python/scripts/tools.py", "packages/ecosystem-tests/clients/tools.ts"])(
  "%s has pip ask for hashes",
  (file) => {
    expect(readFileSync(join(root, file), "utf8")).toContain("--require-hashes");
  },
);

it.each([
  ".ci/go.txt",
  "packages/clients/python/requirements/tools.txt",
  "packages/ecosystem-tests/clients/requirements.txt",
])("%s has a hash for each requirement", (file) => {
  const requirements = readFileSync(join(root, file), "utf8").match(/^[A-Za-z0-9].*\n.*/gm);
  expect(requirements).not.toBeNull();
  for (const requirement of requirements!) expect(requirement).toMatch(/==.*\\\n +--hash=sha256:[0-9a-f]{64}/);
});
