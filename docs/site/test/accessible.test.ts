// What axe finds in the reference, in both colours: contrast above all (WCAG AA).
import { describe, expect, it } from "vitest";
import { violations } from "./axe.ts";
import { METHODS } from "./places.ts";
import { inChromium, open, PHONE, page, pick, samples, search, TABLET, visit, WIDE } from "./reader.ts";

/** In Redoc's own markup, out of reach of a theme: rule, and the element that may break it. */
const REDOCS: Record<string, RegExp> = {
  // The list of examples has the label "Example" and shows the name of the chosen one.
  "label-content-name-mismatch": /^<button [^>]*aria-label="Example"/,
  // The button that empties the search field. It cannot be reached by key; Escape does the same.
  "button-name": /^<button [^>]*tabindex="-1"/,
};

async function seriousViolations(): Promise<string[]> {
  return (await violations())
    .filter(({ impact }) => ["serious", "critical"].includes(impact!))
    .flatMap(({ id, nodes }) =>
      nodes
        .filter(({ html }) => !REDOCS[id]?.test(html))
        .map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`),
    );
}

inChromium("The reference is accessible", () => {
  // Going back by key scrolls what is above into view: below the bar, not behind it (WCAG 2.4.11).
  it.each([WIDE, TABLET])(
    "to the keyboard: nothing with the focus is hidden by the bar, at $width",
    async (viewport) => {
      await open(METHODS.batch, { viewport });
      const hidden: string[] = [];
      for (let step = 0; step < 40; step++) {
        await page.keyboard.press("Shift+Tab");
        const found = await page.evaluate(() => {
          const { activeElement: element } = document;
          const bar = document.querySelector(".site")!;
          if (!element || bar.contains(element)) return "";
          return element.getBoundingClientRect().bottom <= bar.getBoundingClientRect().bottom ? element.outerHTML : "";
        });
        if (found) hidden.push(found);
      }
      expect(hidden).toEqual([]);
    },
  );

  describe.each(["light", "dark"] as const)("in %s colours", (colorScheme) => {
    it.each(["/", "/errors", "/limits", METHODS.callListList, METHODS.batch, METHODS.oauthToken])(
      "at %s",
      async (place) => {
        await visit(place, { colorScheme });
        expect(await seriousViolations()).toEqual([]);
      },
    );

    it("in samples of other languages", async () => {
      await open(METHODS.callListList, { colorScheme });
      for (const label of ["TypeScript", "Payload"]) {
        await pick(METHODS.callListList, label);
        await expect.poll(() => samples(METHODS.callListList).textContent()).toContain(label);
        expect(await seriousViolations()).toEqual([]);
      }
    });

    it("in search results", async () => {
      await open("/start-here", { colorScheme });
      await (await search("items.get")).getByText("Get the participants of a call list").waitFor();
      expect(await seriousViolations()).toEqual([]);
    });

    it("on a phone, with the menu closed and open", async () => {
      await open("/errors", { colorScheme, viewport: PHONE });
      expect(await seriousViolations()).toEqual([]);
      await page.getByRole("button", { name: "Open navigation menu" }).click();
      await page.locator("a", { hasText: "Limits" }).locator("visible=true").first().waitFor();
      expect(await seriousViolations()).toEqual([]);
    });
  });
});
