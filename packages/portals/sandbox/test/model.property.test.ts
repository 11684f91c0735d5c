// The sandbox against a portal written down in plain arrays (model.ts), and against itself after its state went through
// a file: random conversations of an administrator, a user who reads half of the contacts, and one who reads nothing.
//
// @module-tag slow
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../src/index.ts";
import { ask, conversation, newModel, type Step, seedOf, tellModel, tellSandbox } from "./conversation.ts";
import type { Verdict } from "./model.ts";
import { runs } from "./property.ts";

const lines: string[] = [];
let sandbox: Sandbox;
let other: Sandbox;
beforeAll(async () => {
  const options = { seed: seedOf(newModel()), limits: false, log: (line: string) => lines.push(line) } as const;
  sandbox = await startSandbox(options);
  other = await startSandbox(options);
});
afterAll(async () => {
  await sandbox.close();
  await other.close();
  expect(lines, "the sandbox failed by itself").toEqual([]);
});

async function happen(steps: Step[]): Promise<void> {
  const model = newModel();
  sandbox.control.seed(seedOf(model));
  for (const step of steps) {
    await tellSandbox(sandbox, model, step);
    tellModel(model, step);
  }
}

/** All that anybody can learn of the portal. */
async function everything(portal: Sandbox): Promise<Record<string, Verdict>> {
  const answers: Record<string, Verdict> = {};
  const note = async (user: number, method: string, params: Record<string, unknown>): Promise<void> => {
    answers[`${user} ${method} ${JSON.stringify(params)}`] = await ask(portal, user, method, params);
  };
  await note(1, "crm.calllist.list", { start: -1 });
  await note(1, "crm.calllist.statuslist", {});
  for (const user of [1, 7, 9]) {
    await note(user, "profile", {});
    for (const id of [1, 2, 3, 4, 5, 6, 7, 8, 9]) {
      await note(user, "crm.calllist.get", { ID: id });
      await note(user, "crm.calllist.items.get", { LIST_ID: id });
    }
  }
  await note(1, "crm.calllist.items.get", { LIST_ID: 5, start: 50 });
  // What a new list gets, and in what order participants stand after a change.
  await note(1, "crm.calllist.add", { ENTITY_TYPE: "CONTACT", ENTITIES: [9, 1] });
  await note(1, "crm.calllist.update", { LIST_ID: 2, ENTITY_TYPE: "CONTACT", ENTITIES: [1, 2, 4, 9] });
  await note(1, "crm.calllist.items.get", { LIST_ID: 2 });
  return answers;
}

describe("after any conversation", () => {
  it("the sandbox has answered as the plain model does", async () => {
    const statuses = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(conversation, async (steps) => {
        const model = newModel();
        sandbox.control.seed(seedOf(model));
        for (const step of [...steps, ...LOOK_AT_ALL]) {
          const answer = await tellSandbox(sandbox, model, step);
          const expected = tellModel(model, step);
          expect(answer, `after ${JSON.stringify(step)}`).toEqual(expected);
          if (!("method" in step) || !answer) continue;
          const kind = `${step.method} ${answer.status} ${"error" in answer ? answer.error : ""}`.trim();
          statuses.set(kind, (statuses.get(kind) ?? 0) + 1);
        }
      }),
      runs(250),
    );
    // The conversations went everywhere: each outcome that the model knows, several times.
    expect(
      [...statuses]
        .filter(([, count]) => count >= 3)
        .map(([kind]) => kind)
        .toSorted(),
    ).toEqual(OUTCOMES);
  });

  it("a sandbox seeded with its state answers the same", async () => {
    await fc.assert(
      fc.asyncProperty(conversation, async (steps) => {
        await happen(steps);
        const state = JSON.parse(JSON.stringify(sandbox.control.state));
        other.control.seed(state);
        expect(other.control.state).toEqual(state);
        expect(await everything(other)).toEqual(await everything(sandbox));
      }),
      runs(8),
    );
  });

  it("a snapshot brings everything back", async () => {
    await fc.assert(
      fc.asyncProperty(conversation, conversation, async (steps, more) => {
        await happen(steps);
        sandbox.control.snapshot("then");
        const state = JSON.stringify(sandbox.control.state);
        const then = await everything(sandbox); // which changes something, too
        for (const step of more) await tellSandbox(sandbox, newModel(), step).catch(() => {});
        sandbox.control.restore("then");
        expect(JSON.stringify(sandbox.control.state)).toBe(state);
        expect(await everything(sandbox)).toEqual(then);
      }),
      runs(8),
    );
  });
});

/** Every conversation ends with the administrator's look at all lists. */
const LOOK_AT_ALL: Step[] = [
  { user: 1, method: "crm.calllist.list", params: { start: -1 }, form: false },
  ...[1, 2, 3, 4, 5, 6, 7, 8].map((LIST_ID) => ({
    user: 1,
    method: "crm.calllist.items.get",
    params: { LIST_ID },
    form: false,
  })),
];

const OUTCOMES = [
  "crm.calllist.add 200",
  "crm.calllist.add 400 ENTITIES_ERROR",
  "crm.calllist.add 400 ENTITY_ERROR",
  "crm.calllist.add 400 ENTITY_TYPE_ERROR",
  "crm.calllist.add 400 ERROR_ARGUMENT",
  "crm.calllist.add 400 WEBFORM_ERROR",
  "crm.calllist.add 403 ACCESS_ERROR",
  "crm.calllist.add 500",
  "crm.calllist.get 200",
  "crm.calllist.get 400 ERROR_ARGUMENT",
  "crm.calllist.get 400 LIST_ID_ERROR",
  "crm.calllist.items.get 200",
  "crm.calllist.items.get 400 ERROR_ARGUMENT",
  "crm.calllist.items.get 400 LIST_ID_ERROR",
  "crm.calllist.items.get 400 STATUS_ERROR",
  "crm.calllist.items.get 403 ACCESS_ERROR",
  "crm.calllist.list 200",
  "crm.calllist.list 400 100",
  "crm.calllist.list 400 ERROR_ARGUMENT",
  "crm.calllist.statuslist 200",
  "crm.calllist.update 200",
  "crm.calllist.update 400 ENTITIES_ERROR",
  "crm.calllist.update 400 ENTITY_TYPE_ERROR",
  "crm.calllist.update 400 ERROR_ARGUMENT",
  "crm.calllist.update 400 LIST_ID_ERROR",
  "crm.calllist.update 400 WEBFORM_ERROR",
  "crm.calllist.update 403 ACCESS_ERROR",
  "crm.calllist.update 500",
];
