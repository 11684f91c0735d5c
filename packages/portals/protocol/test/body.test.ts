// Bodies as they come over the wire: whole, too large, in pieces, compressed, and cut off.
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { BODY_TOO_LARGE, MAX_BODY_BYTES, readBody } from "../src/index.ts";

const MAX = 40;
const LARGEST = "0123456789".repeat(4);

let server: Server;
const sockets: Socket[] = [];
/** What reading the next request gave. */
let read: Promise<Buffer | undefined>;
let pausedAtTheEnd: boolean | undefined;

beforeEach(async () => {
  let settle: (value: Promise<Buffer | undefined>) => void;
  read = new Promise((resolve) => (settle = resolve));
  read.catch(() => {});
  server = createServer((request, response) => {
    const body = readBody(request, MAX);
    body.then(
      (bytes) => {
        pausedAtTheEnd = request.isPaused();
        if (bytes === undefined) response.writeHead(BODY_TOO_LARGE.status, BODY_TOO_LARGE.headers);
        response.end(bytes === undefined ? BODY_TOO_LARGE.body : "read");
      },
      () => {},
    );
    settle(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

/** Sends a POST as these bytes, without ending the connection. */
function post(headers: string, ...pieces: (string | Buffer)[]): Socket {
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  sockets.push(socket);
  socket.on("error", () => {});
  socket.write(`POST / HTTP/1.1\r\nHost: portal\r\n${headers}\r\n\r\n`);
  for (const piece of pieces) socket.write(piece);
  return socket;
}

/** All that is answered until the server ends the connection. */
async function answerOf(socket: Socket): Promise<string> {
  let text = "";
  for await (const chunk of socket) text += chunk;
  return text;
}

const chunk = (text: string): string => `${text.length.toString(16)}\r\n${text}\r\n`;

describe("readBody", () => {
  it.each([
    ["no body", "Content-Length: 0", [], ""],
    ["a body of the largest size", "Content-Length: 40", [LARGEST], LARGEST],
    [
      "a chunked body",
      "Transfer-Encoding: chunked",
      [chunk(LARGEST.slice(5)), chunk("56789"), "0\r\n\r\n"],
      `${LARGEST.slice(5)}56789`,
    ],
  ])("reads %s", async (_, headers, pieces, body) => {
    post(headers, ...pieces);
    expect((await read)?.toString()).toBe(body);
  });

  it("reads a body that comes slowly, byte by byte", async () => {
    const socket = post("Content-Length: 5");
    for (const byte of "slowl") {
      await new Promise((resolve) => setImmediate(resolve));
      socket.write(byte);
    }
    expect((await read)?.toString()).toBe("slowl");
  });

  it("does not wait for a body that says it is too large", async () => {
    const socket = post("Content-Length: 41"); // and none of it is sent
    expect(await read).toBeUndefined();
    expect(await answerOf(socket)).toMatch(/^HTTP\/1\.1 413 /);
  });

  it("stops reading a body that turns out to be too large", async () => {
    // None of these pieces is the last one: the end of the body is never sent.
    const socket = post("Transfer-Encoding: chunked", chunk(LARGEST), chunk("!"));
    expect(await read).toBeUndefined();
    expect(pausedAtTheEnd).toBe(true);
    const answer = await answerOf(socket);
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).toMatch(/^connection: close\r$/im);
    expect(answer).toMatch(/^content-type: text\/html\r$/im);
    expect(answer).toContain("<title>413 Request Entity Too Large</title>");
  });

  it("does not unpack what is compressed", async () => {
    const packed = gzipSync(Buffer.alloc(1000));
    expect(packed.length).toBeLessThanOrEqual(MAX);
    post(`Content-Encoding: gzip\r\nContent-Length: ${packed.length}`, packed);
    expect(await read).toEqual(packed);
  });

  it("rejects when the client hangs up before the end", async () => {
    const socket = post("Content-Length: 5", "abc");
    await new Promise<void>((resolve) => server.once("request", () => resolve()));
    socket.resetAndDestroy();
    await expect(read).rejects.toThrow("aborted");
  });
});

it("16 MiB are read unless a server says otherwise", () => {
  expect(MAX_BODY_BYTES).toBe(16_777_216);
  const request = (length: number) => ({ headers: { "content-length": String(length) }, on: () => {} }) as never;
  return Promise.race([
    readBody(request(MAX_BODY_BYTES + 1)).then((body) => expect(body).toBeUndefined()),
    readBody(request(MAX_BODY_BYTES)).then(() => expect.unreachable("it is read, and has not come yet")),
  ]);
});
