// The search over all pages: what it finds, and how it is used.
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { readDescription } from "../src/description.ts";
import { readErrors } from "../src/errors/catalogue.ts";
import { distDir } from "../src/paths.ts";
import { indexOf, type Passage, type Piece } from "../src/search/find.ts";
import { searchPage } from "../src/search/page.ts";
import { passagesOf } from "../src/search/passages.ts";
import { violations } from "./axe.ts";
import { GUIDE, METHODS } from "./places.ts";
import { inChromium, newPage, PHONE, page, site, WIDE } from "./reader.ts";

const html = (path: string): string => readFileSync(join(distDir, path), "utf8");
const passages: Passage[] = JSON.parse(/id="passages">(.*?)<\/script>/s.exec(html("search.html"))![1]!);
const find = indexOf(passages);
const addresses = (query: string): string[] => {
  const { hits, near } = find(query);
  return [...hits, ...near].map(({ address }) => address);
};
const words = (pieces: Piece[]): string => pieces.map(({ text }) => text).join("");
const marks = (pieces: Piece[]): string[] => pieces.filter(({ hit }) => hit).map(({ text }) => text);

describe("The sections of a page", () => {
  const of = (html: string, path = "guides/x.html", title = "X · Site") =>
    passagesOf({ path, title, html, description: "" });

  it("begin at its headings, and know where they are", () => {
    const found = of(
      '<h1 id="x">The <code>X</code></h1><p>One.</p><h2 id="a">A</h2><p>Two<br />three.</p><h3 id="b">B</h3><p>Four.</p>',
    );
    expect(found).toEqual([
      { address: "guides/x.html", title: "The X", section: "Guides", text: "One." },
      { address: "guides/x.html#a", title: "A", section: "Guides › X", text: "Two three." },
      { address: "guides/x.html#b", title: "B", section: "Guides › X › A", text: "Four." },
    ]);
  });

  it("may have their address from the element around them; headings without one go on with it", () => {
    const found = of(
      '<h1>Errors</h1><div id="e"><h2>E</h2><p>One.</p><h3>What to do</h3><p>Two.</p></div>',
      "errors.html",
    );
    expect(found.slice(1)).toEqual([
      { address: "errors.html#e", title: "E", section: "X", text: "One. What to do Two." },
    ]);
  });

  it("of a package begin with what it is called here; its own name is text", () => {
    const found = of("<h1>@b24-calllist/x</h1><p>One.</p>", "packages/x.html", "Java client · Site");
    expect(found).toEqual([
      { address: "packages/x.html", title: "Java client", section: "Packages", text: "@b24-calllist/x One." },
    ]);
  });

  it("leave out pictures, and lists that lead elsewhere", () => {
    const found = of('<h1>H</h1><svg><text>no</text></svg><ul class="cards"><li>no</li></ul><p>Mem<wbr />bers</p>');
    expect(found).toMatchObject([{ text: "Members" }]);
  });
});

describe("The search has", () => {
  it("texts that cannot end its script", async () => {
    const html = "<h1>H</h1><p>&lt;/script&gt;&lt;b&gt;</p>";
    const made = await searchPage([{ path: "x.html", title: "X", description: "", html }], await readDescription());
    expect(made.html).not.toContain("</script><b>");
    expect(made.html).toContain("\\u003c/script>");
  });

  it("every page, every method, every section of the reference and every error code", async () => {
    const known = new Set(passages.map(({ address }) => address));
    const pages = globSync("**/*.html", { cwd: distDir }).filter((path) => !/^(search|reference)\.html$/.test(path));
    const places = [...Object.values(METHODS), ...Object.values(GUIDE)].map((place) => `reference.html#${place}`);
    const codes = (await readErrors()).map(({ code }) => `errors.html#${code || "empty-code"}`);
    expect([...pages, ...places, ...codes].filter((address) => !known.has(address))).toEqual([]);
  });

  it("no address that leads nowhere", () => {
    const places = new Set<string>([...Object.values(METHODS), ...Object.values(GUIDE)]);
    const broken = passages.filter(({ address }) => {
      const [path = "", id] = address.split("#");
      if (path === "reference.html") return !places.has(id!);
      return id !== undefined && !html(path).includes(`id="${id}"`);
    });
    expect(broken).toEqual([]);
  });
});

describe("The search finds", () => {
  it.each([
    ["an error code", "LIST_ID_ERROR", "errors.html#LIST_ID_ERROR"],
    ["a code in small letters", "list_id_error", "errors.html#LIST_ID_ERROR"],
    ["the beginning of a code", "operation_ti", "errors.html#OPERATION_TIME_LIMIT"],
    ["the end of a code", "time_limit", "errors.html#OPERATION_TIME_LIMIT"],
    ["a code with a slip", "INVALID_GRAMT", "errors.html#invalid_grant"],
    ["a method", "crm.calllist.items.get", `reference.html#${METHODS.callListItemsGet}`],
    ["the end of a method's name", "items.get", `reference.html#${METHODS.callListItemsGet}`],
    ["a method while it is typed", "crm.calllist.sta", `reference.html#${METHODS.callListStatusList}`],
    ["words of several places", "php oauth", "packages/php.html#oauth"],
    ["a word with a slip", "changeParticpants", "guides/update.html#add-and-remove"],
    ["a guide", "keep secrets", "guides/secrets.html"],
    ["a contradiction", "token beside webhook", "contradictions.html#token-beside-webhook"],
    ["a language, its client", "php", "packages/php.html"],
    ["what an error page is better for than the evidence", "list_id", "errors.html#LIST_ID_ERROR"],
    [
      "how it is rather than how it has come",
      "next page",
      "guides/complete-lists.html#pages-with-rows-you-may-not-read",
    ],
    ["the words of others for what is called paging here", "pagination", "reference.html#/paging"],
    ["what must not go twice", "idempotent", "guides/errors-and-repeats.html"],
    ["the same in another form", "idempotence", "guides/errors-and-repeats.html"],
    ["what is done about errors", "error handling", "guides/errors-and-repeats.html"],
    ["a loss, in any form of the word", "webform lost", "guides/update.html"],
    ["a loss, in words apart", "web form lost", "guides/update.html"],
    ["what a portal sends by itself", "notify", "guides/progress.html#the-end-as-an-event"],
    ["the same as an event", "webhook event", "guides/progress.html#the-end-as-an-event"],
    ["the same as a callback", "callback", "guides/progress.html#the-end-as-an-event"],
    ["what is better than asking all the time", "polling", "guides/progress.html#the-end-as-an-event"],
    ["waiting", "wait until done", "guides/progress.html#wait-until-it-is-done"],
    ["waiting, in other words", "finished", "guides/progress.html#wait-until-it-is-done"],
    ["a guide by its subject", "progress", "guides/progress.html#watch-the-progress"],
    [
      "participants who get lost",
      "lost participants",
      "guides/complete-lists.html#why-counting-pages-loses-participants",
    ],
    [
      "the same as missing ones",
      "missing participants",
      "guides/complete-lists.html#why-counting-pages-loses-participants",
    ],
    ["what happens at the same time", "concurrent", "guides/complete-lists.html"],
    ["the same as a noun", "concurrency", "guides/complete-lists.html"],
    ["a task in a reader's words", "add contacts to existing list", "guides/update.html"],
    ["how a client is installed", "install python", "packages/python.html#install"],
    ["a function of a client", "changeParticipants", "guides/update.html#add-and-remove"],
  ])("%s first: %s", (_, query, address) => {
    // Where a page is wanted, a section of it is as good.
    const [first = ""] = addresses(query);
    expect(address.includes("#") ? first : first.replace(/#.*/, "")).toBe(address);
  });

  it("a guide among the first three, where methods, packages and errors speak of it, too", () => {
    expect(addresses("rate limit").slice(0, 3)).toContain("guides/limits.html");
  });

  it("what is near apart from what has all the words, and only where that is little", () => {
    expect(find("participants")).toMatchObject({ near: [] });
    expect(find("partcipants")).toMatchObject({ count: 0, hits: [] });
    expect(find("partcipants").near.length).toBeGreaterThan(0);
    const { count, hits, near } = find("changeParticipants halt");
    expect([count, near.length]).toEqual([hits.length, expect.any(Number)]);
    expect(near.filter(({ address }) => hits.some((hit) => hit.address === address))).toEqual([]);
  });

  it.each([
    ["retries", "retry"],
    ["paginated", "pagination"],
    ["notifications", "notify"],
    ["deleting", "delete"],
  ])("much for %s, as for %s", (one, other) => {
    const known = new Set(addresses(other));
    expect(addresses(one).filter((address) => known.has(address)).length).toBeGreaterThan(1);
  });

  it("no format where a form is meant", () => {
    const found = find("webform").hits.flatMap(({ title, excerpt }) => marks([...title, ...excerpt]));
    expect(found.filter((word) => /^format/i.test(word))).toEqual([]);
  });

  it("no longer than a query can be", () => {
    expect(find(`${"a.".repeat(100)}${" zzzz".repeat(50_000)}`).count).toBe(find("a.".repeat(100)).count);
  });

  it.each(["zzzzqqqq", "", "…", "$[]"])("nothing for %j", (query) => {
    expect(find(query)).toMatchObject({ count: 0, hits: [], near: [] });
  });

  it("shows where the words are, in title and text", () => {
    const [{ title, excerpt } = { title: [], excerpt: [] }] = find("ENTITY_ERROR wrong").hits;
    expect(marks(title)).toEqual(["ENTITY_ERROR"]);
    expect(marks(excerpt)).toContain("wrong");
  });

  it("cuts an excerpt at words, around what was looked for", () => {
    const text = `${"far away ".repeat(50)}here is a needle in the hay ${"and more ".repeat(50)}`.trim();
    const [hit] = indexOf([{ address: "x.html", title: "X", section: "", text }])("needle").hits;
    expect(marks(hit!.excerpt)).toEqual(["needle"]);
    expect(words(hit!.excerpt)).toMatch(/^… (far|away) .*needle.* (and|more) …$/);
    expect(words(hit!.excerpt).length).toBeLessThan(220);
  });
});

inChromium("The page of the search", () => {
  const openSite = async (path: string, options = {}, base = site()): Promise<void> => {
    await newPage(options, (url) => url.startsWith(base));
    await page.goto(base + path);
  };
  const field = () => page.getByRole("searchbox");
  const hits = () => page.locator("#hits a");
  const focused = (): Promise<string | null> =>
    page.evaluate(() => document.activeElement?.getAttribute("href") ?? null);

  it.each([
    ["served", () => site()],
    ["from disk", () => `${pathToFileURL(distDir).href}/`],
  ])("finds while one types, and leads there by the keyboard alone, %s", async (_, base) => {
    await openSite("guides/batch.html", {}, base());
    await page.keyboard.press("Control+/");
    await page.waitForURL(`${base()}search.html`);
    await expect.poll(() => field().evaluate((input) => input === document.activeElement)).toBe(true);
    await page.keyboard.type("list_id_error");
    await expect.poll(() => page.getByRole("status").textContent()).toMatch(/^\d+ places:$/);
    expect(new URL(page.url()).hash).toBe("#q=list_id_error");
    expect(await page.locator("#hits li").first().locator("mark").first().textContent()).toBe("LIST_ID_ERROR");
    await page.keyboard.press("Enter");
    expect(await focused()).toBe("errors.html#LIST_ID_ERROR");
    await page.keyboard.press("Enter");
    await page.waitForURL(`${base()}errors.html#LIST_ID_ERROR`);
    expect(await page.locator(":target h2").textContent()).toBe("LIST_ID_ERROR");
    await page.goBack();
    expect(await field().inputValue()).toBe("list_id_error");
    expect(await hits().count()).toBeGreaterThan(1);
    await expect.poll(() => page.evaluate(() => document.activeElement?.matches("#words, #hits a"))).toBe(true);
  });

  it("leads to the place in the reference", async () => {
    await openSite("search.html#q=items.get");
    await hits().first().click();
    await page.locator(`[data-section-id="${METHODS.callListItemsGet}"] h2`).first().waitFor();
  });

  it("is gone through with the arrows and with Tab", async () => {
    await openSite("search.html#q=batch");
    await field().focus();
    const second = await hits().nth(1).getAttribute("href");
    for (const key of ["ArrowDown", "ArrowDown"]) await page.keyboard.press(key);
    expect(await focused()).toBe(second);
    for (const key of ["ArrowUp", "ArrowUp"]) await page.keyboard.press(key);
    expect(await field().evaluate((input) => input === document.activeElement)).toBe(true);
    await page.keyboard.press("Tab");
    expect(await focused()).toBe(await hits().first().getAttribute("href"));
    await page.keyboard.press("Escape");
    expect(await field().evaluate((input) => input === document.activeElement)).toBe(true);
    expect(await field().inputValue()).toBe("batch");
  });

  it("says when nothing was found, and shows all pages then", async () => {
    await openSite("search.html#q=zzzzqqqq");
    expect(await page.getByRole("status").textContent()).toBe("Nothing was found for “zzzzqqqq”.");
    expect(await hits().count()).toBe(0);
    expect(await page.getByRole("heading", { name: "All pages" }).isVisible()).toBe(true);
    await field().fill("batch");
    expect(await page.getByRole("heading", { name: "All pages" }).isVisible()).toBe(false);
    await field().fill("");
    expect(await page.getByRole("status").textContent()).toBe("");
  });

  it("says that what is near follows what has all the words", async () => {
    await openSite("search.html#q=install+python");
    expect(await page.getByRole("status").textContent()).toMatch(/^\d+ places, and what comes near:$/);
  });

  it("says what is only near to what was looked for", async () => {
    await openSite("search.html#q=partcipants");
    expect(await page.getByRole("status").textContent()).toContain("Nothing has “partcipants” as it is written.");
  });

  it("shows words as text, whatever is in them", async () => {
    await openSite(`search.html#${new URLSearchParams({ q: "<img src=x onerror=alert(1)> & “batch”" })}`);
    expect(await page.locator("main img").count()).toBe(0);
    expect(await page.getByRole("status").textContent()).toContain("<img src=x");
  });

  it("is reached by Ctrl+/ from every kind of page, and “/” alone is a letter like any other", async () => {
    for (const path of ["index.html", "errors.html", "packages/php.html", "reference.html"]) {
      await openSite(path);
      await page.locator("a.search").waitFor();
      await page.evaluate(() =>
        addEventListener("keydown", (event) => {
          document.title = event.defaultPrevented ? "taken" : "left";
        }),
      );
      await page.keyboard.press("/");
      expect(await page.title()).toBe("left");
      await page.keyboard.press("Control+/");
      await page.waitForURL(`${site()}search.html`);
      if (path !== "reference.html") await page.context().close();
    }
    await page.keyboard.type("a/b");
    expect(await field().inputValue()).toBe("a/b");
    await page.locator("h1").click();
    await page.keyboard.press("Control+/");
    expect(await field().evaluate((input) => input === document.activeElement)).toBe(true);
    expect(await field().inputValue()).toBe("a/b");
  });

  it("leads to all pages without scripts, too", async () => {
    await openSite("search.html", { javaScriptEnabled: false });
    expect(await field().count()).toBe(0);
    await page.getByRole("link", { name: "Many calls in one request" }).click();
    await page.waitForURL(`${site()}guides/batch.html`);
  });

  it.each(["light", "dark"] as const)("is accessible with hits in %s colours", async (colorScheme) => {
    await openSite("search.html#q=LIST_ID", { colorScheme });
    for (const viewport of [WIDE, PHONE, { width: 320, height: 640 }]) {
      await page.setViewportSize(viewport);
      expect((await violations()).map(({ id, nodes }) => `${id}: ${nodes[0]!.html}`)).toEqual([]);
      const [content, width] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      expect(content).toBe(width);
    }
  });
});
