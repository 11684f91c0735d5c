// Pages of Next.js that call a portal on the server, built and served as in production. Next.js keeps what its fetch gets,
// also of a POST, and may ask while it builds: a page that creates a list has to create one with each view, and none before.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { time } from "@b24-calllist/testkit/replies";
import type { Project } from "./project.ts";
import type { Seen } from "./smoke.ts";

const exec = promisify(execFile);

const CODE = "s3cretc0de8h1d3m";
const VIEWS = 3;

/** A page that creates a list; `config` is what the page says to Next.js. */
const adding = (config: string): string => `
import { createClient, webhook } from "@b24-calllist/client";
${config}
export default async function Page() {
  const b24 = createClient({ auth: webhook(process.env.PORTAL + "/rest/1/${CODE}/"), retry: false });
  const id = await b24.call("crm.calllist.add", { ENTITY_TYPE: "CONTACT", ENTITIES: [9] });
  return <p>{"list-" + id}</p>;
}
`;

/** A page with tokens that have to be renewed. */
const RENEWING = `
import { createClient, memoryStore, oauth } from "@b24-calllist/client";
export default async function Page() {
  const server = process.env.PORTAL;
  const tokens = { access_token: "t1", refresh_token: "r1", expires_in: 3600, client_endpoint: server + "/rest/" };
  const auth = oauth({ clientId: "local.app", clientSecret: "x", store: memoryStore(tokens), server });
  const id = await createClient({ auth }).call("crm.calllist.add", { ENTITY_TYPE: "CONTACT", ENTITIES: [9] });
  return <p>{"list-" + id}</p>;
}
`;

const FILES = {
  "next.config.mjs":
    "export default { eslint: { ignoreDuringBuilds: true }, typescript: { ignoreBuildErrors: true } };\n",
  "app/layout.js": "export default ({ children }) => <html><body>{children}</body></html>;\n",
  "app/dynamic/page.js": adding('export const dynamic = "force-dynamic";'),
  "app/revalidate/page.js": adding("export const revalidate = 3600;"),
  "app/static/page.js": adding(""),
  "app/renewing/page.js": RENEWING,
};
const PAGES = ["dynamic", "revalidate", "static", "renewing"];

export const next = (name: string, install: string[]): Project => ({
  name,
  install,
  files: FILES,
  run: runNext,
  expected: {
    "requests while it builds": 0,
    ...Object.fromEntries(PAGES.map((page) => [page, { lists: VIEWS, shown: VIEWS }])),
    renewals: VIEWS,
    "secrets in its output": 0,
  },
});

/** A portal that gives each list a new id, and counts. */
async function startPortal() {
  const counts = { adds: 0, renewals: 0 };
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    response.setHeader("Content-Type", "application/json");
    if (request.url === "/oauth/token/") {
      counts.renewals += 1;
      return response.end(JSON.stringify({ access_token: "t2", refresh_token: "r2" }));
    }
    if (text.includes('"t1"')) response.writeHead(401).end(JSON.stringify({ error: "expired_token" }));
    else response.end(JSON.stringify({ result: ++counts.adds, time }));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { counts, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

async function runNext(dir: string, signal: AbortSignal): Promise<Seen> {
  const { counts, origin, server } = await startPortal();
  const env = { ...process.env, PORTAL: origin, NEXT_TELEMETRY_DISABLED: "1", NO_COLOR: "1" };
  const bin = join(dir, "node_modules/next/dist/bin/next");
  const seen: Seen = {};
  const output: string[] = [];
  try {
    const built = await exec(process.execPath, [bin, "build"], { cwd: dir, env, signal, killSignal: "SIGKILL" });
    output.push(built.stdout, built.stderr);
    seen["requests while it builds"] = counts.adds + counts.renewals;

    const child = spawn(process.execPath, [bin, "start", "-H", "127.0.0.1", "-p", "0"], { cwd: dir, env, signal });
    child.on("error", () => {});
    child.stderr.on("data", (chunk) => output.push(String(chunk)));
    try {
      const address = await addressIn(child.stdout, output);
      for (const page of PAGES) seen[page] = await view(`${address}/${page}`, counts);
    } finally {
      child.kill("SIGKILL");
      await once(child, "close");
    }
    seen.renewals = counts.renewals;
    seen["secrets in its output"] = output.join("").split(CODE).length - 1;
    return seen;
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

/** The address that it prints when it serves. */
async function addressIn(stdout: NodeJS.ReadableStream, output: string[]): Promise<string> {
  for await (const line of createInterface({ input: stdout })) {
    output.push(line);
    const [, port] = /https?:\/\/[^:\s]+:(\d+)/.exec(line) ?? [];
    if (port) {
      stdout.on("data", (chunk) => output.push(String(chunk)));
      return `http://127.0.0.1:${port}`;
    }
  }
  throw new Error(`it did not start:\n${output.join("\n")}`);
}

/** Views a page some times: how many lists that made, and how many different ones it showed. */
async function view(url: string, counts: { adds: number }): Promise<unknown> {
  const before = counts.adds;
  const shown = new Set<string>();
  for (let times = 0; times < VIEWS; times++) {
    const html = await (await fetch(url)).text();
    for (const [id] of html.matchAll(/list-\d+/g)) shown.add(id);
  }
  return { lists: counts.adds - before, shown: shown.size };
}
