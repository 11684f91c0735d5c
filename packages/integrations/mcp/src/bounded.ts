// No result is longer than an assistant can use, whatever a portal sends.
import { jsonOf } from "./printable.ts";
import { MOST_ROWS, ONLY_READ, type Tool, ToolError } from "./tool.ts";

/** Eight times what the longest usual result has. */
const MOST_CHARACTERS = 200_000;

/** The first of these rows: as many as fit into a response, and one at least, so that whoever goes on comes further. */
export function fitting<T>(rows: readonly T[]): T[] {
  let length = 0;
  const end = rows.findIndex((row, index) => {
    length += jsonOf(row).length + 1;
    return index >= MOST_ROWS || (index > 0 && length > MOST_CHARACTERS - FOR_THE_REST);
  });
  return rows.slice(0, end === -1 ? rows.length : end);
}

/** Characters for what stands beside the rows. */
const FOR_THE_REST = 2000;

/**
 * A list that is longer than any should be is cut, and says so.
 *
 * @throws {ToolError} when it is too long and cannot be cut
 */
export function bounded({ annotations, others }: Tool, whole: unknown): { result: unknown; cut?: string } {
  const result = Array.isArray(whole) ? fitting(whole) : whole;
  const { length } = jsonOf(result);
  if (length > MOST_CHARACTERS) {
    throw new ToolError(
      [
        `The portal's response has ${length} characters, more than this server passes on (${MOST_CHARACTERS}).`,
        "What to do: Ask for less if the tool can, or ask the user to look it up in the portal.",
        `Executed: ${annotations.readOnlyHint ? ONLY_READ : "yes, the portal accepted the call."}`,
      ].join("\n"),
    );
  }
  const left = Array.isArray(whole) ? whole.length - (result as unknown[]).length : 0;
  return left > 0 ? { result, cut: `Cut: ${left} more rows are left out. To get them, ${others}.` } : { result };
}
