// No result is longer than an assistant can use, whatever a portal sends.
import { MOST_ROWS, type Tool, ToolError } from "./tool.ts";

/** Eight times what the longest usual result has. */
const MOST_CHARACTERS = 200_000;

/** A list that is longer than any should be is cut, and says so. What cannot be cut is not passed on. */
export function bounded({ annotations }: Tool, whole: unknown): { result: unknown; cut?: string } {
  const result = Array.isArray(whole) ? firstRows(whole) : whole;
  const { length } = JSON.stringify(result) ?? "";
  if (length > MOST_CHARACTERS) {
    const done = annotations.readOnlyHint
      ? "it only reads, nothing was changed."
      : "yes, the portal accepted the call.";
    throw new ToolError(
      `The portal's response has ${length} characters, more than this server passes on (${MOST_CHARACTERS}).\nExecuted: ${done}`,
    );
  }
  const left = Array.isArray(whole) ? whole.length - (result as unknown[]).length : 0;
  return left > 0 ? { result, cut: `Cut: ${left} more rows are left out.` } : { result };
}

/** As many rows as fit into a response. */
function firstRows(rows: unknown[]): unknown[] {
  let length = 2;
  const end = rows.findIndex((row, index) => {
    length += JSON.stringify(row).length + 1;
    return index >= MOST_ROWS || length > MOST_CHARACTERS;
  });
  return end === -1 ? rows : rows.slice(0, end);
}
