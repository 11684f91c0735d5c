import type { IncomingMessage } from "node:http";

/**
 * The largest body that a server standing in for a portal reads. A call list of a million participants is half of it; of
 * 64 MiB, JSON such as `[[],[],…` takes more memory than Node has.
 */
export const MAX_BODY_BYTES = 16 * 1024 * 1024;

/** The response to a larger body, as of the nginx in front of a portal. The connection ends with it. */
export const BODY_TOO_LARGE: Readonly<{ status: number; headers: Readonly<Record<string, string>>; body: string }> = {
  status: 413,
  headers: { "Content-Type": "text/html", Connection: "close" },
  body: `<html>
<head><title>413 Request Entity Too Large</title></head>
<body>
<center><h1>413 Request Entity Too Large</h1></center>
<hr><center>nginx</center>
</body>
</html>
`,
};

/**
 * Reads the whole body of a request, as it came over the wire: nothing is unpacked, since a portal does not do so
 * either. `undefined` for a body that is larger than allowed, whether it says so or not; the rest is not read then, and
 * the request is to be answered with {@link BODY_TOO_LARGE}.
 *
 * @throws when the client hangs up before the end of the body
 */
export function readBody(request: IncomingMessage, maxBytes: number = MAX_BODY_BYTES): Promise<Buffer | undefined> {
  if (Number(request.headers["content-length"]) > maxBytes) return Promise.resolve(undefined);
  const chunks: Buffer[] = [];
  let size = 0;
  // By events: an iterator over the stream takes as long as everything else that is done for a small request.
  return new Promise((resolve, reject) => {
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      chunks.push(chunk);
      if (size <= maxBytes) return;
      request.pause();
      chunks.length = 0;
      resolve(undefined);
    });
    request.on("end", () => resolve(Buffer.concat(chunks)));
    request.on("error", reject);
  });
}
