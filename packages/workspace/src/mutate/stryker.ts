// Stryker mutates the packages in TypeScript. Its incremental file keeps what is known of mutants whose code and tests have
// not changed, so that a second run tries the others alone.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join, relative } from "node:path";
import { root } from "@b24-calllist/testkit/run";
import { Stryker } from "@stryker-mutator/core";
import type { Mutant, MutationRequest } from "./mutant.ts";

export async function mutants({ folder, files }: MutationRequest): Promise<Mutant[]> {
  const sources = files?.filter((file) => /^src\/.*\.ts$/.test(file) && !file.startsWith("src/generated/"));
  if (sources?.length === 0) return [];
  const inRoot = relative(root, folder);
  const copy = mkdtempSync(join(tmpdir(), "mutate-"));
  const clean = (): void => rmSync(copy, { recursive: true, force: true });
  process.once("exit", clean);
  process.chdir(root);
  process.env.MUTATED_PACKAGE = inRoot;
  try {
    const results = await new Stryker({
      mutate: sources?.map((file) => join(inRoot, file)) ?? [`${inRoot}/src/**/*.ts`, "!**/generated/*.ts"],
      testRunner: "vitest",
      plugins: [import.meta.resolve("@stryker-mutator/vitest-runner")],
      vitest: { configFile: "packages/workspace/src/mutate/vitest.config.ts", dir: inRoot },
      coverageAnalysis: "perTest",
      incremental: true,
      incrementalFile: join(folder, ".mutation/stryker.json"),
      // The whole workspace is copied, since tests read other packages' files; what no test needs is left out.
      ignorePatterns: [".git", ".turbo", "**/.mutation", "**/target", "**/build", "docs/dist", "sbom"],
      tempDirName: copy,
      // Much of the time is waiting for a test that a mutant made hang.
      concurrency: availableParallelism() + 1,
      timeoutMS: 5_000,
      reporters: ["progress-append-only"],
      allowEmpty: true,
    }).runMutationTest();
    return results.map((result) => mutantOf(result, inRoot));
  } finally {
    process.off("exit", clean);
    clean();
  }
}

type Result = Awaited<ReturnType<Stryker["runMutationTest"]>>[number];

const STATUS: Record<Result["status"], Mutant["status"]> = {
  Killed: "killed",
  Timeout: "timeout",
  Survived: "survived",
  NoCoverage: "uncovered",
  RuntimeError: "invalid",
  CompileError: "invalid",
  Ignored: "invalid",
  Pending: "invalid",
};

function mutantOf(result: Result, inRoot: string): Mutant {
  const { fileName, location, replacement, status, statusReason } = result;
  const { start, end } = location;
  // A test that Vitest ended is one that Stryker might have ended.
  const isLate = status === "Killed" && statusReason?.startsWith("Test timed out");
  const file = relative(inRoot, fileName.slice(fileName.indexOf(inRoot)));
  const lines = readFileSync(join(root, inRoot, file), "utf8").split("\n");
  const source = lines[start.line - 1]!;
  const original = source.slice(start.column - 1, end.line === start.line ? end.column - 1 : undefined);
  const rest = end.line === start.line ? "" : " …";
  return {
    file,
    line: start.line,
    source: source.trim(),
    change: `${original}${rest} → ${replacement.replace(/\s+/g, " ") || "(nothing)"}`,
    status: isLate ? "timeout" : STATUS[status],
  };
}
