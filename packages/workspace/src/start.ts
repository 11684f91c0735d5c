// npm start: the documentation, the mock and the sandbox, side by side on this machine until Ctrl-C.
import { parseArgs } from "node:util";
import { run } from "@b24-calllist/testkit/run";

const PORTS = { "docs-port": "4000", "mock-port": "4010", "sandbox-port": "4020" };

const FLAGS = ["docs-port", "mock-port", "sandbox-port"] as const;

const HELP = `npm start: the documentation, the mock portal and the sandbox portal on 127.0.0.1, until Ctrl-C

Usage: npm start -- [--docs-port ${PORTS["docs-port"]}] [--mock-port ${PORTS["mock-port"]}] [--sandbox-port ${PORTS["sandbox-port"]}]

  --docs-port N     port of the documentation, 0 for a free one
  --mock-port N     port of the mock, 0 for a free one
  --sandbox-port N  port of the sandbox, 0 for a free one
`;

interface Running {
  close(): Promise<void>;
}

const running: Running[] = [];

try {
  const { values } = parseArgs({
    options: {
      "docs-port": { type: "string", default: PORTS["docs-port"] },
      "mock-port": { type: "string", default: PORTS["mock-port"] },
      "sandbox-port": { type: "string", default: PORTS["sandbox-port"] },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) process.stdout.write(HELP);
  else {
    const [docs, mock, sandbox] = FLAGS.map((flag) => readPort(flag, values[flag])) as [number, number, number];
    await start(docs, mock, sandbox);
  }
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
  await stop();
}

async function start(docsPort: number, mockPort: number, sandboxPort: number): Promise<void> {
  const built = await run("turbo", ["run", "build", "--output-logs=errors-only", "--log-prefix=none"], {}, "quiet");
  if (built !== 0) throw new Error("The build failed; see above.");
  // Only now, since these use what was just built.
  const { startReference } = await import("@b24-calllist/docs");
  const { startMock } = await import("@b24-calllist/mock");
  const { startSandbox } = await import("@b24-calllist/sandbox");

  const mock = await listening("mock-port", () => startMock({ port: mockPort }));
  const sandbox = await listening("sandbox-port", () => startSandbox({ port: sandboxPort }));
  const reference = await listening("docs-port", () => startReference({ port: docsPort }));
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);

  const body = `'{"LIST_ID":13,"FILTER":{"STATUS":"IN_WORK"}}'`;
  console.log(`
Documentation   ${reference.url}
Mock portal     ${mock.webhookUrl}  answers with examples
Sandbox portal  ${sandbox.webhookUrl}  keeps what you do: ${sandbox.url}/__sandbox/

Try it:
curl -X POST -H 'Content-Type: application/json' -d ${body} ${mock.webhookUrl}crm.calllist.items.get

Ctrl-C ends all. Requests to the mock that break the description are reported here.
`);
}

async function listening<T extends Running>(flag: keyof typeof PORTS, begin: () => Promise<T>): Promise<T> {
  try {
    const server = await begin();
    running.push(server);
    return server;
  } catch (error) {
    const { code, port } = error as { code?: string; port?: number };
    if (code !== "EADDRINUSE") throw error;
    throw new Error(`Port ${port} is taken. Choose another: npm start -- --${flag} ${port! + 1}`);
  }
}

async function stop(): Promise<void> {
  await Promise.all(running.splice(0).map((server) => server.close()));
}

function readPort(flag: keyof typeof PORTS, text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new Error(`--${flag} takes a number from 0 to 65535, such as ${PORTS[flag]}`);
}

function explain(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (!code?.startsWith("ERR_PARSE_ARGS")) return message;
  return `${message.replace(/\.? To specify a positional argument.*$/s, "")} (see npm start -- --help)`;
}
