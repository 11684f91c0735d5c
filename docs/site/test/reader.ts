// A reader in Chromium. Nothing but the reference itself can be reached, unless a test says more, and whatever goes wrong
// in a page fails the test.
import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect } from "vitest";
import { type Reference, startReference } from "../src/serve.ts";

export const WIDE = { width: 1400, height: 900 };
export const TABLET = { width: 820, height: 1180 };
export const PHONE = { width: 390, height: 844 };

const executablePath = process.env.CHROMIUM_PATH;
const ARGS = ["--no-sandbox", "--disable-gpu", "--no-first-run"];
const QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync"];

let browser: Browser;
let reference: Reference;
/** Requests to elsewhere, and errors, in the order in which they came. */
const complaints: string[] = [];
/** Pages that tests share, by the options they were opened with. */
const shared = new Map<string, Page>();

/** The page that the test opened last. */
export let page: Page;

/** Tests with a browser. They are skipped where there is none. */
export function inChromium(title: string, tests: () => void): void {
  const name = `${title} (in Chromium; skipped where CHROMIUM_PATH does not name one)`;
  // Redoc mounts sections while it scrolls, and on a busy machine a click can come in between. What is broken fails twice.
  describe.skipIf(!executablePath)(name, { retry: 1 }, () => {
    beforeAll(async () => {
      [browser, reference] = await Promise.all([
        chromium.launch({ executablePath: executablePath!, args: [...ARGS, ...QUIET] }),
        startReference({ port: 0 }),
      ]);
    });
    afterAll(() => Promise.all([browser.close(), reference.close()]));
    beforeEach(() => {
      complaints.length = 0;
    });
    afterEach(async () => {
      if (![...shared.values()].includes(page)) await page.context().close();
      expect(complaints).toEqual([]);
    });
    tests();
  });
}

/** The reference's address. */
const home = (): string => `${reference.url}reference.html`;

/** The address of the served site, with a slash at its end. */
export const site = (): string => reference.url;

/** A page that has never been seen, not yet gone anywhere. */
export async function newPage(
  options: BrowserContextOptions = {},
  reachable = (url: string): boolean => url === home(),
): Promise<void> {
  const context = await browser.newContext({ viewport: WIDE, ...options });
  context.setDefaultTimeout(20_000);
  await context.route("**/*", (route) => {
    const url = route.request().url();
    if (reachable(url)) return route.continue();
    complaints.push(`request: ${url}`);
    return route.abort();
  });
  page = await context.newPage();
  page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(`console: ${message.text()}`);
  });
}

/** Opens a place in a page that has never been seen. */
export async function open(place: string, options?: BrowserContextOptions): Promise<void> {
  await newPage(options);
  await goTo(place);
}

/** Opens a place in a page that was open before, which is faster: for tests that leave nothing behind. */
export async function visit(place: string, options: BrowserContextOptions = {}): Promise<void> {
  const key = JSON.stringify(options);
  const before = shared.get(key);
  if (before) page = before;
  else await newPage(options);
  shared.set(key, page);
  await goTo(place);
}

/**
 * Goes to a place in the page that is open. On a busy machine Redoc can lose its way while sections above the place are
 * being mounted; then the page is loaded again, at that place, as a reader would do it.
 */
export async function goTo(place: string): Promise<void> {
  const heading = section(place).locator("h1, h2").first();
  await page.goto(`${home()}#${place}`);
  try {
    await heading.waitFor({ timeout: 5_000 });
  } catch {
    await page.reload();
    await heading.waitFor();
  }
}

/** What stands at a place. */
export const section = (place: string): Locator => page.locator(`[data-section-id="${place}"]`).first();

/** The samples beside an operation. */
export const samples = (place: string): Locator => section(place).locator(".panel-request-samples");

/** Picks a language beside an operation. */
export async function pick(place: string, label: string): Promise<void> {
  await samples(place).locator("[data-component-name='Panel/PanelHeader'] button").last().click();
  await page.getByRole("menuitem", { name: label }).locator("visible=true").click();
}

/** Types words into the search and gives what it shows. */
export async function search(words: string): Promise<Locator> {
  await page.keyboard.press("Control+k");
  const dialog = page.getByTestId("search-dialog");
  await dialog.getByRole("textbox").fill(words);
  return dialog;
}
