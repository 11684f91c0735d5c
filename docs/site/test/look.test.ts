// Colours and sizes of the reference.
import { describe, expect, it } from "vitest";
import { GUIDE, METHODS } from "./places.ts";
import { goTo, inChromium, newPage, open, PHONE, page, section, TABLET, WIDE } from "./reader.ts";

declare global {
  interface Window {
    /** The ground's colour in each frame. */
    grounds: string[];
  }
}

const LIGHT = "rgb(255, 255, 255)";
const DARK = "rgb(20, 24, 30)";

const ground = (): Promise<string> => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
const choose = (): Promise<void> => page.getByTestId("color-mode-switcher").click();

/** Until what was changed has been shown, and all that listens to it has heard of it. */
const painted = (): Promise<void> =>
  page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done()))));

inChromium("The reference's colours", () => {
  it.each([
    ["light", LIGHT],
    ["dark", DARK],
  ] as const)("are %s with the system, from the first frame on", async (colorScheme, colour) => {
    await newPage({ colorScheme });
    await page.addInitScript(() => {
      window.grounds = [];
      const look = (): void => {
        // Before there is a body nothing is painted.
        if (document.body) window.grounds.push(getComputedStyle(document.documentElement).backgroundColor);
        requestAnimationFrame(look);
      };
      look();
    });
    await goTo("/errors");
    expect([...new Set(await page.evaluate(() => window.grounds))]).toEqual([colour]);
    const scheme = await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme);
    expect(scheme).toBe(colorScheme); // scroll bars and form fields
  });

  it("change with the system", async () => {
    await open("/start-here", { colorScheme: "light" });
    await page.emulateMedia({ colorScheme: "dark" });
    await expect.poll(ground).toBe(DARK);
    await page.emulateMedia({ colorScheme: "light" });
    await expect.poll(ground).toBe(LIGHT);
  });

  it("change with the button, which is remembered and goes before the system", async () => {
    await open("/start-here", { colorScheme: "light" });
    await choose();
    await expect.poll(ground).toBe(DARK);
    for (const colorScheme of ["dark", "light"] as const) {
      await page.emulateMedia({ colorScheme });
      await painted();
      expect(await ground()).toBe(DARK);
    }
    await page.reload();
    await section("/start-here").locator("h2").waitFor();
    expect(await ground()).toBe(DARK);
    await choose();
    await expect.poll(ground).toBe(LIGHT);
  });

  it("work where storage is blocked, and the choice is forgotten then", async () => {
    await newPage({ colorScheme: "dark" });
    await page.addInitScript(() => {
      for (const name of ["localStorage", "sessionStorage"]) {
        const get = (): never => {
          throw new DOMException("Access is denied", "SecurityError");
        };
        Object.defineProperty(window, name, { configurable: true, get });
      }
    });
    await goTo("/start-here");
    expect(await ground()).toBe(DARK);
    await choose();
    await expect.poll(ground).toBe(LIGHT);
    await page.reload();
    await section("/start-here").locator("h2").waitFor();
    expect(await ground()).toBe(DARK);
  });
});

inChromium("The reference fits", () => {
  describe.each([
    ["a wide window", WIDE],
    ["a tablet", TABLET],
    ["a phone", PHONE],
  ])("%s", (_, viewport) => {
    it("nothing has to be scrolled sideways, tables and samples included", async () => {
      await open("/", { viewport });
      for (const place of ["/", ...Object.values(GUIDE), ...Object.values(METHODS)]) {
        await goTo(place);
        const tooWide = await page.evaluate(() =>
          [document.documentElement, ...document.querySelectorAll(".md-table-wrapper, pre:has(> .th-code)")]
            .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
            .map(({ textContent, scrollWidth }) => `${scrollWidth} px: ${textContent?.trim().slice(0, 40)}`),
        );
        expect([place, tooWide]).toEqual([place, []]);
      }
    });
  });

  it.each([WIDE, TABLET, PHONE, { width: 320, height: 640 }])(
    "$width pixels: the bar with the other pages stays, whole and in the way of nothing",
    async (viewport) => {
      await open(METHODS.callListItemsGet, { viewport });
      const bar = page.getByRole("navigation", { name: "Site" });
      expect(await bar.getByRole("link", { name: "Search all pages" }).isVisible()).toBe(true);
      expect(await bar.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
      const heading = section(METHODS.callListItemsGet).locator("h2");
      const top = async (): Promise<number> => (await heading.boundingBox())!.y;
      // Redoc scrolls there when it has mounted what is above.
      await expect.poll(top).toBeLessThan(viewport.height / 2);
      expect(await page.evaluate(() => scrollY)).toBeGreaterThan(0);
      const { y, height } = (await bar.boundingBox())!;
      expect([y, height <= (await top())]).toEqual([0, true]);
    },
  );

  it("a phone: the menu opens, leads somewhere, and is gone", async () => {
    await open("/", { viewport: PHONE });
    await page.getByRole("button", { name: "Open navigation menu" }).click();
    await page.locator("a", { hasText: "Limits" }).locator("visible=true").first().click();
    await section("/limits").locator("table").waitFor();
    await page.getByRole("button", { name: "Open navigation menu" }).waitFor();
  });
});
