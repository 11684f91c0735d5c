// The gates around the description stop what they are there to stop.
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Document } from "../scripts/bundle.ts";
import { compare } from "../scripts/diff.ts";
import { at } from "../scripts/paths.ts";
import { redocly } from "../scripts/redocly.ts";
import { document } from "./description.ts";

const released = changed((d) => {
  d.info.version = "1.0.0";
});

function changed(change: (document: Document) => void): Document {
  const copy = structuredClone(document);
  change(copy);
  return copy;
}

describe("a change that breaks callers needs a major version", () => {
  const breaking: [string, (d: Document) => void][] = [
    ["a method is removed", (d) => delete d.paths["/batch"]],
    ["an operation is renamed", (d) => (d.paths["/batch"].post.operationId = "runBatch")],
    ["a field of an answer is removed", (d) => delete d.components.schemas.CallList.properties.WEBFORM_ID],
    ["a request enum is narrowed", (d) => (d.components.schemas.EntityType.enum = ["CONTACT"])],
    ["a parameter becomes required", (d) => d.components.schemas.CallListGetParams.required.push("auth")],
  ];
  for (const [what, change] of breaking) {
    it(`${what}: 1.0.0 to 1.1.0 is stopped, to 2.0.0 passes`, async () => {
      const now = changed(change);
      const minor = await compare(released, now, "1.1.0");
      expect(minor.report).toContain("major");
      expect(minor.passed).toBe(false);
      expect((await compare(released, now, "2.0.0")).passed).toBe(true);
    });
  }

  it("an addition needs a minor version", async () => {
    const now = changed((d) => {
      d.components.schemas.CallList.properties.EXTRA = { type: "string", description: "New." };
    });
    expect((await compare(released, now, "1.0.1")).passed).toBe(false);
    expect((await compare(released, now, "1.1.0")).passed).toBe(true);
  });
});

describe("redocly lint with the rules of this house", () => {
  const slips: [string, string, (text: string) => string][] = [
    [
      "operation-id-is-camel-case-and-known",
      "methods/batch.yaml",
      (s) => s.replace("operationId: batch", "operationId: run_batch"),
    ],
    [
      "operation-summary-in-sentence-case",
      "methods/batch.yaml",
      (s) => s.replace("summary: Run up", "summary: Run Up"),
    ],
    [
      "media-type-has-named-examples",
      "methods/crm.calllist.get.yaml",
      (s) => s.replace(/examples:\n( {10}\S.*\n {12}\S.*\n)+/, ""),
    ],
    ["example-has-a-summary", "examples/add.contacts.yaml", (s) => s.replace(/^summary: .*$/m, "summary: no capital")],
    [
      "response-has-a-sentence",
      "methods/crm.calllist.get.yaml",
      (s) => s.replace("description: The list.", "description: ok"),
    ],
    ["operation-description", "methods/batch.yaml", (s) => s.replace(/ {2}description: \|-\n(( {4}.*)?\n)+/, "")],
    [
      "no-invalid-media-type-examples",
      "examples/add.contacts.yaml",
      (s) => s.replace("result: 51", "result: fifty-one"),
    ],
  ];
  for (const [rule, file, slip] of slips) {
    it(`${rule} finds a slip in ${file}`, async () => {
      const dir = await mkdtemp(join(tmpdir(), "b24-calllist-lint-"));
      try {
        for (const part of ["openapi.yaml", "redocly.yaml", "about", "methods", "schemas", "responses", "examples"]) {
          await cp(at(part), join(dir, part), { recursive: true });
        }
        const before = await readFile(join(dir, file), "utf8");
        const after = slip(before);
        expect(after, "the slip was made").not.toBe(before);
        await writeFile(join(dir, file), after);
        const { code, output } = await redocly(["lint"], dir);
        expect(output).toContain(rule);
        expect(code).toBe(1);
      } finally {
        await rm(dir, { recursive: true });
      }
    });
  }
});
