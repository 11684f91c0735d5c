import { Clock } from "../portal/clock.ts";
import { IdSet, type Ids } from "../portal/ids.ts";
import { ownerTypeId } from "../portal/owner-type.ts";
import { IN_WORK, type Participant, Participants } from "../portal/participants.ts";
import { Portal, type User } from "../portal/portal.ts";
import { offsetMinutes } from "../portal/time.ts";
import type { Seed, SeedList, SeedParticipant, SeedUser } from "./seed.ts";

const SECOND = 1000;
const DEFAULT_LIFETIME = { access: 3600 * SECOND, refresh: 180 * 86_400 * SECOND, code: 30 * SECOND };

/** The kinds of records that a seed can hold, by their number. */
export const RECORDS = { contacts: 3, companies: 4, leads: 1, deals: 2 } as const;

/** Makes a portal of a seed that `readSeed` has found right. */
export function buildPortal(seed: Seed): Portal {
  const portal = new Portal();
  portal.utcOffset = offsetMinutes(seed.timezone ?? "+00:00");
  portal.clock = new Clock(seed.clock === undefined ? undefined : Date.parse(seed.clock));
  portal.plan = seed.plan ?? "commercial";
  portal.deleted = seed.deleted ?? false;
  for (const user of seed.users) portal.users.set(user.id, buildUser(user));
  for (const [name, typeId] of Object.entries(RECORDS)) {
    const ids = seed[name as keyof typeof RECORDS];
    if (ids) portal.records.set(typeId, new IdSet(ids));
  }
  for (const form of seed.webforms ?? []) {
    if (typeof form === "number") portal.webforms.set(form, `Form ${form}`);
    else portal.webforms.set(form.id, form.name);
  }
  portal.statuses = [...(seed.statuses ?? [])];
  for (const list of (seed.lists ?? []).toSorted((a, b) => a.ID - b.ID)) addList(portal, list);
  portal.nextListId = seed.nextListId ?? portal.nextListId;
  portal.activities.push(...(seed.activities ?? []));
  addCredentials(portal, seed);
  return portal;
}

/** Makes a user of a seed's. */
export function buildUser({
  id,
  name = "",
  lastName = "",
  admin = false,
  dismissed = false,
  reads = {},
}: SeedUser): User {
  const kinds = Object.entries(reads).map(
    ([type, ids]) => [kindOf(type), ids === true ? true : new IdSet(ids)] as const,
  );
  return { id, name, lastName, admin, dismissed, reads: new Map(kinds) };
}

/** A kind of record by name or number. */
function kindOf(type: string): number {
  return /^\d+$/.test(type) ? Number(type) : ownerTypeId(type);
}

function addList(portal: Portal, { hidden = {}, participants, ...row }: SeedList): void {
  portal.addList({
    ...row,
    WEBFORM_ID: row.WEBFORM_ID ?? null,
    FILTERED: hidden.FILTERED ?? "N",
    GRID_ID: hidden.GRID_ID ?? null,
    FILTER_PARAMS: hidden.FILTER_PARAMS ?? null,
    participants: new Participants(rowsOf(participants)),
  });
}

function rowsOf(participants: SeedList["participants"]): Participant[] {
  let rank = 0;
  return [...expand(participants)].map((participant) => {
    const {
      ID,
      STATUS = IN_WORK,
      RANK = rank + 10,
      CALL_ID = null,
    } = typeof participant === "number" ? { ID: participant } : participant;
    rank = RANK;
    return { ID, STATUS, RANK, CALL_ID };
  });
}

function* expand(participants: SeedList["participants"]): Iterable<number | SeedParticipant> {
  if (Array.isArray(participants)) return yield* participants as (number | SeedParticipant)[];
  const { from, to, step = 1, except = [] } = participants as Exclude<Ids, readonly number[]>;
  const gaps = new Set(except);
  for (let id = from; id <= to; id += step) if (!gaps.has(id)) yield id;
}

function addCredentials(portal: Portal, { webhooks = [], apps = [], tokens = [], codes = [] }: Seed): void {
  const now = portal.clock.now();
  portal.webhooks = webhooks.map(({ user, code, scope = ["crm"], blocked = false }) => ({
    user,
    code,
    scope,
    blocked,
  }));
  for (const { scope = ["crm"], state = "installed", ...app } of apps)
    portal.apps.set(app.clientId, { ...app, scope, state });
  for (const { expires, refreshUntil, ...token } of tokens) {
    portal.tokens.set(token.accessToken, {
      ...token,
      expires: expires === undefined ? now + DEFAULT_LIFETIME.access : Date.parse(expires),
      refreshUntil: refreshUntil === undefined ? now + DEFAULT_LIFETIME.refresh : Date.parse(refreshUntil),
    });
  }
  for (const { expires, ...code } of codes) {
    portal.codes.set(code.code, {
      ...code,
      expires: expires === undefined ? now + DEFAULT_LIFETIME.code : Date.parse(expires),
    });
  }
}
