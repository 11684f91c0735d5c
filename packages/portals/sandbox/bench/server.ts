// One of the servers that are compared, in a process of its own: node bench/server.ts bare|sandbox|prism.
// It tells its port, and the processor time it has used whenever it is asked.
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { type AddressInfo, createServer as createSocket } from "node:net";
import { startSandbox } from "../src/index.ts";

/** Answers everything with the body that its environment holds, as little as a server can do. */
async function bare(): Promise<number> {
  const body = process.env.BODY!;
  const server = createServer((request, response) => {
    request.resume().on("end", () => {
      response.writeHead(200, { "Content-Type": "application/json; charset=utf-8" });
      response.end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

async function sandbox(): Promise<number> {
  const { url } = await startSandbox({ seed: "large:10000", limits: false });
  return Number(new URL(url).port);
}

async function prism(): Promise<number> {
  const port = await freePort();
  const description = process.env.DESCRIPTION!;
  process.argv = [process.argv[0]!, "prism", "mock", description, "--port", String(port), "--verboseLevel", "fatal"];
  createRequire(import.meta.url)("@stoplight/prism-cli/dist/index.js");
  for (;;) {
    const isUp = await fetch(`http://127.0.0.1:${port}/`).then(
      () => true,
      () => false,
    );
    if (isUp) return port;
  }
}

async function freePort(): Promise<number> {
  const socket = createSocket();
  await new Promise<void>((resolve) => socket.listen(0, "127.0.0.1", resolve));
  const { port } = socket.address() as AddressInfo;
  await new Promise((resolve) => socket.close(resolve));
  return port;
}

const servers: Record<string, () => Promise<number>> = { bare, sandbox, prism };
process.on("disconnect", () => process.exit());
process.on("message", () => {
  const { user, system } = process.cpuUsage();
  process.send!(user + system);
});
process.send!(await servers[process.argv[2]!]!());
