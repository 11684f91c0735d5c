// Real connections, with the runtime's own fetch: what must not be executed twice never goes over one that lay idle, and
// the client knows for certain when it was not sent.
import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import {
  type AddressInfo,
  createConnection,
  createServer as createTcpServer,
  type Socket,
  type Server as TcpServer,
} from "node:net";
import { CERTIFICATE } from "@b24-calllist/testkit/certificate";
import { Agent, EnvHttpProxyAgent, getGlobalDispatcher, MockAgent, setGlobalDispatcher } from "undici";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { batch, type Client, type ClientOptions, createClient, memoryStore, oauth, webhook } from "../src/index.ts";
import { failure, time } from "./portal.ts";

const servers: (Server | TcpServer)[] = [];
const sockets = new Set<Socket>();
const before = getGlobalDispatcher();
afterEach(async () => {
  setGlobalDispatcher(before);
  for (const socket of sockets) socket.destroy();
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

/** Starts a server on this machine, and gives its port. */
async function listen(server: Server | TcpServer): Promise<number> {
  servers.push(server);
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => {}).on("close", () => sockets.delete(socket));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

const client = (origin: string, options: Partial<ClientOptions> = {}): Client =>
  createClient({ auth: webhook(`${origin}/rest/1/xxxxxxxxxxxxxxxx/`), retry: { delay: 1 }, ...options });
const add = (b24: Client): Promise<number> => b24.call("crm.calllist.add", { ENTITY_TYPE: "CONTACT", ENTITIES: [9] });
const get = (b24: Client) => b24.call("crm.calllist.get", { ID: 13 });

const send = (response: ServerResponse, body: object, status = 200): void => {
  response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
};

interface Portal {
  origin: string;
  /** Methods in the order in which they came, and whether their connection had brought a request before. */
  came: [method: string, isUsed: boolean][];
}

/**
 * A portal that keeps connections open, and closes a used one at the very moment at which `dies` comes over it: nothing
 * was executed, and nobody can tell.
 */
async function dyingPortal(dies: RegExp, start: (listener: RequestListener) => Server = createServer): Promise<Portal> {
  const came: Portal["came"] = [];
  const used = new WeakSet<object>();
  const respond = (request: IncomingMessage, response: ServerResponse, text: string): unknown => {
    const method = request.url!.split("/").filter(Boolean).at(-1)!;
    const isUsed = used.has(request.socket);
    used.add(request.socket);
    came.push([method, isUsed]);
    if (isUsed && dies.test(method)) return request.socket.resetAndDestroy();
    if (method === "token") return send(response, { access_token: "t2", refresh_token: "r2" });
    if (text.includes('"t1"')) return send(response, { error: "expired_token" }, 401);
    if (method === "batch") return send(response, { result: { result: { c0: 51 }, result_error: [] }, time });
    return send(response, { result: method.endsWith("add") ? 51 : { ID: "13" }, time });
  };
  const server = start((request, response) => {
    let text = "";
    request.on("data", (chunk) => {
      text += chunk;
    });
    request.on("end", () => respond(request, response, text));
  });
  server.keepAliveTimeout = 60_000;
  const port = await listen(server);
  return { origin: `${start === createServer ? "http" : "https"}://127.0.0.1:${port}`, came };
}

describe("a kept connection that dies as a request is sent", () => {
  /** Leaves connections that lie idle. */
  const warmUp = async (b24: Client): Promise<void> => {
    await Promise.all([get(b24), get(b24), get(b24)]);
    await new Promise(setImmediate);
  };

  it("is not used by add: it goes over a new one, each time", async () => {
    const { origin, came } = await dyingPortal(/./);
    const b24 = client(origin);
    await Promise.all([get(b24), get(b24)]);
    for (let times = 0; times < 3; times++) {
      await new Promise(setImmediate);
      expect(await add(b24)).toBe(51);
    }
    expect(await Promise.all([add(b24), add(b24), add(b24)])).toEqual([51, 51, 51]);
    expect(came.filter(([method]) => method.endsWith("add"))).toEqual(Array(6).fill(["crm.calllist.add", false]));
  });

  it("nor by a batch with add", async () => {
    const { origin, came } = await dyingPortal(/batch/);
    const b24 = client(origin);
    await warmUp(b24);
    const [made] = await batch(b24, [["crm.calllist.add", { ENTITY_TYPE: "CONTACT", ENTITIES: [9] }]]);
    expect(made).toEqual({ ok: true, result: 51 });
    expect(came.at(-1)).toEqual(["batch", false]);
  });

  it("nor by the renewal of a token, which spends the old one", async () => {
    const { origin, came } = await dyingPortal(/token/);
    await warmUp(client(origin));
    const store = memoryStore({
      access_token: "t1",
      refresh_token: "r1",
      expires_in: 3600,
      client_endpoint: `${origin}/rest/`,
    });
    const b24 = createClient({ auth: oauth({ clientId: "a", clientSecret: "b", store, server: origin }) });
    await get(b24);
    expect(came.filter(([method]) => method === "token")).toEqual([["token", false]]);
    expect(await store.get()).toMatchObject({ access_token: "t2", refresh_token: "r2" });
  });

  it("is used by reads, which are retried", async () => {
    const { origin, came } = await dyingPortal(/get/);
    const b24 = client(origin);
    await warmUp(b24);
    expect(await get(b24)).toEqual({ ID: "13" });
    expect(came.slice(3).some(([, isUsed]) => isUsed)).toBe(true);
  });
});

describe("a connection of its own", () => {
  const tls = (listener: RequestListener) => createTlsServer(CERTIFICATE, listener) as unknown as Server;

  it("has whatever the program has set for undici, such as an authority of its own", async () => {
    const { origin } = await dyingPortal(/./, tls);
    expect(await failure(add(client(origin)))).toMatchObject({ name: "ConnectionError", sent: false });
    setGlobalDispatcher(new Agent({ connect: { ca: CERTIFICATE.cert } }));
    expect(await add(client(origin))).toBe(51);
  });

  it("goes through the program's proxy", async () => {
    const { origin, came } = await dyingPortal(/./, tls);
    const asked: string[] = [];
    const proxy = createServer().on("connect", (request, socket: Socket) => {
      asked.push(request.url!);
      const onward = createConnection(Number(new URL(origin).port), "127.0.0.1", () => {
        socket.write("HTTP/1.1 200 OK\r\n\r\n");
        onward.pipe(socket).pipe(onward);
      });
    });
    const httpsProxy = `http://127.0.0.1:${await listen(proxy)}`;
    setGlobalDispatcher(new EnvHttpProxyAgent({ httpsProxy, noProxy: "", requestTls: { ca: CERTIFICATE.cert } }));
    const b24 = client(origin);
    for (let times = 0; times < 2; times++) expect(await add(b24)).toBe(51);
    expect(asked).toEqual(Array(2).fill(new URL(origin).host));
    expect(came.map(([, isUsed]) => isUsed)).toEqual([false, false]);
  });

  it("leaves undici's stand-in for tests alone", async () => {
    const mock = new MockAgent();
    mock.disableNetConnect();
    mock.get("https://portal.example").intercept({ path: /add$/, method: "POST" }).reply(200, { result: 51, time });
    setGlobalDispatcher(mock);
    expect(await add(client("https://portal.example"))).toBe(51);
  });

  it("is left to a fetch of the caller's own", async () => {
    const seen: object[] = [];
    const fetch = async (_: unknown, init: object) => {
      seen.push(init);
      return Response.json({ result: 51, time });
    };
    await add(client("https://portal.example", { fetch: fetch as typeof globalThis.fetch }));
    expect(seen[0]).not.toHaveProperty("dispatcher");
    expect(seen[0]).not.toHaveProperty("keepalive");
  });
});

describe("add was certainly not sent, and is retried", () => {
  /** A TCP server that does this to each connection, when its first bytes are there. */
  const tcp = (act: (socket: Socket) => void) =>
    listen(createTcpServer((socket) => socket.once("data", () => act(socket))));
  const handshakes: [what: string, act: (socket: Socket) => void][] = [
    ["is reset in the TLS handshake", (socket) => socket.resetAndDestroy()],
    ["is closed in the TLS handshake", (socket) => socket.end()],
    ["speaks no TLS", (socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n")],
    ["says nothing in the TLS handshake, until the call's timeout", () => {}],
  ];
  it.each(handshakes)("when the connection %s", async (_, act) => {
    const retried: number[] = [];
    const b24 = client(`https://127.0.0.1:${await tcp(act)}`, {
      timeout: 300,
      retry: { attempts: 2, delay: 1 },
      hooks: { retry: ({ attempt }) => retried.push(attempt) },
    });
    expect(await failure(add(b24))).toMatchObject({ name: "ConnectionError", sent: false });
    expect(retried).toEqual([1]);
  });

  it("but not when it is reset after the request", async () => {
    const b24 = client(`http://127.0.0.1:${await tcp((socket) => socket.resetAndDestroy())}`);
    expect(await failure(add(b24))).toMatchObject({ name: "OutcomeUnknownError", cause: { sent: true } });
  });

  it("nor when there is no response in time", async () => {
    const b24 = client(`http://127.0.0.1:${await tcp(() => {})}`, { timeout: 300 });
    expect(await failure(add(b24))).toMatchObject({
      name: "OutcomeUnknownError",
      cause: { name: "TimeoutError", sent: true },
    });
  });

  describe("when a proxy", () => {
    let calls = 0;
    beforeEach(() => {
      calls = 0;
    });
    const through = async (act: (socket: Socket) => void): Promise<Client> => {
      const proxy = createServer().on("connect", (_, socket: Socket) => {
        calls += 1;
        act(socket);
      });
      setGlobalDispatcher(
        new EnvHttpProxyAgent({ httpsProxy: `http://127.0.0.1:${await listen(proxy)}`, noProxy: "" }),
      );
      return client("https://portal.example", { retry: { attempts: 2, delay: 1 }, timeout: 500 });
    };
    const refusal = (status: number) => (socket: Socket) =>
      void socket.end(`HTTP/1.1 ${status} No\r\nContent-Length: 0\r\n\r\n`);

    it.each([403, 502])("refuses with %d", async (status) => {
      expect(await failure(add(await through(refusal(status))))).toMatchObject({
        sent: false,
        reason: `proxy ${status}`,
      });
      expect(calls).toBe(2);
    });

    it("wants a password, which is no reason to try again", async () => {
      expect(await failure(add(await through(refusal(407))))).toMatchObject({ sent: false, reason: "proxy 407" });
      expect(calls).toBe(1);
    });

    it("resets or closes the connection", async () => {
      for (const act of [(socket: Socket) => socket.resetAndDestroy(), (socket: Socket) => socket.destroy()]) {
        expect(await failure(add(await through(act)))).toMatchObject({ name: "ConnectionError", sent: false });
      }
    });

    it("cannot be reached", async () => {
      const port = await listen(createTcpServer());
      await new Promise((resolve) => servers.pop()!.close(resolve));
      setGlobalDispatcher(new EnvHttpProxyAgent({ httpsProxy: `http://127.0.0.1:${port}`, noProxy: "" }));
      const b24 = client("https://portal.example", { retry: false });
      expect(await failure(add(b24))).toMatchObject({
        name: "ConnectionError",
        sent: false,
        reason: "proxy ECONNREFUSED",
      });
    });
  });
});
