// What a workflow has to be for its readers. That it happens as told is tested where the sandbox is.
import { globSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readYaml, specDir } from "../scripts/paths.ts";
import { medias, operations, problems } from "./description.ts";

interface Step {
  stepId: string;
  description?: string;
  /** `$sourceDescriptions.portal.callListGet` */
  operationId: string;
  requestBody?: { payload: unknown };
  successCriteria: { condition: string }[];
}

interface Workflows {
  workflows: { workflowId: string; steps: Step[] }[];
}

const files = globSync("workflows/*.arazzo.yaml", { cwd: specDir }).sort();
const workflows = (await Promise.all(files.map((file) => readYaml<Workflows>(file)))).flatMap((file) => file.workflows);

describe.each(workflows)("workflow $workflowId", ({ steps }) => {
  it("begins with a reset, so that it needs nothing from another one", () => {
    expect(steps[0]?.operationId).toBe("$sourceDescriptions.sandbox.reset");
  });

  it("describes each step in sentences", () => {
    for (const { stepId, description } of steps) expect(description, stepId).toMatch(/^[A-Z].*\.$/s);
  });

  it("looks at the status of each answer, and at what came with it", () => {
    for (const { stepId, successCriteria } of steps) {
      const [status, ...content] = successCriteria.map(({ condition }) => condition);
      expect(status, stepId).toMatch(/^\$statusCode == \d{3}$/);
      if (status !== "$statusCode == 204") expect(content, stepId).not.toEqual([]);
    }
  });

  it("sends only what the description allows, since the sandbox forgives as much as a portal", () => {
    for (const { stepId, operationId, requestBody } of steps) {
      const path = operations.find((operation) => operation.operationId === nameOf(operationId))?.path;
      const media = medias.find((media) => media.path === path && media.where === "request");
      if (media) expect(problems(media.schema, withoutExpressions(requestBody?.payload)), stepId).toEqual([]);
    }
  });
});

it("the workflows together use every operation of the description", () => {
  const used = workflows.flatMap(({ steps }) => steps.map(({ operationId }) => nameOf(operationId)));
  expect(used).toEqual(expect.arrayContaining(operations.map(({ operationId }) => operationId)));
});

function nameOf(operationId: string): string | undefined {
  return operationId.split(".").at(-1);
}

/** Ids, a web form and a token come from earlier steps; "1" could be any of them. */
function withoutExpressions(payload: unknown): unknown {
  return JSON.parse(JSON.stringify(payload ?? null), (_, value) => (/^\$steps\./.test(value) ? "1" : value));
}
