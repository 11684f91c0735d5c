// Clients on a list that operators work on: nobody may get lost or come twice, whatever the list, the rights and the rate.
import { type Seed, startSandbox } from "@b24-calllist/sandbox";
import fc from "fast-check";
import { Driver, type Told } from "./driver.ts";

const LIST_ID = 13;
const STATUSES = ["IN_WORK", "SUCCESS", "WRONG_NUMBER", "STOP_CALLING", "UC_A1B2C3"];

/** A list, who reads it, and how operators work on it. */
export interface Scene {
  seed: number;
  size: number;
  /** Every so many participants, one has been called already. */
  called: number;
  /** Chance of a status before each command. */
  chance: number;
  back: number;
  /** Percent of the participants that the reader may not read; null for an administrator. */
  hidden: number | null;
  /** Every so many contacts, one was deleted; 0 for none. */
  deleted: number;
  status: string | null;
  /** Where every row is readable, the reader may say so. */
  gap: 0 | null;
}

const anyScene = fc
  .record<Scene>({
    seed: fc.integer({ min: 1, max: 1_000_000 }),
    size: fc.oneof(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 40, max: 700 })),
    called: fc.integer({ min: 1, max: 9 }),
    chance: fc.constantFrom(0, 0.01, 0.05, 0.2, 0.5, 1),
    back: fc.constantFrom(0.05, 0.05, 0.5),
    hidden: fc.constantFrom(null, null, 2, 30, 80),
    deleted: fc.constantFrom(0, 0, 20),
    status: fc.constantFrom(null, null, "IN_WORK", "SUCCESS"),
    gap: fc.constantFrom(null, null, 0),
  })
  .map((scene) => ({ ...scene, gap: scene.hidden === null && scene.deleted === 0 ? scene.gap : null }));

/** So many scenes of all kinds, the same for the same seed. */
export const scenesOf = (count: number, seed: number): Scene[] => fc.sample(anyScene, { numRuns: count, seed });

/** A client: its driver's command, which may depend on the sandbox's address, and the folder to run it in. */
export interface Participating {
  command: readonly string[] | ((sandboxUrl: string) => Promise<readonly string[]>);
  folder: string;
}

/** What became of one scene. */
export interface Lived {
  scene: Scene;
  wrong: string[];
  /** Participants that a reading has lost. */
  lost: number;
  /** Rows of participants that had come already. */
  doubled: number;
  requests: number;
  statusesSet: number;
}

/** Lets a client read, or change, a list in each scene. */
export async function live(target: Participating, what: "read" | "change", scenes: readonly Scene[]): Promise<Lived[]> {
  const sandbox = await startSandbox({ limits: false });
  const { command } = target;
  const driver = new Driver(typeof command === "function" ? await command(sandbox.url) : command, target.folder);
  const lived: Lived[] = [];
  try {
    for (const [index, scene] of scenes.entries()) {
      const { control } = sandbox;
      control.seed(seedOf(scene));
      control.setOperators({ chance: scene.chance, back: scene.back, seed: scene.seed, lists: [LIST_ID] });
      const before = control.participants(LIST_ID);
      const auth = { kind: "webhook", url: `${sandbox.url}/rest/${scene.hidden === null ? 1 : 7}/xxxxxxxxxxxxxxxx/` };
      const options = { timeout: 20_000, retryDelay: 0, attempts: 5 };
      const call = what === "read" ? readCall(scene) : changeCall(scene);
      const told = await driver.call({ id: String(index), auth, options, call } as { id: string });
      const after = control.participants(LIST_ID);
      const statusesSet = control.operators.statusesSet;
      const requests = control.requests.length;
      const changed = changedBy(control.requests.flatMap(({ changes }) => changes));
      const wrong =
        what === "read" ? wrongReading(scene, before, changed, told) : wrongChange(scene, before, after, told);
      if (what === "change" && control.state.lists?.[0]?.WEBFORM_ID !== 5) wrong.push("the web form is lost");
      const { lost, doubled } = what === "read" ? countsOf(scene, before, changed, told) : { lost: 0, doubled: 0 };
      lived.push({ scene, wrong, lost, doubled, requests, statusesSet });
    }
  } finally {
    await driver.close();
    await sandbox.close();
  }
  return lived;
}

const isDeleted = ({ deleted }: Scene, id: number): boolean => deleted > 0 && id % deleted === 0;
/** Scattered over the list, the same for each run. */
const isHidden = ({ hidden, deleted }: Scene, id: number): boolean =>
  hidden !== null && ((id * 7919) % 100 < hidden || (deleted > 0 && id % deleted === 0));

const JOINING = [5001, 5002];

function seedOf(scene: Scene): Seed {
  const ids = Array.from({ length: scene.size }, (_, index) => index + 1);
  const readable = [...ids.filter((id) => !isHidden(scene, id)), ...JOINING];
  return {
    users: [
      { id: 1, name: "Ada", admin: true },
      { id: 7, name: "Otto", reads: { CONTACT: readable } },
    ],
    webhooks: [1, 7].map((user) => ({ user, code: "xxxxxxxxxxxxxxxx" })),
    contacts: [...ids.filter((id) => !isDeleted(scene, id)), ...JOINING],
    webforms: [5],
    statuses: STATUSES.map((STATUS_ID, index) => ({
      ID: 61 + index,
      NAME: STATUS_ID,
      SORT: 10 * (index + 1),
      STATUS_ID,
    })),
    lists: [
      {
        ID: LIST_ID,
        DATE_CREATE: "2026-08-20 09:00:00",
        CREATED_BY_ID: 1,
        WEBFORM_ID: 5,
        ENTITY_TYPE_ID: 3,
        participants: ids.map((ID) => ({
          ID,
          STATUS: ID % scene.called === 0 ? STATUSES[ID % STATUSES.length]! : "IN_WORK",
        })),
      },
    ],
  } as Seed;
}

interface Participant {
  ID: number;
  STATUS: string;
}

/** Of the journal's texts: who got which statuses. */
function changedBy(changes: readonly string[]): Map<number, Set<string>> {
  const statuses = new Map<number, Set<string>>();
  for (const change of changes) {
    const [, id, status] = /participant (\d+) is now (\S+)/.exec(change) ?? [];
    if (id && status) statuses.set(Number(id), (statuses.get(Number(id)) ?? new Set()).add(status));
  }
  return statuses;
}

function readCall({ status, gap }: Scene): object {
  const params = { LIST_ID, ...(status && { FILTER: { STATUS: status } }) };
  return { iterate: "crm.calllist.items.get", params, ...(gap !== null && { gap }) };
}

/** Everybody who was readable, and had the status all the time, has to come, and nobody twice. */
function countsOf(
  scene: Scene,
  before: readonly Participant[],
  changed: Map<number, Set<string>>,
  told: Told,
): { lost: number; doubled: number; ids: string } {
  const ids = ((told.result ?? []) as Participant[]).map(({ ID }) => Number(ID));
  const found = new Set(ids);
  const kept = ({ ID, STATUS }: Participant): boolean =>
    STATUS === scene.status && [...(changed.get(ID) ?? [])].every((status) => status === scene.status);
  const expected = before.filter((row) => !isHidden(scene, row.ID) && (scene.status === null || kept(row)));
  const lost = expected.filter(({ ID }) => !found.has(ID)).map(({ ID }) => ID);
  return { lost: lost.length, doubled: ids.length - found.size, ids: lost.join(", ") };
}

function wrongReading(
  scene: Scene,
  before: readonly Participant[],
  changed: Map<number, Set<string>>,
  told: Told,
): string[] {
  if (!Array.isArray(told.result)) return [`ended in ${JSON.stringify(told.error)}`];
  const { lost, doubled, ids } = countsOf(scene, before, changed, told);
  return [...(lost > 0 ? [`lost ${ids}`] : []), ...(doubled > 0 ? [`${doubled} came twice`] : [])];
}

const leaving = (scene: Scene): number[] =>
  Array.from({ length: scene.size }, (_, index) => index + 1)
    .filter((id) => !isHidden(scene, id) && !isDeleted(scene, id))
    .slice(0, Math.min(3, scene.size - 1));

function changeCall(scene: Scene): object {
  return { changeParticipants: { listId: LIST_ID, add: JOINING, remove: leaving(scene) } };
}

/** The list holds exactly who it should, or it is as it was and the client says why. */
function wrongChange(
  scene: Scene,
  before: readonly Participant[],
  after: readonly Participant[],
  told: Told,
): string[] {
  const removed = new Set(leaving(scene));
  const [was, is] = [before, after].map((rows) => new Set(rows.map(({ ID }) => ID)));
  if (told.error) {
    const isUntouched = was!.size === is!.size && [...was!].every((id) => is!.has(id));
    const { kind, code } = told.error as { kind: string; code?: string };
    // A list of which the user may read nobody cannot be changed.
    const isKnown = kind === "unstable-list" || code === "LIST_ID_ERROR";
    return isUntouched && isKnown
      ? []
      : [`ended in ${JSON.stringify(told.error)}${isUntouched ? "" : ", and changed the list"}`];
  }
  const wanted = new Set([...[...was!].filter((id) => !removed.has(id)), ...JOINING]);
  const gone = [...wanted].filter((id) => !is!.has(id));
  const left = [...is!].filter((id) => !wanted.has(id));
  const reported = told.result as Record<"added" | "removed", number[]>;
  return [
    ...(gone.length > 0 ? [`lost ${gone.join(", ")}`] : []),
    ...(left.length > 0 ? [`still on the list: ${left.join(", ")}`] : []),
    ...(String(reported.added) === String(JOINING) ? [] : [`reports added: ${reported.added}`]),
    ...(String([...reported.removed].sort((a, b) => a - b)) === String([...removed])
      ? []
      : [`reports removed: ${reported.removed}`]),
  ];
}
