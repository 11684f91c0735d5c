// A package's own configuration, without the tests that take seconds, since each would run once a mutant; and with one thread for
// all files and all mutants, since starting one takes most of the time.
import { defineConfig, type Plugin } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { keptThreads } from "./kept-threads.ts";

const folder = process.env.MUTATED_PACKAGE;
const { default: own } = await import(`../../../../${folder}/vitest.config.ts`);

/** Stryker names the pool itself, after the configuration. */
const pool: Plugin = {
  name: "kept-threads",
  configureVitest({ project }) {
    project.config.pool = keptThreads.name;
    project.config.poolRunner = keptThreads;
  },
};

/** A mutant is done with its first failing test: those come first that failed last, which it shares with its neighbours, and quick ones. */
class LikelyFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = (file: TestSpecification): number => {
      const last = this.ctx.cache.getTestSpecificationResult(file);
      return last?.failed ? -1 : (last?.duration ?? 0);
    };
    return files.toSorted((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  ...own,
  root: folder,
  plugins: [...(own.plugins ?? []), pool],
  test: {
    ...own.test,
    tagsFilter: ["!slow"],
    isolate: false,
    testTimeout: 5_000,
    sequence: { sequencer: LikelyFirst },
    reporters: [],
    typecheck: { enabled: false },
  },
});
