// The built reference, as it is on disk.
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readDescription } from "../src/description.ts";
import { mend } from "../src/page/html.ts";
import { distDir, siteDir } from "../src/paths.ts";

const page = readFileSync(join(distDir, "reference.html"), "utf8");
/** Everything outside of scripts: what the browser itself might fetch. */
const markup = page.replaceAll(/<script[^>]*>[\s\S]*?<\/script>/g, "<script></script>");
const { info } = await readDescription();

describe("The reference", () => {
  it("has language, title and description", () => {
    expect(page).toMatch(/^<!DOCTYPE html>\s*<html lang="en">/);
    expect(markup).toContain(`<title>${info.title}</title>`);
    expect(markup).toContain(`<meta name="description" content="${info.summary}" />`);
    expect(markup).toContain('<meta name="viewport" content="width=device-width, initial-scale=1" />');
  });

  it("has everything in it: no script, style, font, frame or image comes from elsewhere", () => {
    const tags = [...markup.matchAll(/<(script|link|img|iframe|source|object|embed)\b[^>]*>/g)].map(([tag]) => tag);
    const addresses = tags.flatMap((tag) => /\b(?:src|href|srcset|data)="([^"]*)"/.exec(tag)?.[1] ?? []);
    expect(addresses.filter((address) => !address.startsWith("data:"))).toEqual([]);
    expect(addresses).toEqual([expect.stringMatching(/^data:image\/svg\+xml,/)]); // the icon
    expect(markup).not.toMatch(/@import|url\(\s*["']?(https?:)?\/\//);
    expect(page).not.toMatch(/^\s*import\s.*from\s*["']http/m);
  });

  it("forbids itself to fetch anything", () => {
    const policy = /<meta http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(markup)?.[1];
    expect(policy).toMatch(/^default-src 'none';/);
    expect(policy).not.toMatch(/http|\*|'self'/);
  });

  it("sets the colours before it shows anything", () => {
    const body = page.slice(page.indexOf("<body>"));
    const choice = body.indexOf("redoc.colorMode");
    expect(choice).toBeGreaterThan(-1);
    expect(choice).toBeLessThan(body.indexOf("data-component-name"));
  });

  it("tells nothing of the machine that built it", () => {
    for (const path of [siteDir, `${tmpdir()}/b24-calllist`]) expect(page).not.toContain(path);
  });

  it("links from the menu to places in itself", () => {
    expect(markup).toContain('href="#/errors"');
    expect(markup).not.toMatch(/<a [^>]*href="\//);
  });
});

describe("Mending Redoc's page", () => {
  it.each([
    ["links", '<p></p><script type="module">`https://cdn.redoc.ly/redoc/logo-mini.svg`</script>'],
    ["logo", '<a class="x" href="/errors"></a><script type="module"></script>'],
  ])("fails where the %s cannot be found, rather than let them be", (_, html) => {
    expect(() => mend(html)).toThrow(/look at src\/page\/html\.ts/);
  });
});
