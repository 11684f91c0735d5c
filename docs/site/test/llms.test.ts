// The site for language models, as it is on disk.
import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { type Document, operationsOf, readDescription, resolve } from "../src/description.ts";
import { readErrors } from "../src/errors/catalogue.ts";
import { textsForModels } from "../src/llms/index.ts";
import { nameOf } from "../src/llms/reference.ts";
import { shapeOf, typeOf } from "../src/llms/shape.ts";
import { outsideCode } from "../src/page/markdown.ts";
import { at, distDir, siteDir } from "../src/paths.ts";
import { readGuides } from "../src/site/guides.ts";
import { slug } from "../src/site/markdown.ts";
import { readReadmes } from "../src/site/packages.ts";

const description = await readDescription();
const errors = await readErrors();
const guides = await readGuides();
const samples = JSON.parse(readFileSync(at("samples.gen.json"), "utf8"));
const readmes = await readReadmes();
const sources = { description, errors, samples, guides, readmes };

const read = (path: string): string => readFileSync(join(distDir, path), "utf8");
const index = read("llms.txt");
const whole = read("llms-full.txt");
const paths = globSync(["llms*.txt", "**/*.md"], { cwd: distDir });

/** A text without its blocks of code. */
const prose = (markdown: string): string => {
  let text = "";
  outsideCode(markdown, (part) => {
    text += part;
    return part;
  });
  return text;
};
const headings = (markdown: string): string[] => [...prose(markdown).matchAll(/^#+ (.*)$/gm)].map(([, text]) => text!);

describe("llms.txt", () => {
  it("has the form of llmstxt.org: a title, a summary in a quotation, and sections of links that say what is there", () => {
    const [first, ...sections] = index.split(/^## .*$/m);
    expect(first).toMatch(/^# .+\n\n> .+\n\n/);
    expect(sections.length).toBeGreaterThan(3);
    for (const line of sections.flatMap((section) => section.trim().split("\n"))) {
      expect(line).toMatch(/^- \[[^\]]+\]\([^)]+\): \S/);
    }
  });

  it("links each guide, each package and each method", () => {
    for (const guide of guides) expect(index).toContain(`(${guide.path.replace(".html", ".md")}): ${guide.summary}`);
    for (const { label, path, summary } of readmes) {
      expect(index).toContain(`- [${label}](${path.replace(".html", ".md")}): ${summary}`);
    }
    for (const operation of operationsOf(description)) {
      expect(index).toContain(`- [${nameOf(operation)}](`);
      expect(index).toContain(operation.node.summary);
    }
  });
});

describe("Links in texts for models", () => {
  /** Whether a page or a text has such a place. */
  function has(path: string, anchor: string): boolean {
    if (!existsSync(join(distDir, path))) return false;
    if (!anchor || path === "reference.html") return true; // its places are made in the browser
    if (path.endsWith(".html")) return read(path).includes(` id="${anchor}"`);
    return headings(read(path)).map(slug).includes(anchor);
  }

  it.each(paths)("of %s lead somewhere", (path) => {
    const links = [...prose(read(path)).matchAll(/\]\(([^)]*)\)/g)].map(([, href]) => href!);
    const broken = links.filter((href) => {
      if (/^https?:/.test(href)) return false;
      const [file = "", anchor = ""] = href.split("#");
      return !has(file ? relative(distDir, join(distDir, dirname(path), file)) : path, anchor);
    });
    expect(broken).toEqual([]);
  });

  it("are there at all", () => {
    expect(paths.filter((path) => read(path).includes("](")).length).toBeGreaterThan(guides.length / 2);
  });
});

describe("llms-full.txt", () => {
  it("has every method, with each of its parameters and each field of its answer", () => {
    for (const { node, ...operation } of operationsOf(description)) {
      const name = nameOf({ node, ...operation });
      const section = whole.split(`\n### ${name}\n`)[1]?.split(/^#{1,3} /m)[0] ?? "";
      const schemas = [
        ...(node.parameters ?? []).map((parameter: Document) => ({ properties: { [parameter.name]: {} } })),
        node.requestBody?.content["application/json"].schema ?? {},
        node.responses[200].content["application/json"].schema,
      ];
      const missing = schemas
        .flatMap((schema) => namesIn(schema))
        .filter((field) => !section.includes(`- \`${field}\` (`));
      expect([name, missing]).toEqual([name, []]);
    }
  });

  /** The fields in a schema, but not those of shapes that have a heading of their own. */
  function namesIn(schema: Document): string[] {
    if (/\/(Timing|PortalError)$/.test(schema.$ref ?? "")) return [];
    const { properties = {}, anyOf = [], items, additionalProperties } = resolve(description, schema);
    const deeper = [...Object.values<Document>(properties), ...anyOf, items, additionalProperties];
    return [...Object.keys(properties), ...deeper.filter((node) => typeof node === "object").flatMap(namesIn)];
  }

  it("has every example of a request and a good answer, but the batch that is too long", () => {
    const examples = operationsOf(description).flatMap(({ node }) =>
      [node.requestBody, node.responses[200]].flatMap((body) =>
        Object.values<Document>(body?.content["application/json"].examples ?? {}),
      ),
    );
    const missing = examples.filter(
      (example) => !whole.includes(`\n${resolve(description, example).summary}:\n\n\`\`\`json`),
    );
    expect(missing).toEqual([{ $ref: "#/components/examples/batch.too-many" }]);
  });

  it("has every code, with what to do", () => {
    for (const { code, meaning, action } of errors) {
      expect(headings(whole)).toContain(code ? `\`${code}\`` : "(empty)");
      expect(whole).toContain(meaning);
      expect(whole).toContain(`What to do: ${action}`);
    }
  });

  it("has every guide, with its samples", () => {
    for (const { title, markdown } of guides) {
      expect(headings(whole).map((heading) => heading.replaceAll("`", ""))).toContain(title);
      const blocks = markdown.match(/^```.*?^```$/gms) ?? [];
      for (const block of blocks) expect(whole).toContain(block);
    }
  });
});

describe("llms-full.txt, to somebody who has it alone,", () => {
  it.each([
    ["ts", "iterate("],
    ["php", "->participants("],
    ["python", "iter_items("],
    ["go", "AllItems("],
    ["java", "participants("],
  ])("shows in %s how to make a list, and how to read whom it has", (lang, iteration) => {
    const blocks = [...whole.matchAll(new RegExp(`^\`\`\`${lang}\\n(.*?)^\`\`\`$`, "gms"))].map(([, code]) => code!);
    expect(blocks.filter((code) => /[aA]dd["(]/.test(code)).length).toBeGreaterThan(0);
    expect(blocks.filter((code) => code.includes(iteration)).length).toBeGreaterThan(0);
  });

  it("says how to install each client", () => {
    for (const { label, folder } of readmes.filter(({ label }) => label.endsWith(" client"))) {
      const section = whole.split(`\n## ${label}\n`)[1]?.split("\n## ")[0];
      expect([folder, section]).toEqual([folder, expect.stringMatching(/^##+ Install$/m)]);
    }
  });
});

describe("Texts for models", () => {
  it("are small enough for a model to read", () => {
    const kilobytes = (path: string): number => Math.ceil(Buffer.byteLength(read(path)) / 1000);
    const sizes = { index: kilobytes("llms.txt"), whole: kilobytes("llms-full.txt") };
    expect(sizes.index, `llms.txt has ${sizes.index} KB`).toBeLessThanOrEqual(8);
    expect(sizes.whole, `llms-full.txt has ${sizes.whole} KB`).toBeLessThanOrEqual(235);
  });

  it("come out the same each time, byte for byte", async () => {
    const again = { ...sources, description: await readDescription(), guides: await readGuides() };
    const built = Object.fromEntries(paths.map((path) => [path, read(path)]));
    expect(textsForModels(again)).toEqual(built);
  });

  it("hold no secret but the placeholder, and nothing of the machine that built them", () => {
    for (const path of paths) {
      const codes = [...read(path).matchAll(/\/rest\/\d+\/([^/\s"'`]+)/g)].map(([, code]) => code);
      expect([path, codes.filter((code) => !["xxxxxxxxxxxxxxxx", "…"].includes(code!))]).toEqual([path, []]);
      expect(read(path)).not.toContain(siteDir);
    }
  });
});

describe("A shape", () => {
  const document = {
    components: { schemas: { Id: { type: ["integer", "string"], description: "An id." }, Timing: { type: "object" } } },
  };
  const Id = { $ref: "#/components/schemas/Id" };
  const Timing = { $ref: "#/components/schemas/Timing" };

  it.each([
    ["a choice of values", { enum: ["A", 1] }, '"A" | 1'],
    ["too many values", { type: "string", enum: [..."ABCDEFGHI"] }, "string"],
    ["an open set", { anyOf: [{ enum: ["A"] }, { type: "string" }] }, '"A" | string'],
    ["an array", { type: "array", items: Id }, "array of (integer | string)"],
    [
      "arrays of two kinds",
      { anyOf: [{ items: Id }, { items: { type: ["integer", "null"] } }] },
      "array of (integer | string) | array of (integer | null)",
    ],
    ["a map", { type: "object", additionalProperties: { type: "string" } }, "map to string"],
    ["anything", {}, "anything"],
  ])("names the type of %s", (_, schema, expected) => {
    expect(typeOf(document, schema)).toBe(expected);
  });

  it("tells what may be missing, what is in an array, and each named schema once", () => {
    const schema = {
      properties: { ID: Id, IDS: { type: "array", description: "Ids,\nin order.", items: Id }, time: Timing },
      required: ["ID"],
    };
    expect(shapeOf(document, schema)).toBe(
      [
        "- `ID` (integer | string): An id.",
        "- `IDS` (array of (integer | string), optional): Ids,",
        "  in order.",
        "- `time` (object, optional): see Timing",
      ].join("\n"),
    );
  });
});
