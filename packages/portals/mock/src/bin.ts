#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { type MockOptions, startMock } from "./server.ts";

const HELP = `b24-calllist-mock: a mock of a Bitrix24 portal's call-list methods, for contract tests

Usage: b24-calllist-mock [--port 4010] [--host 127.0.0.1] [--prefix /crm] [--spec openapi.json]

  --port N       port to listen on, 0 for a free one (default 4010)
  --host HOST    address to listen on (default 127.0.0.1); 0.0.0.0 lets other containers in
  --prefix PATH  serve everything below a path: with /crm at /crm/rest/... (default: at the root)
  --spec FILE    bundled description in JSON (default: the one this package was made from)
  --version      print the version
  --help         print this

Answers come from the examples of the description. The header  Prefer: code=400, example=list-not-found
picks one; a request that breaks the description is reported on stderr and in the header sl-violations.
`;

const DEFAULT_PORT = "4010";

try {
  const {
    values: { help, version, port, ...options },
  } = parseArgs({
    options: {
      port: { type: "string", default: DEFAULT_PORT },
      host: { type: "string", default: "127.0.0.1" },
      prefix: { type: "string", default: "" },
      spec: { type: "string" },
      version: { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (help) process.stdout.write(HELP);
  else if (version) console.log(JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")).version);
  else await start({ ...options, port: readPort(port) });
} catch (error) {
  console.error(`b24-calllist-mock: ${explain(error)}`);
  process.exitCode = 1;
}

async function start(options: MockOptions): Promise<void> {
  const mock = await startMock(options);
  console.log(`Mock portal: ${mock.webhookUrl}  (any user and code do)`);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => mock.close());
}

function readPort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535)
    throw new Error(`--port takes a number from 0 to 65535, such as ${DEFAULT_PORT}`);
  return port;
}

function explain(error: unknown): string {
  const { code, message, port, path } = error as NodeJS.ErrnoException & { port?: number };
  if (code === "EADDRINUSE") return `port ${port} is taken; choose another with --port`;
  if (code === "ENOENT") return `there is no file ${path}; --spec takes a bundled description in JSON`;
  if (error instanceof SyntaxError)
    return `--spec takes a bundled description in JSON; this file is not JSON (${message})`;
  return (
    message.replace(/\.? To specify a positional argument.*$/s, "") +
    (code?.startsWith("ERR_PARSE_ARGS") ? " (see --help)" : "")
  );
}
