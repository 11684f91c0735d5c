// Which ids the portal rejects: it says that some are wrong, but not which.
import { type Entry, runCommands } from "../batch.ts";
import type { Caller, CallOptions } from "../caller.ts";
import type { PortalError } from "../errors.ts";
import { BATCH_SIZE, MAX_COMMAND_VALUES, MAX_ID } from "../generated/numbers.ts";
import type { Params } from "../methods.ts";

type EntityType = Params<"crm.calllist.update">["ENTITY_TYPE"];

/** Lists of other types (leads, deals …) are made in the portal's own pages, and only there. */
export const canUpdate = (type: string): type is EntityType => type === "CONTACT" || type === "COMPANY";

/** A command of a batch carries the list, the type, and so many ids. */
const MAX_IDS = MAX_COMMAND_VALUES - 2;

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
  let suspects = split(ids, Math.ceil(ids.length / MAX_IDS));
  while (suspects.length > 0) {
    // No list has the highest id.
    const commands = suspects.map(
      (ENTITIES) => ["crm.calllist.update", { LIST_ID: MAX_ID, ENTITY_TYPE, ENTITIES, WEBFORM_ID: null }] as const,
    );
    const entries = await runCommands(b24, commands, options);
    const wrong = suspects.filter((_, index) => isRejectedForIds(entries[index]!));
    unknown.push(...wrong.filter((ids) => ids.length === 1).flat());
    const groups = wrong.filter((ids) => ids.length > 1);
    suspects = groups.flatMap((ids) => split(ids, Math.max(2, Math.floor(BATCH_SIZE / groups.length))));
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
