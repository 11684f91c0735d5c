import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    tags: [{ name: "slow", description: "thousands of cases or other processes; not run for each mutant" }],
    reporters: ["default", ["json", { outputFile: ".vitest/report.json" }]],
    // Generous, since some tests run commands and a machine may be slow; none of them waits for a time.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
