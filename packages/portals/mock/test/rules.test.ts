// The rules of refusal never contradict the recorded answers of a portal's own handler.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, it } from "vitest";
import { readDescription } from "../src/description.ts";
import { refusalOf } from "../src/rules.ts";

interface Step {
  method?: string;
  params?: Record<string, unknown>;
  expect: { status: number; error?: string; error_description?: string };
}

const file = createRequire(import.meta.url).resolve("@b24-calllist/spec/evidence/portal-vectors.json");
const { vectors } = JSON.parse(readFileSync(file, "utf8")) as { vectors: (Step & { id: string; steps?: Step[] })[] };
const { operations } = await readDescription();
const known = { statuses: ["IN_WORK", "SUCCESS", "WRONG_NUMBER", "STOP_CALLING", "UC_A1B2C3"] };

const refused = vectors
  .flatMap((vector) => (vector.steps ?? [vector]).map((step) => ({ ...step, id: vector.id })))
  .flatMap(({ id, method = "", params, expect }) => {
    if (!params) return []; // a body as text, or a query
    const operation = operations.get(method.toLowerCase());
    const upper = Object.entries(params).map(([name, value]) => [name === "start" ? name : name.toUpperCase(), value]);
    const refusal = operation && method !== "batch" && refusalOf(operation.method, Object.fromEntries(upper), known);
    return refusal ? [{ id, operation, refusal, portal: expect }] : [];
  });

for (const { id, operation, refusal, portal } of refused) {
  it(`${id}: ${refusal.status} ${refusal.key}`, () => {
    const example = operation.answers.find(({ status, key }) => status === refusal.status && key === refusal.key);
    expect(example, "the rule names an example of the description").toBeDefined();
    expect(portal.status).toBe(refusal.status);
    // A portal that stopped on an error has no body to compare.
    if (portal.error !== undefined) expect((example!.value as { error: string }).error).toBe(portal.error);
  });
}

it("they decide a good part of the recorded refusals", () => {
  expect(refused.length).toBeGreaterThan(100);
});
