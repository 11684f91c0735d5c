import type { Seed, SeedList, SeedParticipant } from "./seed.ts";
import { SeedError } from "./seed-error.ts";

const STATUSES = ["IN_WORK", "SUCCESS", "WRONG_NUMBER", "STOP_CALLING"];
/** How many lists there are for so many participants in the first one. */
const PARTICIPANTS_A_LIST = 100;

/**
 * A portal as large as they get: one list of so many contacts, and a hundredth as many lists of up to 50. The same for
 * the same size.
 *
 * @param size participants of list 1, up to 1,000,000
 */
export function largeSeed(size = 100_000): Seed {
  if (!(size >= 1 && size <= 1_000_000))
    throw new SeedError("large takes a size from 1 to 1000000, such as large:100000");
  const lists = Array.from({ length: Math.max(1, Math.floor(size / PARTICIPANTS_A_LIST)) }, (_, index) =>
    listOf(index + 1, size),
  );
  return {
    timezone: "+02:00",
    users: [
      { id: 1, name: "Ada", lastName: "Admin", admin: true },
      { id: 7, name: "Otto", lastName: "Operator", reads: { CONTACT: { from: 2, to: size, step: 2 } } },
    ],
    contacts: { from: 1, to: size },
    companies: { from: 1, to: 1000 },
    webforms: [1, 5],
    statuses: STATUSES.map((STATUS_ID, index) => ({
      ID: 61 + 2 * index,
      NAME: STATUS_ID,
      SORT: 10 * (index + 1),
      STATUS_ID,
    })),
    lists,
    webhooks: [
      { user: 1, code: "xxxxxxxxxxxxxxxx" },
      { user: 7, code: "xxxxxxxxxxxxxxxx" },
    ],
  };
}

function listOf(ID: number, size: number): SeedList {
  const day = String((ID % 28) + 1).padStart(2, "0");
  const first = (ID * 50) % size;
  return {
    ID,
    DATE_CREATE: `2025-${String((ID % 12) + 1).padStart(2, "0")}-${day} 09:00:00`,
    CREATED_BY_ID: 1,
    WEBFORM_ID: ID % 3 === 0 ? 5 : null,
    ENTITY_TYPE_ID: 3,
    participants: Array.from({ length: ID === 1 ? size : Math.min(50, (ID % 50) + 1) }, (_, index) =>
      participant(ID === 1 ? index + 1 : ((first + index) % size) + 1, index),
    ),
  };
}

/** Every fourth has been called. */
function participant(ID: number, index: number): number | SeedParticipant {
  if (index % 4 !== 3) return ID;
  return { ID, STATUS: STATUSES[(index >> 2) % STATUSES.length] as string };
}
