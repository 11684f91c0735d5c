// What the command does, apart from the process it does it in.
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { printableText } from "@b24-calllist/protocol";
import { parseOperators } from "./operators.ts";
import { startSandbox } from "./sandbox.ts";

const DEFAULT_PORT = "4020";

const HELP = `b24-calllist-sandbox: a Bitrix24 portal in memory, to rehearse call lists on

Usage: b24-calllist-sandbox [--port ${DEFAULT_PORT}] [--seed demo] [--state FILE] [--no-limits]
                            [--operators SETTING] [--prefix /PATH] [--host HOST] [--allow-host NAME]

  --port N       port to listen on, 0 for a free one (default ${DEFAULT_PORT})
  --seed SEED    what the portal holds: demo (default); large, or large:SIZE with up to 1000000 participants in one
                 list; or a file in YAML or JSON
  --state FILE   keep the state in this file: read at the start where it is there, written within a second of a change
  --no-limits    no limit on requests and working time, as on-premise; without this, 50 requests at once and 2 a second
  --operators SETTING
                 operators set statuses while clients read: chance=0.2 (before one of five methods, also between the
                 commands of a batch), or every=2000 (milliseconds); after a comma seed=1, back=0.05 (share set back to
                 IN_WORK), list=13 (repeatable; default: all lists)
  --prefix /PATH the whole sandbox below this path, such as /crm, as portals behind a reverse proxy are
  --host HOST    address to listen on (default 127.0.0.1); 0.0.0.0 for other machines and containers. The control then
                 asks for a key, which is printed
  --allow-host NAME
                 a name besides 127.0.0.1 and localhost that the control answers to, such as sandbox (repeatable)
  --version      print the version
  --help         print this

State, clock and faults are controlled below /__sandbox, where a browser finds a page.
`;

/** The process, or what stands for it in tests. */
export type Surroundings = Pick<NodeJS.Process, "stdout" | "stderr"> & {
  exitCode?: number | string | null | undefined;
  once(signal: "SIGINT" | "SIGTERM", run: () => void): unknown;
};

/** Runs the command, which goes on until a signal ends it. What fails is said, and makes the exit code 1. */
export async function command(args: string[], around: Surroundings): Promise<void> {
  try {
    const values = readArguments(args);
    if (values.help) around.stdout.write(HELP);
    else if (values.version) around.stdout.write(`${version()}\n`);
    else await start(values, around);
  } catch (error) {
    fail(error, around);
  }
}

function readArguments(args: string[]) {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: "string", default: DEFAULT_PORT },
      seed: { type: "string", default: "demo" },
      state: { type: "string" },
      limits: { type: "boolean", default: true },
      operators: { type: "string" },
      prefix: { type: "string" },
      host: { type: "string" },
      "allow-host": { type: "string", multiple: true },
      version: { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
    allowNegative: true,
  });
  return values;
}

function version(): string {
  return JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")).version;
}

async function start(values: ReturnType<typeof readArguments>, around: Surroundings): Promise<void> {
  const { seed, state, limits, operators, prefix, host, "allow-host": allowHosts } = values;
  const sandbox = await startSandbox({
    port: readPort(values.port),
    seed,
    limits: limits && "standard",
    ...(state !== undefined && { stateFile: state }),
    ...(operators !== undefined && { operators: parseOperators(operators) }),
    ...(prefix !== undefined && { prefix }),
    ...(host !== undefined && { host }),
    ...(allowHosts !== undefined && { allowHosts }),
    log: (line) => around.stderr.write(`${line}\n`),
  });
  const query = sandbox.controlKey === undefined ? "" : `?key=${sandbox.controlKey}`;
  around.stdout.write(`Sandbox portal: ${sandbox.webhookUrl}\nControl:        ${sandbox.url}/__sandbox/${query}\n`);
  if (query)
    around.stdout.write("Other machines reach this portal. Its control asks for the key: Authorization: Bearer KEY\n");
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    around.once(signal, () => sandbox.close().catch((error) => fail(error, around)));
}

function fail(error: unknown, around: Surroundings): void {
  around.stderr.write(`b24-calllist-sandbox: ${printableText(explain(error))}\n`);
  around.exitCode = 1;
}

function readPort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535)
    throw new Error(`--port takes a number from 0 to 65535, such as ${DEFAULT_PORT}`);
  return port;
}

function explain(error: unknown): string {
  const { code, message, port, path, address } = error as NodeJS.ErrnoException & { port?: number; address?: string };
  if (code === "EADDRINUSE") return `port ${port} is taken; choose another with --port`;
  if (code === "ENOTFOUND" || code === "EADDRNOTAVAIL" || code === "EAI_AGAIN")
    return `--host takes an address of this machine, such as 0.0.0.0${address ? `; ${address} is none` : ""}`;
  if (code === "ENOENT") return `there is no file ${path}; --seed takes demo, large or a file in YAML or JSON`;
  return (
    message.replace(/\.? To specify a positional argument.*$/s, "") +
    (code?.startsWith("ERR_PARSE_ARGS") ? " (see --help)" : "")
  );
}
