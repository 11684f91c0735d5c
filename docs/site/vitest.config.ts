import { defineConfig } from "vitest/config";

// The mode "samples" has a report of its own.
export default defineConfig(({ mode }) => ({
  test: {
    reporters: ["default", ["json", { outputFile: `.vitest/${mode === "test" ? "report" : mode}.json` }]],
    // Generous, since some tests run commands and a machine may be slow; none of them waits for a time.
    testTimeout: 120_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
  },
}));
