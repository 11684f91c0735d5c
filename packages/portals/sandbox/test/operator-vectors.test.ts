// What an operator's work does to a call list, recorded with the portal's own list and participant model:
// spec/evidence/operator-vectors.json. Each step is done with the sandbox's rule; then the order is read as a client reads it.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Sandbox, type Seed, type Status, startSandbox } from "../src/index.ts";
import { type Refusal, setRank, setStatus } from "../src/portal/operator.ts";

const { statuses, vectors }: VectorFile = JSON.parse(
  readFileSync(createRequire(import.meta.url).resolve("@b24-calllist/spec/evidence/operator-vectors.json"), "utf8"),
);

interface VectorFile {
  statuses: Pick<Status, "STATUS_ID" | "SORT">[];
  vectors: Vector[];
}

interface Vector {
  id: string;
  note: string;
  /** In calling order: ranks 10, 20, 30, ... */
  participants: Row[];
  statuses?: VectorFile["statuses"];
  /** Contacts whose record was deleted. */
  deleted?: number[];
  /** Contacts that the operator can read; all without it. */
  operator_reads?: number[];
  steps: Step[];
}

type Row = [id: number, status: string];

interface Step {
  act: "set status" | "set rank";
  participant: number;
  to: string | number;
  refused?: string;
  /** Afterwards, as `crm.calllist.items.get` returns it. */
  order?: Row[];
  /** Rows that share their rank with another. */
  ties?: [id: number, rank: number][];
  activity_completed?: boolean;
  /** Where the participant stands afterwards, from 1. */
  place?: number;
}

const REFUSALS: Record<Refusal, string> = {
  "no such participant": "nobody with this id",
  "no readable participant": "nobody readable on the list",
};

const LIST = 1;
const [ADMIN, OPERATOR] = [1, 7];

function seedOf({ participants, deleted = [], operator_reads, ...vector }: Vector): Seed {
  const dictionary = vector.statuses ?? statuses;
  return {
    users: [
      { id: ADMIN, admin: true },
      { id: OPERATOR, reads: { CONTACT: operator_reads ?? true } },
    ],
    contacts: participants.map(([ID]) => ID).filter((id) => !deleted.includes(id)),
    statuses: dictionary.map((status, index) => ({ ID: index + 1, NAME: status.STATUS_ID, ...status })),
    lists: [
      {
        ID: LIST,
        DATE_CREATE: "2025-11-20 12:00:00",
        CREATED_BY_ID: ADMIN,
        ENTITY_TYPE_ID: 3,
        participants: participants.map(([ID, STATUS], index) => ({ ID, STATUS, RANK: 10 * (index + 1) })),
      },
    ],
    activities: [{ id: 1, subject: "Call list #1", listId: LIST, responsible: ADMIN, completed: false }],
    webhooks: [{ user: ADMIN, code: "k" }],
  };
}

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ limits: false });
});
afterAll(() => sandbox.close());

function act({ act, participant, to }: Step): string | undefined {
  const { portal } = sandbox.control.server;
  const [user, list] = [portal.users.get(OPERATOR)!, portal.lists.get(LIST)!];
  const refusal =
    act === "set rank"
      ? setRank(portal, user, list, participant, Number(to))
      : setStatus(portal, user, list, participant, String(to));
  return refusal && REFUSALS[refusal];
}

async function readOrder(): Promise<Row[]> {
  const rows: Row[] = [];
  for (let start = 0; ; start += 50) {
    const response = await fetch(`${sandbox.url}/rest/1/k/crm.calllist.items.get?LIST_ID=${LIST}&start=${start}`);
    const { result = [] } = (await response.json()) as { result?: { ID: number; STATUS: string }[] };
    rows.push(...result.map(({ ID, STATUS }): Row => [ID, STATUS]));
    if (result.length < 50) return rows;
  }
}

function tiesOf(): Step["ties"] {
  const rows = sandbox.control.participants(LIST);
  const isShared = ({ RANK, ID }: { RANK: number; ID: number }) =>
    rows.some((other) => other.RANK === RANK && other.ID !== ID);
  return rows.filter(isShared).map(({ ID, RANK }) => [ID, RANK]);
}

const isCompleted = () => sandbox.control.server.portal.activities[0]!.completed;

async function check(step: Step): Promise<void> {
  const name = `${step.act} of ${step.participant} to ${step.to}`;
  expect(act(step), `${name}: refusal`).toBe(step.refused);
  const order = await readOrder();
  if (step.order) expect(order, `${name}: order`).toEqual(step.order);
  if (step.order) expect(tiesOf(), `${name}: equal ranks`).toEqual(step.ties ?? []);
  if (step.place !== undefined) {
    expect(order.findIndex(([id]) => id === step.participant) + 1, `${name}: place`).toBe(step.place);
  }
  expect(isCompleted(), `${name}: activity completed`).toBe(step.activity_completed ?? false);
}

describe("an operator's work moves participants as in the recorded portal", () => {
  for (const vector of vectors) {
    it(`${vector.id}: ${vector.note}`, async () => {
      sandbox.control.seed(seedOf(vector));
      for (const step of vector.steps) await check(step);
    });
  }

  it("there are vectors of every kind", () => {
    expect(vectors.length).toBeGreaterThanOrEqual(14);
  });
});
