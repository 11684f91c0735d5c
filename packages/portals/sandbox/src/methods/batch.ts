import { BATCH_SIZE, isPhpArray, orderedObject, parseBatchCommand, phpBool, phpEntries } from "@b24-calllist/protocol";
import type { Call } from "../method.ts";
import { BATCH_TOO_LONG, methodNotFound, outOfMemory, RestError } from "../rest/errors.ts";
import { type Outcomes, resolveReferences } from "./reference.ts";

/** `Batch?cmd[a]=Batch?cmd[a]=...` goes on until the memory is used up. Nobody has counted where; this is far enough. */
const MAX_LEVEL = 30;
/** In a batch with all that are nested in it: room for fifty times fifty. A few lines can ask for millions. */
const MOST_COMMANDS = 5000;
/** In exactly this letter case: `Batch?...` runs (observed, 2026 build). */
const NOT_ALLOWED = ["batch", "upload", "download"];

/** `batch`: commands one after another, each answered under its key. What PHP does not catch ends all of it. */
export function batch(call: Call): object {
  if (call.level > MAX_LEVEL) throw outOfMemory();
  const outcomes: Outcomes = {
    result: new Map(),
    error: new Map(),
    total: new Map(),
    next: new Map(),
    time: new Map(),
  };
  const halt = phpBool(call.params.HALT);
  for (const [index, [key, command]] of commandsOf(call.params.CMD).entries()) {
    if (typeof command !== "string") continue;
    try {
      if (index >= BATCH_SIZE) throw BATCH_TOO_LONG;
      const { result, time } = runCommand(call, command, outcomes);
      outcomes.result.set(key, result);
      outcomes.time.set(key, time);
    } catch (error) {
      if (!(error instanceof RestError)) throw error;
      outcomes.error.set(key, error.toBody());
      if (halt) break;
    }
  }
  return {
    result: phpArray(outcomes.result),
    result_error: phpArray(outcomes.error),
    result_total: phpArray(outcomes.total),
    result_next: phpArray(outcomes.next),
    result_time: phpArray(outcomes.time),
  };
}

function commandsOf(cmd: unknown): [key: string, command: unknown][] {
  return isPhpArray(cmd) ? phpEntries(cmd as Record<string, unknown>) : [];
}

function runCommand(call: Call, text: string, outcomes: Outcomes): { result: unknown; time: object } {
  const command = parseBatchCommand(text);
  if (command === undefined) throw methodNotFound();
  if (NOT_ALLOWED.includes(command.method)) {
    throw new RestError(405, "ERROR_BATCH_METHOD_NOT_ALLOWED", "Method is not allowed for batch usage");
  }
  if (++call.budget.commands > MOST_COMMANDS) throw outOfMemory();
  return call.callMethod(command.method, resolveReferences(command.params, outcomes, call.budget));
}

/** As PHP's json_encode shows an array: a list where the keys are 0, 1, 2, ... in this order, else an object. */
function phpArray(entries: ReadonlyMap<string, unknown>): unknown {
  const isList = [...entries.keys()].every((key, index) => key === String(index));
  return isList ? [...entries.values()] : orderedObject(entries);
}
