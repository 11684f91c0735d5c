import { parseArgs } from "node:util";

export const HELP = `npm run contract: does a portal answer as the description says?

Usage: npm run contract -- --portal | --sandbox [--allow-writes --contacts 12,34]
       npm run contract -- --portal | --sandbox --serve [--port 4030] [--allow-writes]

  --portal        your own portal, with the webhook in B24_WEBHOOK_URL; without it, you are asked, and it is not shown
  --sandbox       the sandbox in place of a portal, to see what the command does
  --allow-writes  also make a call list and change it; without it, whatever might write is refused
  --contacts IDS  ids of two contacts or more, of whom the list is made
  --serve         make no calls, but be a proxy for tests of your own, on 127.0.0.1 until Ctrl-C
  --port N        port of the proxy, 0 for a free one (default 4030)
  --help          print this

Calls and answers are checked by Prism. The report names fields and rules, never the webhook and never what the portal holds.
It ends with 0 where portal and description agree, 1 where they differ, 2 where that could not be found out.
`;

/** What to do. */
export interface Options {
  target: "portal" | "sandbox";
  allowWrites: boolean;
  contacts?: number[];
  /** Port of the proxy; without one, calls are made. */
  servePort?: number;
}

/** Reads the arguments; `undefined` where the help was asked for. @throws for others, without repeating them */
export function readOptions(args: string[]): Options | undefined {
  const { portal, sandbox, serve, port, contacts, help, "allow-writes": allowWrites } = parse(args);
  if (help) return undefined;
  if (portal === sandbox) throw new Error("Which portal? --portal is your own, --sandbox the one to try it with.");
  if (port !== undefined && !serve) throw new Error("--port belongs to --serve.");
  if ((contacts !== undefined) !== (allowWrites && !serve))
    throw new Error(
      "--allow-writes and --contacts belong together: --allow-writes --contacts 12,34. (With --serve, your own tests choose.)",
    );
  return {
    target: portal ? "portal" : "sandbox",
    allowWrites,
    ...(contacts !== undefined && { contacts: readContacts(contacts) }),
    ...(serve && { servePort: readPort(port ?? "4030") }),
  };
}

function parse(args: string[]) {
  const flag = { type: "boolean", default: false } as const;
  try {
    const text = { type: "string" } as const;
    const flags = { portal: flag, sandbox: flag, serve: flag, "allow-writes": flag, help: { ...flag, short: "h" } };
    return parseArgs({ args, options: { ...flags, contacts: text, port: text } }).values;
  } catch {
    // Node's text repeats the argument, which may be a webhook.
    throw new Error(
      "There is an argument too many, or a value is missing; --help shows what there is. The webhook goes into B24_WEBHOOK_URL, never on the command line.",
    );
  }
}

function readContacts(text: string): number[] {
  const ids = text.split(",").map(Number);
  const areRight = ids.every((id) => Number.isSafeInteger(id) && id > 0) && new Set(ids).size === ids.length;
  if (areRight && ids.length >= 2) return ids;
  throw new Error("--contacts takes two ids or more, each once, such as 12,34");
}

function readPort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new Error("--port takes a number from 0 to 65535, such as 4030");
}
