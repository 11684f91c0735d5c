// Where a reading goes on. A cursor is short, holds no secret, and can be used any number of times. Who makes one up gets
// what the same tool returns without a cursor.
import { isDeepStrictEqual } from "node:util";

/** A mistake of the assistant that it can mend. Its message is told. */
export class UsageError extends Error {}

/** Writes a cursor: a place, and in which reading it is one. */
export function writeCursor(reading: object, place: readonly number[]): string {
  return Buffer.from(JSON.stringify({ reading, place })).toString("base64url");
}

/**
 * The place that a cursor stands for.
 *
 * @throws {UsageError} when it is none, or one of another reading: its rows would be others without a word
 */
export function readCursor(cursor: string, reading: object): number[] {
  const { reading: of, place } = parse(cursor);
  if (!Array.isArray(place) || !place.every((number) => Number.isSafeInteger(number) && number >= 0))
    throw new UsageError("cursor: this is none. Leave it out to begin at the first row.");
  // As the cursor would hold it: what was left out and what is undefined are the same.
  if (!isDeepStrictEqual(of, JSON.parse(JSON.stringify(reading))))
    throw new UsageError("cursor: it belongs to other parameters. Send it with those of the call that gave it.");
  return place;
}

function parse(cursor: string): { reading?: unknown; place?: unknown } {
  try {
    return Object(JSON.parse(Buffer.from(cursor, "base64url").toString()));
  } catch {
    return {};
  }
}
