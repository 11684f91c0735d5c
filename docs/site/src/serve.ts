import { readFile } from "node:fs/promises";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { distDir } from "./paths.ts";

/** The built pages, served on this machine. */
export interface Reference {
  /** Such as `http://127.0.0.1:4000/`. */
  url: string;
  /** Ends the server and its connections. */
  close(): Promise<void>;
}

/**
 * Serves the built pages (docs/dist).
 *
 * @throws when the port is taken (`EADDRINUSE`).
 */
export async function startReference({
  port,
  host = "127.0.0.1",
}: {
  port: number;
  host?: string;
}): Promise<Reference> {
  const server = createServer(({ method = "GET", url = "/" }, response) => {
    if (method === "GET" || method === "HEAD") answer(response, url);
    else send(response.setHeader("Allow", "GET, HEAD"), 405, "This is for reading: GET and HEAD only.\n");
  });
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(port, host, resolve));
  const address = server.address() as AddressInfo;
  return {
    url: `http://${address.family === "IPv6" ? `[${address.address}]` : address.address}:${address.port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".yaml": "application/yaml; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".md": "text/markdown; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
};

async function answer(response: ServerResponse, url: string): Promise<void> {
  const path = pathOf(url);
  const content = path && (await readFile(join(distDir, path)).catch(() => undefined));
  if (content)
    send(response.setHeader("Content-Type", TYPES[extname(path)] ?? "application/octet-stream"), 200, content);
  else send(response, 404, "There is no such page.\n");
}

/** A path below the folder, a folder's index.html included; `undefined` for what leads out of it. */
function pathOf(url: string): string | undefined {
  const [raw = "/"] = url.split(/[?#]/);
  try {
    const parts = decodeURIComponent(raw).split("/").filter(Boolean);
    if (parts.some((part) => part.startsWith(".") || /[\\\0:]/.test(part))) return undefined;
    return join(...parts, raw.endsWith("/") ? "index.html" : "");
  } catch {
    return undefined; // % without two digits
  }
}

/** Node leaves the body out by itself when the request was a HEAD. */
function send(response: ServerResponse, status: number, body: string | Buffer): void {
  if (!response.hasHeader("Content-Type")) response.setHeader("Content-Type", "text/plain; charset=utf-8");
  response.writeHead(status, {
    "Content-Length": Buffer.byteLength(body),
    "Cache-Control": "no-cache",
    "X-Content-Type-Options": "nosniff",
  });
  response.end(body);
}
