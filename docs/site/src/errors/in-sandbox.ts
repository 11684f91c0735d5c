// How to see an error in the sandbox: commands for its seed `demo`, which leave it as they found it. A test runs them.

/** Where `npm start` and the sandbox's own command put it. */
export const SANDBOX = "http://127.0.0.1:4020";

/** Brings the sandbox back to what it was when it started. */
export const RESET = control("seed", "demo");

const ANY_CALL = call("crm.calllist.list");
const BY_TOKEN = `curl -d auth=sandbox-access-token ${SANDBOX}/rest/crm.calllist.list`;

/** code -> lines for a shell. A code that is missing cannot be brought about in the sandbox. */
export const IN_SANDBOX: Record<string, string[]> = {
  ERROR_ARGUMENT: [call("crm.calllist.get")],
  "100": [call("crm.calllist.list", "FILTER[TITLE]=Winter")],
  ENTITY_TYPE_ERROR: [call("crm.calllist.add", "ENTITY_TYPE=LEAD", "ENTITIES[]=9")],
  ENTITIES_ERROR: [call("crm.calllist.add", "ENTITY_TYPE=CONTACT", "ENTITIES=9")],
  ENTITY_ERROR: [call("crm.calllist.add", "ENTITY_TYPE=CONTACT", "ENTITIES[]=9", "ENTITIES[]=9")],
  WEBFORM_ERROR: [call("crm.calllist.add", "ENTITY_TYPE=CONTACT", "ENTITIES[]=9", "WEBFORM_ID=99")],
  LIST_ID_ERROR: [call("crm.calllist.get", "ID=999")],
  STATUS_ERROR: [call("crm.calllist.items.get", "LIST_ID=13", "FILTER[STATUS]=DONE")],
  ACCESS_ERROR: [call("crm.calllist.items.get", "LIST_ID=13", "start=50")],
  NO_AUTH_FOUND: [`curl ${SANDBOX}/rest/crm.calllist.list`],
  INVALID_REQUEST: andBack(seed({ quirks: { webhookNeedsHttps: true } }), ANY_CALL),
  INVALID_CREDENTIALS: [`curl ${SANDBOX}/rest/1/wrong/crm.calllist.list`],
  insufficient_scope: andBack(seed({}, { scope: ["user"] }), ANY_CALL),
  OVERLOAD_LIMIT: [fault("overload"), ANY_CALL],
  ACCESS_DENIED: andBack(seed({ plan: "free" }), ANY_CALL),
  expired_token: andBack(control("clock", { turn: 3600 }), BY_TOKEN),
  invalid_token: [`curl -d auth=wrong ${SANDBOX}/rest/crm.calllist.list`],
  invalid_client: [token("client_secret=wrong", "refresh_token=sandbox-refresh-token")],
  ERROR_OAUTH: andBack(seedApp({ state: "removed" }), BY_TOKEN),
  APPLICATION_NOT_FOUND: andBack(seedApp({ state: "inactive" }), BY_TOKEN),
  PAYMENT_REQUIRED: andBack(seedApp({ state: "unpaid" }), BY_TOKEN),
  authorization_error: andBack(control("users/1", { dismissed: true }, "-X PUT "), BY_TOKEN),
  user_access_error: andBack(seedApp({ users: [7] }), BY_TOKEN),
  PORTAL_DELETED: [fault("deleted"), ANY_CALL],
  ERROR_METHOD_NOT_FOUND: [call("crm.calllist.delete", "ID=13")],
  OPERATION_TIME_LIMIT: [fault("operation-time"), ANY_CALL],
  INTERNAL_SERVER_ERROR: [call("crm.calllist.add", "ENTITY_TYPE=contact", "ENTITIES[]=9")],
  ERROR_CORE: [
    `curl -H 'Content-Type: application/json' -d '{"FILTER":{"@ID":[]}}' ${SANDBOX}/rest/1/xxxxxxxxxxxxxxxx/crm.calllist.list`,
  ],
  QUERY_LIMIT_EXCEEDED: [fault("rate-limit"), ANY_CALL],
  ERROR_BATCH_LENGTH_EXCEEDED: [
    `curl $(printf " -d cmd[]=crm.calllist.statuslist%.0s" $(seq 51)) ${SANDBOX}/rest/1/xxxxxxxxxxxxxxxx/batch`,
  ],
  ERROR_BATCH_METHOD_NOT_ALLOWED: [call("batch", "cmd[inner]=batch")],
  wrong_client: [token("client_id=local.other", "client_secret=wrong", "refresh_token=sandbox-refresh-token")],
  invalid_grant: [token("client_secret=sandbox-client-secret", "refresh_token=used")],
  invalid_request: [token("client_secret=sandbox-client-secret")],
  NOT_INSTALLED: andBack(
    seedApp({ state: "removed" }),
    token("client_secret=sandbox-client-secret", "refresh_token=sandbox-refresh-token"),
  ),
};

/** For commands after which the sandbox is another: the next sample, reached by a link, could not work there. */
function andBack(...commands: string[]): string[] {
  return [...commands, "# back to the first state", RESET];
}

function call(method: string, ...parameters: string[]): string {
  const data = parameters.map((parameter) => `-d '${parameter}' `).join("");
  return `curl ${data}${SANDBOX}/rest/1/xxxxxxxxxxxxxxxx/${method}`;
}

function control(path: string, body: unknown, verb = ""): string {
  return `curl ${verb}-d '${JSON.stringify(body)}' ${SANDBOX}/__sandbox/${path}`;
}

function fault(name: string): string {
  return control("faults", { fault: name });
}

/** A portal with one user and one webhook. */
function seed(portal: object, webhook: object = {}): string {
  const users = [{ id: 1, admin: true }];
  const webhooks = [{ user: 1, code: "xxxxxxxxxxxxxxxx", ...webhook }];
  return control("seed", { users, webhooks, ...portal });
}

/** A portal with one user and one application. */
function seedApp(app: object): string {
  const [clientId, clientSecret] = ["local.sandbox", "sandbox-client-secret"];
  const [accessToken, refreshToken] = ["sandbox-access-token", "sandbox-refresh-token"];
  return control("seed", {
    users: [{ id: 1, admin: true }],
    apps: [{ clientId, clientSecret, ...app }],
    tokens: [{ accessToken, refreshToken, clientId, user: 1 }],
  });
}

function token(...parameters: string[]): string {
  const client = parameters.some((parameter) => parameter.startsWith("client_id=")) ? [] : ["client_id=local.sandbox"];
  return `curl '${SANDBOX}/oauth/token/?${["grant_type=refresh_token", ...client, ...parameters].join("&")}'`;
}
