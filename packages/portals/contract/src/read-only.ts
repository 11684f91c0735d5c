// What goes through to the portal, and what is refused before anything is sent.
import behaviour from "@b24-calllist/spec/behaviour.json" with { type: "json" };

/** What the methods of the description do. A batch is as its commands are, and has none inside. */
const EFFECTS = new Map(Object.entries(behaviour.effects));
const isRead = (method: string): boolean => EFFECTS.get(method) === "read";
const isWrite = (method: string): boolean => ["replace", "create"].includes(EFFECTS.get(method) ?? "");

/** Nothing was sent. The message says why. */
export class RefusedError extends Error {
  override readonly name = "RefusedError";
}

/**
 * Lets a call through, or does not. What is not known to read only is refused: there is no list of what is dangerous.
 *
 * @param params of a batch, every command is looked at
 * @throws {RefusedError}
 */
export function assertAllowed(method: string, params: Record<string, unknown>, allowWrites: boolean): void {
  if (method !== "batch") assertMethod(method, allowWrites);
  else for (const command of commandsOf(params)) assertCommand(command, allowWrites);
}

function assertCommand(command: unknown, allowWrites: boolean): void {
  if (typeof command === "string") assertMethod(methodOf(command), allowWrites);
  else throw new RefusedError("a command of a batch is a text, such as crm.calllist.get?ID=13");
}

function assertMethod(method: string, allowWrites: boolean): void {
  if (isRead(method) || (allowWrites && isWrite(method))) return;
  if (isWrite(method)) throw new RefusedError(`${method} writes, and --allow-writes was not given`);
  throw notDescribed(method);
}

/** Names the method where it looks like one. What does not may be anything, and is not repeated. */
export function notDescribed(method: string): RefusedError {
  const name = /^[a-z0-9]+(\.[a-z0-9]+)+$/i.test(method) ? `${method}: ` : "";
  return new RefusedError(`${name}only the methods of the description go through, and those alone inside a batch`);
}

/** Its parameters are found in any letter case, as a portal does. */
function commandsOf(params: Record<string, unknown>): unknown[] {
  return Object.entries(params)
    .filter(([name]) => name.toLowerCase() === "cmd")
    .flatMap(([, commands]) => (typeof commands === "object" && commands !== null ? Object.values(commands) : []));
}

/** A command's method: all before the `?`, so that nothing a portal might read in some other way is let through. */
export function methodOf(command: string): string {
  return command.split("?", 1)[0]!.toLowerCase();
}
