import type { Ids } from "../portal/ids.ts";
import { IN_WORK, type Participants } from "../portal/participants.ts";
import type { CallList, Portal, User } from "../portal/portal.ts";
import { isoTime, offsetText } from "../portal/time.ts";
import { RECORDS } from "./build.ts";
import type { Seed, SeedList, SeedParticipant, SeedUser } from "./seed.ts";

/** A portal's state as a seed: what `buildPortal` makes of it is the same portal. */
export function dumpPortal(portal: Portal): Seed {
  const iso = (at: number): string => new Date(at).toISOString();
  return {
    timezone: offsetText(portal.utcOffset),
    ...(portal.clock.stopped && { clock: isoTime(portal) }),
    plan: portal.plan,
    deleted: portal.deleted,
    users: [...portal.users.values()].map(seedUser),
    ...records(portal),
    webforms: Array.from(portal.webforms, ([id, name]) => ({ id, name })),
    statuses: portal.statuses,
    lists: [...portal.lists.values()].map(seedList),
    nextListId: portal.nextListId,
    activities: portal.activities,
    webhooks: portal.webhooks,
    apps: [...portal.apps.values()],
    tokens: [...portal.tokens.values()].map((token) => ({
      ...token,
      expires: iso(token.expires),
      refreshUntil: iso(token.refreshUntil),
    })),
    codes: [...portal.codes.values()].map((code) => ({ ...code, expires: iso(code.expires) })),
  };
}

function seedUser({ reads, dismissed, ...user }: User): SeedUser {
  const kinds = Array.from(reads, ([type, ids]) => [String(type), ids === true ? ids : ids.seed] as const);
  return { ...user, ...(dismissed && { dismissed }), reads: Object.fromEntries(kinds) };
}

function records(portal: Portal): Partial<Record<keyof typeof RECORDS, Ids>> {
  const found = Object.entries(RECORDS).map(([name, typeId]) => [name, portal.records.get(typeId)?.seed] as const);
  return Object.fromEntries(found.filter(([, ids]) => ids !== undefined));
}

function seedList(list: CallList): SeedList {
  const { ID, DATE_CREATE, CREATED_BY_ID, WEBFORM_ID, ENTITY_TYPE_ID, FILTERED, GRID_ID, FILTER_PARAMS } = list;
  const hidden = { FILTERED, GRID_ID, FILTER_PARAMS };
  const participants = seedParticipants(list.participants);
  return { ID, DATE_CREATE, CREATED_BY_ID, WEBFORM_ID, ENTITY_TYPE_ID, hidden, participants };
}

/** Only the id where the rest is what a seed takes for granted, which keeps a list of a million small. */
function seedParticipants({ all }: Participants): (number | SeedParticipant)[] {
  let rank = 0;
  return all.map(({ ID, STATUS, RANK, CALL_ID }) => {
    const isPlain = STATUS === IN_WORK && RANK === rank + 10 && CALL_ID === null;
    rank = RANK;
    return isPlain ? ID : { ID, STATUS, RANK, CALL_ID };
  });
}
