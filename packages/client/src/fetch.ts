// One request over fetch and its whole response. What runtimes do differently when it fails is known here alone.
import { freshConnection, type Sending } from "./fresh.ts";

/** A response, read to its end and decoded. */
export interface Received {
  status: number;
  headers: Headers;
  text: string;
}

export interface RequestOptions {
  /** Whether it must not be executed twice, and so must not go over a connection that lay idle. */
  isOnce?: boolean;
  sending?: Sending;
  redact: (text: string) => string;
  /** Makes the error for a request without a whole response. `sent`: whether it may have left. */
  failure: (reason: string, sent: boolean) => unknown;
}

/** The largest response that is read, unpacked. */
const LARGEST_BYTES = 64 * 2 ** 20;

/**
 * Sends a request and reads the response, with the runtime's own `fetch` where the caller has none. Rejects with what `failure` makes of an error of the network. Any other error
 * (a framework's, or a mistake in a `fetch` of the caller's own) goes through as the same object, without secrets in it.
 */
export async function request(
  fetch: typeof globalThis.fetch | undefined,
  url: string,
  init: RequestInit,
  { isOnce = false, sending = {}, redact, failure }: RequestOptions,
): Promise<Received> {
  const isFresh = isOnce && !fetch;
  const connection = isFresh ? freshConnection(sending) : undefined;
  const attempt = async <T>(run: () => Promise<T>): Promise<T> => {
    try {
      return await run();
    } catch (error) {
      const known = failureOf(error, isFresh);
      throw known ? failure(redact(known.reason), sending.started ?? !known.isUnsent) : masked(error, redact);
    }
  };
  // Frameworks keep responses unless they are told otherwise, and a redirect that fetch follows turns the POST into a GET
  // and carries the secret to another host.
  const options: RequestInit = { ...init, ...noStore(), redirect: "manual", ...connection?.init };
  try {
    const response = await attempt(() => (fetch ?? globalThis.fetch)(url, options));
    if (typeof response?.text !== "function" || typeof response.headers?.get !== "function") {
      throw new TypeError("fetch: its response needs status, headers.get() and text(), as new Response(text) has them");
    }
    const text = await attempt(() => textOf(response));
    // A stand-in may keep the byte order mark.
    return { status: response.status, headers: response.headers, text: text.replace(/^\ufeff/, "") };
  } finally {
    connection?.close();
  }
}

/** workerd refuses the option where it does not have it. */
const noStore = (): RequestInit => (globalThis.Request && "cache" in Request.prototype ? { cache: "no-store" } : {});

async function textOf(response: Response): Promise<string> {
  const reader = globalThis.TextDecoder && response.body?.getReader?.();
  if (!reader) return response.text();
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    bytes += value.byteLength;
    if (bytes > LARGEST_BYTES) {
      reader.cancel().catch(() => {});
      return "more than 64 MiB";
    }
    text += decoder.decode(value, { stream: true });
  }
}

/** What is read of an error and of what caused it; each can be anything. */
interface Thrown {
  name?: unknown;
  message?: unknown;
  code?: unknown;
  syscall?: unknown;
  digest?: unknown;
  cause?: unknown;
  errors?: unknown[];
}

/** An error and its causes. Of several addresses that were tried, the first stands for all. */
function* chain(error: unknown): Generator<Thrown> {
  for (let [link, left] = [error as Thrown | undefined, 5]; link && left > 0; left--) {
    yield link;
    link = (link.cause ?? link.errors?.[0]) as Thrown | undefined;
  }
}

/** How Node, Bun and Deno say that a proxy did not let the connection through. */
const PROXY = /proxy (?:response|refused|authentication)|tunnel/i;

/**
 * Why there is no whole response, and whether the request certainly never left. The reason is the system's short code
 * where the runtime tells one. Undefined for an error that is not about the network: Next.js marks its own by a digest.
 */
export function failureOf(error: unknown, isFresh: boolean): { reason: string; isUnsent: boolean } | undefined {
  const { name, digest } = Object(error) as Thrown;
  let code = "";
  let isConnecting = false;
  let text = "";
  for (const link of chain(error)) {
    if (typeof link.code === "string") code ||= link.code;
    isConnecting ||= /^(connect|getaddrinfo)$/.test(`${link.syscall}`);
    // Some name the address.
    text += `${link.message}\n`.replace(/\w+:\/\/\S+/, "");
  }
  const isKnown = /^(Type|Abort|Timeout|Network)Error$/.test(`${name}`) || code !== "";
  // workerd throws plain errors.
  if (
    digest !== undefined ||
    name === "AssertionError" ||
    !(isKnown || /^(Network connection|internal error)/.test(text))
  )
    return undefined;
  if (PROXY.test(text)) {
    const status = /\b[345]\d\d\b/.exec(text)?.[0] ?? (/authentication/.test(text) ? "407" : "");
    return { reason: `proxy ${status}`.trim(), isUnsent: true };
  }
  const reason = /invalid peer certificate: \w+/.exec(text)?.[0] ?? (code || `${name}`.replace(/^(Type)?Error$/, ""));
  // Deno sends once more over a new connection when a used one breaks; then this tells of the second time alone.
  const isRefused = isFresh && text.includes("(Connect)");
  return { reason, isUnsent: isConnecting || isRefused || NEVER_SENT.test(reason) || isOfCertificate(reason) };
}

/** The codes for a connection that was never made, where no system call is named. */
const NEVER_SENT =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|UND_ERR_CONNECT_TIMEOUT|ConnectionRefused|ERR_SSL_WRONG_VERSION_NUMBER)$/;

/** Whether a reason is that of a certificate that is not trusted. */
export const isOfCertificate = (reason: string): boolean =>
  /CERT|UNABLE_TO_(VERIFY|GET)|INVALID_CA|HOSTNAME_MISMATCH/i.test(reason);

/** The same error, with its texts redacted. */
function masked(error: unknown, redact: (text: string) => string): unknown {
  if (typeof error === "string") return redact(error);
  for (const link of chain(error) as Iterable<object>) {
    for (const name of ["message", ...Object.getOwnPropertyNames(link)]) {
      const value: unknown = link[name as never];
      if (typeof value !== "string" || redact(value) === value) continue;
      Object.defineProperty(link, name, { value: redact(value) });
    }
  }
  return error;
}
