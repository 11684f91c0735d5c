// The page of contradictions says of recorded answers what they are.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { claimsOn, readContradictions, readVectors } from "../src/contradictions/read.ts";
import { distDir } from "../src/paths.ts";

const contradictions = await readContradictions();
const vectors = await readVectors();

describe.each(contradictions)("$id", ({ title, documented, asOf, portal, evidence = [], recorded = {} }) => {
  it("has both sides, a date, and evidence", () => {
    for (const text of [title, asOf, portal]) expect(text).toMatch(/\S/);
    if (documented !== undefined) expect(documented).not.toBe(portal);
    expect(asOf).toMatch(/20\d\d/);
    expect(evidence.length + Object.keys(recorded).length).toBeGreaterThan(0);
    for (const item of evidence)
      expect(["source", "observed", "newer"]).toEqual(expect.arrayContaining(Object.keys(item)));
  });

  it.each(Object.entries(recorded))("says of %s what was recorded", (name, said) => {
    const vector = vectors.get(name);
    expect(vector, `there is no recorded answer ${name}`).toBeDefined();
    for (const { step, claim } of claimsOn(vector!, said)) {
      const { rows, ...fields } = claim;
      expect(step.expect).toMatchObject(fields);
      if (rows !== undefined) expect(step.expect.result).toHaveLength(rows);
    }
  });
});

describe("The page of contradictions", () => {
  const page = readFileSync(join(distDir, "contradictions.html"), "utf8");

  it("has a place for each, which differs from all others", () => {
    const ids = contradictions.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(page).toContain(`<section class="entry" id="${id}">`);
  });

  it("names the recorded answers, with request and outcome", () => {
    const text = page.replaceAll(/<[^>]*>/g, "");
    expect(text).toContain(
      "items-start-027: crm.calllist.items.get with {&quot;LIST_ID&quot;:13,&quot;start&quot;:3} gives HTTP 403 ACCESS_ERROR",
    );
    expect(text).toContain("batch-047: batch with 51 commands, such as crm.calllist.get?ID=13, gives HTTP 200");
    expect(text).not.toContain("… gives");
    expect(text).toContain("rights-003: crm.calllist.get by user 7 with");
    expect(text).toContain("transport-062: GET /rest/crm.calllist.delete?ID=13 gives HTTP 404");
  });

  it("shows no webhook but that of examples", () => {
    for (const [, code] of page.matchAll(/\/rest\/\d+\/([^/]+)\//g))
      expect(["xxxxxxxxxxxxxxxx", "wrong"]).toContain(code);
  });
});
