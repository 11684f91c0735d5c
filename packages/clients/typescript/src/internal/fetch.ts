// One request over fetch and its whole response. What runtimes do differently when it fails is known here alone.

import { MAX_BODY, MAX_ENCODINGS } from "../generated/numbers.ts";
import { freshConnection, type Sending } from "./fresh.ts";
import { type Redact, shown } from "./text.ts";

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
  redact: Redact;
  /** Makes the error for a request without a whole response. `sent`: whether it may have left. */
  failure: (reason: string, sent: boolean) => unknown;
}

const TOO_LARGE = `more than ${MAX_BODY / 2 ** 20} MiB`;

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
      const traits = traitsOf(error, new URL(url));
      if (!isOfNetwork(error, traits)) throw masked(error, redact);
      const reason = reasonOf(traits);
      throw failure(shown(reason, redact), sending.started ?? !isUnsent(traits, reason, isFresh));
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
  const encodings = response.headers.get("content-encoding")?.split(",") ?? [];
  if (encodings.length > MAX_ENCODINGS) {
    response.body?.cancel?.().catch(() => {});
    return `more than ${MAX_ENCODINGS} content encodings`;
  }
  const reader = globalThis.TextDecoder && response.body?.getReader?.();
  if (!reader) {
    const text = await response.text();
    return text.length > MAX_BODY ? TOO_LARGE : text;
  }
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    bytes += value.byteLength;
    if (bytes > MAX_BODY) {
      reader.cancel().catch(() => {});
      return TOO_LARGE;
    }
    text += decoder.decode(value, { stream: true });
  }
}

/** What is read of an error and of what caused it; each can be anything. */
interface Thrown {
  message?: unknown;
  code?: unknown;
  syscall?: unknown;
  hostname?: unknown;
  port?: unknown;
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

/** What an error and its causes say together. */
interface Traits {
  name: string;
  /** The first code of the system or runtime; empty where there is none. */
  code: string;
  /** All messages, without the addresses that some of them name. */
  text: string;
  /** Whether a name was looked up or a connection made. */
  isConnecting: boolean;
  /** Whether that was about another host or port than the URL's, which is a proxy's. */
  isElsewhere: boolean;
}

function traitsOf(error: unknown, { hostname, port, protocol }: URL): Traits {
  const traits: Traits = { name: `${Object(error).name}`, code: "", text: "", isConnecting: false, isElsewhere: false };
  const usual = protocol === "https:" ? "443" : "80";
  for (const link of chain(error)) {
    if (typeof link.code === "string") traits.code ||= link.code;
    traits.text += `${link.message}\n`.replace(/:\/\/\S+/g, "");
    traits.isConnecting ||= link.syscall === "connect" || link.syscall === "getaddrinfo";
    traits.isElsewhere ||=
      (link.hostname ?? hostname) !== hostname || `${link.port ?? (port || usual)}` !== (port || usual);
  }
  return traits;
}

/** Next.js marks its own errors by a digest. workerd throws plain errors. */
const isOfNetwork = (error: unknown, { name, code, text }: Traits): boolean =>
  (error as Thrown)?.digest === undefined &&
  name !== "AssertionError" &&
  (code !== "" ||
    /^(Type|Abort|Timeout|Network)Error$/.test(name) ||
    /^(Network connection|internal error)/.test(text));

/** How Node, Bun and Deno say that a proxy did not let the connection through. */
const PROXY = /proxy (?:response|refused|authentication)|tunnel/i;

/** `ECONNREFUSED`, `proxy 407` …; the name of an error that fetch does not throw. */
function reasonOf({ name, code, text, isConnecting, isElsewhere }: Traits): string {
  if (PROXY.test(text)) {
    const status = /\b[345]\d\d\b/.exec(text)?.[0] ?? (/authentication/.test(text) ? "407" : "");
    return `proxy ${status}`.trim();
  }
  const [certificate] = /invalid peer certificate: \w+/.exec(text) ?? [];
  const reason = certificate ?? (code || (["Error", "TypeError"].includes(name) ? "" : name));
  return isConnecting && isElsewhere ? `proxy ${reason}` : reason;
}

/** Whether the request certainly never left. */
const isUnsent = ({ text, isConnecting }: Traits, reason: string, isFresh: boolean): boolean =>
  isConnecting ||
  // Deno sends once more over a new connection when a used one breaks; then this tells of the second time alone.
  (isFresh && text.includes("(Connect)")) ||
  NEVER_SENT.test(reason) ||
  isOfCertificate(reason);

/** Reasons for which a connection was never made, where no system call is named. */
const NEVER_SENT =
  /^(proxy.*|ECONNREFUSED|ENOTFOUND|EAI_AGAIN|UND_ERR_CONNECT_TIMEOUT|ConnectionRefused|ERR_SSL_WRONG_VERSION_NUMBER)$/;

/** Whether a reason is that of a certificate that is not trusted. */
export const isOfCertificate = (reason: string): boolean =>
  /CERT|UNABLE_TO_(VERIFY|GET)|INVALID_CA|HOSTNAME_MISMATCH/i.test(reason);

/** The same error, with its texts redacted. */
function masked(error: unknown, redact: Redact): unknown {
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
