// What the checks should see: the same everywhere, and in what runtimes are known to differ.
import type { Seen } from "./smoke.ts";

const everywhere: Seen = {
  call: "13",
  request: { method: "POST", type: "application/json", body: { ID: 13 } },
  "user agent": "as asked for",
  refusal: { name: "PortalError", status: 400, code: "LIST_ID_ERROR", sent: true },
  batch: { made: 51, list: "51", gone: "PortalError" },
  iterate: { rows: 120, different: 120 },
  abort: "rejects with its reason",
  timeout: { name: "TimeoutError", timeout: 50, sent: true },
  retry: { result: 51, retries: 1 },
  limits: { waits: 2, waited: true },
  "broken connection": { name: "ConnectionError", reason: "", sent: true },
  "kept connection dies, add": 51,
  "cut response": { name: "ConnectionError", reason: "", sent: true },
  "broken connection, add": { name: "OutcomeUnknownError", sent: true },
  "portal goes down, add": { name: "OutcomeUnknownError", sent: true },
  "add is sent once": 1,
  "no connection": { name: "ConnectionError", reason: "ECONNREFUSED", sent: false },
  "redirect elsewhere": { name: "PortalMovedError", status: 302, host: "elsewhere.example", sent: true },
  "redirect followed": "13",
  "access token": "13",
  "token renewal": { ID: "13", stored: "access-token-2" },
  "no secret in errors": { errors: 9, leaked: [] },
  "file store": { renewed: { ID: "13", stored: "access-token-2" }, mode: "600" },
};

const broken = (reason: string): Seen => {
  const error = { name: "ConnectionError", reason, sent: true };
  return { "broken connection": error, "cut response": error };
};
/** These do not tell that nothing was sent. */
const notTold: Seen = { "no connection": { name: "OutcomeUnknownError", sent: true } };
const hidden = { name: "PortalMovedError", status: 0, host: "", sent: true };

const different: Record<string, Seen> = {
  node20: broken("UND_ERR_SOCKET"),
  node22: broken("UND_ERR_SOCKET"),
  node24: broken("UND_ERR_SOCKET"),
  node26: broken("UND_ERR_SOCKET"),
  bun: broken("ECONNRESET"),
  deno: { "no connection": { name: "ConnectionError", reason: "", sent: false } },
  workerd: {
    ...notTold,
    // A worker cannot ask for a new connection.
    "kept connection dies, add": { name: "OutcomeUnknownError", sent: true },
    "no secret in errors": { errors: 10, leaked: [] },
  },
  chromium: {
    ...notTold,
    // When a connection that was kept open breaks off, it sends the request once more by itself, whatever it is.
    "add is sent once": 2,
    "user agent": "its own",
    // It hides where a redirect leads.
    "redirect elsewhere": hidden,
    "redirect followed": hidden,
    "no secret in errors": { errors: 10, leaked: [] },
  },
};

/** What the checks should see in a runtime: what the client exports, and the rest; the file store is for those with files. */
export function expected({ name, files }: { name: string; files: boolean }, exports: string[]): Seen {
  const { "file store": fileStore, ...others }: Seen = { exports, ...everywhere, ...different[name] };
  return files ? { ...others, "file store": fileStore } : others;
}
