// HTTP by hand: fetch and node:http refuse to send much of what can come over a wire.
import { connect } from "node:net";

export interface RawAnswer {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  body: string;
  /** What came, byte for byte; empty when the connection was closed without an answer. */
  text: string;
}

export interface RawRequest {
  verb: string;
  url: string;
  headers?: readonly (readonly [name: string, value: string])[];
  body?: Buffer | string;
}

/** Sends a request and reads until the sandbox closes the connection. */
export function sendRaw(origin: string, { verb, url, headers = [], body = "" }: RawRequest): Promise<RawAnswer> {
  const given = new Set(headers.map(([name]) => name.toLowerCase()));
  const usual = [
    ["Host", "portal"],
    ["Content-Length", String(Buffer.byteLength(body))],
    ["Connection", "close"],
  ].filter(([name]) => !given.has(name!.toLowerCase()));
  const head = [...headers, ...usual].map(([name, value]) => `${name}: ${value}\r\n`).join("");
  return sendBytes(origin, Buffer.concat([Buffer.from(`${verb} ${url} HTTP/1.1\r\n${head}\r\n`), Buffer.from(body)]));
}

/** Sends these bytes; with `hangUp` it closes after them, without waiting. */
export function sendBytes(origin: string, bytes: Buffer, { hangUp = false } = {}): Promise<RawAnswer> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect({ host: hostname, port: Number(port) });
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.on("error", () => {}); // a reset; what came before it counts
    socket.on("close", () => resolve(parse(Buffer.concat(chunks).toString())));
    socket.write(bytes, () => hangUp && socket.resetAndDestroy());
  });
}

function parse(text: string): RawAnswer {
  const [head = ""] = text.split("\r\n\r\n", 1);
  const [statusLine = "", ...lines] = head.split("\r\n");
  const headers = lines.map((line) => [line.split(":", 1)[0]!.toLowerCase(), line.slice(line.indexOf(":") + 1).trim()]);
  return {
    status: Number(statusLine.split(" ")[1]),
    headers: Object.fromEntries(headers),
    body: text.slice(head.length + 4),
    text,
  };
}
