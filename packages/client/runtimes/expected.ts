// What the checks should see: the same everywhere, and in what runtimes are known to differ.
import * as source from "../src/index.ts";
import type { Seen } from "./smoke.ts";

const everywhere: Seen = {
  exports: Object.keys(source).sort(),
  call: "13",
  request: { method: "POST", type: "application/json", body: { ID: 13 } },
  "user agent": "my-crm/1.0",
  refusal: { name: "PortalError", status: 400, code: "LIST_ID_ERROR" },
  batch: { made: 51, list: "51", gone: "PortalError" },
  iterate: { rows: 120, different: 120 },
  abort: "rejects with its reason",
  timeout: { name: "TimeoutError", timeout: 50 },
  retry: { result: 51, retries: 1 },
  limits: { waits: 2, waited: true },
  "broken connection": { name: "ConnectionError", reason: "" },
  "broken connection, add": { name: "OutcomeUnknownError" },
  "add is sent once": 1,
  "no connection": { name: "ConnectionError", reason: "ECONNREFUSED" },
  "redirect elsewhere": { name: "PortalMovedError", status: 302, host: "elsewhere.example" },
  "redirect followed": "13",
  "access token": "13",
  "token renewal": { ID: "13", stored: "access-token-2" },
  "no secret in errors": { errors: 7, leaked: [] },
  "file store": { renewed: { ID: "13", stored: "access-token-2" }, mode: "600" },
};

/** undici and Bun say how a connection broke off. */
const node: Seen = { "broken connection": { name: "ConnectionError", reason: "UND_ERR_SOCKET" } };
/** It may have been sent, as far as these tell. */
const notTold: Seen = { "no connection": { name: "OutcomeUnknownError" } };
const hidden = { name: "PortalMovedError", status: 0, host: "" };

const different: Record<string, Seen> = {
  node20: node,
  node22: node,
  node24: node,
  bun: { "broken connection": { name: "ConnectionError", reason: "ECONNRESET" } },
  deno: notTold,
  workerd: notTold,
  // A browser sends its own user agent, and hides where a redirect leads.
  chromium: { ...notTold, "user agent": undefined, "redirect elsewhere": hidden, "redirect followed": hidden },
};

/** What the checks should see in a runtime; the file store is for those with files. */
export function expected({ name, files }: { name: string; files: boolean }): Seen {
  const { "file store": fileStore, ...others } = { ...everywhere, ...different[name] };
  return files ? { ...others, "file store": fileStore } : others;
}
