// A package's own configuration, without the tests that take seconds, since each would run once a mutant; and with one worker for
// all files, since starting one takes most of the time.
import { defineConfig } from "vitest/config";

const folder = process.env.MUTATED_PACKAGE;
const { default: own } = await import(`../../../../${folder}/vitest.config.ts`);

export default defineConfig({
  ...own,
  root: folder,
  test: { ...own.test, tagsFilter: ["!slow"], isolate: false, reporters: [], typecheck: { enabled: false } },
});
