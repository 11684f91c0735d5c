// A package's own configuration, without the tests that take seconds: each would run once a mutant.
import { defineConfig } from "vitest/config";

const folder = process.env.MUTATED_PACKAGE;
const { default: own } = await import(`../../../../${folder}/vitest.config.ts`);

export default defineConfig({
  ...own,
  root: folder,
  test: { ...own.test, tagsFilter: ["!slow"], reporters: [], typecheck: { enabled: false } },
});
