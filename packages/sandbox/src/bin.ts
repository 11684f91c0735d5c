#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { printableText } from "@b24-calllist/portal-http";
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

try {
  const { values } = parseArgs({
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
  if (values.help) process.stdout.write(HELP);
  else if (values.version)
    console.log(JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")).version);
  else await start(readPort(values.port), values);
} catch (error) {
  fail(error);
}

interface Flags {
  seed: string;
  state?: string;
  limits: boolean;
  operators?: string;
  prefix?: string;
  host?: string;
  "allow-host"?: string[];
}

async function start(port: number, { seed, state, limits, operators, prefix, host, "allow-host": allowHosts }: Flags) {
  const sandbox = await startSandbox({
    port,
    seed,
    limits: limits && "standard",
    ...(state !== undefined && { stateFile: state }),
    ...(operators !== undefined && { operators: parseOperators(operators) }),
    ...(prefix !== undefined && { prefix }),
    ...(host !== undefined && { host }),
    ...(allowHosts !== undefined && { allowHosts }),
  });
  const query = sandbox.controlKey === undefined ? "" : `?key=${sandbox.controlKey}`;
  console.log(`Sandbox portal: ${sandbox.webhookUrl}\nControl:        ${sandbox.url}/__sandbox/${query}`);
  if (query) console.log("Other machines reach this portal. Its control asks for the key: Authorization: Bearer KEY");
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => sandbox.close().catch(fail));
}

function fail(error: unknown): void {
  console.error(`b24-calllist-sandbox: ${printableText(explain(error))}`);
  process.exitCode = 1;
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
