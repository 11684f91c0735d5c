// The smoke test of the packed client, the same in every runtime. Each check gives what it saw, and expected.ts says
// what that should be. The user in a webhook's URL chooses what portal.ts answers.
import * as client from "@b24-calllist/client";

const { batch, createClient, iterate, memoryStore, oauth, ref, webhook } = client;

/** Origins: of the test portal, of its other name, of one that goes down, and of a port that nobody listens on. */
export interface Places {
  portal: string;
  renamed: string;
  dying: string;
  closed: string;
}

/** What the checks saw, as JSON, by their names. */
export type Seen = Record<string, unknown>;

const CODE = "s3cretc0de8h1d3m";
const CLIENT_SECRET = "client-s3cret-0123";
/** Nothing that a caller sees may hold one of these. */
const SECRETS = [CODE, CLIENT_SECRET, "access-token-1", "access-token-2", "refresh-token-1", "refresh-token-2"];

/** Tokens of which the access token has expired. */
export const spentTokens = ({ portal }: Places): client.Tokens => ({
  access_token: "access-token-1",
  refresh_token: "refresh-token-1",
  expires_in: 3600,
  client_endpoint: `${portal}/rest/`,
});

/** A call with tokens that have to be renewed first. */
export async function renewing({ portal }: Places, store: client.TokenStore): Promise<unknown> {
  const auth = oauth({ clientId: "local.app", clientSecret: CLIENT_SECRET, store, server: portal });
  const { ID } = await createClient({ auth }).call("crm.calllist.get", { ID: 13 });
  return { ID, stored: (await store.get())?.access_token };
}

const as = (user: string, origin: string, options: Partial<client.ClientOptions> = {}): client.Client =>
  createClient({ auth: webhook(`${origin}/rest/${user}/${CODE}/`), ...options });

const get = ["crm.calllist.get", { ID: 13 }] as const;
const add = ["crm.calllist.add", { ENTITY_TYPE: "CONTACT", ENTITIES: [9, 17, 19] }] as const;

/** The errors of all checks, for the last one. */
const errors: unknown[] = [];

/** What the error of a call tells. */
async function errorOf(call: Promise<unknown>): Promise<unknown> {
  const error = await call.then(
    () => ({ name: "none: the call went well" }),
    (reason: unknown) => reason,
  );
  errors.push(error);
  const { name, status, code, host, reason, timeout, sent } = error as Record<string, unknown>;
  return { name, status, code, host, reason, timeout, sent };
}

/** All that can be read from an error: hidden fields and causes, too. */
function textOf(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value);
  const fields = Object.getOwnPropertyNames(value).map((key) => textOf((value as Record<string, unknown>)[key]));
  return [String(value), ...fields].join("\n");
}

const checks: Record<string, (places: Places) => Promise<unknown>> = {
  exports: async () => Object.keys(client).sort(),

  call: async ({ portal }) => (await as("1", portal).call(...get)).ID,

  request: ({ portal }) => as("echo", portal).call(...get),

  "user agent": async ({ portal }) => {
    const sent: unknown = await as("agent", portal, { userAgent: "my-crm/1.0" }).call(...get);
    return (sent as { agent: unknown }).agent === "my-crm/1.0" ? "as asked for" : "its own";
  },

  refusal: ({ portal }) => errorOf(as("1", portal).call("crm.calllist.get", { ID: 404 })),

  batch: async ({ portal }) => {
    const commands = {
      made: add,
      list: ["crm.calllist.get", { ID: ref(add) }],
      gone: ["crm.calllist.get", { ID: 404 }],
    } as const;
    const { made, list, gone } = await batch(as("1", portal), commands, { halt: true });
    return { made: made.result, list: list.result?.ID, gone: gone.error?.name };
  },

  iterate: async ({ portal }) => {
    const ids = new Set<unknown>();
    let rows = 0;
    for await (const { ID } of iterate(as("1", portal), "crm.calllist.items.get", { LIST_ID: 13 })) {
      rows += 1;
      ids.add(ID);
    }
    return { rows, different: ids.size };
  },

  abort: ({ portal }) => {
    const controller = new AbortController();
    const reason = new Error("the user left");
    setTimeout(() => controller.abort(reason), 50);
    const call = as("silent", portal).call(...get, { signal: controller.signal });
    return call.catch((error) => (error === reason ? "rejects with its reason" : String(error)));
  },

  timeout: ({ portal }) => errorOf(as("silent", portal, { retry: false, timeout: 50 }).call(...get)),

  retry: async ({ portal }) => {
    let retries = 0;
    const hooks = { retry: () => void retries++ };
    const result = await as("busy", portal, { retry: { delay: 1 }, hooks }).call(...add);
    return { result, retries };
  },

  limits: async ({ portal }) => {
    let waits = 0;
    const hooks = { throttle: () => void waits++ };
    const b24 = as("1", portal, { limits: { burst: 1, perSecond: 20 }, hooks });
    const start = Date.now();
    await Promise.all([b24.call(...get), b24.call(...get), b24.call(...get)]);
    return { waits, waited: Date.now() - start > 90 };
  },

  "broken connection": ({ portal }) => errorOf(as("broken", portal, { retry: false }).call(...get)),

  "kept connection dies, add": async ({ portal }) => {
    await Promise.all([as("idle", portal).call(...get), as("idle", portal).call(...get)]);
    return as("idle", portal)
      .call(...add)
      .catch(() => errorOf(as("idle", portal).call(...add)));
  },

  "cut response": ({ portal }) => errorOf(as("cut", portal, { retry: false }).call(...get)),

  // On a connection that was used before.
  "broken connection, add": async ({ portal }) => {
    await as("1", portal).call(...get);
    return errorOf(as("broken", portal).call(...add));
  },

  "portal goes down, add": async ({ dying }) => {
    await as("1", dying).call(...get);
    return errorOf(as("dying", dying).call(...add));
  },

  "add is sent once": ({ portal }) => as("count", portal).call(...add),

  "no connection": ({ closed }) => errorOf(as("1", closed, { retry: false }).call(...add)),

  "redirect elsewhere": ({ portal }) => errorOf(as("elsewhere", portal).call(...get)),

  "redirect followed": async ({ portal }) => {
    const trustedHosts = (host: string) => host.startsWith("127.0.0.1:");
    const call = as("renamed", portal, { trustedHosts }).call(...get);
    return call.then(
      ({ ID }) => ID,
      () => errorOf(call),
    );
  },

  "access token": async ({ portal }) => {
    const auth = oauth({ portal, accessToken: "access-token-2" });
    return (await createClient({ auth }).call(...get)).ID;
  },

  "token renewal": (places) => renewing(places, memoryStore(spentTokens(places))),

  "no secret in errors": async ({ portal }) => {
    await errorOf(as("leaking", portal).call(...get));
    const text = errors.map(textOf).join("\n");
    return { errors: errors.length, leaked: SECRETS.filter((secret) => text.includes(secret)) };
  },
};

/** Runs the checks, one after the other. */
export async function smoke(places: Places): Promise<Seen> {
  const seen: Seen = {};
  for (const [name, check] of Object.entries(checks)) {
    seen[name] = await check(places).catch((error: unknown) => ({ threw: String(error) }));
  }
  return seen;
}
