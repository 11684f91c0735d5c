// The recorded answers of the portal's own handler (evidence/portal-vectors.json) against the description.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { at } from "../scripts/paths.ts";
import { document, operationOf, problems, schemaOf } from "./description.ts";

interface Step {
  method?: string;
  params?: unknown;
  http?: { verb: string; path: string; headers: Record<string, string>; body?: string };
  body?: string;
  expect: { status: number; result?: unknown; error?: unknown; json?: boolean; [key: string]: unknown };
}
interface Vector extends Step {
  id: string;
  steps?: Step[];
}

const { vectors } = JSON.parse(readFileSync(at("evidence", "portal-vectors.json"), "utf8")) as {
  vectors: Vector[];
};

const time = document.components.examples["get.contacts"].value.time;

/** Answers in the vectors stand without the top-level time, and with `<time>` inside a batch. */
const asOnTheWire = (result: unknown): unknown =>
  JSON.parse(JSON.stringify({ result, time }).replaceAll('"<time>"', JSON.stringify(time)));

/** The JSON parameters of a request, or undefined for what is not described: GET, forms, odd bodies, .xml. */
function describedRequest(step: Step): { method: string; params: unknown } | undefined {
  if (step.method && "params" in step) return { method: step.method, params: step.params };
  const { http } = step;
  if (http?.verb !== "POST" || http.headers["Content-Type"] !== "application/json" || http.path.includes("?")) return;
  const method = http.path.split("/").at(-1)!;
  try {
    return { method, params: JSON.parse(http.body ?? "") };
  } catch {
    return;
  }
}

const isAllowed = ({ method, params }: { method: string; params: unknown }): boolean => {
  const schema = schemaOf(`/${method}`, "request");
  return schema !== undefined && problems(schema, params).length === 0;
};

describe("recorded answers", () => {
  let allowed = 0;

  for (const vector of vectors) {
    const steps = vector.steps ?? [vector];
    for (const [index, step] of steps.entries()) {
      const name = steps.length > 1 ? `${vector.id} step ${index + 1}` : vector.id;
      const request = describedRequest(step);
      const path = `/${request?.method ?? methodOf(step)}`;
      const { status, json, result, error } = step.expect;
      if (json === false && status !== 500) continue; // XML: not described

      if (error !== undefined) {
        it(`${name}: the refusal (${status} ${error}) is described`, () => {
          const { status: _, raw: __, depends_on: ___, ...body } = step.expect;
          expect(problems(schemaOf(operationOf(path.slice(1)) ? path : "/batch", String(status)) ?? {}, body)).toEqual(
            [],
          );
          expect(describedStatuses(path)).toContain(String(status));
        });
      } else if (status === 500) {
        it(`${name}: a crash is described`, () => {
          expect(describedStatuses(path)).toContain("500");
        });
      } else if (request && isAllowed(request)) {
        allowed++;
        it(`${name}: the answer to an allowed request is described`, () => {
          expect(problems(schemaOf(path, String(status))!, asOnTheWire(result))).toEqual([]);
        });
      } else if (operationOf(path.slice(1))) {
        it(`${name}: even the answer to a request outside the description is described`, () => {
          expect(problems(schemaOf(path, String(status))!, asOnTheWire(result))).toEqual([]);
        });
      }
    }
  }

  it("most of them answer requests that the description allows", () => {
    expect(allowed).toBeGreaterThan(200);
  });

  it("the check can fail: an answer with numbers instead of text is not allowed", () => {
    const answer = asOnTheWire({ ID: 13, DATE_CREATE: "2025-07-14 08:47:19" });
    expect(problems(schemaOf("/crm.calllist.get", "200")!, answer)).toContain("/result/ID must be string");
  });
});

function describedStatuses(path: string): string[] {
  // What has no operation of its own (an unknown method) gets the answers that every method has.
  const operation = operationOf(path.slice(1)) ?? operationOf("crm.calllist.get")!;
  return Object.keys(operation.node.responses);
}

function methodOf({ method, http }: Step): string {
  if (method) return method.toLowerCase();
  return http!.path
    .split("?")[0]!
    .replace(/\/+$/, "")
    .split("/")
    .at(-1)!
    .replace(/\.json$/i, "")
    .toLowerCase();
}
