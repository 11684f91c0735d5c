// What Redoc gets to show.
import { describe, expect, it } from "vitest";
import { operationsOf, readDescription } from "../src/description.ts";
import { documentForPage, unwrap } from "../src/page/document.ts";
import { samplesOf } from "../src/samples/index.ts";

const bundle = await readDescription();
const before = JSON.stringify(bundle);
const document = documentForPage(bundle, samplesOf(bundle));
const operations = new Map(operationsOf(document).map(({ operationId, node }) => [operationId, node]));

describe("The document for the page", () => {
  it("has the samples of every operation", () => {
    for (const node of operations.values()) expect(node["x-codeSamples"].length).toBeGreaterThan(1);
  });

  it("begins each operation's text with the method's name, or with the address where there is no method", () => {
    expect(operations.get("callListItemsGet")!.description).toMatch(
      /^\*\*Method\*\* `crm\.calllist\.items\.get`\n\n\w/,
    );
    expect(operations.get("oauthToken")!.description).toMatch(
      /^\*\*Address\*\* `https:\/\/oauth\.bitrix\.info\/oauth\/token\/`\n\n\w/,
    );
  });

  it("says at each method that there are two ways in", () => {
    expect(document.security).toEqual([{ "Webhook or OAuth token": ["crm"] }]);
    expect(document.components.securitySchemes).toHaveProperty(["Webhook or OAuth token", "type"], "oauth2");
  });

  it("leaves the bundle and its examples as they are", () => {
    expect(JSON.stringify(bundle)).toBe(before);
    expect(document.components.examples).toEqual(bundle.components.examples);
  });
});

describe("Paragraphs come to be on one line", () => {
  it.each([
    ["a paragraph", "one\ntwo\nthree\n\nfour", "one two three\n\nfour"],
    ["a list's elements", "- one\n  two\n- three\n  four\n\nfive", "- one two\n- three four\n\nfive"],
    ["a numbered list's elements", "1. one\n   two\n2. three", "1. one two\n2. three"],
    ["a text before a list", "one:\n- two", "one:\n- two"],
    ["a table stays", "| a | b |\n|---|---|\n| 1 | 2 |", "| a | b |\n|---|---|\n| 1 | 2 |"],
    ["code stays", "one\n```\ntwo\nthree\n\n- four\n```\nfive\nsix", "one\n```\ntwo\nthree\n\n- four\n```\nfive six"],
    ["a comment stays", "<!-- one -->\ntwo", "<!-- one -->\ntwo"],
    ["headings and quotations stay", "# one\ntwo\n> three", "# one\ntwo\n> three"],
  ])("%s", (_, text, expected) => {
    expect(unwrap(text)).toBe(expected);
  });
});
