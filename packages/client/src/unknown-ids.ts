// Which ids the portal rejects: it says that some are wrong, but not which.
import { type Entry, MOST_COMMANDS, runCommands } from "./batch.ts";
import type { Caller, CallOptions } from "./client.ts";
import type { PortalError } from "./errors.ts";
import type { Params } from "./methods.ts";

type EntityType = Params<"crm.calllist.update">["ENTITY_TYPE"];

/** Lists of other types (leads, deals …) are made in the portal's own pages, and only there. */
export const canUpdate = (type: string): type is EntityType => type === "CONTACT" || type === "COMPANY";

/** A batch carries 1,000 values in a command: the list, the type, and so many ids. */
const MOST_IDS = 998;
/** The highest id that fits into the portal's table, where no list is. */
const NO_LIST = 2_147_483_647;

/**
 * Finds the ids that belong to no contact (or company): unknown ones, and those of deleted records. Nothing is written:
 * an update of a list that does not exist is rejected after its ids were checked (`ENTITIES_ERROR` for wrong ids,
 * `LIST_ID_ERROR` otherwise).
 *
 * One request where all ids are right, some more to find those that are not. They come in ascending order.
 */
export async function unknownIds(
  b24: Caller,
  ENTITY_TYPE: EntityType,
  ids: readonly number[],
  options: CallOptions,
): Promise<number[]> {
  const unknown: number[] = [];
  let suspects = split(ids, Math.ceil(ids.length / MOST_IDS));
  while (suspects.length > 0) {
    const commands = suspects.map(
      (ENTITIES) => ["crm.calllist.update", { LIST_ID: NO_LIST, ENTITY_TYPE, ENTITIES }] as const,
    );
    const entries = await runCommands(b24, commands, options);
    const wrong = suspects.filter((_, index) => isRejectedForIds(entries[index]!));
    unknown.push(...wrong.filter((ids) => ids.length === 1).flat());
    const groups = wrong.filter((ids) => ids.length > 1);
    suspects = groups.flatMap((ids) => split(ids, Math.max(2, Math.floor(MOST_COMMANDS / groups.length))));
  }
  return unknown.sort((a, b) => a - b);
}

function isRejectedForIds({ ok, error }: Entry): boolean {
  if (ok) return false; // a mock portal, which knows no lists
  const { code } = error as Partial<PortalError>;
  if (code === "ENTITIES_ERROR") return true;
  if (code === "LIST_ID_ERROR") return false;
  throw error;
}

/** Cuts ids into so many parts of the same size. */
function split(ids: readonly number[], parts: number): number[][] {
  const size = Math.max(1, Math.ceil(ids.length / parts));
  return Array.from({ length: Math.ceil(ids.length / size) }, (_, part) => ids.slice(part * size, (part + 1) * size));
}
