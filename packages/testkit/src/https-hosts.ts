// For clients that speak https to a portal's host name and to nothing else.
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { join } from "node:path";
import { pipeline } from "node:stream";
import { createServer as createTlsServer } from "node:tls";
import { promisify } from "node:util";

/** Hosts that the certificate is for: portals, and the authorisation server that current SDKs ask. */
const HOSTS = ["*.bitrix24.com", "oauth.bitrix24.tech"];

/** A proxy behind which every https host is the sandbox. */
export interface HttpsHosts {
  proxyUrl: string;
  /** File with the certificate to trust. */
  certificate: string;
  close(): void;
}

/** Starts the proxy with a new certificate, which is written to `dir`. */
export async function startHttpsHosts(sandboxUrl: string, dir: string, signal: AbortSignal): Promise<HttpsHosts> {
  const [key, certificate] = [join(dir, "key.pem"), join(dir, "certificate.pem")];
  const names = HOSTS.map((host) => `DNS:${host}`).join(",");
  const kind = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=sandbox".split(" ");
  const files = ["-addext", `subjectAltName=${names}`, "-keyout", key, "-out", certificate];
  await promisify(execFile)("openssl", [...kind, ...files], { signal });

  const port = Number(new URL(sandboxUrl).port);
  const tls = createTlsServer({ key: await readFile(key), cert: await readFile(certificate) }, (client) => {
    // A broken connection on one side breaks the other one: the faults have to arrive.
    const portal = connect(port, "127.0.0.1");
    pipeline(client, portal, client, () => {});
  });
  tls.on("tlsClientError", () => {}); // the client says what is wrong
  const proxy = createServer((_, response) => response.writeHead(501).end("only https goes through here\n"));
  proxy.on("connect", (_, socket) => {
    socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
    tls.emit("connection", socket);
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  return {
    proxyUrl: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    certificate,
    close: () => {
      proxy.close();
      proxy.closeAllConnections();
    },
  };
}
