// Takes part in the conformance vectors: reads calls line by line, makes them, prints how they ended.
// The protocol is described in packages/clients/conformance/README.md.
import { createInterface } from "node:readline";
import { inspect } from "node:util";
import { clientOn } from "../src/client.ts";
import {
  type Auth,
  batch,
  type CallListError,
  type CallListMethod,
  type Client,
  changeParticipants,
  type Entry,
  iterate,
  memoryStore,
  OutcomeUnknownError,
  oauth,
  progressOf,
  waitUntilDone,
  webhook,
} from "../src/index.ts";
import { systemClock } from "../src/internal/clock.ts";

interface Line {
  id: string;
  auth:
    | { kind: "webhook"; url: string }
    | { kind: "oauth"; portal: string; accessToken: string; renewedToken?: string };
  options: { timeout: number; retryDelay: number; attempts: number };
  call:
    | { method: CallListMethod; params: never }
    | { batch: { key?: string; method: CallListMethod; params: never }[]; halt?: boolean }
    | { iterate: "crm.calllist.list"; params: never; gap?: number }
    | { changeParticipants: { listId: number; add?: number[]; remove?: number[] } }
    | { progressOf: number }
    | { waitUntilDone: { listId: number; within: number; interval: number } };
}

const KINDS: Record<string, string> = {
  PortalError: "portal",
  AuthError: "auth",
  AccessError: "access",
  LimitError: "limit",
  UnexpectedResponseError: "unexpected-response",
  ConnectionError: "connection",
  TimeoutError: "timeout",
  PortalMovedError: "portal-moved",
  OutcomeUnknownError: "outcome-unknown",
  SkippedError: "skipped",
  UnstableListError: "unstable-list",
};

function authOf(auth: Line["auth"]): Auth {
  if (auth.kind === "webhook") return webhook(auth.url);
  const { portal, accessToken, renewedToken } = auth;
  if (renewedToken === undefined) return oauth({ portal, accessToken });
  const store = memoryStore({
    access_token: accessToken,
    refresh_token: "r3fresh-1",
    client_endpoint: `${portal}/rest/`,
    expires_in: 3600,
  });
  return oauth({ clientId: "local.app", clientSecret: "cl13nt-s3cret", store, server: portal });
}

function errorOf(error: unknown): object {
  const { name, message, status, code, description, argument, ids, docUrl, host, executed, sent, retryAt, cause } =
    error as CallListError & Record<string, unknown>;
  const kind = KINDS[name];
  if (!kind) throw error;
  return {
    kind,
    message,
    status,
    code,
    description,
    argument,
    ids,
    docUrl,
    host,
    executed,
    sent,
    retryAt: (retryAt as Date | undefined)?.getTime(),
    ...(error instanceof OutcomeUnknownError && { cause: errorOf(cause) }),
  };
}

const entryOf = (key: string | undefined, entry: Entry<CallListMethod>): object =>
  entry.ok ? { key, result: entry.result } : { key, error: errorOf(entry.error) };

async function resultOf(b24: Client, call: Line["call"], rows: unknown[]): Promise<unknown> {
  if ("method" in call) return b24.call(call.method, call.params);
  if ("iterate" in call) {
    const options = call.gap === undefined ? {} : { gap: call.gap };
    for await (const row of iterate(b24, call.iterate, call.params, options)) rows.push(row);
    return rows;
  }
  if ("changeParticipants" in call)
    return changeParticipants(b24, call.changeParticipants.listId, call.changeParticipants);
  if ("progressOf" in call) {
    const { total, byStatus } = await progressOf(b24, call.progressOf);
    return { total, byStatus };
  }
  if ("waitUntilDone" in call) {
    const { done, open, deleted } = await waitUntilDone(b24, call.waitUntilDone.listId, call.waitUntilDone);
    return { done, open, deleted };
  }
  const { batch: commands, halt = false } = call;
  const list = commands.map(({ method, params }) => [method, params] as const);
  if (commands.some(({ key }) => key === undefined)) {
    return (await batch(b24, list, { halt })).map((entry) => entryOf(undefined, entry));
  }
  const keyed = Object.fromEntries(commands.map(({ key }, index) => [key, list[index]!]));
  const entries = (await batch(b24, keyed, { halt })) as Record<string, Entry<CallListMethod>>;
  return commands.map(({ key }) => entryOf(key, entries[key!]!));
}

for await (const text of createInterface({ input: process.stdin })) {
  const { id, auth, options, call }: Line = JSON.parse(text);
  const { timeout, retryDelay, attempts } = options;
  const b24 = clientOn(systemClock, {
    auth: authOf(auth),
    timeout,
    limits: false,
    retry: { attempts, delay: retryDelay, maxDelay: retryDelay },
  });
  const shown = [inspect(b24, { depth: 9, showHidden: true }), JSON.stringify(b24)];
  const rows: unknown[] = [];
  let outcome: object;
  try {
    outcome = { result: await resultOf(b24, call, rows) };
  } catch (error) {
    outcome = { error: errorOf(error), rows };
    shown.push(inspect(error, { depth: 9, showHidden: true }), JSON.stringify(error), String((error as Error).stack));
  }
  console.log(JSON.stringify({ id, ...outcome, shown: shown.join("\n") }));
}
