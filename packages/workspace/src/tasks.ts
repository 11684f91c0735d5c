// Runs tasks of the workspace and reports what became of each.
import { globSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { root, run } from "@b24-calllist/testkit/run";

export interface Task {
  /** The package's folder; empty for the workspace's own. */
  folder: string;
  /** `lint`, `test` … */
  name: string;
  /** Undefined where it was not started, or was stopped, since another one failed. */
  passed: boolean | undefined;
  /** Not run, since the cache knows its result. */
  cached: boolean;
}

interface Summary {
  tasks: {
    task: string;
    directory: string;
    command: string;
    cache: { status: string };
    execution?: { exitCode: number | null } | null;
  }[];
}

/** Tasks that run at a time. Many of them start programs of their own; more would make tests wait beyond their patience. */
const AT_ONCE = 2 * availableParallelism();

const SUMMARIES = ".turbo/runs/*.json";

/** Runs tasks by turbo, with its output as it comes. */
export async function runTasks(
  names: string[],
  options: string[],
  env: Record<string, string>,
): Promise<{ code: number; tasks: Task[] }> {
  const before = new Set(globSync(SUMMARIES, { cwd: root }));
  const code = await run(
    "turbo",
    ["run", ...names, "--output-logs=new-only", "--summarize", `--concurrency=${AT_ONCE}`, ...options],
    env,
  );
  const tasks: Task[] = [];
  for (const file of globSync(SUMMARIES, { cwd: root }).filter((file) => !before.has(file))) {
    const summary: Summary = JSON.parse(readFileSync(join(root, file), "utf8"));
    rmSync(join(root, file));
    for (const { task, directory, command, cache, execution } of summary.tasks) {
      if (command === "<NONEXISTENT>") continue;
      const cached = cache.status === "HIT"; // only what passed is kept
      const exitCode = execution?.exitCode ?? undefined;
      tasks.push({
        folder: directory,
        name: task,
        passed: cached ? true : exitCode === undefined ? undefined : exitCode === 0,
        cached,
      });
    }
  }
  return { code, tasks };
}
