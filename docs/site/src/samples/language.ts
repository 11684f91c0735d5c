import { type Command, commandsOf, type PortalCall, type Request } from "./request.ts";

/** A way to write requests down: one entry in the list of languages beside each operation. */
export interface Language {
  /** For the colours of the code: `bash`, `typescript`. */
  lang: string;
  /** What the reader picks. It also stands in redocly.yaml, in the order of the list. */
  label: string;
  /** The sample, without a newline at its end; `undefined` where it is of no use. */
  write(request: Request): string | undefined;
}

/**
 * A way to call a portal's methods. The authorisation server has none in it.
 *
 * @param write gets the call, and for a batch its commands by name
 */
export function ofCalls(
  lang: string,
  label: string,
  write: (call: PortalCall, commands: Record<string, Command> | undefined) => string,
): Language {
  return {
    lang,
    label,
    write: (request) => (request.kind === "portal" ? write(request, commandsOf(request)) : undefined),
  };
}
