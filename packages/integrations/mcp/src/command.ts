// What the command does, apart from the process it does it in.
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { createClient, webhook } from "@b24-calllist/client";
import { StdioServerTransport, serveStdio } from "@modelcontextprotocol/server/stdio";
import { printable } from "./printable.ts";
import { createServer } from "./server.ts";
import { DEADLINE } from "./tool.ts";

const HELP = `b24-calllist-mcp: Bitrix24's call lists for AI assistants, as an MCP server on stdin and stdout

Usage: B24_WEBHOOK_URL=https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/ b24-calllist-mcp [--allow-writes]

  --allow-writes  offer the tools that make and change call lists, too; without it, nothing can be changed
  --version       print the version
  --help          print this

B24_WEBHOOK_URL is the URL of an incoming webhook with the permission CRM. It is a password: assistants have a place for
it in their configuration (env), and never see it. What its user may read, the assistant can read.
`;

const LONGEST_MESSAGE = 500;
const NO_MESSAGE = "what came on stdin is no message of MCP";

const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));

/** The process, or what stands for it in tests. */
export type Surroundings = Pick<NodeJS.Process, "env" | "stdin" | "stdout" | "stderr"> & {
  once(signal: "SIGINT" | "SIGTERM", run: () => void): unknown;
};

/** Runs the command, which goes on while it is connected, and returns the exit code. */
export function command(args: string[], around: Surroundings): number {
  try {
    const values = readArguments(args);
    if (values.help) around.stdout.write(HELP);
    else if (values.version) around.stdout.write(`${version}\n`);
    else serve(values["allow-writes"], around);
    return 0;
  } catch (error) {
    say(around, (error as Error).message);
    return 1;
  }
}

const say = ({ stderr }: Surroundings, message: string): boolean => stderr.write(`b24-calllist-mcp: ${message}\n`);

function serve(allowWrites: boolean, around: Surroundings): void {
  const auth = readWebhook(around.env.B24_WEBHOOK_URL);
  const b24 = createClient({ auth, deadline: DEADLINE, userAgent: `b24-calllist-mcp/${version}` });
  const connection = serveStdio(() => createServer({ b24, version, allowWrites, redact: auth.redact }), {
    transport: new StdioServerTransport(around.stdin, around.stdout),
    // A message that is none is told by a report of many lines, with its keys in it; others with all that they hold.
    onerror: ({ message }) =>
      say(around, message.startsWith("[") ? NO_MESSAGE : printable(auth.redact(message), LONGEST_MESSAGE)),
  });
  // What is under way ends with the connection, which also ends when stdin does.
  for (const signal of ["SIGINT", "SIGTERM"] as const) around.once(signal, () => connection.close());
}

function readWebhook(url = ""): ReturnType<typeof webhook> {
  try {
    return webhook(url);
  } catch (error) {
    // The client's text says what is wrong and what a right one looks like, and never repeats it.
    throw new Error((error as Error).message.replace("webhook(url)", "B24_WEBHOOK_URL"));
  }
}

function readArguments(args: string[]) {
  try {
    const options = {
      "allow-writes": { type: "boolean", default: false },
      version: { type: "boolean" },
      help: { type: "boolean", short: "h" },
    } as const;
    return parseArgs({ args, options }).values;
  } catch {
    // Node's text repeats the argument, and somebody may have taken the webhook for one.
    throw new Error("it takes --allow-writes, --version and --help; the webhook goes into B24_WEBHOOK_URL");
  }
}
