import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { AxeResults, Result } from "axe-core";
import { page } from "./reader.ts";

declare global {
  interface Window {
    axe: { run(options: { resultTypes: string[] }): Promise<AxeResults> };
  }
}

const axe = readFileSync(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");

/** What axe finds in the page that is open. */
export async function violations(): Promise<Result[]> {
  await page.evaluate(axe);
  return (await page.evaluate(() => window.axe.run({ resultTypes: ["violations"] }))).violations;
}
