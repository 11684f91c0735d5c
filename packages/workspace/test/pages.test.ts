// What pages about this repository name, exists: files in links and in backticks, and npm scripts.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "@b24-calllist/testkit/run";
import { describe, expect, it } from "vitest";

const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

/** A path in backticks: from the root, and in a folder that is there, so that no URL path or package name is meant. */
const PATH = /`((?:\.ci|\.github|docs|packages|spec)\/[\w./-]+)`/g;

describe.each(["AGENTS.md", "CONTRIBUTING.md"])("%s", (page) => {
  const text = readFileSync(join(root, page), "utf8");

  it("names files that exist", () => {
    const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, path]) => join(dirname(page), path!));
    const paths = [...text.matchAll(PATH)].map(([, path]) => path!);
    expect(paths).not.toEqual([]);
    // A tag, and what the first release and the build make.
    const later = /\/(released|releases|dist)\/|\/v\d|docs\/(releases\.json|dist)/;
    const absent = [...links, ...paths].filter((path) => !later.test(path) && !existsSync(join(root, path)));
    expect(absent).toEqual([]);
  });

  it("names npm scripts that exist", () => {
    const named = [...text.matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name!);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});

it("AGENTS.md is one page", () => {
  expect(readFileSync(join(root, "AGENTS.md"), "utf8").split("\n").length).toBeLessThan(50);
});
