import type { Ids } from "../portal/ids.ts";
import type { Activity, App, Plan, Status, Webhook } from "../portal/portal.ts";
import type { Quirks } from "../quirks.ts";

/**
 * The state of a portal as a file holds it, in YAML or JSON; `seed.schema.json` says the same to editors. What stands
 * on the wire has its name there: lists and statuses in capitals.
 */
export interface Seed {
  /**
   * The portal's own time, as an offset from UTC.
   *
   * @default "+00:00"
   */
  timezone?: string;
  /**
   * A time at which the clock stands until it is turned, such as `2025-11-20T12:00:00+02:00`.
   *
   * @default the machine's time, running
   */
  clock?: string;
  /** @default "commercial" */
  plan?: Plan;
  /** A deleted portal answers PORTAL_DELETED to everything. */
  deleted?: boolean;
  users: SeedUser[];
  contacts?: Ids;
  companies?: Ids;
  leads?: Ids;
  deals?: Ids;
  webforms?: (number | { id: number; name: string })[];
  statuses?: Status[];
  lists?: SeedList[];
  /** @default one more than the last list */
  nextListId?: number;
  activities?: Activity[];
  webhooks?: SeedWebhook[];
  apps?: SeedApp[];
  tokens?: SeedToken[];
  codes?: SeedCode[];
  quirks?: Partial<Quirks>;
}

export interface SeedUser {
  id: number;
  name?: string;
  lastName?: string;
  admin?: boolean;
  /** Works here no more: nobody gets in with the user's webhooks and tokens. */
  dismissed?: boolean;
  /** What a user without `admin` may read: `true` is all that exist. By name (`CONTACT`) or number of the kind. */
  reads?: Record<string, true | Ids>;
}

export interface SeedList {
  ID: number;
  /** `2025-07-14 08:47:19`, by the portal's own time. */
  DATE_CREATE: string;
  CREATED_BY_ID: number | null;
  /** @default null */
  WEBFORM_ID?: number | null;
  /** 3 for contacts, 4 for companies. */
  ENTITY_TYPE_ID: number | null;
  /** Columns that the portal never shows under their own names. */
  hidden?: { FILTERED?: "Y" | "N"; GRID_ID?: string | null; FILTER_PARAMS?: unknown };
  /** Ids, which stand for people still to be called; or rows; or a range of ids. */
  participants: (number | SeedParticipant)[] | Ids;
}

export interface SeedParticipant {
  ID: number;
  /** @default "IN_WORK" */
  STATUS?: string;
  /** @default 10 more than the one before */
  RANK?: number;
  CALL_ID?: number | null;
}

export type SeedWebhook = Pick<Webhook, "user" | "code"> & Partial<Webhook>;
export type SeedApp = Pick<App, "clientId" | "clientSecret"> & Partial<App>;

export interface SeedToken {
  accessToken: string;
  refreshToken: string;
  clientId: string;
  user: number;
  /** @default in an hour */
  expires?: string;
  /** @default in 180 days */
  refreshUntil?: string;
}

export interface SeedCode {
  code: string;
  clientId: string;
  user: number;
  /** @default in 30 seconds */
  expires?: string;
}
