import { Clock } from "./clock.ts";
import type { IdSet } from "./ids.ts";
import type { Participant, Participants } from "./participants.ts";

/** Who calls, and what they may see. */
export interface User {
  id: number;
  name: string;
  lastName: string;
  /** May do and read everything, records that are gone included. */
  admin: boolean;
  /** Works here no more. */
  dismissed: boolean;
  /** Kinds of records (3 for contacts) that the user may read: all that exist, or these ids. */
  reads: ReadonlyMap<number, IdSet | true>;
}

/** May read and change everything, without being one of the portal's users. */
export const ADMINISTRATOR: User = { id: 0, name: "", lastName: "", admin: true, dismissed: false, reads: new Map() };

/** A call list as the portal's table holds it. */
export interface CallList {
  ID: number;
  /** `2025-07-14 08:47:19`, by the portal's own time. */
  DATE_CREATE: string;
  CREATED_BY_ID: number | null;
  WEBFORM_ID: number | null;
  ENTITY_TYPE_ID: number | null;
  FILTERED: "Y" | "N";
  GRID_ID: string | null;
  FILTER_PARAMS: unknown;
  participants: Participants;
}

/** A status in the dictionary, as `crm.calllist.statuslist` shows it. */
export interface Status {
  ID: number;
  NAME: string;
  SORT: number;
  STATUS_ID: string;
}

/** The CRM activity that each call list made by `add` has. */
export interface Activity {
  id: number;
  subject: string;
  listId: number;
  responsible: number;
  completed: boolean;
}

/** An inbound webhook: a URL with a code that stands for a user. */
export interface Webhook {
  user: number;
  code: string;
  scope: readonly string[];
  /** Refused with OVERLOAD_LIMIT, as after a block by Bitrix24's support. */
  blocked: boolean;
}

/** An application that calls with OAuth tokens. */
export interface App {
  clientId: string;
  clientSecret: string;
  /** Users who may use it; everybody without a list. */
  users?: readonly number[];
  scope: readonly string[];
  /** "removed": not installed any more; "unpaid": its subscription ended; "inactive": switched off on the portal. */
  state: "installed" | "removed" | "unpaid" | "inactive";
}

/** An access token with its refresh token. Times are milliseconds since 1970. */
export interface Token {
  accessToken: string;
  refreshToken: string;
  clientId: string;
  user: number;
  expires: number;
  refreshUntil: number;
}

/** An authorization code, good for one exchange. */
export interface Code {
  code: string;
  clientId: string;
  user: number;
  expires: number;
}

/** What the portal's plan lets in. */
export type Plan = "commercial" | "free";

/** All that the portal remembers. */
export class Portal {
  /** Offset of the portal's own time from UTC in minutes. */
  utcOffset = 0;
  clock = new Clock();
  plan: Plan = "commercial";
  /** Answers PORTAL_DELETED to everything. */
  deleted = false;
  readonly users = new Map<number, User>();
  /** Ids of the records that exist, by kind. */
  readonly records = new Map<number, IdSet>();
  readonly webforms = new Map<number, string>();
  statuses: Status[] = [];
  /** By id, rising. */
  readonly lists = new Map<number, CallList>();
  nextListId = 1;
  readonly activities: Activity[] = [];
  webhooks: Webhook[] = [];
  readonly apps = new Map<string, App>();
  readonly tokens = new Map<string, Token>();
  readonly codes = new Map<string, Code>();
  /** What the request that is being answered has changed, in words; for the journal. */
  readonly changes: string[] = [];

  takeChanges(): string[] {
    return this.changes.splice(0);
  }

  /** Whether a record of this kind and id exists. */
  exists(typeId: number, id: number): boolean {
    return this.records.get(typeId)?.has(id) ?? false;
  }

  /** The activity that goes with a new list. */
  addActivity(listId: number, responsible: number): void {
    const subject = `Call list #${listId}`;
    this.activities.push({ id: this.activities.length + 1, subject, listId, responsible, completed: false });
  }

  /** Marks the activity of a list as done; not every list has one. */
  completeActivity(listId: number): void {
    const activity = this.activities.find((activity) => activity.listId === listId);
    if (activity === undefined || activity.completed) return;
    activity.completed = true;
    this.changes.push(`list ${listId}: activity ${activity.id} completed`);
  }

  addList(list: CallList): void {
    this.lists.set(list.ID, list);
    this.nextListId = Math.max(this.nextListId, list.ID + 1);
  }
}

/** May the user read records of this kind at all? A list without a kind is everybody's. */
export function canReadType(user: User, typeId: number): boolean {
  return user.admin || typeId === 0 || user.reads.has(typeId);
}

/** May the user read this record? Administrators read even what is gone; others only what exists. */
export function canRead(portal: Portal, user: User, typeId: number, id: number): boolean {
  if (user.admin) return true;
  const readable = user.reads.get(typeId);
  return readable !== undefined && (readable === true || readable.has(id)) && portal.exists(typeId, id);
}

/**
 * The participants that the portal shows the user for work on the list, in the order of their ranks: those that the user
 * may read and whose record exists. `undefined` where the user may not read this kind of record, or where the list has
 * participants and none of them is to be seen; for administrators, too.
 */
export function visibleParticipants(portal: Portal, user: User, list: CallList): Participant[] | undefined {
  const typeId = list.ENTITY_TYPE_ID ?? 0;
  if (!canReadType(user, typeId)) return undefined;
  const { all } = list.participants;
  const records = portal.records.get(typeId);
  const reads = user.admin || user.reads.get(typeId);
  const isVisible = ({ ID }: Participant) => records?.has(ID) && (reads === true || reads?.has(ID));
  // A copy is several times faster than a filter that keeps everything, which is what happens most.
  const visible = all.every(isVisible) ? [...all] : all.filter(isVisible);
  return all.length > 0 && visible.length === 0 ? undefined : visible;
}
