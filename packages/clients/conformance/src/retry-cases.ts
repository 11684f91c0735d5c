// The cases of group "retries": each kind of call, with each response or failure that the rules of behaviour.yaml tell apart.
// What has to follow comes from those rules, so a new rule or method brings its cases along.
import {
  type Attempt,
  type Behaviour,
  type Outcome as Known,
  knownOf,
  outcomeOf,
  repeatableMethods,
} from "@b24-calllist/codegen/behaviour";
import behaviourJson from "@b24-calllist/spec/behaviour.json" with { type: "json" };
import catalogue from "@b24-calllist/spec/errors.json" with { type: "json" };
import type { Call, Exchange, ExpectedError, ExpectedRequest, Outcome, Reply, Vector } from "./vector.ts";

const behaviour = behaviourJson as Behaviour;
const repeatable = repeatableMethods(behaviour);

/** What comes of an attempt, as the rules look at it, and the error that it is where nothing is retried. */
interface Situation {
  name: string;
  title: string;
  reply: Reply;
  attempt: Attempt;
  error: ExpectedError;
  /** Milliseconds, where no response comes; a loaded machine has to send one within it. It is waited for, so by few kinds. */
  timeout?: number;
  kinds?: string[];
}

const HTML = "<!DOCTYPE html><html><body>page</body></html>";

const page = (status: number): Situation => ({
  name: `page-${status}`,
  title: `an HTML page with HTTP ${status}`,
  reply: { status, body: HTML, type: "text/html" },
  attempt: { failure: "page", status },
  error: { kind: "unexpected-response", status },
});

const body = (name: string, title: string, text: string, type: string, truncated: boolean): Situation => ({
  name,
  title: `HTTP 200 with ${title}`,
  reply: { status: 200, body: text, type },
  attempt: { failure: "page", status: 200, truncated },
  error: { kind: "unexpected-response", status: 200 },
});

const code = (code: string, status: number, kind: string): Situation => ({
  name: `code-${code}-${status}`.toLowerCase().replaceAll("_", "-"),
  title: `${code} with HTTP ${status}`,
  reply: { status, json: { error: code, error_description: "" } },
  attempt: refusal(code, status),
  error: { kind, status, code },
});

/** A response with an error code, as the rules look at it. */
const refusal = (code: string, status: number): Attempt => ({
  failure: "code",
  code,
  status,
  ...knownOf(catalogue.errors, code),
});

/** Whether the portal executed a call that ended with this code and status. */
export const executedAfter = (code: string, status: number): ExpectedError["executed"] =>
  behaviour.outcomes[outcomeOf(behaviour, refusal(code, status))]!.executed as ExpectedError["executed"];

const lost = (name: string, title: string, reply: Reply): Situation => ({
  name,
  title,
  reply,
  attempt: { failure: "connection", sent: true },
  error: { kind: "connection" },
});

const SITUATIONS: Situation[] = [
  ...[200, 403, 404, 408, 413, 421, 425, 429, 500, 502, 503, 504].map(page),
  body("empty", "an empty body", "", "application/json", true),
  body("truncated", "JSON that breaks off", '{"result":', "application/json", true),
  body(
    "php-warning",
    "PHP warnings before the JSON",
    '<br />\n<b>Warning</b>\n{"result":51}',
    "application/json",
    false,
  ),
  code("QUERY_LIMIT_EXCEEDED", 503, "limit"),
  code("OVERLOAD_LIMIT", 401, "auth"),
  code("OVERLOAD_LIMIT", 503, "limit"),
  code("INTERNAL_SERVER_ERROR", 500, "portal"),
  code("ERROR_CORE", 400, "portal"),
  code("SOMETHING_NEW", 400, "portal"),
  code("SOMETHING_NEW", 408, "portal"),
  code("SOMETHING_NEW", 500, "portal"),
  code("SOMETHING_NEW", 502, "portal"),
  lost("reset", "the connection is lost before the response", { fault: "reset" }),
  lost("cut", "the connection is lost during the response", { status: 200, json: { result: 51 }, fault: "cut" }),
  {
    name: "silence",
    title: "no response in time",
    reply: { fault: "silence" },
    attempt: { failure: "timeout", sent: true },
    error: { kind: "timeout" },
    timeout: 1000,
    kinds: ["add", "get", "batch-with-add"],
  },
];

/** A call, its request, the response that succeeds, and its result. */
interface Kind {
  name: string;
  call: Call;
  request: ExpectedRequest;
  success: Reply;
  result: unknown;
}

const single = (name: string, method: string, params: Record<string, unknown>, result: unknown): Kind => ({
  name,
  call: { method, params },
  request: { method, body: params },
  success: { status: 200, json: { result } },
  result,
});

const batch = (name: string, commands: [method: string, params: object, asText: object, result: unknown][]): Kind => ({
  name,
  call: { batch: commands.map(([method, params]) => ({ method, params: params as Record<string, unknown> })) },
  request: { method: "batch", commands: commands.map(([method, , asText]) => [method, { ...asText }]), halt: 0 },
  success: { batch: commands.map(([, , , result]) => ({ result })) },
  result: commands.map(([, , , result]) => ({ result })),
});

const LIST = {
  ID: "13",
  DATE_CREATE: "2025-07-14 08:47:19",
  CREATED_BY_ID: "29",
  WEBFORM_ID: "1",
  ENTITY_TYPE_ID: "3",
  ENTITY_TYPE: "CONTACT",
};
const { ENTITY_TYPE: _, ...ROW } = LIST;
const STATUS = { ID: 61, NAME: "In progress", SORT: 10, STATUS_ID: "IN_WORK" };
const CONTACTS = { ENTITY_TYPE: "CONTACT", ENTITIES: [9, 17] };

const KINDS: Kind[] = [
  single("add", "crm.calllist.add", CONTACTS, 51),
  single("get", "crm.calllist.get", { ID: 13 }, LIST),
  single("list", "crm.calllist.list", {}, [ROW]),
  single("update", "crm.calllist.update", { LIST_ID: 13, ...CONTACTS, WEBFORM_ID: 1 }, true),
  single("items", "crm.calllist.items.get", { LIST_ID: 13 }, [{ ID: 9, STATUS: "IN_WORK", ENTITY_TYPE: 3 }]),
  single("statuses", "crm.calllist.statuslist", {}, [STATUS]),
  batch("batch-reading", [
    ["crm.calllist.get", { ID: 13 }, { ID: "13" }, LIST],
    ["crm.calllist.statuslist", {}, {}, [STATUS]],
  ]),
  batch("batch-with-add", [
    ["crm.calllist.get", { ID: 13 }, { ID: "13" }, LIST],
    ["crm.calllist.add", CONTACTS, { ENTITY_TYPE: "CONTACT", ENTITIES: ["9", "17"] }, 51],
  ]),
];

/** The methods of a call, each of which gets a result or an error. */
const methodsOf = (call: Call): string[] =>
  "batch" in call ? call.batch.map(({ method }) => method) : "method" in call ? [call.method] : [];

const isRetried = ({ executed, next }: Known, call: Call): boolean =>
  next !== "fail" && (executed === "no" || methodsOf(call).every((method) => repeatable.includes(method)));

function errorOf({ error }: Situation, { executed }: Known, method: string): ExpectedError {
  const cause = { ...error, executed, sent: true } as ExpectedError;
  return executed === "unknown" && !repeatable.includes(method)
    ? { kind: "outcome-unknown", executed, sent: true, cause }
    : cause;
}

function caseOf(situation: Situation, { name, call, request, success, result }: Kind): Vector {
  const outcome = behaviour.outcomes[outcomeOf(behaviour, situation.attempt)]!;
  const retried = isRetried(outcome, call);
  const exchanges: Exchange[] = [
    { request, reply: situation.reply },
    ...(retried ? [{ request, reply: success }] : []),
  ];
  const errors = methodsOf(call).map((method) => ({ error: errorOf(situation, outcome, method) }));
  const failed: Outcome = "batch" in call ? { result: errors } : errors[0]!;
  return {
    id: `retries/${situation.name}/${name}`,
    title: `${situation.title}: ${name} ${retried ? "is retried" : "fails"}`,
    ...(situation.timeout && { options: { timeout: situation.timeout } }),
    call,
    exchanges,
    outcome: retried ? { result } : failed,
  };
}

/** Each situation with each kind of call. */
export const retryCases = (): Vector[] =>
  SITUATIONS.flatMap((situation) =>
    KINDS.filter(({ name }) => situation.kinds?.includes(name) ?? true).map((kind) => caseOf(situation, kind)),
  );
