// What stands between applications and a sandbox, and knows which tokens were given out, spent and used.
import { EventEmitter, once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

export interface Pair {
  access_token: string;
  refresh_token: string;
}

/** Emits "asked" when new tokens are asked for, and "given" when they have been sent. */
export class TokenServer extends EventEmitter<{ asked: []; given: [] }> {
  readonly #sandbox: string;
  readonly #server: Server;
  readonly #spent = new Set<string>();
  readonly #used = new Set<string>();
  /** The tokens that were given out last. */
  newest: Pair | undefined;

  private constructor(sandbox: string) {
    super();
    this.#sandbox = sandbox;
    this.#server = createServer(async (request, response) => {
      const answer = await this.#answer(request).catch((error: Error) => ({ status: 502, text: error.message }));
      response.writeHead(answer.status, { "Content-Type": "application/json", Connection: "close" }).end(answer.text);
      if (request.url === TOKEN_PATH) this.emit("given");
    });
  }

  static async start(sandbox: string): Promise<TokenServer> {
    const server = new TokenServer(sandbox);
    server.#server.listen(0, "127.0.0.1");
    await once(server.#server, "listening");
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Whether new tokens were given for this refresh token. */
  isSpent(refreshToken: string): boolean {
    return this.#spent.has(refreshToken);
  }

  /** Whether an application has made a call with this access token. */
  isUsed(accessToken: string): boolean {
    return this.#used.has(accessToken);
  }

  /** Begins anew, as the sandbox does. */
  forget(): void {
    this.#spent.clear();
    this.#used.clear();
    this.newest = undefined;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #answer(request: IncomingMessage): Promise<{ status: number; text: string }> {
    const body = Buffer.concat(await request.toArray()).toString();
    const isForTokens = request.url === TOKEN_PATH;
    if (isForTokens) this.emit("asked");
    else this.#used.add(JSON.parse(body).auth);
    const { method = "GET", headers } = request;
    const type = String(headers["content-type"]);
    const response = await fetch(this.#sandbox + request.url, { method, body, headers: { "Content-Type": type } });
    // Applications are to come back here with their calls.
    const text = (await response.text()).replaceAll(
      this.#sandbox.replaceAll("/", "\\/"),
      this.url.replaceAll("/", "\\/"),
    );
    if (isForTokens && response.ok) this.#give(body, JSON.parse(text));
    return { status: response.status, text };
  }

  #give(request: string, pair: Pair): void {
    this.#spent.add(new URLSearchParams(request).get("refresh_token")!);
    this.newest = pair;
  }
}

const TOKEN_PATH = "/oauth/token/";
