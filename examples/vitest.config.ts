import { defineConfig } from "vitest/config";

// The mode is a client's id: only its example runs. Without one, all.
export default defineConfig(({ mode }) => ({
  test: {
    env: { CLIENT: mode === "test" ? "" : mode },
    reporters: ["default", ["json", { outputFile: `.vitest/${mode === "test" ? "report" : mode}.json` }]],
    hookTimeout: 240_000,
  },
}));
