// A company's network: every call goes through a proxy, to a portal whose certificate an authority of the company has made.
// The name of the portal is known to the proxy alone.
import { execFile } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, createConnection, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { CERTIFICATE } from "@b24-calllist/testkit/certificate";
import { time } from "@b24-calllist/testkit/replies";
import type { Project } from "./project.ts";
import type { Seen } from "./smoke.ts";

const exec = promisify(execFile);
const nodePackage = `node-${process.platform}-${process.arch}`;

/** Calls a read and a create, and prints how they ended. */
const PROGRAM = `
import { createClient, webhook } from "@b24-calllist/client";
const b24 = createClient({ auth: webhook("https://portal.example/rest/1/xxxxxxxxxxxxxxxx/"), retry: false });
try {
  const { ID } = await b24.call("crm.calllist.get", { ID: 13 });
  console.log("list " + ID + ", new list " + (await b24.call("crm.calllist.add", { ENTITY_TYPE: "CONTACT", ENTITIES: [9] })));
} catch ({ reason, sent }) {
  console.log(reason, sent);
}
`;
const WITH_UNDICI = `
import { EnvHttpProxyAgent, setGlobalDispatcher } from "undici";
setGlobalDispatcher(new EnvHttpProxyAgent());
`;

export const proxy = (): Project => ({
  name: "proxy",
  install: [
    "undici@7",
    `node20@npm:${nodePackage}@20.20.2`,
    `node22@npm:${nodePackage}@22.23.3`,
    `node24@npm:${nodePackage}@24.21.0`,
  ],
  files: { "plain.mjs": PROGRAM, "undici.mjs": WITH_UNDICI + PROGRAM },
  run: runProxy,
  expected: {
    "Node 24, NODE_USE_ENV_PROXY=1": "list 13, new list 51",
    "Node 22, NODE_USE_ENV_PROXY=1": "list 13, new list 51",
    "Node 20 knows no proxy": "ENOTFOUND false",
    "Node 20, EnvHttpProxyAgent of undici": "list 13, new list 51",
    "without NODE_EXTRA_CA_CERTS": "DEPTH_ZERO_SELF_SIGNED_CERT false",
    "with a password that the proxy refuses": "proxy 407 false",
    "for a host in NO_PROXY": "ENOTFOUND false",
  },
});

async function listen(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

async function runProxy(dir: string, signal: AbortSignal): Promise<Seen> {
  const portal = createTlsServer(CERTIFICATE, async (request, response) => {
    for await (const _ of request);
    const result = request.url!.endsWith("add") ? 51 : { ID: "13" };
    response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify({ result, time }));
  });
  const port = await listen(portal);
  const gate = createServer().on("connect", (request, socket: Socket) => {
    socket.on("error", () => {});
    const isRefused = request.headers["proxy-authorization"] !== `Basic ${btoa("anna:s3cret")}`;
    if (isRefused) return socket.end("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n");
    const onward = createConnection(port, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      onward.pipe(socket).pipe(onward);
    });
    onward.on("error", () => socket.destroy());
  });
  const gatePort = await listen(gate);
  const authority = join(dir, "authority.pem");
  await writeFile(authority, CERTIFICATE.cert);

  // Lowercase names win where both are set.
  const unset = { https_proxy: undefined, no_proxy: undefined, NO_PROXY: undefined };
  const plain = { ...process.env, ...unset, NODE_USE_ENV_PROXY: "1", NODE_EXTRA_CA_CERTS: authority };
  const use = async (node: string, program: string, env: NodeJS.ProcessEnv = {}): Promise<string> => {
    const HTTPS_PROXY = `http://anna:s3cret@127.0.0.1:${gatePort}`;
    const options = { cwd: dir, signal, killSignal: "SIGKILL", env: { ...plain, HTTPS_PROXY, ...env } } as const;
    const { stdout } = await exec(join(dir, "node_modules", node, "bin/node"), [program], options);
    return stdout.trim();
  };
  try {
    return {
      "Node 24, NODE_USE_ENV_PROXY=1": await use("node24", "plain.mjs"),
      "Node 22, NODE_USE_ENV_PROXY=1": await use("node22", "plain.mjs"),
      "Node 20 knows no proxy": await use("node20", "plain.mjs"),
      "Node 20, EnvHttpProxyAgent of undici": await use("node20", "undici.mjs"),
      "without NODE_EXTRA_CA_CERTS": await use("node24", "plain.mjs", { NODE_EXTRA_CA_CERTS: "" }),
      "with a password that the proxy refuses": await use("node24", "plain.mjs", {
        HTTPS_PROXY: `http://anna:wrong@127.0.0.1:${gatePort}`,
      }),
      "for a host in NO_PROXY": await use("node24", "plain.mjs", { NO_PROXY: "portal.example" }),
    };
  } finally {
    for (const server of [portal, gate]) {
      server.close();
      server.closeAllConnections();
    }
  }
}
