// The pages beside the reference. Served and from disk, without a network.
import { globSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { anchorOf, readErrors } from "../src/errors/catalogue.ts";
import { distDir, guidesDir, rootDir } from "../src/paths.ts";
import type { Samples } from "../src/samples/index.ts";
import { GUIDES } from "../src/site/guides.ts";
import { addressOnSite } from "../src/site/links.ts";
import { render } from "../src/site/markdown.ts";
import { PACKAGES, pageOfPackage } from "../src/site/package-list.ts";
import { violations } from "./axe.ts";
import { GUIDE, METHODS } from "./places.ts";
import { inChromium, newPage, PHONE, page, site, TABLET, WIDE } from "./reader.ts";

const REFERENCE = "reference.html";
const pages = globSync("**/*.html", { cwd: distDir }).filter((path) => path !== REFERENCE);
const errors = await readErrors();

/** A page of the site, and nothing beside the site can be reached. */
async function openPage(path: string, options = {}, base = site()): Promise<void> {
  await newPage(options, (url) => url.startsWith(base));
  await page.goto(base + path);
}

describe("The site", () => {
  it("has a page for each thing to look up, all guides and all packages", () => {
    const guides = GUIDES.map((name) => `guides/${name}.html`);
    const packages = Object.keys(PACKAGES).map(pageOfPackage);
    const others = [
      "changelog.html",
      "compatibility.html",
      "contradictions.html",
      "errors.html",
      "index.html",
      "search.html",
    ];
    expect(pages.sort()).toEqual([...others, ...guides, ...packages].sort());
    expect(
      readdirSync(guidesDir)
        .filter((file) => file.endsWith(".md"))
        .sort(),
    ).toEqual(GUIDES.map((name) => `${name}.md`).sort());
  });

  it("has the README of every package, but not of the workspace's own tools", () => {
    const readmes = globSync(["spec/README.md", "packages/{*,*/*}/README.md"], { cwd: rootDir }).map(dirname);
    const own = ["clients/conformance", "portals/contract", "codegen", "ecosystem-tests", "testkit", "workspace"];
    expect(readmes.sort()).toEqual([...Object.keys(PACKAGES), ...own.map((name) => `packages/${name}`)].sort());
  });

  it("has a start page below 100 KB", () => {
    expect(statSync(join(distDir, "index.html")).size).toBeLessThan(100_000);
  });

  it.each(pages)("forbids %s to fetch anything", (path) => {
    const policy = /<meta http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(
      readFileSync(join(distDir, path), "utf8"),
    )?.[1];
    expect(policy).toMatch(/^default-src 'none';/);
    expect(policy).not.toMatch(/http|\*|'self'/);
  });
});

describe("A text", () => {
  const html = (markdown: string, folder = "docs/guides", page = "guides/batch.html"): string =>
    render(markdown, {
      folder,
      address: (href) => addressOnSite(href, { folder, page }),
      picture: () => "<!-- made -->\n<svg></svg>",
    }).html;

  it.each([
    ["another guide", "[x](batch.md#limits)", 'href="batch.html#limits"'],
    ["a package", "[x](../../packages/clients/php/README.md#oauth)", 'href="../packages/php.html#oauth"'],
    ["the description", "[x](../../spec/README.md)", 'href="../packages/spec.html"'],
    ["a built page", "[x](../dist/errors.html#100)", 'href="../errors.html#100"'],
    ["itself", "[x](#y)", 'href="#y"'],
    ["elsewhere", "[x](https://example.com/)", 'href="https://example.com/"'],
    [
      "a file of the repository, which it names",
      "[x](../../README.md)",
      "x (<code>README.md</code> in the repository)",
    ],
  ])("links to %s", (_, markdown, expected) => {
    expect(html(markdown)).toContain(expected);
  });

  it.each([
    ["another package", "[x](../mock/README.md)", 'href="mock.html"'],
    ["a guide", "[x](../../../docs/guides/batch.md)", 'href="../guides/batch.html"'],
    [
      "a file of its own, which it names",
      "[x](src/quirks.ts)",
      "<code>packages/portals/sandbox/src/quirks.ts</code> in",
    ],
  ])("of a package links to %s", (_, markdown, expected) => {
    expect(html(markdown, "packages/portals/sandbox", "packages/sandbox.html")).toContain(expected);
  });

  it("shows tags as they are written, whoever wrote them", () => {
    const text =
      'Gives `x` or Array<string>.\n\n<script>alert(1)</script>\n\n<img src=x onerror=alert(1)>\n\n```a"><b\n1\n```';
    expect(html(text)).not.toMatch(/<(string|script|img|b)/);
    expect(html(text)).toContain("Array&lt;string&gt;");
    expect(html("<!-- guides -->")).toContain("<!-- guides -->");
  });

  it("has a summary without markup, for cards and search engines", () => {
    const { title, summary } = render("# `x` & y\n\nMethods `crm.calllist.*`, **all** of [them](a.md).", {
      address: (href) => href,
      picture: () => "",
    });
    expect([title, summary]).toEqual(["x & y", "Methods crm.calllist.*, all of them."]);
  });

  it("has anchors as GitHub makes them", () => {
    expect(html("## What is `add`, and why?")).toContain('<h2 id="what-is-add-and-why">');
  });

  it("has tables, without a header where it is empty", () => {
    const row = "<tbody><tr><td>a</td><td>b</td></tr></tbody></table>";
    expect(html("| x | y |\n|---|---|\n| a | b |")).toContain(
      `<table><thead><tr><th>x</th><th>y</th></tr></thead>${row}`,
    );
    expect(html("| | y |\n|---|---|\n| a | b |")).toContain(`<table><thead><tr><td></td><th>y</th></tr></thead>${row}`);
    expect(html("| | |\n|---|---|\n| a | b |")).toContain(`<table>${row}`);
  });

  it("has its pictures in it, with their description", () => {
    expect(html('![A "sketch"](a.svg)')).toContain('<svg role="img" aria-label="A &quot;sketch&quot;">');
  });

  it("shows code as it is, in a language or none", () => {
    for (const lang of ["ts", "text", ""]) expect(html(`\`\`\`${lang}\na < b\n\`\`\``)).toContain("&lt;");
  });
});

inChromium("The pages", () => {
  it("have no broken link or anchor among them, from disk", async () => {
    const base = `${pathToFileURL(distDir).href}/`;
    const anchors = new Map<string, Set<string>>();
    const links: [from: string, to: string][] = [];
    for (const path of pages) {
      await openPage(path, {}, base);
      const found = await page.evaluate(() => ({
        ids: [...document.querySelectorAll("[id]")].map(({ id }) => id),
        links: [...document.querySelectorAll("a")].map(({ href }) => href),
      }));
      expect([path, found.ids.length]).toEqual([path, new Set(found.ids).size]);
      anchors.set(base + path, new Set(["", ...found.ids]));
      links.push(...found.links.map((to): [string, string] => [path, to]));
      await page.context().close();
    }
    const places = ["", ...Object.values(GUIDE), ...Object.values(METHODS)];
    anchors.set(base + REFERENCE, new Set(places));
    anchors.set(`${base}llms.txt`, new Set([""])); // test/llms.test.ts looks into it
    const broken = links.filter(([, to]) => {
      if (to.startsWith("http://127.0.0.1:4020/")) return false; // the sandbox, while it runs
      if (to.startsWith("https://")) return false; // elsewhere
      const [file = "", anchor = ""] = to.split("#");
      return !anchors.get(file)?.has(decodeURIComponent(anchor));
    });
    expect(links.length).toBeGreaterThan(50);
    expect(broken).toEqual([]);
    await openPage("index.html", {}, base);
  });

  describe.each(pages)("%s", (path) => {
    it.each(["light", "dark"] as const)(
      "is accessible in %s colours, on a wide screen and on a phone",
      async (colorScheme) => {
        await openPage(path, { colorScheme });
        for (const viewport of [WIDE, PHONE]) {
          await page.setViewportSize(viewport);
          const found = (await violations()).map(
            ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join("\n")}`,
          );
          expect(found).toEqual([]);
        }
      },
    );

    it("fits a wide screen, a tablet and a phone", async () => {
      await openPage(path);
      for (const viewport of [WIDE, TABLET, PHONE, { width: 320, height: 640 }]) {
        await page.setViewportSize(viewport);
        const [content, width] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
        expect([viewport.width, content]).toEqual([viewport.width, width]);
      }
    });

    it("copies each block of code", async () => {
      await openPage(path, { permissions: ["clipboard-read", "clipboard-write"] });
      const blocks = await page.locator("pre").all();
      expect(await page.locator(".code > .copy").count()).toBe(blocks.length);
      for (const block of blocks) {
        const copy = block.locator("xpath=..").locator(".copy");
        await block.evaluate((pre) => {
          // A block of a language that is not chosen is hidden until then.
          (pre.closest(".sample") as HTMLElement | null)?.style.setProperty("display", "block");
        });
        await copy.click();
        await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(await block.textContent());
        expect(await copy.textContent()).toBe("Copied");
      }
    });
  });

  it("copy where the clipboard's own interface is missing", async () => {
    await openPage("index.html", { permissions: ["clipboard-read", "clipboard-write"] });
    await page.evaluate(() => {
      Object.assign(window, { clipboard: navigator.clipboard });
      Object.defineProperty(navigator, "clipboard", { value: undefined });
    });
    await page.locator(".copy").first().click();
    const copied = (): Promise<string> =>
      page.evaluate(() => (window as unknown as { clipboard: Clipboard }).clipboard.readText());
    await expect.poll(copied).toBe(await page.locator("pre").first().textContent());
  });

  it("have colours that follow the system, until the reader chooses; then the reference has them too", async () => {
    const isDark = (): Promise<boolean> => page.evaluate(() => document.documentElement.classList.contains("dark"));
    await openPage("index.html", { colorScheme: "light" });
    expect(await isDark()).toBe(false);
    await page.emulateMedia({ colorScheme: "dark" });
    await expect.poll(isDark).toBe(true);
    await page.getByRole("button", { name: "Light" }).click();
    expect(await isDark()).toBe(false);
    for (const path of ["errors.html", REFERENCE]) {
      await page.goto(site() + path);
      expect([path, await isDark()]).toEqual([path, false]);
    }
  });

  it("are quiet where storage is blocked", async () => {
    await newPage({ colorScheme: "dark" }, (url) => url.startsWith(site()));
    await page.addInitScript(() => {
      const get = (): never => {
        throw new DOMException("Access is denied", "SecurityError");
      };
      Object.defineProperty(window, "localStorage", { configurable: true, get });
    });
    await page.goto(site());
    await page.getByRole("button", { name: "Light" }).click();
    expect(await page.evaluate(() => document.documentElement.className)).toBe("light");
  });
});

inChromium("The start page", () => {
  it("shows the first call in the language that is chosen", async () => {
    const samples: Samples = JSON.parse(readFileSync(join(distDir, "../site/samples.gen.json"), "utf8"));
    await openPage("index.html");
    const shown = page.locator(".sample pre").locator("visible=true");
    for (const name of ["TypeScript", "PHP", "Python", "Go", "Java", "cURL"]) {
      await page.getByRole("radio", { name }).check();
      const { source } = samples.callListAdd!.find(({ label }) => label.replace(" (webhook)", "") === name)!;
      expect([name, await shown.allTextContents()]).toEqual([name, [source]]);
    }
  });

  it("leads on to what stood there when the reference was the only page", async () => {
    await openPage(`#${METHODS.batch}`);
    await page.waitForURL(`${site()}reference.html#${METHODS.batch}`);
  });
});

inChromium("The errors", () => {
  it("have a place for each code, with its statuses, its texts and what to do", async () => {
    await openPage("errors.html");
    for (const { code, answers, executed } of errors) {
      const section = page.locator(`[id="${anchorOf(code)}"]`);
      const text = await section.textContent();
      expect(text).toContain(executed === "rejected" ? "Not executed" : "Perhaps executed");
      for (const { status, text: wire } of answers) {
        expect(text).toContain(String(status));
        expect(text).toContain(wire || "(none)");
      }
    }
  });
});
