import { defineConfig } from "vitest/config";

// The mode is a client's id: only this one is played to. Without one, all.
export default defineConfig(({ mode }) => ({
  test: {
    env: { CLIENT: mode === "test" ? "" : mode },
    globalSetup: "test/prepare.ts",
    reporters: ["default", ["json", { outputFile: `.vitest/${mode === "test" ? "report" : mode}.json` }]],
    // Generous, since some tests run commands and a machine may be slow; none of them waits for a time.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
}));
