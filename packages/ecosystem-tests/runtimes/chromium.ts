import { chromium } from "playwright-core";
import type { Places, Seen } from "./smoke.ts";

/** Runs the checks in a page of another origin than the portal's; `bundle` sets the global `checks`. */
export async function inChromium(
  executablePath: string,
  bundle: string,
  places: Places,
  signal: AbortSignal,
): Promise<Seen> {
  // Signals are handled in run.ts, which cleans up more than a browser.
  const signals = { handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false };
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"], ...signals });
  const close = () => browser.close();
  signal.addEventListener("abort", close);
  try {
    signal.throwIfAborted();
    const page = await browser.newPage();
    await page.goto(places.renamed);
    await page.addScriptTag({ path: bundle });
    return JSON.parse(await page.evaluate(`checks.smoke(${JSON.stringify(places)}).then(JSON.stringify)`));
  } finally {
    signal.removeEventListener("abort", close);
    await close();
  }
}
