// What Redoc gets to show.
import { describe, expect, it } from "vitest";
import { operationsOf, readDescription } from "../src/description.ts";
import { documentForPage } from "../src/page/document.ts";
import { spaced } from "../src/page/markdown.ts";
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

describe("Texts are written so that the search can tell words apart", () => {
  it.each([
    ["a paragraph is one line", "one\ntwo\nthree\n\nfour", "one two three\n\nfour"],
    ["a list element is one line", "- one\n  two\n- three\n\nfour", "- one two&#32;\n- three&#32;\n\nfour"],
    ["a numbered one, too", "1. one\n   two\n2. three", "1. one two&#32;\n2. three&#32;"],
    ["a text before a list stays before it", "one:\n- two", "one:\n- two&#32;"],
    ["cells are apart", "| a | `b` |\n|---|---|\n| 1 | 2 |", "| a&#32; | `b`&#32; |\n|---|---|\n| 1&#32; | 2&#32; |"],
    ["empty cells stay empty", "|   | a  |\n| --- | --- |", "|   | a&#32; |\n| --- | --- |"],
    ["a bar in a cell stays there", "| a \\| b | c\\|d |", "| a \\| b&#32; | c\\|d&#32; |"],
    [
      "code stays",
      "one\n```\ntwo\nthree\n\n- | four |\n```\nfive\nsix",
      "one\n```\ntwo\nthree\n\n- | four |\n```\nfive six",
    ],
    ["a comment stays", "<!-- one -->\ntwo", "<!-- one -->\ntwo"],
    ["headings and quotations stay", "# one\ntwo\n> three", "# one\ntwo\n> three"],
  ])("%s", (_, text, expected) => {
    expect(spaced(text)).toBe(expected);
  });
});
